/**
 * The public figures after a week of work on the real parts: what was extended is late by the first date and in time by
 * the moved one, what was simply late is late by both, and every report stands in exactly one count.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { House } from '../house/house.ts';
import { walk } from '../house/walk.ts';

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
