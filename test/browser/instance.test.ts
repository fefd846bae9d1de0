/**
 * One report in the whole product: an incident is provoked, seen on the diagram, mended and retried, and goes on; its
 * playback shows the middle of its way; and the watch at a past moment is what it was then.
 */
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { ZBClient } from 'zeebe-node';
import { password } from '../house/house.ts';
import { until } from '../house/until.ts';
import { keepPicture } from './browser.ts';
import { theProduct } from './product.ts';
import { wordsIn } from './words.ts';

const product = theProduct();
const say = wordsIn('vi');

async function logsIn(page: Page, name: string, path: string): Promise<void> {
  await page.goto(path);
  await page.locator('#username').fill(name);
  await page.locator('#password').fill(password);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: say.page('act.logOut') }).waitFor();
}

/** What is shown of a token: its element and the signs on it. */
const tokens = (page: Page) => page.locator('.diagram-frame .token .sr-only').allTextContents();

it('an incident is provoked, seen, mended and retried; the past is what it was', async () => {
  const { house } = product;
  // The gateway asks for a variable that nobody sets.
  await house.deploys((xml) => xml.replace('=intakeOutcome = "accepted"', '=allowed'));
  const report = await house.anyone.sends();
  const intake = await house.as('ioc.intake');
  const duty = await house.as('ioc.duty');
  await intake.task(report.code, 'intake');
  await house.clock.set('2026-03-02T08:30:00+07:00');
  const before = { at: '2026-03-02T08:30:00+07:00', board: (await duty.get('/api/watch/board')).body };
  await house.clock.set('2026-03-02T08:50:00+07:00');
  await intake.does(report, 'intake', { outcome: 'accepted', field: 'transport' });
  const instance = await until(
    async () => (await duty.get(`/api/instances?report=${report.code}&incident=true`)).body.items[0],
    'the incident',
  );
  const stopped = { at: '2026-03-02T09:10:00+07:00', board: {} as { counts: object; versions: object } };
  await house.clock.set(stopped.at);
  stopped.board = (await duty.get('/api/watch/board')).body;

  // Seen across reports, with what it means, and on the report's own diagram.
  const page = await product.open('desk');
  await logsIn(page, 'ioc.duty', '/watch/incidents');
  await page.getByText(say.page('watch.incident.reason.condition')).first().waitFor();
  await keepPicture(page, 'watch-incidents', true);
  await page.locator('.incident-group summary').click();
  await page.locator('.incident-group').getByRole('link', { name: report.code }).click();
  await page.locator('.diagram-frame .token .incident').waitFor();
  await keepPicture(page, 'watch-instance-incident', true);

  // Retried without a cure it stops again; mended, it goes on.
  const retry = page.getByRole('button', { name: say.page('instance.retry') });
  await retry.click();
  // The first incident is told as resolved, the second stands open.
  await expect.poll(() => page.locator('code.message').count()).toBe(2);
  await page.locator('.diagram-frame .token .incident').waitFor();
  const engine = new ZBClient(house.env.ZEEBE_ADDRESS as string, { loglevel: 'NONE', longPoll: 2_000 });
  await engine.setVariables({ elementInstanceKey: instance.key, variables: { allowed: true }, local: false } as never);
  await engine.close();
  await house.clock.set('2026-03-02T09:30:00+07:00');
  await retry.click();
  await duty.task(report.code, 'routing');
  await page.locator('.diagram-frame .token .incident').waitFor({ state: 'detached' });
  await expect.poll(() => tokens(page)).toEqual([expect.stringContaining('Chuyển cơ quan xử lý')]);

  // Why it went this way: the value that was set by hand stands there.
  await page.getByText(say.page('watch.play.why'), { exact: true }).click();
  await page.locator('.why', { hasText: 'allowed = true' }).waitFor();

  // Played back to where it stood still.
  await page
    .locator('.happenings button', {
      hasText: say.page('watch.play.what.entered').replace('{name}', 'Kiểm tra, tiếp nhận'),
    })
    .click();
  await expect.poll(() => tokens(page)).toEqual([expect.stringContaining('Kiểm tra, tiếp nhận')]);
  await keepPicture(page, 'watch-instance-playback', true);

  // Any view at a past moment is what was live then.
  for (const { at, board } of [before, stopped]) {
    const then = (await duty.get(`/api/watch/board?at=${encodeURIComponent(at)}`)).body;
    expect({ counts: then.counts, versions: then.versions }).toEqual({
      counts: board.counts,
      versions: board.versions,
    });
  }
  const { items } = (await duty.get(`/api/instances?at=${encodeURIComponent(before.at)}`)).body;
  expect(items).toMatchObject([{ reportCode: report.code, elements: ['intake'], incidents: 0 }]);
});
