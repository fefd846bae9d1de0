/** TIMER → until when an instance waits for the sender. Timers of the watches on deadlines say nothing new. */
import type { Projector } from './projector.ts';
import * as way from './report-way.ts';

export const timer: Projector = {
  wants(record, wanted) {
    if (record.intent !== 'CREATED') return;
    wanted.instances.add(String(record.value.processInstanceKey));
    wanted.definitions.add(String(record.value.processDefinitionKey));
  },
  apply(record, unit) {
    if (record.intent !== 'CREATED') return;
    const drawn = unit.definitions.get(String(record.value.processDefinitionKey))?.elements[
      record.value.targetElementId
    ];
    const report = unit.reportOf(unit.instances.get(String(record.value.processInstanceKey)));
    if (!report || drawn?.type !== 'bpmn:IntermediateCatchEvent' || drawn.watch) return;
    way.waitsUntil(report, Number(record.value.dueDate));
    unit.reports.put(report);
  },
};
