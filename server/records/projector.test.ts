/**
 * The projection over the engine's own records: the shipped diagram is walked on the engine in memory, its records are
 * projected whole, in random pieces and with repeats, and every document must come out the same.
 */
import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dayOf, startOfDay } from '../../domain/calendar.ts';
import { formatTime } from '../../domain/iso-time.ts';
import { createEngine } from '../../engine/engine.ts';
import type { LogRecord } from '../../engine/types.ts';
import { openKeyRing } from '../../store/keyring.ts';
import { outboxEntry } from '../../store/outbox.ts';
import { projectedStart, type Report } from '../../store/reports.ts';
import { openStore, type Store } from '../../store/store.ts';
import { createProjector } from './projector.ts';
import type { EngineRecord } from './record.ts';

const hour = 3_600_000;
const start = Date.parse('2026-03-02T08:00:00+07:00');
const bpmn = join(import.meta.dirname, '../../bpmn');

type Step =
  | ['does', string, Record<string, unknown>, string?]
  | ['says', string, Record<string, unknown>]
  | ['moves', number];

/** All records of one report's way, as an exporter would send them. */
async function recorded(
  code: string,
  steps: Step[],
  tellCompletion: (id: string, stage: string) => void,
): Promise<EngineRecord[]> {
  let now = start;
  const listeners = new Set<() => void>();
  const clock = {
    now: () => now,
    onChange: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const records: EngineRecord[] = [];
  const engine = await createEngine({
    clock,
    onRecords: (batch: LogRecord[]) => {
      for (const record of batch) if (record.recordType === 'EVENT') records.push(JSON.parse(JSON.stringify(record)));
    },
  });
  const names = (await readdir(bpmn, { recursive: true })).filter((name) => /\.(bpmn|dmn|form)$/.test(name));
  await engine.deploy(
    await Promise.all(names.map(async (name) => ({ name, content: await readFile(join(bpmn, name), 'utf8') }))),
  );
  const answers: Record<string, () => object> = {
    'set-deadline': () => ({ dueAt: formatTime(now + 8 * hour), remindAt: formatTime(now + 6 * hour) }),
    'extend-deadline': () => ({ dueAt: formatTime(now + 48 * hour), remindAt: formatTime(now + 36 * hour) }),
    'request-supplement': () => ({ supplementDueAt: formatTime(now + 50 * hour) }),
    'publish-reply': () => ({ publishedAt: formatTime(now) }),
  };
  const types = [
    ...Object.keys(answers),
    'compose-reply',
    'notify-sender',
    'notify-withdrawn',
    'remind',
    'report-overdue',
  ];
  const settle = async (): Promise<void> => {
    for (let busy = true; busy; ) {
      busy = false;
      await engine.idle();
      for (const type of types) {
        const query = { type, worker: 'w', timeout: 60_000, maxJobsToActivate: 100, requestTimeout: -1 };
        for (const job of await engine.activateJobs(query)) {
          busy = true;
          await engine.completeJob({ jobKey: job.key, variables: { ...answers[type]?.() } });
        }
      }
    }
  };
  const message = { name: 'field-report-received', correlationKey: code, messageId: code, timeToLive: 60_000 };
  const variables = { reportCode: code, receivedAt: formatTime(now), confidential: false };
  await engine.publishMessage({ ...message, variables });
  await settle();
  for (const [n, step] of steps.entries()) {
    if (step[0] === 'moves') {
      now += step[1];
      for (const listener of listeners) listener();
    }
    if (step[0] === 'says') await engine.correlateMessage({ name: step[1], correlationKey: code, variables: step[2] });
    if (step[0] === 'does') {
      const [, stage, fields, group] = step;
      const task = engine
        .searchUserTasks()
        .items.find(
          ({ state, elementId, candidateGroups }) =>
            state === 'CREATED' && elementId === stage && (!group || candidateGroups.includes(group)),
        );
      if (!task) throw new Error(`No open task ${stage}`);
      await engine.assignUserTask({ userTaskKey: task.userTaskKey, assignee: `nguoi.${stage}`, allowOverride: false });
      tellCompletion(`c-${n}`, stage);
      await engine.completeUserTask({
        userTaskKey: task.userTaskKey,
        variables: { completionId: `c-${n}`, ...fields },
      });
    }
    await settle();
  }
  await engine.close();
  return records;
}

const ordinary: Step[] = [
  ['does', 'intake', { outcome: 'accepted', field: 'transport', district: 'tamky' }],
  ['does', 'routing', { outcome: 'routed', leadAgency: 'sgtvt', coordinatingAgencies: ['tamky', 'sct'] }],
  ['does', 'scope', { outcome: 'in-scope' }],
  ['does', 'opinion', { outcome: 'agreed' }, 'agency:tamky:officer'],
  ['does', 'opinion', { outcome: 'agreed' }, 'agency:sct:officer'],
  ['does', 'instruction', { outcome: 'instructed' }],
  ['does', 'handling', { outcome: 'done' }],
  ['does', 'approval', { outcome: 'approved' }],
  ['does', 'publication', { outcome: 'public' }],
];
const code = 'QN-26-TEST-0001-A';
const rated = { rating: 'satisfied', hasComment: false, feedbackAt: formatTime(start) };
const commented = { rating: null, hasComment: true, feedbackAt: formatTime(start) };

let stores: Store[] = [];
beforeAll(() => {
  stores = [];
});
afterAll(async () => {
  for (const store of stores) {
    await store.connection.dropDatabase();
    await store.close();
  }
});

function reportOf(): Report {
  return {
    _id: code,
    sender: { name: 'Nguyễn Văn An', phone: '0905123456' },
    content: 'Đèn tín hiệu không hoạt động.\nDòng thứ hai.',
    place: { text: 'Ngã tư Phan Chu Trinh', district: 'tamky' },
    hideIdentity: false,
    confidential: false,
    attachments: [],
    receivedAt: start,
    tokenHash: '0'.repeat(64),
    promisedDueAt: null,
    search: 'den tin hieu',
    supplements: [],
    feedback: [],
    ...projectedStart(null),
  };
}

/** A store as the server and the workers would have left it before the records come. */
async function prepared(completions: [string, string][], publishJobs: string[]): Promise<Store> {
  const store = await openStore({
    uri: process.env.MONGODB_TEST_URI!,
    dbName: `projector_${randomBytes(6).toString('hex')}`,
    keys: openKeyRing(':memory:'),
  });
  stores.push(store);
  await store.prepare();
  await store.transaction(async (session) => store.reports.insert(reportOf(), session));
  const entry = outboxEntry({ _id: `start:${code}`, kind: 'message', reportCode: code }, 0);
  await store.outbox.model.collection.insertOne({ ...entry, order: 1, state: 'sent' } as never);
  for (const [id, stage] of completions)
    await store.completions.offer({
      _id: id,
      reportCode: code,
      taskKey: id,
      taskInstance: id,
      stage,
      outcome: '',
      agency: 'ioc',
      by: `nguoi.${stage}`,
      at: start,
      fields: { missing: 'Số nhà', ground: 'Ngoài phạm vi' },
      state: 'offered',
    });
  for (const key of publishJobs) {
    const reply = {
      state: 'prepared' as const,
      kind: 'public' as const,
      agency: 'sgtvt',
      text: 'Kính chào',
      attachments: [],
    };
    await store.replies.keep({ _id: key, reportCode: code, at: start, ...reply });
    await store.outbox.add({ _id: `mail:${key}`, kind: 'mail', reportCode: code, holdUntilJob: key }, 0);
  }
  return store;
}

const projections = [
  'reports',
  'tasks',
  'instances',
  'elements',
  'incidents',
  'subscriptions',
  'definitions',
  'forms',
  'counts',
  'timers',
  'passages',
  'trails',
  'completions',
  'outbox',
  'poison',
];

async function everything(store: Store): Promise<Record<string, unknown[]>> {
  const all: Record<string, unknown[]> = {};
  for (const name of projections) {
    const documents = await store.connection.db!.collection(name).find().sort({ _id: 1 }).toArray();
    // A sender is sealed anew in each store, which is not the projection's doing.
    all[name] = documents.map(({ order: _, sender, ...rest }) => ({ ...rest, sender: sender !== undefined }));
  }
  return all;
}

async function projected(
  records: EngineRecord[],
  completions: [string, string][],
  batches: EngineRecord[][] = [records],
) {
  const publishJobs = records
    .filter(
      ({ valueType, intent, value }) => valueType === 'JOB' && intent === 'CREATED' && value.type === 'publish-reply',
    )
    .map((record) => record.key);
  const store = await prepared(completions, publishJobs);
  const projector = createProjector({ store, machineNow: () => 0 });
  for (const batch of batches) await projector.project(batch);
  return store;
}

async function walked(
  steps: Step[],
): Promise<{ store: Store; records: EngineRecord[]; completions: [string, string][]; report: Report }> {
  const completions: [string, string][] = [];
  const records = await recorded(code, steps, (id, stage) => completions.push([id, stage]));
  const store = await projected(records, completions);
  return { store, records, completions, report: (await store.reports.find(code))! };
}

describe('the projection of a whole way', () => {
  test('shows the report answered, its tasks done by whom, nothing standing but the wait for feedback', async () => {
    const { store, report } = await walked(ordinary);
    expect(report).toMatchObject({ status: 'answered', stage: 'feedback', leadAgency: 'sgtvt', field: 'transport' });
    expect(report.reply).toMatchObject({ agency: 'sgtvt', text: 'Kính chào', kind: 'public' });
    expect(report.dueAt).toBe(start + 15 * 24 * hour);
    expect(report.history.map((line) => line.what)).toEqual([
      'intake.accepted',
      'routing.routed',
      'scope.in-scope',
      'opinion.agreed',
      'opinion.agreed',
      'instruction.instructed',
      'handling.done',
      'approval.approved',
      'publication.public',
      'published',
    ]);
    const tasks = await store.tasks.ofReport(code);
    expect(tasks.map(({ stage, state, completedBy }) => [stage, state, completedBy])).toEqual(
      ordinary.map(([, stage]) => [stage, 'completed', `nguoi.${stage}`]),
    );
    expect(tasks[0]).toMatchObject({
      name: 'Kiểm tra, tiếp nhận',
      article: '6.2',
      summary: expect.stringContaining('Đèn tín hiệu'),
    });
    const instance = (await store.instances.find(report.instanceKey!))!;
    expect(Object.keys(instance.standing)).toEqual(['feedback-wait']);
    const counts = await store.definitions.countsOf(instance.definitionKey);
    expect(counts.filter((count) => count.active > 0).map((count) => count.elementId)).toEqual(['feedback-wait']);
    expect(counts.every((count) => count.active >= 0)).toBe(true);
    const handled = await store.passages.within(instance.definitionKey, 'day', startOfDay(dayOf(start)), start);
    expect(handled.find(({ elementId }) => elementId === 'handling')).toMatchObject({
      entered: 1,
      left: 1,
      minutes: 0,
    });
    expect(handled.some(({ elementId }) => /gw|watch|stages$/.test(elementId))).toBe(false);
    expect((await store.outbox.find(`start:${code}`))?.state).toBe('done');
    expect((await store.outbox.ofReport(code)).filter((entry) => entry.kind === 'mail')[0]?.state).toBe('pending');
    expect((await store.completions.ofReport(code)).every((one) => one.state === 'adopted')).toBe(true);
    expect(await store.positions.poison.countDocuments()).toBe(0);
  });

  test('keeps timers as rows: what they remind of, and what became of them', async () => {
    const told = { task: 'routing', taskInstance: '77', dueAt: formatTime(start + 8 * hour) };
    const { store, report } = await walked([
      ordinary[0]!,
      ['says', 'deadline-set', { ...told, remindAt: formatTime(start + 6 * hour) }],
      ['moves', 7 * hour],
    ]);
    const timers = await store.timers.ofInstance(report.instanceKey!);
    const common = { task: 'routing', taskInstance: '77', reportCode: code, agency: null };
    expect(timers).toMatchObject([
      { ...common, kind: 'reminder', state: 'fired', dueAt: start + 6 * hour, endedAt: start + 7 * hour },
      { ...common, kind: 'overdue', state: 'pending', dueAt: start + 8 * hour, endedAt: null },
    ]);
    expect((await store.tasks.openOfReport(code))[0]?.claimBy).toBe(start + 4 * hour);
    const over = await walked(ordinary);
    const window = (await over.store.timers.ofInstance(over.report.instanceKey!)).filter(
      (one) => one.kind === 'feedback',
    );
    expect(window).toMatchObject([{ state: 'pending', task: null, dueAt: start + 15 * 24 * hour, agency: 'sgtvt' }]);
  });

  const ends: [string, Step[], Partial<Report>][] = [
    [
      'asked for a supplement',
      [['does', 'intake', { outcome: 'incomplete' }]],
      { status: 'needs-supplement', stage: 'supplement', missing: 'Số nhà', dueAt: start + 50 * hour },
    ],
    [
      'supplemented',
      [
        ['does', 'intake', { outcome: 'incomplete' }],
        ['says', 'supplement', { supplementedAt: formatTime(start) }],
      ],
      { status: 'received', stage: 'intake' },
    ],
    [
      'left incomplete',
      [
        ['does', 'intake', { outcome: 'incomplete' }],
        ['moves', 60 * hour],
      ],
      { status: 'closed', stage: null, dueAt: null },
    ],
    [
      'rejected',
      [['does', 'intake', { outcome: 'rejected' }]],
      { status: 'rejected', stage: null, ground: 'Ngoài phạm vi' },
    ],
    ['withdrawn', [ordinary[0]!, ['says', 'withdrawal', {}]], { status: 'withdrawn', stage: null, dueAt: null }],
    ['rated', [...ordinary, ['says', 'feedback', rated]], { status: 'closed', stage: 'feedback', rating: 'satisfied' }],
    [
      'rated and past its window',
      [...ordinary, ['says', 'feedback', rated], ['moves', 400 * hour]],
      { status: 'closed', stage: null },
    ],
    ['commented on', [...ordinary, ['says', 'feedback', commented]], { status: 'answered', stage: 'review' }],
    [
      'opened again by a comment after a rating',
      [...ordinary, ['says', 'feedback', rated], ['says', 'feedback', commented]],
      { status: 'answered', stage: 'review' },
    ],
    [
      'reviewed and closed',
      [...ordinary, ['says', 'feedback', commented], ['does', 'review', { outcome: 'closed' }]],
      { status: 'closed', stage: null },
    ],
    [
      'being clarified',
      [...ordinary, ['says', 'feedback', commented], ['does', 'review', { outcome: 'clarify' }]],
      { status: 'in-progress', stage: 'instruction' },
    ],
    [
      'withdrawn after its reply',
      [...ordinary, ['says', 'feedback', commented], ['says', 'withdrawal', {}]],
      { status: 'closed', stage: null },
    ],
    ['past its window', [...ordinary, ['moves', 400 * hour]], { status: 'closed', stage: null, dueAt: null }],
  ];
  test.each(ends)('of a report that was %s', async (_, steps, expected) => {
    const { report, store } = await walked(steps);
    expect(report).toMatchObject(expected);
    expect(report.flow.settled).toBe(true);
    // Who sees a status sees the tasks that go with it.
    const open = await store.tasks.openOfReport(code);
    expect(open.map((task) => task.stage)).toEqual(
      report.stage && !['supplement', 'feedback'].includes(report.stage) ? [report.stage] : [],
    );
  });
});

describe('any split of the stream, with repeats,', () => {
  test('gives the same documents', async () => {
    const dates = { dueAt: formatTime(start + 8 * hour), remindAt: formatTime(start + 6 * hour) };
    const steps: Step[] = [
      ['says', 'deadline-set', { task: 'intake', taskInstance: '77', ...dates }],
      ...ordinary,
      ['says', 'feedback', rated],
      ['says', 'feedback', commented],
      ['does', 'review', { outcome: 'closed' }],
    ];
    const { store, records, completions } = await walked(steps);
    const whole = await everything(store);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ size: fc.integer({ min: 1, max: 120 }), back: fc.integer({ min: 0, max: 60 }) }), {
          minLength: 3,
          maxLength: 40,
        }),
        async (cuts) => {
          const batches: EngineRecord[][] = [];
          let at = 0;
          for (const { size, back } of cuts) {
            // A bulk whose answer was lost comes again, with what was added meanwhile.
            batches.push(records.slice(Math.max(0, at - back), at + size));
            at += size;
          }
          batches.push(records.slice(at), records.slice(at));
          const again = await projected(records, completions, batches);
          expect(await everything(again)).toEqual(whole);
        },
      ),
      { numRuns: 6 },
    );
  }, 120_000);

  test('sent by two projectors at once gives the same documents', async () => {
    const { store, records, completions } = await walked(ordinary);
    const whole = await everything(store);
    const again = await projected(records, completions, []);
    const [one, other] = [1, 2].map(() => createProjector({ store: again, machineNow: () => 0, batchSize: 40 }));
    await Promise.all([one!.project(records), other!.project(records)]);
    expect(await everything(again)).toEqual(whole);
  });
});

test('a record that cannot be applied is kept apart and stops nothing', async () => {
  const completions: [string, string][] = [];
  const records = await recorded(code, ordinary.slice(0, 2), (id, stage) => completions.push([id, stage]));
  const at = records.findIndex(({ valueType, intent }) => valueType === 'USER_TASK' && intent === 'COMPLETED');
  const broken = {
    ...records[at - 1]!,
    position: records[at]!.position - 0,
    valueType: 'FORM',
    intent: 'CREATED',
    value: { formKey: 1, resource: '!' },
  };
  const poisoned = [...records.slice(0, at), { ...broken, partitionId: 1 }, ...records.slice(at + 1)];
  const store = await projected(poisoned, completions);
  expect(await store.positions.poison.countDocuments()).toBe(1);
  expect(await store.positions.of(1)).toBe(records.at(-1)!.position);
});

test('two records that contradict each other stop nothing: the second is kept apart', async () => {
  const completions: [string, string][] = [];
  const records = await recorded(code, ordinary.slice(0, 2), (id, stage) => completions.push([id, stage]));
  const at = records.findIndex(({ valueType, intent }) => valueType === 'USER_TASK' && intent === 'COMPLETED');
  // Another task at the same element instance, in the place of a record that can be spared.
  const task = records.find(({ valueType, intent }) => valueType === 'USER_TASK' && intent === 'CREATED')!;
  const key = String(BigInt(task.key) + 500_000n);
  const other = { ...task, key, position: records[at - 1]!.position, value: { ...task.value, userTaskKey: key } };
  const store = await projected([...records.slice(0, at - 1), other, ...records.slice(at)], completions);
  expect(await store.positions.poison.find().lean()).toMatchObject([{ valueType: 'USER_TASK', intent: 'CREATED' }]);
  expect(await store.positions.of(1)).toBe(records.at(-1)!.position);
});

test('a second instance with a known code is refused: the report keeps its first', async () => {
  const { store, report, records } = await walked(ordinary.slice(0, 1));
  const shift = (key: unknown): string => String(BigInt(String(key)) + 1_000_000n);
  const top = records.at(-1)!.position;
  const again = records
    .filter(({ valueType }) => !['PROCESS', 'FORM'].includes(valueType))
    .map((record) => {
      const value = JSON.parse(JSON.stringify(record.value), (name, one) =>
        /Key$/.test(name) && !/Definition|form/.test(name) && Number(one) > 0 ? shift(one) : one,
      );
      return { ...record, key: shift(record.key), position: record.position + top, value };
    });
  await createProjector({ store, machineNow: () => 0 }).project(again);
  const { history, ...face } = (await store.reports.find(code))!;
  expect(face).toEqual((({ history: _, ...rest }) => rest)(report));
  expect(history).toEqual(report.history);
  const second = shift(report.instanceKey);
  expect(await store.outbox.find(`cancel:${second}`)).toMatchObject({ kind: 'cancellation', instanceKey: second });
  expect(await store.incidents.find(`second:${second}`)).toMatchObject({ errorType: 'SECOND_INSTANCE' });
  expect(await store.positions.poison.countDocuments()).toBe(0);
});
