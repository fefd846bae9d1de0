/** USER_TASK → tasks as lists show them, drafts' end, adopted completions, and the report's stage. */
import type { MailTemplate } from '../../../domain/mail.ts';
import { nodeOf } from '../../../domain/past-tree.ts';
import { summaryOf } from '../../../domain/redact.ts';
import { roleOf } from '../../../domain/rights.ts';
import { foldText } from '../../../domain/search-text.ts';
import type { WebhookEvent } from '../../../domain/webhooks.ts';
import { addWorking, workingBetween } from '../../../domain/working-time.ts';
import type { Task } from '../../../store/tasks.ts';
import { wire, wireOrNull } from '../../views/time.ts';
import { type EngineRecord, idOf, keyOf, timeOf } from '../record.ts';
import type { Unit } from '../unit.ts';
import * as dossiers from './dossier-way.ts';
import { instanceOf } from './process-instance.ts';
import type { Projector } from './projector.ts';
import * as way from './report-way.ts';

export const userTask: Projector = {
  wants(record, wanted) {
    const { value } = record;
    wanted.tasks.add(taskKey(record));
    wanted.instances.add(String(value.processInstanceKey));
    wanted.definitions.add(String(value.processDefinitionKey));
    wanted.deadlines.add(String(value.elementInstanceKey));
    if (typeof value.variables?.completionId === 'string') wanted.completions.add(value.variables.completionId);
  },
  apply(record, unit) {
    const step = steps[record.intent];
    if (!step) return;
    const task = unit.tasks.get(taskKey(record)) ?? opened(record, unit);
    // Claiming what one holds changes nothing.
    if (record.intent === 'ASSIGNED' && task.version > 0 && task.assignee === (record.value.assignee || null)) return;
    step(task, record, unit);
    task.version += 1;
    unit.tasks.put(task);
    const instance = unit.instances.get(task.instanceKey);
    const report = unit.reportOf(instance);
    if (instance && report) unit.instances.put(Object.assign(instance, { dueAt: dueOf(report.flow.tasks) }));
  },
};

type Step = (task: Task, record: EngineRecord, unit: Unit) => void;

const steps: Record<string, Step> = {
  CREATED(task, record, unit) {
    note(task, record, 'created');
    announce(task, unit);
    tellSoftware(task, record, unit, 'task.created');
    const report = reportOf(task, unit);
    if (!report) return;
    way.taskOpened(report, task);
    dossiers.opened(unit.dossierOf(report), task, calendarOf(record, unit));
    unit.reports.put(report);
  },
  ASSIGNED(task, record, unit) {
    task.assignee = record.value.assignee || null;
    if (task.open) task.state = task.assignee ? 'assigned' : 'created';
    note(task, record, task.assignee ? 'assigned' : 'released');
    tellSoftware(task, record, unit, 'task.assigned', { assigned: task.assignee !== null });
  },
  UPDATED(task, record, unit) {
    const was = task.dueAt;
    Object.assign(task, whoAndWhen(record));
    task.remindAt = timeOf(record.value.followUpDate);
    task.claimBy = claimBy(task, unit);
    if (task.dueAt === was) return;
    note(task, record, 'deadline-moved');
    tellSoftware(task, record, unit, 'deadline.moved', { originalDueAt: wireOrNull(task.originalDueAt) });
    const report = reportOf(task, unit);
    if (!report) return;
    way.taskMoved(report, task, record.timestamp, idOf(record));
    dossiers.moved(unit.dossierOf(report), task, record.timestamp);
    unit.reports.put(report);
  },
  CORRECTED(task, record) {
    Object.assign(task, whoAndWhen(record));
    task.assignee = record.value.assignee || null;
    if (task.open) task.state = task.assignee ? 'assigned' : 'created';
  },
  MIGRATED(task, record, unit) {
    const drawn = drawnOf(record, unit);
    task.definitionKey = String(record.value.processDefinitionKey);
    task.elementId = record.value.elementId;
    // Who may take it, its form and its dates stay as they were; what it is called and rests on is the new version's.
    task.stage = record.value.customHeaders?.stage || drawn?.stage || task.elementId;
    if (drawn) Object.assign(task, { name: drawn.name || task.elementId, article: drawn.article });
    note(task, record, 'migrated');
    const report = reportOf(task, unit);
    if (!report || !task.open) return;
    way.taskRenamed(report, task);
    dossiers.renamed(unit.dossierOf(report), task);
    unit.reports.put(report);
  },
  COMPLETED(task, record, unit) {
    const variables = record.value.variables ?? {};
    const completion = typeof variables.completionId === 'string' ? unit.completions.get(variables.completionId) : null;
    end(task, record, 'completed', completion?.onBehalfOf);
    task.outcome = typeof variables.outcome === 'string' ? variables.outcome : null;
    task.completedBy = completion?.by ?? task.assignee;
    if (completion?.onBehalfOf) task.onBehalfOf = completion.onBehalfOf;
    if (completion) unit.completions.put({ ...completion, state: 'adopted' });
    unit.abandonOffers(task._id);
    tellSoftware(task, record, unit, 'task.completed', { outcome: task.outcome });
    const report = reportOf(task, unit);
    if (!report) return;
    way.taskCompleted(report, task, completion?.fields ?? null, record.timestamp, idOf(record));
    const dossier = unit.dossierOf(report);
    dossiers.completed(dossier, task, variables, calendarOf(record, unit), record.timestamp);
    dossiers.refused(dossier, report, record.timestamp);
    unit.reports.put(report);
    if (report.status === 'rejected') unit.tellFollowers(report);
    tellOfStep(task, unit);
  },
  CANCELED(task, record, unit) {
    end(task, record, 'canceled');
    unit.abandonOffers(task._id);
    tellSoftware(task, record, unit, 'task.canceled');
    const report = reportOf(task, unit);
    if (!report) return;
    way.taskCanceled(report, task);
    dossiers.canceled(unit.dossierOf(report), task, record.timestamp);
    unit.reports.put(report);
  },
};

/** Steps on the way of which the sender hears; of an end and of a reply the workers tell. */
const stepsTold: Record<string, MailTemplate> = { 'intake.accepted': 'accepted', 'scope.in-scope': 'taken-on' };

function tellOfStep(task: Task, unit: Unit): void {
  const template = stepsTold[`${task.stage}.${task.outcome}`];
  if (!template || !task.reportCode) return;
  const data = task.agency ? { agency: task.agency } : {};
  unit.tell(`step:${task._id}`, task.reportCode, { to: { sender: task.reportCode }, template, data });
}

/** Webhooks of the agency whose task it is. */
function tellSoftware(task: Task, record: EngineRecord, unit: Unit, type: WebhookEvent, more: object = {}): void {
  if (!task.agency || !task.reportCode) return;
  const data = { task: task._id, stage: task.stage, article: task.article, dueAt: wireOrNull(task.dueAt), ...more };
  unit.announce(record, type, [task.agency], task.reportCode, data);
}

/** Stages in which a leader decides about another's work. */
const approvals = new Set(['approval', 'extension']);

/** A task that nobody holds is told to those who may take it. */
function announce(task: Task, unit: Unit): void {
  if (task.assignee || task.groups.length === 0) return;
  const template = approvals.has(task.stage) ? 'approval' : 'new-task';
  const data = { stage: task.stage, task: task._id, ...(task.dueAt === null ? {} : { dueAt: wire(task.dueAt) }) };
  unit.tell(`task:${task._id}`, task.reportCode, { to: { groups: task.groups }, template, data });
}

const drawnOf = ({ value }: EngineRecord, unit: Unit) =>
  unit.definitions.get(String(value.processDefinitionKey))?.elements[value.elementId];

/** The version of the calendar that the task's deadline was reckoned with; null where it has none. */
const calendarOf = ({ value }: EngineRecord, unit: Unit): number | null =>
  unit.deadlines.get(String(value.elementInstanceKey))?.calendarVersion ?? null;

const taskKey = (record: EngineRecord): string => keyOf(record.value.userTaskKey) ?? record.key;
const reportOf = (task: Task, unit: Unit) => unit.reportOf(unit.instances.get(task.instanceKey));

function dueOf(tasks: Record<string, { dueAt: number | null }>): number | null {
  const dates = Object.values(tasks).flatMap(({ dueAt }) => (dueAt === null ? [] : [dueAt]));
  return dates.length === 0 ? null : Math.min(...dates);
}

function note(task: Task, record: EngineRecord, what: string, onBehalfOf?: string): void {
  const behalf = onBehalfOf === undefined ? {} : { onBehalfOf };
  task.history.push({ at: record.timestamp, what, assignee: task.assignee, ...behalf, id: idOf(record) });
}

function end(task: Task, record: EngineRecord, state: 'completed' | 'canceled', onBehalfOf?: string): void {
  const node = nodeOf(task.createdAt, record.timestamp);
  Object.assign(task, { state, open: false, endedAt: record.timestamp, node });
  note(task, record, state, onBehalfOf);
}

/** Who may take it and until when, as the record has it now. */
function whoAndWhen(record: EngineRecord): Pick<Task, 'groups' | 'agency' | 'dueAt'> {
  const groups: string[] = record.value.candidateGroupsList ?? [];
  const agency = groups.map((group) => roleOf(group)?.agency).find((one) => one !== undefined);
  return { groups, agency: agency ?? null, dueAt: timeOf(record.value.dueDate) };
}

/** When half of its working time is used; null without a date, and for one that begins late. */
function claimBy({ createdAt, dueAt }: Pick<Task, 'createdAt' | 'dueAt'>, unit: Unit): number | null {
  if (dueAt === null || dueAt <= createdAt) return null;
  return addWorking(createdAt, workingBetween(createdAt, dueAt, unit.calendar) / 2, unit.calendar);
}

/** The task as its first record has it, with what the diagram and the report add for lists. */
function opened(record: EngineRecord, unit: Unit): Task {
  const { value } = record;
  const instance = instanceOf(record, unit);
  const report = unit.reportOf(instance);
  const drawn = drawnOf(record, unit);
  const deadline = unit.deadlines.get(String(value.elementInstanceKey));
  const since = whoAndWhen(record);
  const createdAt = timeOf(value.creationTimestamp) ?? record.timestamp;
  const summary = report ? summaryOf(report.content) : '';
  const { field, district } = instance.variables as { field?: unknown; district?: unknown };
  return {
    _id: taskKey(record),
    taskInstance: String(value.elementInstanceKey),
    instanceKey: instance._id,
    definitionKey: String(value.processDefinitionKey),
    elementId: value.elementId,
    stage: value.customHeaders?.stage || drawn?.stage || value.elementId,
    name: drawn?.name || value.elementId,
    article: drawn?.article ?? null,
    reportCode: instance.reportCode ?? '',
    summary,
    confidential: report?.confidential ?? false,
    ...since,
    field: typeof field === 'string' ? field : null,
    district: typeof district === 'string' ? district : (report?.place.district ?? null),
    assignee: value.assignee || null,
    state: value.assignee ? 'assigned' : 'created',
    open: true,
    createdAt,
    endedAt: null,
    node: null,
    originalDueAt: deadline?.originalDueAt ?? since.dueAt,
    remindAt: timeOf(value.followUpDate) ?? deadline?.remindAt ?? null,
    claimBy: claimBy({ createdAt, dueAt: since.dueAt }, unit),
    formKey: keyOf(value.formKey),
    version: 0,
    outcome: null,
    completedBy: null,
    search: foldText(`${instance.reportCode ?? ''} ${summary} ${report?.place.text ?? ''}`),
    history: [],
  };
}
