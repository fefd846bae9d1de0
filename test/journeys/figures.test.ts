/**
 * The public figures after a week of work on the real parts: what was extended is late by the first date and in time by
 * the moved one, what was simply late is late by both, and every report stands in exactly one count.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { documentsOf } from '../../bench/data/documents.ts';
import { lifeOf } from '../../bench/data/life.ts';
import { shapeOf } from '../data/shapes.ts';
import { House } from '../house/house.ts';
import { walk } from '../house/walk.ts';
import { countedFromJournal } from './counted-from-journal.ts';

let house: House;
beforeAll(async () => {
  house = await House.open();
});
afterAll(() => house?.close());

it('tell the truth about extensions, outcomes, ratings, and what never got an answer', async () => {
  const [prompt, extended, late] = [
    await house.anyone.sends(),
    await house.anyone.sends(),
    await house.anyone.sends({ confidential: true }),
  ];
  const officer = await house.as('sgtvt.officer');
  const leader = await house.as('sgtvt.leader');

  await walk(house, prompt, 'publication');
  expect((await prompt.rates({ rating: 'satisfied' })).status).toBe(202);
  await walk(house, extended, 'instruction');
  const { originalDueAt } = await officer.task(extended.code, 'handling');
  await officer.does(extended, 'handling', { outcome: 'extension-requested', days: 5, reason: 'Chờ vật tư.' });
  await leader.does(extended, 'extension', { outcome: 'granted', days: 5 });
  await walk(house, late, 'instruction');
  await officer.task(late.code, 'handling');

  await house.clock.set(new Date(Date.parse(originalDueAt) + 3_600_000).toISOString());
  await walk(house, extended, 'publication', { from: 'handling' });
  await walk(house, late, 'publication', {
    from: 'handling',
    instead: {
      handling: { outcome: 'done', result: 'Tuyến do trung ương quản lý.', resolution: 'cannot-fix' },
      publication: { outcome: 'private' },
    },
  });

  const [waiting, refused, withdrawn] = [
    await house.anyone.sends(),
    await house.anyone.sends(),
    await house.anyone.sends(),
  ];
  await (await house.as('ioc.intake')).does(refused, 'intake', { outcome: 'rejected', ground: 'Ngoài phạm vi.' });
  await withdrawn.withdraws();
  await prompt.sees('closed');
  for (const one of [extended, late]) await one.sees('answered');
  await refused.sees('rejected');
  await withdrawn.sees('withdrawn');
  await waiting.sees('received');

  const { body } = await house.anyone.get('/api/published/figures');
  expect(body.total).toEqual({
    received: 6,
    open: 1,
    rejected: 1,
    withdrawn: 1,
    answered: 3,
    fixed: 2,
    onlyAnswered: 0,
    cannotFix: 1,
    unsaid: 0,
    timed: 3,
    onTimeByFirst: 1,
    onTimeByMoved: 2,
    satisfied: 1,
    acceptable: 0,
    unsatisfied: 0,
  });
  expect(JSON.stringify(body)).not.toContain(late.code);
  expect((await house.anyone.get(`/p/${late.code}`)).status).toBe(404);
  expect((await house.anyone.get('/sitemap.xml')).body).not.toContain(late.code);
});

it('come of documents that look like those of a made-up history', async () => {
  const now = await house.clock.now();
  const lives = Array.from({ length: 200 }, (_, n) => documentsOf(lifeOf(n, 200, now, 0.3), '2251799813685249'));
  const differences: string[] = [];
  const client = await house.database();
  try {
    for (const name of Object.keys(lives[0]!) as (keyof (typeof lives)[number])[]) {
      const real = shapeOf(name, await client.db().collection(name).find().toArray());
      const made = shapeOf(
        name,
        lives.flatMap((one) => one[name] as object[]),
      );
      // No incident happened on this way.
      if (real.types.size === 0) continue;
      const strange = [...made.types].flatMap(([path, types]) =>
        [...types].filter((type) => !real.types.get(path)?.has(type)).map((type) => `${path} is ${type}`),
      );
      const missing = [...real.always].filter((path) => !made.types.has(path) && !path.startsWith('reports.sender'));
      differences.push(...strange, ...missing.map((path) => `${path} is missing`));
    }
  } finally {
    await client.close();
  }
  expect(differences).toEqual([]);
});

it('are the same when somebody else counts them from the engine’s journal alone', async () => {
  const duty = await house.as('ioc.duty');
  const { body } = await duty.get('/api/statistics?period=2026-03');
  await house.kill('engine');
  const counted = await countedFromJournal(house.folder);
  expect(Object.fromEntries(Object.keys(counted).map((name) => [name, body.total[name].value]))).toEqual(counted);
  expect(counted).toMatchObject({
    received: 6,
    answered: 3,
    onTimeByFirst: 1,
    onTimeByMoved: 2,
    extensions: 1,
    daysGranted: 5,
  });
});
