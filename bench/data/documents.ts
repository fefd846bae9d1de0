/**
 * The documents that the product leaves of one life, collection by collection, in the shapes of store/ (held to those of
 * a real walk by test/data/plans.test.ts). Where only what is over is concerned and no question reads it in numbers,
 * a part stands for the whole: of a report's finished tasks, deadlines, completions, timers and elements one each is
 * kept, and trails of every twentieth. What is open has all of it. Senders are absent, as of an erased report.
 */
import { nodeOf } from '../../domain/past-tree.ts';
import type { Dossier } from '../../domain/statistics/dossier.ts';
import type { Completion } from '../../store/completions.ts';
import type { Deadline } from '../../store/deadlines.ts';
import type { Incident } from '../../store/incidents.ts';
import type { ElementInstance, Instance } from '../../store/instances.ts';
import type { OutboxEntry } from '../../store/outbox.ts';
import type { Reply } from '../../store/replies.ts';
import type { HistoryLine, Report, ReportStatus } from '../../store/reports.ts';
import type { Subscription } from '../../store/subscriptions.ts';
import type { Task } from '../../store/tasks.ts';
import type { Timer } from '../../store/timers.ts';
import type { Trail } from '../../store/trails.ts';
import type { Life, LifeStep } from './life.ts';

export interface Documents {
  reports: Omit<Report, 'sender'>[];
  dossiers: Dossier[];
  tasks: Task[];
  instances: Instance[];
  elements: ElementInstance[];
  timers: Timer[];
  trails: Trail[];
  deadlines: Deadline[];
  completions: Completion[];
  replies: Reply[];
  incidents: Incident[];
  subscriptions: Subscription[];
  outbox: OutboxEntry[];
}

const agencyOrNull = ({ agency }: LifeStep): string | null => (agency === 'ioc' ? null : agency);
const isOpen = ({ done, gone }: LifeStep): boolean => done === null && gone === null;
const endOf = ({ done, gone }: LifeStep): number | null => done ?? gone;
const replyText = 'Cơ quan đã tiến hành kiểm tra, xử lý và thông báo kết quả tới Ông/bà. Trân trọng.';

/** `definitionKey`: of the version that all of them ran on. */
export function documentsOf(life: Life, definitionKey: string): Documents {
  const { steps, code: reportCode, instanceKey } = life;
  const open = steps.find(isOpen);
  const over = steps.filter((step) => !isOpen(step));
  // A different stage's task stands for each report's finished ones.
  const sample = over.length > 0 ? over[life.n % over.length]! : undefined;
  const kept = [sample, open].filter((step) => step !== undefined);
  const whole = open ? steps : kept;
  const instance = instanceOf(life, open, definitionKey);
  const common = { instanceKey, definitionKey };
  return {
    reports: [reportOf(life, open)],
    dossiers: [dossierOf(life)],
    tasks: kept.map((step) => taskOf(life, step, definitionKey)),
    instances: [instance],
    elements: whole.map((step, position) => elementOf(step, common, position)),
    timers: kept.flatMap((step) => timersOf(life, step, definitionKey)),
    trails: open || life.n % 20 === 0 ? [trailOf(life)] : [],
    deadlines: kept.map((step) => deadlineOf(life, step)),
    completions: sample?.done ? [completionOf(life, sample)] : [],
    replies: life.answeredAt === null ? [] : [replyOf(life, life.answeredAt)],
    incidents: life.stopped ? [incidentOf(life, open!, definitionKey)] : [],
    subscriptions: [
      {
        _id: `${kept[0]!.taskInstance}:withdrawal`,
        instanceKey,
        messageName: 'withdrawal',
        correlationKey: reportCode,
        open: life.endedAt === null,
        position: life.n * 100,
      },
    ],
    outbox: [startOf(life)],
  };
}

/** A `traceparent` of its own, the same each time. */
const traceOf = ({ n }: Life): string =>
  `00-${(n + 1).toString(16).padStart(32, '0')}-${(n + 1).toString(16).padStart(16, '0')}-00`;

function statusOf(life: Life): ReportStatus {
  if (life.end === 'rejected') return 'rejected';
  if (life.end === 'withdrawn') return 'withdrawn';
  if (life.end === 'lapsed') return 'closed';
  if (life.answeredAt !== null) return life.endedAt === null ? 'answered' : 'closed';
  if (life.steps.at(-1)?.outcome === 'incomplete') return 'needs-supplement';
  return life.field === null ? 'received' : 'in-progress';
}

function reportOf(life: Life, open: LifeStep | undefined): Omit<Report, 'sender'> {
  const { code, content, placeText, district, lat, lng, answeredAt, rating, withdrawnAt } = life;
  const line = (at: number, what: string, more: Partial<HistoryLine>): HistoryLine => ({
    at,
    what,
    ...more,
    id: `1-${at % 1_000_000_000}`,
  });
  const before = life.steps.filter(({ done }) => done !== null && (answeredAt === null || done <= answeredAt));
  const answered = answeredAt !== null;
  const waits = life.endedAt === null && !open;
  return {
    _id: code,
    content,
    place: { text: placeText, district, lat, lng },
    geo: { type: 'Point', coordinates: [lng, lat] },
    hideIdentity: life.n % 10 === 0,
    confidential: life.confidential,
    attachments: [],
    receivedAt: life.receivedAt,
    trace: traceOf(life),
    tokenHash: life.chance.hex(64),
    promisedDueAt: life.steps[0]!.first,
    search: life.folded,
    supplements: [],
    feedback: rating ? [{ id: life.chance.hex(32), at: rating.at, rating: rating.rating }] : [],
    ...(withdrawnAt === null ? {} : { withdrawal: { at: withdrawnAt } }),
    status: statusOf(life),
    stage: open?.stage ?? (waits ? (answered ? 'feedback' : 'supplement') : null),
    dueAt: open?.due ?? null,
    instanceKey: life.instanceKey,
    ...(life.field === null ? {} : { field: life.field, district }),
    ...(life.agency === null ? {} : { leadAgency: life.agency }),
    coordinatingAgencies: [],
    proposedAgencies: life.agency === null ? [] : [life.agency],
    ...(rating ? { rating: rating.rating } : {}),
    ...(life.end === 'rejected' ? { ground: 'Nội dung không thuộc phạm vi tiếp nhận.' } : {}),
    ...(answered
      ? {
          publishedAt: answeredAt,
          reply: {
            agency: life.agency!,
            text: replyText,
            attachments: [],
            at: answeredAt,
            kind: life.replyKind,
            resolution: life.resolution,
          },
          timeliness: {
            byFirst: before.every(({ done, first }) => done! <= first),
            byMoved: before.every(({ done, due }) => done! <= due),
          },
        }
      : {}),
    history: [
      ...life.steps
        .filter(({ done }) => done !== null)
        .map(({ done, stage, outcome, agency }) => line(done!, `${stage}.${outcome}`, { stage, by: agency })),
      ...(answered ? [line(answeredAt, 'published', { by: life.agency! })] : []),
      ...(rating ? [line(rating.at, 'feedback', { by: 'sender' })] : []),
      ...(withdrawnAt === null ? [] : [line(withdrawnAt, 'withdrawn', { by: 'sender' })]),
    ].sort((a, b) => a.at - b.at),
    flow: {
      tasks: open ? { [open.key]: { stage: open.stage, dueAt: open.due } } : {},
      settled: true,
      rated: rating !== null,
      ended: life.endedAt !== null,
      ...(answered ? { closure: 'answered' } : life.end === null ? {} : { closure: life.end }),
    },
  };
}

function dossierOf(life: Life): Dossier {
  const turns: Dossier['turns'] = [];
  if (life.filedAt !== null)
    turns.push(
      { at: life.filedAt, name: 'field', value: life.field },
      { at: life.filedAt, name: 'district', value: life.district },
    );
  if (life.routedAt !== null) turns.push({ at: life.routedAt, name: 'leadAgency', value: life.agency });
  return {
    _id: life.code,
    receivedAt: life.receivedAt,
    district: life.district,
    turns,
    steps: life.steps.map(({ key, stage, agency, opened, done, gone, first, due, outcome, by, days, completion }) => ({
      key,
      stage,
      agency,
      openedAt: opened,
      doneAt: done,
      goneAt: gone,
      first,
      due,
      // What follows more time is a task of its own, which has the moved date from the start.
      moves: [],
      calendar: 1,
      outcome,
      by,
      days,
      completion,
    })),
    answers: life.answeredAt === null ? [] : [{ at: life.answeredAt, resolution: life.resolution }],
    ratings: life.rating ? [life.rating] : [],
    ends: life.end === null ? [] : [{ at: life.endedAt!, how: life.end }],
    until: life.endedAt,
  };
}

function taskOf(life: Life, step: LifeStep, definitionKey: string): Task {
  const { key, claimed, done } = step;
  const endedAt = endOf(step);
  const assignee = claimed === null ? null : `${step.agency}.officer`;
  const line = (at: number, what: string, who: string | null) => ({
    at,
    what,
    assignee: who,
    id: `1-${at % 1_000_000_000}`,
  });
  return {
    _id: key,
    taskInstance: step.taskInstance,
    instanceKey: life.instanceKey,
    definitionKey,
    elementId: step.stage,
    stage: step.stage,
    name: step.stage,
    article: '7.2',
    reportCode: life.code,
    summary: life.content,
    confidential: life.confidential,
    groups: step.groups,
    agency: agencyOrNull(step),
    field: step.stage === 'intake' ? null : life.field,
    district: life.district,
    assignee,
    state: done !== null ? 'completed' : endedAt !== null ? 'canceled' : assignee ? 'assigned' : 'created',
    open: endedAt === null,
    createdAt: step.opened,
    endedAt,
    node: endedAt === null ? null : nodeOf(step.opened, endedAt),
    dueAt: step.due,
    originalDueAt: step.first,
    remindAt: step.opened + Math.floor((step.due - step.opened) * 0.8),
    claimBy: step.opened + Math.floor((step.due - step.opened) / 2),
    formKey: '2251799813685258',
    version: 3,
    outcome: step.outcome,
    completedBy: step.by,
    search: `${life.code.toLowerCase()} ${life.folded}`,
    history: [
      line(step.opened, 'created', null),
      ...(claimed === null ? [] : [line(claimed, 'assigned', assignee)]),
      ...(done === null ? [] : [line(done, 'completed', assignee)]),
    ],
  };
}

function instanceOf(life: Life, open: LifeStep | undefined, definitionKey: string): Instance {
  const { endedAt, field, agency, receivedAt } = life;
  const at = new Date(receivedAt).toISOString();
  const waits = endedAt === null && !open ? { [life.answeredAt === null ? 'supplement' : 'feedback']: 1 } : {};
  return {
    _id: life.instanceKey,
    definitionKey,
    processId: 'field-report',
    version: 1,
    reportCode: life.code,
    district: life.district,
    state: endedAt === null ? 'active' : life.end === 'withdrawn' ? 'terminated' : 'completed',
    startedAt: receivedAt + 500,
    endedAt,
    node: endedAt === null ? null : nodeOf(receivedAt + 500, endedAt),
    standing: open ? { [open.stage]: 1 } : waits,
    dueAt: open?.due ?? null,
    incidents: life.stopped ? 1 : 0,
    variables: {
      reportCode: life.code,
      receivedAt: at,
      confidential: life.confidential,
      ...(field === null ? {} : { intakeOutcome: 'accepted', field, district: life.district }),
      ...(agency === null ? {} : { routingOutcome: 'routed', leadAgency: agency, coordinatingAgencies: [] }),
    },
  };
}

function elementOf(
  step: LifeStep,
  common: { instanceKey: string; definitionKey: string },
  position: number,
): ElementInstance {
  const endedAt = endOf(step);
  return {
    _id: step.taskInstance,
    ...common,
    elementId: step.stage,
    type: 'USER_TASK',
    scope: common.instanceKey,
    state: endedAt === null ? 'active' : step.done === null ? 'terminated' : 'completed',
    startedAt: step.opened,
    endedAt,
    node: endedAt === null ? null : nodeOf(step.opened, endedAt),
    position,
  };
}

/** Of what is open both of its watch's timers, of what is over the one that stands for all. */
function timersOf(life: Life, step: LifeStep, definitionKey: string): Timer[] {
  const endedAt = endOf(step);
  const of = (kind: 'reminder' | 'overdue', dueAt: number): Timer => ({
    _id: life.key(),
    instanceKey: life.instanceKey,
    definitionKey,
    elementId: kind === 'overdue' ? 'watch-overdue' : 'watch-remind',
    elementInstanceKey: life.key(),
    reportCode: life.code,
    kind,
    task: step.stage,
    taskInstance: step.taskInstance,
    agency: agencyOrNull(step),
    dueAt,
    state: endedAt === null ? 'pending' : endedAt > dueAt ? 'fired' : 'canceled',
    createdAt: step.opened,
    endedAt,
  });
  const overdue = of('overdue', step.due);
  return endedAt === null ? [of('reminder', step.due - 3_600_000), overdue] : [overdue];
}

function trailOf(life: Life): Trail {
  const set = (name: string, value: unknown, at: number, position: number) => ({
    name,
    value,
    scope: life.instanceKey,
    at,
    position,
  });
  return {
    _id: life.instanceKey,
    since: life.receivedAt,
    flows: life.steps.map(({ stage, opened }, n) => ({ id: `${stage}-in--${stage}`, at: opened, position: n * 10 })),
    variables: [
      set('reportCode', life.code, life.receivedAt, 1),
      ...(life.filedAt === null ? [] : [set('field', life.field, life.filedAt, 2)]),
      ...(life.routedAt === null ? [] : [set('leadAgency', life.agency, life.routedAt, 3)]),
    ],
  };
}

const deadlineOf = (life: Life, step: LifeStep): Deadline => ({
  _id: step.taskInstance,
  reportCode: life.code,
  instanceKey: life.instanceKey,
  elementId: step.stage,
  article: '7.2',
  budget: '2h',
  calendarVersion: 1,
  startEvent: '=now()',
  startAt: step.opened,
  workingMinutes: 120,
  dueAt: step.due,
  originalDueAt: step.first,
  remindAt: step.opened + Math.floor((step.due - step.opened) * 0.8),
  moves: [],
});

const completionOf = (life: Life, step: LifeStep): Completion => ({
  _id: step.completion!,
  reportCode: life.code,
  trace: traceOf(life),
  taskKey: step.key,
  taskInstance: step.taskInstance,
  stage: step.stage,
  outcome: step.outcome!,
  agency: step.agency,
  by: step.by!,
  at: step.done!,
  fields: step.outcome === 'extension-requested' ? { days: step.days, reason: 'Chờ vật tư thay thế.' } : {},
  state: 'adopted',
});

const replyOf = (life: Life, at: number): Reply => ({
  _id: life.key(),
  reportCode: life.code,
  state: 'prepared',
  kind: life.replyKind,
  agency: life.agency!,
  text: replyText,
  attachments: [],
  resolution: life.resolution,
  at,
});

const incidentOf = (life: Life, step: LifeStep, definitionKey: string): Incident => ({
  _id: life.key(),
  instanceKey: life.instanceKey,
  definitionKey,
  elementId: step.stage,
  elementInstanceKey: step.taskInstance,
  jobKey: life.key(),
  errorType: 'JOB_NO_RETRIES',
  message: 'The mail server does not answer.',
  reportCode: life.code,
  state: 'open',
  createdAt: step.opened + 60_000,
  resolvedAt: null,
  node: null,
});

/** The message that started it, confirmed long ago. */
const startOf = ({ code, receivedAt }: Life): OutboxEntry => ({
  _id: `start:${code}`,
  kind: 'message',
  reportCode: code,
  message: {
    name: 'field-report-received',
    correlationKey: code,
    messageId: code,
    timeToLive: 2_592_000_000,
    variables: { reportCode: code },
  } as OutboxEntry['message'],
  order: receivedAt * 1_000,
  state: 'done',
  createdAt: receivedAt,
  nextAt: receivedAt + 30_000,
  attempts: 1,
  doneAt: receivedAt + 500,
});
