/** PROCESS, FORM and DECISION_REQUIREMENTS → what is deployed. The diagram's elements are read beforehand (`read-diagram.ts` is async). */
import type { Definition, DefinitionElement } from '../../../store/definitions.ts';
import type { EngineRecord } from '../record.ts';
import type { Projector } from './projector.ts';

/** Put on a PROCESS record by `prepare`: what bpmn-moddle read from its XML. */
export interface ReadDiagram {
  name: string;
  elements: Record<string, DefinitionElement>;
}

export const process: Projector = {
  wants(record, wanted) {
    wanted.definitions.add(String(record.value.processDefinitionKey));
  },
  apply(record, unit) {
    const key = String(record.value.processDefinitionKey);
    if (record.intent === 'CREATED') {
      const read = record.value.read as ReadDiagram | undefined;
      const definition: Definition = {
        _id: key,
        processId: record.value.bpmnProcessId,
        version: Number(record.value.version),
        resourceName: record.value.resourceName ?? '',
        xml: decoded(record),
        name: read?.name ?? record.value.bpmnProcessId,
        elements: read?.elements ?? {},
        deployedAt: record.timestamp,
        deleted: false,
      };
      unit.definitions.put(definition);
    }
    if (record.intent === 'DELETED') {
      const known = unit.definitions.get(key);
      if (known) unit.definitions.put({ ...known, deleted: true });
    }
  },
};

export const form: Projector = {
  wants(record, wanted) {
    wanted.forms.add(String(record.value.formKey));
  },
  apply(record, unit) {
    const key = String(record.value.formKey);
    if (record.intent === 'CREATED')
      unit.forms.put({
        _id: key,
        formId: record.value.formId,
        version: Number(record.value.version),
        schema: JSON.parse(decoded(record)) as Record<string, unknown>,
        resourceName: record.value.resourceName ?? '',
        source: decoded(record),
        deployedAt: record.timestamp,
        deleted: false,
      });
    if (record.intent === 'DELETED') {
      const known = unit.forms.get(key);
      if (known) unit.forms.put({ ...known, deleted: true });
    }
  },
};

export const table: Projector = {
  wants(record, wanted) {
    wanted.tables.add(String(record.value.decisionRequirementsKey));
  },
  apply(record, unit) {
    const key = String(record.value.decisionRequirementsKey);
    if (record.intent === 'CREATED') {
      const source = decoded(record);
      unit.tables.put({
        _id: key,
        version: Number(record.value.decisionRequirementsVersion),
        decisionIds: [...source.matchAll(/<(?:\w+:)?decision\s[^>]*\bid="([^"]+)"/g)].map(([, id]) => id!),
        resourceName: record.value.resourceName ?? '',
        source,
        deployedAt: record.timestamp,
        deleted: false,
      });
    }
    if (record.intent === 'DELETED') {
      const known = unit.tables.get(key);
      if (known) unit.tables.put({ ...known, deleted: true });
    }
  },
};

export const decoded = (record: EngineRecord): string =>
  Buffer.from(String(record.value.resource ?? ''), 'base64').toString('utf8');
