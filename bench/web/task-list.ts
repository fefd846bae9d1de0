/**
 * P13: a list of 10,000 tasks scrolled for ten seconds on the real product, beside 10,000 fixed lines of the same height
 * on an empty page; and how soon the first rows and the whole list are there. The tasks are put into the database: the
 * way of so many reports through the engine is not what is measured.
 */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CDPSession, Page } from 'playwright-core';
import { buildPages } from '../../local/pages.ts';
import { openBrowser, sizes } from '../../test/browser/browser.ts';
import { House, password } from '../../test/house/house.ts';
import { inTurns, judged, type Row, rounds } from '../rounds.ts';
import { keep, printed } from '../table.ts';

const total = 10_000;
const seconds = 10;
const pixelsASecond = 5_000;
const turns = rounds(3, 5);

/** Copies the one task that a report has made, for an agency that has no other. */
async function fill(house: House): Promise<void> {
  const report = await house.anyone.sends();
  await (await house.as('ioc.intake')).task(report.code, 'intake');
  const client = await house.database();
  const tasks = client.db().collection('tasks');
  const pattern = await tasks.findOne({ stage: 'intake' });
  const due = Date.parse('2026-03-03T08:00:00+07:00');
  const copies = Array.from({ length: total }, (_, n) => ({
    ...pattern,
    _id: String(9_000_000_000_000_000 + n),
    taskInstance: String(8_000_000_000_000_000 + n),
    reportCode: `QN-26-${randomBytes(4).toString('hex').toUpperCase()}`,
    groups: ['agency:queson:officer'],
    agency: 'queson',
    stage: n % 2 ? 'scope' : 'handling',
    dueAt: due + n * 60_000,
    createdAt: due - n,
  }));
  await tasks.insertMany(copies as never[]);
  await client.close();
}

/** 10,000 lines of 40 px, all in the document: what the browser alone can do. */
async function plainList(): Promise<{ url: string; close(): void }> {
  const line = (n: number) => `<div>${n} · Ổ gà sâu trên đường Phan Châu Trinh, đoạn trước chợ Tam Kỳ</div>`;
  const style = 'div{height:40px;line-height:40px;border-bottom:1px solid #ddd;font:14px sans-serif}';
  const body = `<!doctype html><meta charset="utf-8"><style>${style}</style>${Array.from({ length: total }, (_, n) => line(n)).join('')}`;
  const server = createServer((_request, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end(body),
  );
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close: () => server.close() };
}

const longest: number[] = [];
const inDocument: number[] = [];
const cpu = { product: [] as number[], plain: [] as number[] };

/** Seconds of CPU that the browser's pages have taken: tells the cost of a frame even where others keep the machine busy. */
async function cpuSeconds(session: CDPSession): Promise<number> {
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  return processInfo.filter((one) => one.type === 'renderer').reduce((sum, one) => sum + one.cpuTime, 0);
}

/** Scrolls down evenly from the top; frames a second, the longest wait for one, and rows in the document. */
async function scroll(page: Page): Promise<{ perSecond: number; longestMs: number; rows: number }> {
  return page.evaluate(
    async ({ seconds, speed }) => {
      scrollTo(0, 0);
      const frame = () => new Promise<number>((done) => requestAnimationFrame(done));
      const begin = await frame();
      let [last, frames, longestMs, rows] = [begin, 0, 0, 0];
      while (last - begin < seconds * 1_000) {
        const now = await frame();
        frames += 1;
        longestMs = Math.max(longestMs, now - last);
        last = now;
        scrollTo(0, ((now - begin) / 1_000) * speed);
        if (frames % 60 === 0) rows = Math.max(rows, document.querySelectorAll('.grid-row').length);
      }
      return { perSecond: frames / ((last - begin) / 1_000), longestMs, rows };
    },
    { seconds, speed: pixelsASecond },
  );
}

await buildPages();
const house = await House.open({ ownDatabase: true });
const browser = await openBrowser();
const plain = await plainList();
let rows: Row[];
try {
  await fill(house);
  const desk = { viewport: sizes.desk, locale: 'vi-VN', serviceWorkers: 'block' as const };
  const page = await (await browser.newContext(desk)).newPage();
  await page.goto(`${house.url}/tasks`);
  await page.locator('#username').fill('queson.officer');
  await page.locator('#password').fill(password);
  const began = performance.now();
  await page.keyboard.press('Enter');
  await page.locator('.grid-row').first().waitFor();
  const first = performance.now() - began;
  // The number of rows is known once every page of the list has been read.
  await page.locator(`.task-grid[aria-rowcount="${total + 1}"]`).waitFor({ timeout: 60_000 });
  const whole = performance.now() - began;
  const bare = await (await browser.newContext(desk)).newPage();
  await bare.goto(plain.url);
  const session = await browser.newBrowserCDPSession();
  const { product, limit } = await inTurns(
    turns,
    async () => {
      await page.bringToFront();
      const before = await cpuSeconds(session);
      const { perSecond, longestMs, rows: most } = await scroll(page);
      cpu.product.push(((await cpuSeconds(session)) - before) / ((perSecond * seconds) / 1_000));
      longest.push(longestMs);
      inDocument.push(most);
      return perSecond;
    },
    async () => {
      await bare.bringToFront();
      const before = await cpuSeconds(session);
      const { perSecond } = await scroll(bare);
      cpu.plain.push(((await cpuSeconds(session)) - before) / ((perSecond * seconds) / 1_000));
      return perSecond;
    },
  );
  rows = [
    judged({
      p: 'P13',
      name: 'scrolling 10,000 tasks',
      what: `frames a second while ${pixelsASecond} px a second go by for ${seconds} s`,
      unit: 'frames/s',
      product,
      limit: { what: '10,000 fixed lines on an empty page', figures: limit },
      goal: { kind: 'at least', value: 50, of: 'figure' },
      note: `at most ${Math.max(...inDocument)} rows in the document; the screen draws 60 a second`,
    }),
    judged({
      p: 'P13',
      name: 'CPU a frame',
      what: 'CPU time of the page’s process for one frame of it; 16.7 ms leave room for 60 a second on one core',
      unit: 'ms',
      product: cpu.product,
      limit: { what: 'the fixed lines', figures: cpu.plain },
      goal: { kind: 'at most', value: 16.7, of: 'figure' },
    }),
    judged({
      name: 'longest frame',
      what: 'the longest wait for a frame while scrolling',
      unit: 'ms',
      product: longest,
    }),
    judged({ name: 'first rows', what: 'from “log in” to the first rows', unit: 'ms', product: [first] }),
    judged({ name: 'whole list', what: 'from “log in” to the last of 10,000 read', unit: 'ms', product: [whole] }),
  ];
} finally {
  await browser.close();
  plain.close();
  await house.close();
}
console.log(printed('web/task-list', rows));
await keep('web/task-list', rows);
process.exit(0);
