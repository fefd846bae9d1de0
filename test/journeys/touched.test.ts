/**
 * Before a release: which running reports it touches and the dates that they would get. After it: the dates that they
 * have. Both are the same, through the whole product, with handling shortened from six days to four.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TouchedItem } from '../../domain/api/law.ts';
import { House } from '../house/house.ts';
import type { Officer, Sender } from '../house/people.ts';
import { until } from '../house/until.ts';
import { walk } from '../house/walk.ts';

let house: House;
let analyst: Officer;
beforeAll(async () => {
  house = await House.open();
  analyst = await house.as('analyst');
});
afterAll(() => house?.close());

const diagram = 'field-report.bpmn';
const shorter = (xml: string) =>
  xml
    .replace('<zeebe:header key="budget" value="6d" />', '<zeebe:header key="budget" value="4d" />')
    .replace('6 ngày · Điều 8.3', '4 ngày · Điều 8.3');

async function sent(stage: 'intake' | 'scope' | 'instruction' | 'handling'): Promise<Sender> {
  const report = await house.anyone.sends();
  const before = { intake: null, scope: 'routing', instruction: 'scope', handling: 'instruction' } as const;
  const last = before[stage];
  if (last) await walk(house, report, last);
  return report;
}

it('what is told before a release is what the dates are after it', async () => {
  const [early, asked, handled] = [await sent('intake'), await sent('instruction'), await sent('handling')];
  const officer = await house.as('sgtvt.officer');
  const leader = await house.as('sgtvt.leader');
  const before = await officer.task(handled.code, 'handling');

  const { body: draft } = await analyst.ask('POST', '/api/models', { name: 'Bốn ngày', from: 'in-force' });
  const { content } = draft.files.find(({ name }: { name: string }) => name === diagram);
  const files = [{ name: diagram, content: shorter(content) }];
  expect((await analyst.ask('PUT', `/api/models/${draft.id}/files`, { files })).status).toBe(200);

  const told = await until(async () => {
    const { body } = await analyst.get(`/api/models/${draft.id}/touched`);
    return body.reports.running === 3 && body.reports.earlier === 2 ? body : undefined;
  }, 'the touched reports');
  expect(told.reports).toMatchObject({ later: 0, ahead: 1, again: 2 });
  const item = (report: Sender): TouchedItem =>
    told.items.find(({ reportCode }: TouchedItem) => reportCode === report.code);
  expect(item(handled)).toMatchObject({ elementId: 'handling', change: 'earlier', dueAt: before.dueAt });
  expect(item(early)).toMatchObject({ elementId: 'intake', change: 'same', touch: 'ahead' });

  const release = { note: 'Rút ngắn xử lý', running: { choice: 'migrate', recompute: true } };
  const wished = await analyst.ask('POST', `/api/models/${draft.id}/releases`, release);
  expect([wished.status, wished.body]).toMatchObject([201, {}]);
  const approved = await (await house.as('analyst2')).ask('POST', `/api/releases/${wished.body.id}/approval`);
  expect(approved).toMatchObject({ status: 200, body: { state: 'released' } });

  const dueOf = (who: Officer, report: Sender, stage: string) =>
    until(async () => {
      const task = await who.task(report.code, stage);
      return task.dueAt === item(report).newDueAt ? task : undefined;
    }, `the new date of ${stage}`);
  const after = await dueOf(officer, handled, 'handling');
  await dueOf(leader, asked, 'instruction');
  expect(Date.parse(after.dueAt)).toBeLessThan(Date.parse(before.dueAt));
  expect(after.originalDueAt).toBe(before.originalDueAt);
  expect((await (await house.as('ioc.intake')).task(early.code, 'intake')).dueAt).toBe(item(early).dueAt);

  const migration = await until(async () => {
    const { body } = await analyst.get('/api/migrations');
    return body.items[0]?.state === 'done' ? body.items[0] : undefined;
  }, 'the migration to end');
  const { body: items } = await analyst.get(`/api/migrations/${migration.id}/items`);
  expect(items.items.map(({ datesMoved }: { datesMoved: number }) => datesMoved).toSorted()).toEqual([0, 2, 2]);

  // The clock has moved with the task: what follows on it is due by the new limit too.
  await walk(house, asked, 'instruction', { from: 'instruction' });
  expect((await officer.task(asked.code, 'handling')).dueAt).toBe(item(asked).newDueAt);
  // A second look finds nothing more to move.
  const again = (await analyst.get(`/api/models/${draft.id}/touched`)).body;
  expect(again.reports).toMatchObject({ earlier: 0, later: 0 });
});
