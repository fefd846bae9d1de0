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
import { until } from '../house/until.ts';
import { walk } from '../house/walk.ts';

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

it('task by task the rehearsal has the times and deadlines of the product, to the minute', async () => {
  const officer = await house.as('sgtvt.officer');
  const leader = await house.as('sgtvt.leader');
  const straight = await house.anyone.sends();
  const longer = await house.anyone.sends();
  const returned = await house.anyone.sends();
  const asked = await house.anyone.sends();
  const withdrawn = await house.anyone.sends({ confidential: true });
  const intake = await house.as('ioc.intake');
  for (const one of [straight, longer, returned, asked, withdrawn]) await intake.task(one.code, 'intake');
  await house.clock.forward('40m');
  await walk(house, straight, 'intake');
  await walk(house, longer, 'routing');
  await walk(house, returned, 'routing');
  await (await house.as('ioc.intake')).does(asked, 'intake', { outcome: 'incomplete', missing: 'Số nhà' });
  await asked.sees('needs-supplement');
  await house.clock.forward('3h');
  await asked.supplements('Số 120');
  await walk(house, withdrawn, 'intake');
  await walk(house, straight, 'scope', { from: 'routing' });
  await officer.does(returned, 'scope', { outcome: 'out-of-scope', reason: 'Đường của thành phố' });
  await house.clock.forward('22h');
  await walk(house, longer, 'instruction', { from: 'scope' });
  await officer.does(longer, 'handling', { outcome: 'extension-requested', days: 5, reason: 'Chờ vật tư' });
  await walk(house, returned, 'approval', {
    from: 'routing',
    instead: { approval: { outcome: 'returned', instructions: 'Thêm ảnh' } },
  });
  await withdrawn.withdraws();
  await house.clock.forward('2h');
  await leader.does(longer, 'extension', { outcome: 'granted', days: 4 });
  await walk(house, asked, 'intake');
  await walk(house, straight, 'publication', { from: 'instruction' });
  await straight.sees('answered');
  await house.clock.forward('50h');
  await straight.rates({ rating: 'satisfied', comment: 'Cảm ơn' });
  await walk(house, longer, 'publication', { from: 'handling' });
  await walk(house, returned, 'approval', { from: 'handling' });
  await (await house.as('ioc.intake')).does(straight, 'review', { outcome: 'closed' });
  await until(async () => (await store.reports.find(withdrawn.code))?.status === 'withdrawn', 'the withdrawal');

  const histories = await historiesOf(store, { from: 0, to: Number.MAX_SAFE_INTEGER });
  expect(JSON.stringify(histories)).not.toMatch(/Nguyễn|0905|QN-|sgtvt\.|Số 120/);
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
  expect(inOrder(asPlayed).map(what)).toEqual(inOrder(real).map(what));
  for (const [n, task] of inOrder(asPlayed).entries())
    for (const [m, at] of task.times.entries()) {
      const off = Math.abs((at ?? 0) - (inOrder(real)[n]!.times[m] ?? 0));
      expect(off, `${what(task)}: ${['created', 'completed', 'due'][m]}`).toBeLessThanOrEqual(60_000);
    }
}, 120_000);

interface Told {
  report: string;
  stage: string;
  outcome: string | null;
  times: (number | null)[];
}
const what = ({ report, stage, outcome }: Told): string => `${report} ${stage} ${outcome}`;
const inOrder = (list: readonly Told[]): Told[] =>
  list.toSorted(
    (a, b) => a.report.localeCompare(b.report) || a.times[0]! - b.times[0]! || a.stage.localeCompare(b.stage),
  );
