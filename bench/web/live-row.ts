/**
 * P6 and issue 6: how soon a new task is on an officer's screen. From the engine's record (as it reaches the server) to
 * the row that is drawn, and from one officer's completion to the next officer's row; beside a bare event stream that
 * adds a line to an empty page. On the real product with two officers' lists open, one report at a time.
 */
import type { Browser, Page } from 'playwright-core';
import { buildPages } from '../../local/pages.ts';
import { openBrowser, sizes } from '../../test/browser/browser.ts';
import { type House, password } from '../../test/house/house.ts';
import { until } from '../../test/house/until.ts';
import { openTapped } from '../records-house.ts';
import { judged, quantile, type Row } from '../rounds.ts';
import { keep, printed } from '../table.ts';
import { bareStream, shownAt, watchFor } from './watcher.ts';

const rounds = 3;
const perRound = 25;

async function open(browser: Browser, url: string): Promise<Page> {
  const context = await browser.newContext({ viewport: sizes.desk, locale: 'vi-VN', serviceWorkers: 'block' });
  await watchFor(context);
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

async function listOf(browser: Browser, house: House, username: string): Promise<Page> {
  const page = await open(browser, `${house.url}/tasks`);
  await page.getByLabel('Tên đăng nhập').fill(username);
  await page.getByLabel('Mật khẩu').fill(password);
  await page.keyboard.press('Enter');
  await page.locator('.live.on').waitFor();
  return page;
}

await buildPages();
const { house, tap } = await openTapped();
const browser = await openBrowser();
const bare = await bareStream();
let rows: Row[];
try {
  const [intake, agency, empty] = [
    await listOf(browser, house, 'ioc.intake'),
    await listOf(browser, house, 'sgtvt.officer'),
    await open(browser, bare.url),
  ];
  const [officer, duty] = [await house.as('ioc.intake'), await house.as('ioc.duty')];

  /** One report: three figures in ms. */
  async function once(): Promise<{ row: number; next: number; floor: number }> {
    const from = Date.now();
    const report = await house.anyone.sends();
    const drawn = await shownAt(intake, report.code);
    const recorded = tap.saw(['"USER_TASK"', '"CREATED"'], from);
    if (!recorded) throw new Error('No record of the task came by');
    await officer.does(report, 'intake', { outcome: 'accepted', field: 'transport', district: 'tamky' });
    const { key } = await duty.task(report.code, 'routing');
    await duty.claims(key);
    const pressed = Date.now();
    const done = await duty.completes(key, { outcome: 'routed', leadAgency: 'sgtvt' });
    if (done.status !== 204) throw new Error(`Not completed: ${done.status}`);
    const next = (await shownAt(agency, report.code)) - pressed;
    // Out of the way again: the lists stay short, so that every new row is on the screen.
    await report.withdraws();
    await until(
      async () => !(await agency.locator('main').textContent())?.includes(report.code),
      'the list to be short',
    );
    const sent = Date.now();
    bare.send(report.code);
    return { row: drawn - recorded.at, next, floor: (await shownAt(empty, report.code)) - sent };
  }

  for (let warming = 0; warming < 5; warming++) await once();
  const all: Awaited<ReturnType<typeof once>>[][] = [];
  for (let round = 0; round < rounds; round++) {
    const figures: Awaited<ReturnType<typeof once>>[] = [];
    for (let at = 0; at < perRound; at++) figures.push(await once());
    all.push(figures);
  }
  const p = (of: 'row' | 'next' | 'floor', share: number) =>
    all.map((round) =>
      quantile(
        round.map((one) => one[of]),
        share,
      ),
    );
  const row = (name: string, of: 'row' | 'next', share: number, what: string, goal?: number): Row =>
    judged({
      p: 'P6',
      name,
      what,
      unit: 'ms',
      product: p(of, share),
      limit: { what: 'bare stream to an empty page', figures: p('floor', share) },
      ...(goal !== undefined && { goal: { kind: 'at most', value: goal, of: 'figure' } }),
    });
  const recordToRow = 'from the record of a task at the server to the frame with its row, an officer’s list open';
  const handOn = 'from one officer’s completion (request sent) to the frame with the next officer’s row';
  rows = [
    row('live row, median', 'row', 0.5, recordToRow),
    row('live row, p95', 'row', 0.95, recordToRow, 150),
    row('next officer, median', 'next', 0.5, handOn),
    row('next officer, p95', 'next', 0.95, handOn, 150),
    judged({
      p: 'P6',
      name: 'next officer, p99',
      what: handOn,
      unit: 'ms',
      product: [
        quantile(
          all.flat().map((one) => one.next),
          0.99,
        ),
      ],
      goal: { kind: 'at most', value: 400, of: 'figure' },
      note: `${rounds} rounds of ${perRound} reports, one at a time; published for another engine’s own list: 1.5–1.9 s on average`,
    }),
  ];
} finally {
  await browser.close();
  bare.close();
  await house.close();
  tap.close();
}
console.log(printed('web/live-row', rows));
await keep('web/live-row', rows);
process.exit(0);
