/** INCIDENT → incidents, and their counters on the instance and on the diagram. */
import { nodeOf } from '../../../domain/past-tree.ts';
import { keyOf } from '../record.ts';
import { instanceOf } from './process-instance.ts';
import type { Projector } from './projector.ts';

export const incident: Projector = {
  wants(record, wanted) {
    wanted.incidents.add(record.key);
    wanted.instances.add(String(record.value.processInstanceKey));
  },
  apply(record, unit) {
    const { value } = record;
    const known = unit.incidents.get(record.key);
    if (record.intent === 'CREATED' && !known) {
      const instance = instanceOf(record, unit);
      const definitionKey = String(value.processDefinitionKey ?? instance.definitionKey);
      unit.incidents.put({
        _id: record.key,
        instanceKey: instance._id,
        definitionKey,
        elementId: value.elementId ?? '',
        elementInstanceKey: String(value.elementInstanceKey ?? ''),
        jobKey: keyOf(value.jobKey),
        errorType: value.errorType ?? '',
        message: value.errorMessage ?? '',
        reportCode: instance.reportCode,
        state: 'open',
        createdAt: record.timestamp,
        resolvedAt: null,
        node: null,
      });
      unit.instances.put(Object.assign(instance, { incidents: instance.incidents + 1 }));
      unit.count(definitionKey, value.elementId ?? '', { incidents: 1 });
    }
    if (record.intent === 'MIGRATED' && known?.state === 'open') {
      unit.count(known.definitionKey, known.elementId, { incidents: -1 });
      const there = {
        definitionKey: String(value.processDefinitionKey),
        elementId: value.elementId ?? known.elementId,
      };
      unit.incidents.put({ ...known, ...there });
      unit.count(there.definitionKey, there.elementId, { incidents: 1 });
    }
    if (record.intent === 'RESOLVED' && known?.state === 'open') {
      const node = nodeOf(known.createdAt, record.timestamp);
      unit.incidents.put({ ...known, state: 'resolved', resolvedAt: record.timestamp, node });
      const instance = unit.instances.get(known.instanceKey);
      if (instance) unit.instances.put(Object.assign(instance, { incidents: instance.incidents - 1 }));
      unit.count(known.definitionKey, known.elementId, { incidents: -1 });
    }
  },
};
