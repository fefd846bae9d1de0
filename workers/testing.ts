/** What the tests of handlers share: a database of their own, a clock that stands, a port that remembers messages. */
import { randomBytes } from 'node:crypto';
import { type CalendarData, shippedCalendar } from '../domain/calendar.ts';
import { type StoppedClock, stoppedClock } from '../domain/clock.ts';
import { parseTime } from '../domain/iso-time.ts';
import type { Completion } from '../store/completions.ts';
import { projectedStart, type Report } from '../store/reports.ts';
import { openStore, type Store } from '../store/store.ts';
import type { Task } from '../store/tasks.ts';
import type { Job, Message, Tools } from './runtime/job.ts';

/** The database server of the test run (test/house/database.ts), or one that the caller starts. */
const uri = () => {
  const given = process.env.MONGODB_TEST_URI;
  if (!given) throw new Error('MONGODB_TEST_URI is missing: run the tests with vitest');
  return given;
};

/** A desk to work at: call `close` when done. */
export interface Desk extends Tools {
  store: Store;
  clock: StoppedClock;
  published: Message[];
  close(): Promise<void>;
}

export const at = (text: string): number => {
  const epochMs = parseTime(text);
  if (epochMs === null) throw new Error(`No time: ${text}`);
  return epochMs;
};

export async function openDesk(now = '2026-03-02T08:00'): Promise<Desk> {
  const store = await openStore({ uri: uri(), dbName: `workers_${randomBytes(6).toString('hex')}` });
  await store.prepare();
  await store.calendars.add({ _id: 1, calendar: shippedCalendar satisfies CalendarData, at: 0, by: 'test' });
  const published: Message[] = [];
  return {
    store,
    clock: stoppedClock(at(now)),
    machineNow: Date.now,
    published,
    engine: {
      publish: async (message) => {
        published.push(message);
      },
    },
    async close() {
      await store.connection.dropDatabase();
      await store.close();
    },
  };
}

let keys = 1000;
/** A job as the engine gives it, changed by `fields`. */
export function aJob(type: string, fields: Partial<Job> = {}): Job {
  keys += 1;
  return {
    key: String(keys),
    type,
    processInstanceKey: '1',
    processDefinitionKey: '2',
    elementId: type,
    elementInstanceKey: `9${keys}`,
    headers: {},
    retries: 5,
    ...fields,
    variables: { reportCode: 'QN-26-7K3M9XQ2', ...fields.variables },
  };
}

/** Keeps a report that only matters in what `fields` says. */
export async function keepReport(store: Store, fields: Partial<Report> = {}): Promise<Report> {
  const report: Report = {
    _id: 'QN-26-7K3M9XQ2',
    sender: { name: 'Nguyễn Văn An', phone: '0905123456' },
    content: 'Đèn tín hiệu không sáng',
    place: { text: 'Tam Kỳ' },
    hideIdentity: false,
    confidential: false,
    attachments: [],
    receivedAt: at('2026-03-02T08:00'),
    tokenHash: '',
    promisedDueAt: null,
    search: '',
    supplements: [],
    feedback: [],
    ...projectedStart(null),
    ...fields,
  };
  // Workers have no keys: as far as they see, every report comes without its sender.
  await store.reports.model.collection.insertOne({ ...report, sender: {} } as never);
  return report;
}

/** Keeps a decision as the projection leaves it. */
export async function decide(
  store: Store,
  stage: string,
  outcome: string,
  fields: Record<string, unknown>,
  rest: Partial<Completion> = {},
): Promise<void> {
  keys += 1;
  await store.completions.offer({
    _id: String(keys),
    reportCode: 'QN-26-7K3M9XQ2',
    taskKey: String(keys),
    taskInstance: String(keys),
    stage,
    outcome,
    agency: 'sgtvt',
    by: 'sgtvt.officer',
    at: keys,
    fields,
    state: 'adopted',
    ...rest,
  });
}

/** Keeps a task as the projection leaves it. */
export async function keepTask(store: Store, fields: Partial<Task> = {}): Promise<void> {
  await store.tasks.model.collection.insertOne({
    _id: '500',
    taskInstance: '600',
    instanceKey: '1',
    definitionKey: '2',
    elementId: 'scope',
    stage: 'scope',
    name: 'Kiểm tra phạm vi',
    article: '8.2',
    reportCode: 'QN-26-7K3M9XQ2',
    summary: '',
    confidential: false,
    groups: ['agency:sgtvt:officer'],
    agency: 'sgtvt',
    field: null,
    district: null,
    assignee: null,
    state: 'created',
    open: true,
    createdAt: 0,
    endedAt: null,
    dueAt: at('2026-03-03T08:00'),
    originalDueAt: null,
    remindAt: null,
    formKey: null,
    version: 1,
    outcome: null,
    completedBy: null,
    search: '',
    history: [],
    ...fields,
  } satisfies Task as never);
}
