/** Many who want the same thing at the same moment. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadPeople } from '../../local/directory.ts';
import { House, password } from '../house/house.ts';
import { aReport, Officer } from '../house/people.ts';

let house: House;
beforeAll(async () => {
  house = await House.open();
});
afterAll(() => house?.close());

it('fifty officers claim one task: one holds it, forty-nine are told who', async () => {
  const usernames = Array.from({ length: 50 }, (_, index) => `truc.${index + 1}`);
  await loadPeople({
    mongodbUri: house.databaseUri,
    password,
    people: usernames.map((username) => ({ username, name: `Cán bộ trực ${username}`, groups: ['ioc-intake'] })),
  });
  const officers: Officer[] = [];
  for (const username of usernames) officers.push(await Officer.logIn(house.url, username, password));
  const report = await house.anyone.sends();
  const [first] = officers;
  const task = await (first as Officer).task(report.code, 'intake');

  const answers = await Promise.all(officers.map((officer) => officer.claims(task.key)));

  const winners = officers.filter((_, index) => answers[index]?.status === 204);
  expect(winners).toHaveLength(1);
  const losers = answers.filter((answer) => answer.status === 409);
  expect(losers).toHaveLength(49);
  for (const { body } of losers) expect(body.holder.split(' ')).toContain(winners[0]?.username);
}, 120_000);

it('fifty posts with one Idempotency-Key make one report', async () => {
  const key = randomUUID();
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => house.anyone.ask('POST', '/api/reports', aReport, { 'idempotency-key': key })),
  );
  expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([201]));
  expect(new Set(answers.map((answer) => JSON.stringify(answer.body)))).toHaveProperty('size', 1);
  const other = await house.anyone.ask(
    'POST',
    '/api/reports',
    { ...aReport, content: 'Khác hẳn nội dung trước.' },
    { 'idempotency-key': key },
  );
  expect(other.status).toBe(422);
});
