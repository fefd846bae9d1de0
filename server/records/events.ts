/** What a batch has changed, as events for the people who may see it: one a document, however many records. */
import type { NewEvent } from '../../store/events.ts';
import { taskItem } from '../views/task.ts';
import { wire } from '../views/time.ts';
import type { Unit } from './unit.ts';

/** `at`: engine time of the batch's newest record. */
export function eventsOf(unit: Unit, at: number): NewEvent[] {
  const when = wire(at);
  const agenciesOf = (code: string | null): string[] => {
    const report = code ? unit.reports.get(code) : null;
    return report ? [report.leadAgency, ...report.coordinatingAgencies].filter((one) => one !== undefined) : [];
  };
  const confidential = (code: string | null): boolean =>
    code ? (unit.reports.get(code)?.confidential ?? false) : false;

  const reports = unit.changedReports().map(
    (report): NewEvent => ({
      type: 'report',
      data: { code: report._id, status: report.status, stage: report.stage, at: when },
      scope: { groups: [], agencies: agenciesOf(report._id), confidential: report.confidential },
    }),
  );
  const tasks = unit.tasks.changed.map(
    (task): NewEvent => ({
      type: 'task',
      data: taskItem(task, { now: at, mayRead: true }),
      scope: {
        groups: task.groups,
        agencies: agenciesOf(task.reportCode || null),
        confidential: task.confidential,
        assignee: task.assignee,
      },
    }),
  );
  const instances = unit.instances.changed.map(
    (instance): NewEvent => ({
      type: 'instance',
      data: {
        key: instance._id,
        reportCode: instance.reportCode,
        definitionKey: instance.definitionKey,
        state: instance.state === 'terminated' ? 'canceled' : instance.state,
        elements: Object.keys(instance.standing),
        at: when,
      },
      scope: {
        groups: [],
        agencies: agenciesOf(instance.reportCode),
        confidential: confidential(instance.reportCode),
      },
    }),
  );
  const incidents = unit.incidents.changed.map(
    (incident): NewEvent => ({
      type: 'incident',
      data: {
        key: incident._id,
        instanceKey: incident.instanceKey,
        elementId: incident.elementId,
        message: incident.message,
        resolved: incident.state === 'resolved',
        at: when,
      },
      scope: { groups: [], agencies: agenciesOf(incident.reportCode), confidential: confidential(incident.reportCode) },
    }),
  );
  return [...reports, ...tasks, ...instances, ...incidents];
}
