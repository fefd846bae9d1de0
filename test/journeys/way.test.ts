/** The way of a report as its sender sees it, on the real parts: from the records, in the deployed diagram's words. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { House } from '../house/house.ts';
import { until } from '../house/until.ts';
import { walk } from '../house/walk.ts';

let house: House;
beforeAll(async () => {
  house = await House.open();
});
afterAll(() => house?.close());

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
type Step = any;
interface Walker {
  code: string;
  get(path: string): Promise<{ status: number; body: { steps: Step[]; version: number } }>;
}

/** The way as soon as the report stands at this element. */
async function standingAt(sender: Walker, elementId: string): Promise<Step[]> {
  return until(async () => {
    const { body } = await sender.get(`/api/reports/${sender.code}/way`);
    return body.steps.some((one: Step) => one.state === 'here' && one.elementId === elementId && one.dueAt)
      ? body.steps
      : undefined;
  }, `${sender.code} to stand at ${elementId}`);
}
const ids = (steps: Step[], state: string): string[] =>
  steps.filter((one) => one.state === state).map((one) => one.elementId);

it('shows at once where it stands, who says until when, and what is expected', async () => {
  const sender = await house.anyone.sends();
  const steps = await standingAt(sender, 'intake');
  expect(ids(steps, 'past')).toEqual(['received']);
  expect(ids(steps, 'ahead').slice(0, 4)).toEqual(['routing', 'scope', 'instruction', 'handling']);
  const intake = steps.find((one) => one.elementId === 'intake');
  expect(intake).toMatchObject({ article: '6.2', label: { vi: 'Trung tâm IOC kiểm tra thông tin' } });
  // No step that is ahead is expected before the one that comes first.
  const dates = steps.flatMap((one) => (one.state === 'past' || !one.dueAt ? [] : [Date.parse(one.dueAt)]));
  expect(dates).toEqual(dates.toSorted((a, b) => a - b));
});

it('tells of an extension: who allowed it, why it was asked for, the first date and the new one', async () => {
  const sender = await house.anyone.sends();
  await walk(house, sender, 'instruction');
  const officer = await house.as('sgtvt.officer');
  const reason = 'Chờ vật tư thay thế từ nhà cung cấp.';
  await officer.does(sender, 'handling', { outcome: 'extension-requested', days: 5, reason });
  await (await house.as('sgtvt.leader')).does(sender, 'extension', { outcome: 'granted', days: 4 });
  const steps = await standingAt(sender, 'handling');
  const extension = steps.find((one) => one.elementId === 'extension');
  expect(extension.extension).toMatchObject({ outcome: 'granted', askedDays: 5, days: 4, reason, by: 'sgtvt' });
  expect(Date.parse(extension.extension.to)).toBeGreaterThan(Date.parse(extension.extension.from));
  const handling = steps.find((one) => one.state === 'here');
  expect([handling.dueAt, handling.firstDueAt]).toEqual([extension.extension.to, extension.extension.from]);
  expect(JSON.stringify(steps)).not.toMatch(/sgtvt\.(officer|leader)/);
});

it('shows the same step twice when the report came back to it', async () => {
  const sender = await house.anyone.sends();
  await walk(house, sender, 'routing');
  await (await house.as('sgtvt.officer')).does(sender, 'scope', {
    outcome: 'out-of-scope',
    reason: 'Đường của thành phố.',
  });
  const steps = await standingAt(sender, 'routing');
  expect(steps.filter((one) => one.elementId === 'routing').map((one) => one.state)).toEqual(['past', 'here']);
  expect(steps.find((one) => one.elementId === 'scope')).toMatchObject({ outcome: 'scope.out-of-scope', by: 'sgtvt' });
});

it('ends where the sender withdrew, and expects nothing more', async () => {
  const sender = await house.anyone.sends();
  await standingAt(sender, 'intake');
  await sender.withdraws();
  const steps: Step[] = await until(async () => {
    const { body } = await sender.get(`/api/reports/${sender.code}/way`);
    return ids(body.steps, 'past').includes('withdrawn-end') ? body.steps : undefined;
  }, 'the end of the way');
  expect(ids(steps, 'past')).toEqual(['received', 'intake', 'withdrawn-end']);
  expect(steps.find((one: Step) => one.elementId === 'intake').interrupted).toBe(true);
  expect(ids(steps, 'ahead').concat(ids(steps, 'here'))).toEqual([]);
});

it('waits for the sender after the reply', async () => {
  const sender = await house.anyone.sends();
  await walk(house, sender, 'publication');
  const steps = await standingAt(sender, 'feedback-wait');
  expect(ids(steps, 'past').slice(-2)).toEqual(['publication', 'answered-end']);
});
