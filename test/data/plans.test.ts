/**
 * Everything that screens, polls, workers and loops ask of the database goes by an index and looks at little more than
 * it answers: asked over a small made-up history, and read from the database's own profile. A new question without an
 * index fails here.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fill } from '../../bench/data/fill.ts';
import { faultOf, type Profiled, profiled, told } from '../../bench/data/plans.ts';
import { filledIn, people, questions, sampleOf } from '../../bench/data/questions.ts';
import { calendarWork } from '../../server/directory/calendar/work.ts';
import { releaseHeldWork } from '../../server/directory/people/release.ts';
import { rosterGapWork } from '../../server/directory/roster/gap-work.ts';
import { successionWork } from '../../server/directory/successions/work.ts';
import { erasureWork } from '../../server/keeping/erasure-work.ts';
import { migrationWork } from '../../server/models/migration/work.ts';
import { releaseWork } from '../../server/models/release/finish.ts';
import { createCourier } from '../../server/outbox/courier.ts';
import { createRelay } from '../../server/outbox/relay.ts';
import { tokenHash } from '../../server/plugins/token.ts';
import { figureDayWork } from '../../server/statistics/keep-days.ts';
import { deployed } from '../../server/testing/procedure.ts';
import { Stream } from '../../server/testing/records.ts';
import { ReportWay } from '../../server/testing/report-way.ts';
import { monday, openTestHouse, type TestHouse } from '../../server/testing/test-house.ts';

let house: TestHouse;
let sample: Record<string, string>;
const headers: Record<string, Record<string, string>> = { anyone: {} };

beforeAll(async () => {
  house = await openTestHouse();
  const stream = new Stream(monday - 5 * 365 * 86_400_000);
  deployed(stream, stream.definition, 1);
  await house.records(stream.take());
  await fill(house.store, { reports: 2_500, now: monday, definitionKey: stream.definition, backlog: 0.4 });
  for (const [who, groups] of Object.entries(people)) headers[who] = await house.as(`plans.${who}`, ...groups);
  sample = await sampleOf(house.store);
  const token = 'a-token-of-the-test';
  await house.store.reports.model.updateOne({ _id: sample.report! }, { tokenHash: tokenHash(token) });
  headers.sender = { authorization: `Bearer ${token}` };
});
afterAll(() => house?.close());

test('every question of a screen goes by an index', async () => {
  const refused: string[] = [];
  const ends: { asked: string; at: number }[] = [];
  const operations = await profiled(house.store.connection.db!, async () => {
    for (const { who, path } of questions) {
      const url = filledIn(path, sample);
      const { status } = await house.ask('GET', url, { headers: headers[who]! });
      if (status >= 400) refused.push(`${status} ${who} ${url}`);
      ends.push({ asked: `${who} ${path}`, at: Date.now() });
    }
  });
  const askedBy = ({ ts }: Profiled): string => ends.find(({ at }) => at >= ts.getTime())?.asked ?? '';
  const wrong = operations.flatMap((one) => {
    const fault = faultOf(one);
    return fault ? [`${askedBy(one)}: ${fault}: ${told(one)}`] : [];
  });
  expect(operations.length).toBeGreaterThan(questions.length);
  expect({ refused, wrong }).toEqual({ refused: [], wrong: [] });
});

test('so does what loops, workers and the projection ask', async () => {
  const { store, clock, machineNow } = house.house;
  const ignore = () => {};
  const loops = { store, zeebe: house.engine, now: clock.now, machineNow, onError: ignore };
  const relay = createRelay(loops);
  const courier = createCourier({ store, secret: 'a secret', loopback: false, machineNow, onError: ignore });
  const works = [
    releaseWork(house.house),
    migrationWork(house.house),
    successionWork(house.house),
    calendarWork(house.house),
    releaseHeldWork(house.house),
    rosterGapWork(house.house),
    erasureWork(house.house),
    figureDayWork(house.house),
  ];
  const code = sample.report!;
  const operations = await profiled(store.connection.db!, async () => {
    const way = await ReportWay.begin(house, monday);
    const opened = { groups: ['ioc-intake'], opened: monday, first: monday + 7_200_000, done: monday + 60_000 };
    await way.step('intake', { ...opened, outcome: 'accepted', variables: { field: 'transport', district: 'tamky' } });
    await (await way.answered(monday + 120_000, 'fixed')).rated(monday + 180_000, 'satisfied').told();
    await way.ended(monday + 240_000).told();
    relay.start();
    courier.start();
    await relay.idle();
    await courier.idle();
    await Promise.all([relay.stop(), courier.stop()]);
    // A day kept is like the others.
    for (const work of works) await work.work();
    await store.completions.latest(code, 'handling');
    await store.deadlines.latest(code, 'handling');
    await store.replies.latestComposed(code);
    await store.deadlines.ofInstance(sample.instance!);
    await store.tasks.openOfReport(code);
    await store.subscriptions.waitingFor([code], 'withdrawal');
    await store.reports.findByInstance(sample.instance!);
    await store.followers.ofReport(code);
    await store.files.find('0'.repeat(32));
  });
  expect(operations.length).toBeGreaterThan(100);
  expect(operations.flatMap((one) => (faultOf(one) ? [`${faultOf(one)}: ${told(one)}`] : []))).toEqual([]);
});
