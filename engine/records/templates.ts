/** What an exporter PUTs before its first document (contract 3.5, requests 1 and 2), for a real index too. */
import type { ExporterConfig } from './config.ts';
import { dashed } from './value-types.ts';

export interface PutCall {
  path: string;
  body: string;
}

const keyword = { type: 'keyword' };
const long = { type: 'long' };

const properties = {
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
  batchOperationReference: long,
  sequence: long,
  value: { type: 'object', dynamic: true },
};

/** The policy that deletes what is older than its age; nothing without retention. */
export function policyCalls({ retention }: ExporterConfig): PutCall[] {
  if (!retention) return [];
  const { policyName, minimumAge } = retention;
  const policy = { phases: { delete: { min_age: minimumAge, actions: { delete: {} } } } };
  return [{ path: `/_ilm/policy/${encodeURIComponent(policyName)}`, body: JSON.stringify({ policy }) }];
}

/**
 * All templates for the records of one broker version, the shared one first: `PUT /_component_template/…`, then one
 * `PUT /_index_template/…` for each value type that is sent.
 */
export function templateCalls(config: ExporterConfig, brokerVersion: string): PutCall[] {
  if (!config.createTemplates) return [];
  const { prefix } = config.naming;
  const settings = {
    number_of_shards: config.shards,
    number_of_replicas: config.replicas,
    ...(config.retention && { 'index.lifecycle.name': config.retention.policyName }),
  };
  const shared = { template: { settings, mappings: { properties } }, version: 1 };
  const calls: PutCall[] = [{ path: `/_component_template/${prefix}`, body: JSON.stringify(shared) }];
  for (const valueType of config.filter.valueTypes) {
    const name = `${prefix}_${dashed(valueType)}_${brokerVersion}`;
    const body = {
      index_patterns: [`${name}_*`],
      composed_of: [prefix],
      template: { settings: {}, mappings: {}, aliases: { [`${prefix}-${dashed(valueType)}`]: {} } },
      priority: 20,
      version: 1,
    };
    calls.push({ path: `/_index_template/${name}`, body: JSON.stringify(body) });
  }
  return calls;
}
