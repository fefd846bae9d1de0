/** The templates that an exporter PUTs before its first document (contract 3.5, request 2), for a real index too. */
import { indexPrefix } from './document.ts';
import { dashed, exportedValueTypes } from './value-types.ts';

export interface TemplateCall {
  path: string;
  body: string;
}

const keyword = { type: 'keyword' };
const long = { type: 'long' };

const shared = {
  template: {
    settings: { number_of_shards: 1, number_of_replicas: 0 },
    mappings: {
      properties: {
        partitionId: { type: 'integer' },
        position: long,
        sourceRecordPosition: long,
        key: long,
        timestamp: { type: 'date' },
        recordType: keyword,
        valueType: keyword,
        intent: keyword,
        brokerVersion: keyword,
        recordVersion: { type: 'integer' },
        rejectionType: keyword,
        rejectionReason: { type: 'text' },
        operationReference: long,
        sequence: long,
        value: { type: 'object', dynamic: true },
      },
    },
  },
  version: 1,
};

/** All of them, the shared one first: `PUT /_component_template/…`, then one `PUT /_index_template/…` a value type. */
export function templateCalls(brokerVersion: string): TemplateCall[] {
  const calls: TemplateCall[] = [{ path: `/_component_template/${indexPrefix}`, body: JSON.stringify(shared) }];
  for (const valueType of exportedValueTypes) {
    const name = `${indexPrefix}_${dashed(valueType)}_${brokerVersion}`;
    const body = {
      index_patterns: [`${name}_*`],
      composed_of: [indexPrefix],
      template: { settings: {}, mappings: {}, aliases: { [`${indexPrefix}-${dashed(valueType)}`]: {} } },
      priority: 20,
      version: 1,
    };
    calls.push({ path: `/_index_template/${name}`, body: JSON.stringify(body) });
  }
  return calls;
}
