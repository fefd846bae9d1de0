/**
 * A rehearsal is true: the same reports through the whole product, with the clock moved, and through the rehearsal that
 * is made of what the product then knows. Task by task the times agree to the minute.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { shippedCalendar } from '../../domain/calendar.ts';
import { play } from '../../rehearsal/play.ts';
import { shippedResources } from '../../rehearsal/resources.ts';
import { historiesOf } from '../../server/rehearsal/histories.ts';
import { openStore, type Store } from '../../store/store.ts';
import { House } from '../house/house.ts';
import type { Sender } from '../house/people.ts';
import { until } from '../house/until.ts';
import { type Stage, walk } from '../house/walk.ts';

type Fields = Record<string, unknown>;
type Move = (report: Sender) => Promise<void>;

let house: House;
let store: Store;
beforeAll(async () => {
  house = await House.open();
  store = await openStore({ uri: house.databaseUri });
}, 60_000);
afterAll(async () => {
  await store?.close();
  await house?.close();
});

const does = (who: string, stage: string, completion: Fields) => async (report: Sender) =>
  (await house.as(who)).does(report, stage, completion);
const ordinary = (to: Stage, from: Stage = 'intake', instead: Partial<Record<Stage, Fields>> = {}): Move[] => {
  const stages: Stage[] = ['intake', 'routing', 'scope', 'instruction', 'handling', 'approval', 'publication'];
  return stages
    .slice(stages.indexOf(from), stages.indexOf(to) + 1)
    .map((stage) => (report) => walk(house, report, stage, { from: stage, instead }));
};
const rates = (feedback: Fields) => async (report: Sender) => {
  await report.sees('answered');
  expect((await report.rates(feedback)).status).toBe(202);
};
const extension = (days: number) =>
  does('sgtvt.officer', 'handling', { outcome: 'extension-requested', days, reason: 'Chờ vật tư' });
const submitted = does('ioc.duty', 'direction-report', { outcome: 'submitted', summary: 'Xin chỉ đạo' });
const directed = does('province', 'direction', { outcome: 'directed', leadAgency: 'sgtvt', direction: 'Giao Sở' });
const outOfScope = does('sgtvt.officer', 'scope', { outcome: 'out-of-scope', reason: 'Đường của thành phố' });
const withTwo = { routing: { outcome: 'routed', leadAgency: 'sgtvt', coordinatingAgencies: ['tamky', 'sct'] } };
const opinion = (who: string, outcome: string) => does(`${who}.officer`, 'opinion', { outcome, opinion: 'Đã xem' });

/** Every way through the procedure, move by move; the clock goes on between the moves. */
const ways: readonly (readonly Move[])[] = [
  [...ordinary('publication'), rates({ rating: 'satisfied' })],
  [
    does('ioc.intake', 'intake', { outcome: 'incomplete', missing: 'Số nhà' }),
    async (report) => {
      await report.sees('needs-supplement');
      expect((await report.supplements('Số 120')).status).toBe(202);
    },
    ...ordinary('publication'),
  ],
  [does('ioc.intake', 'intake', { outcome: 'rejected', ground: 'Không thuộc lĩnh vực' })],
  [...ordinary('routing'), outOfScope, ...ordinary('publication', 'routing')],
  [
    ...ordinary('routing'),
    outOfScope,
    ...ordinary('routing', 'routing'),
    outOfScope,
    submitted,
    directed,
    ...ordinary('approval', 'instruction'),
  ],
  [
    ...ordinary('intake'),
    does('ioc.duty', 'routing', { outcome: 'needs-direction', reason: 'Nhiều ngành' }),
    submitted,
    directed,
    ...ordinary('publication', 'instruction'),
  ],
  [
    ...ordinary('scope', 'intake', withTwo),
    opinion('tamky', 'agreed'),
    opinion('sct', 'agreed'),
    ...ordinary('publication', 'instruction'),
  ],
  [
    ...ordinary('scope', 'intake', withTwo),
    opinion('tamky', 'disagreed'),
    opinion('sct', 'agreed'),
    submitted,
    directed,
    ...ordinary('handling', 'instruction'),
  ],
  [
    ...ordinary('instruction'),
    extension(5),
    does('sgtvt.leader', 'extension', { outcome: 'granted', days: 4 }),
    ...ordinary('publication', 'handling'),
  ],
  [
    ...ordinary('instruction'),
    extension(3),
    does('sgtvt.leader', 'extension', { outcome: 'refused', reason: 'Việc khẩn' }),
    ...ordinary('handling', 'handling'),
    does('sgtvt.leader', 'approval', { outcome: 'returned', instructions: 'Thêm ảnh' }),
    ...ordinary('publication', 'handling'),
  ],
  [
    ...ordinary('instruction'),
    async (report) => {
      expect((await report.withdraws()).status).toBe(202);
      await report.sees('withdrawn');
    },
  ],
  [
    ...ordinary('publication'),
    rates({ rating: 'unsatisfied', comment: 'Vẫn chưa xong' }),
    does('ioc.intake', 'review', { outcome: 'clarify', instructions: 'Xem lại' }),
    ...ordinary('publication', 'instruction'),
  ],
  [
    ...ordinary('publication'),
    rates({ rating: 'acceptable', comment: 'Cảm ơn' }),
    does('ioc.intake', 'review', { outcome: 'closed' }),
  ],
  [...ordinary('publication', 'intake', { publication: { outcome: 'private' } })],
];
/** The last of the ways is a confidential report's. */
const confidential = ways.length - 1;
/** So much time goes by before each round of moves: within a day, over a night, over a weekend. */
const hops = ['40m', '3h', '2h', '19h', '90m', '26h', '4h', '70h', '1h', '22h', '5h', '30h'];
const reports = Number(process.env.TRUTH_REPORTS ?? 2 * ways.length);
/** So many people are at work at once. */
const hands = 6;

async function atOnce<T>(list: readonly T[], act: (one: T) => Promise<void>): Promise<void> {
  const left = [...list];
  const work = async (): Promise<void> => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) await act(one);
  };
  await Promise.all(Array.from({ length: hands }, work));
}

it('task by task the rehearsal has the times and deadlines of the product, to the minute', async () => {
  const all: { report: Sender; way: readonly Move[] }[] = [];
  await atOnce(
    Array.from({ length: reports }, (_, n) => n),
    async (n) => {
      const phone = `0905${String(100_000 + n)}`;
      const report = await house.anyone.sends({
        sender: { name: 'Nguyễn Văn An', phone },
        confidential: n % ways.length === confidential,
      });
      all.push({ report, way: ways[n % ways.length]! });
    },
  );
  await until(
    async () => (await store.tasks.model.countDocuments({ elementId: 'intake' })) === reports,
    'all at intake',
    60_000,
  );
  for (let round = 0; all.some(({ way }) => way[round]); round++) {
    await house.clock.forward(hops[round % hops.length]!);
    await atOnce(all, async ({ report, way }) => way[round]?.(report));
  }
  const rest = await until(async () => {
    const found = await store.completions.model.countDocuments({ state: { $ne: 'adopted' } });
    return found === 0 ? { found } : undefined;
  }, 'every completion to be adopted');
  expect(rest.found).toBe(0);

  const histories = await historiesOf(store, { from: 0, to: Number.MAX_SAFE_INTEGER });
  // Numbers left out: a duration may look like the beginning of a phone number.
  const words = JSON.stringify(histories, (_name, value) => (typeof value === 'number' ? 0 : value));
  expect(words).not.toMatch(/Nguyễn|0905|QN-|sgtvt\.|Số 120/);
  const played = await play({
    resources: await shippedResources(),
    histories,
    calendar: shippedCalendar,
    agencies: (await store.agencies.all()).map((one) => ({ id: one._id, handlingLimit: one.handlingLimit })),
    seed: 1,
  });

  const codes = (await store.reports.model.find().sort({ receivedAt: 1, _id: 1 }).lean().exec()).map((one) => one._id);
  const real = (await store.tasks.model.find({ state: 'completed' }).lean().exec()).map((task) => ({
    report: `R${codes.indexOf(task.reportCode) + 1}`,
    stage: task.elementId,
    outcome: task.outcome,
    times: [task.createdAt, task.endedAt, task.dueAt] as (number | null)[],
  }));
  const asPlayed = played.tasks
    .filter((task) => !task.assumed)
    .map(({ report, stage, outcome, createdAt, completedAt, dueAt }) => ({
      report,
      stage,
      outcome,
      times: [createdAt, completedAt, dueAt],
    }));
  expect(played.incidents).toEqual([]);
  const outcomes = new Set(real.map(({ stage, outcome }) => `${stage} ${outcome}`));
  expect(everyOutcome.filter((one) => !outcomes.has(one))).toEqual([]);
  expect(inOrder(asPlayed).map(what)).toEqual(inOrder(real).map(what));
  const told = inOrder(real);
  const off = inOrder(asPlayed).flatMap((task, n) =>
    task.times.flatMap((at, m) => {
      const by = Math.abs((at ?? 0) - (told[n]!.times[m] ?? 0));
      return by <= minute ? [] : [`${what(task)}: ${['created', 'completed', 'due'][m]} by ${by} ms`];
    }),
  );
  expect(off).toEqual([]);
}, 900_000);

/** What the ways above bring about, so that none of them is lost unseen. */
const everyOutcome = [
  ...['accepted', 'incomplete', 'rejected'].map((one) => `intake ${one}`),
  ...['routed', 'needs-direction'].map((one) => `routing ${one}`),
  'direction-report submitted',
  'direction directed',
  ...['in-scope', 'out-of-scope'].map((one) => `scope ${one}`),
  ...['agreed', 'disagreed'].map((one) => `opinion ${one}`),
  'instruction instructed',
  ...['done', 'extension-requested'].map((one) => `handling ${one}`),
  ...['granted', 'refused'].map((one) => `extension ${one}`),
  ...['approved', 'returned'].map((one) => `approval ${one}`),
  ...['public', 'private'].map((one) => `publication ${one}`),
  ...['clarify', 'closed'].map((one) => `review ${one}`),
];

interface Told {
  report: string;
  stage: string;
  outcome: string | null;
  times: (number | null)[];
}
const what = ({ report, stage, outcome }: Told): string => `${report} ${stage} ${outcome}`;
const minute = 60_000;
/** What is there at once, as opinions are, in the order of what came of it. */
const inOrder = (list: readonly Told[]): Told[] =>
  list.toSorted((a, b) => {
    const apart = a.times[0]! - b.times[0]!;
    const at = Math.abs(apart) < minute ? 0 : apart;
    return a.report.localeCompare(b.report) || at || what(a).localeCompare(what(b)) || a.times[1]! - b.times[1]!;
  });
