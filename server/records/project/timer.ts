/** TIMER → what fires when, as rows of the watch; and until when an instance waits for the sender. */
import type { Timer, TimerKind } from '../../../store/timers.ts';
import type { EngineRecord } from '../record.ts';
import type { Unit } from '../unit.ts';
import type { Projector } from './projector.ts';
import * as way from './report-way.ts';

export const timer: Projector = {
  wants(record, wanted) {
    wanted.timers.add(record.key);
    wanted.instances.add(String(record.value.processInstanceKey));
    wanted.definitions.add(String(record.value.processDefinitionKey));
    wanted.elements.add(String(record.value.elementInstanceKey));
  },
  apply(record, unit) {
    const { intent } = record;
    // A definition's own timers start instances; none of ours has one.
    const instance = unit.instances.get(String(record.value.processInstanceKey));
    if (!instance) return;
    if (intent === 'CREATED') created(record, unit);
    const known = unit.timers.get(record.key);
    if (!known) return;
    if ((intent === 'TRIGGERED' || intent === 'CANCELED') && known.state === 'pending') {
      const state = intent === 'TRIGGERED' ? ('fired' as const) : ('canceled' as const);
      unit.timers.put({ ...known, state, endedAt: record.timestamp });
      // What was not overdue a moment ago may be so now: whoever watches looks again.
      if (intent === 'TRIGGERED') unit.instances.put(instance);
    }
    if (intent === 'MIGRATED')
      unit.timers.put({
        ...known,
        definitionKey: String(record.value.processDefinitionKey),
        elementId: record.value.targetElementId,
      });
  },
};

function created(record: EngineRecord, unit: Unit): void {
  const instanceKey = String(record.value.processInstanceKey);
  const definitionKey = String(record.value.processDefinitionKey);
  const elementId: string = record.value.targetElementId;
  const dueAt = Number(record.value.dueDate);
  const instance = unit.instances.get(instanceKey);
  const drawn = unit.definitions.get(definitionKey)?.elements[elementId];
  const element = unit.elements.get(String(record.value.elementInstanceKey));
  const inWatch = drawn?.watch && element?.type === 'INTERMEDIATE_CATCH_EVENT';
  const watches = inWatch ? unit.elements.get(element.scope)?.watches : undefined;
  const { leadAgency } = (instance?.variables ?? {}) as { leadAgency?: unknown };
  const row: Timer = {
    _id: record.key,
    instanceKey,
    definitionKey,
    elementId,
    elementInstanceKey: String(record.value.elementInstanceKey),
    reportCode: instance?.reportCode ?? null,
    kind: kindOf(drawn),
    task: watches?.task ?? null,
    taskInstance: watches?.taskInstance ?? null,
    agency: typeof leadAgency === 'string' ? leadAgency : null,
    dueAt,
    state: 'pending',
    createdAt: record.timestamp,
    endedAt: null,
  };
  unit.timers.put(row);
  const report = unit.reportOf(instance);
  if (!report || drawn?.type !== 'bpmn:IntermediateCatchEvent' || drawn.watch) return;
  way.waitsUntil(report, dueAt);
  unit.reports.put(report);
}

/** By what the diagram says that it waits for; an analyst's own timers are shown under their own names. */
function kindOf(drawn: { watch: boolean; timer?: string | null } | undefined): TimerKind {
  const waitsFor = drawn?.timer ?? '';
  if (drawn?.watch && /remindAt/.test(waitsFor)) return 'reminder';
  if (drawn?.watch && /dueAt/.test(waitsFor)) return 'overdue';
  if (/supplementDueAt/.test(waitsFor)) return 'supplement';
  if (/publishedAt/.test(waitsFor)) return 'feedback';
  return 'other';
}
