/**
 * The practice week on the real parts: the week before is played, the trainees work through the Monday as its exercises
 * ask, and every tick, late or in time, is what the engine's records say. Nothing of it can be taken for the real house.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildPages, pagesFolder } from '../../local/pages.ts';
import { Conductor } from '../../local/training/conductor.ts';
import { exercises, stateOf, summary } from '../../local/training/exercises.ts';
import { opensAt } from '../../local/training/script.ts';
import { serveExercises } from '../../local/training/serve.ts';
import { openStore, type Store } from '../../store/store.ts';
import { isAccessible } from '../browser/accessible.ts';
import { keepPicture, openBrowser, openWindow } from '../browser/browser.ts';
import { House, password } from '../house/house.ts';
import { until } from '../house/until.ts';

let house: House;
let store: Store;
let conductor: Conductor;
let folder: string;
let page: Server;
let again: () => Conductor;

beforeAll(async () => {
  await buildPages();
  house = await House.open({
    at: '2026-03-06T07:30:00+07:00',
    env: { TRAINING: '1', TRAINING_URL: 'http://127.0.0.1:1/' },
  });
  store = await openStore({ uri: house.databaseUri });
  folder = await mkdtemp(join(tmpdir(), 'training-'));
  again = () =>
    new Conductor({
      door: { url: house.url, origin: house.url, password },
      management: `http://127.0.0.1:${house.env.ENGINE_MANAGEMENT_PORT}`,
      rest: `http://127.0.0.1:${house.env.ENGINE_REST_PORT}`,
      store,
      file: join(folder, 'training.json'),
    });
  conductor = again();
  await conductor.open();
}, 240_000);

afterAll(async () => {
  page?.close();
  await store?.close();
  await house?.close();
  if (folder) await rm(folder, { recursive: true, force: true });
});

/** How an exercise stands, by its account and report. */
async function seen(account: string, report: string, stage?: string): Promise<string> {
  const exercise = exercises.find(
    (one) => one.account === account && one.report === report && (!stage || one.article.includes(stage)),
  )!;
  return stateOf(exercise, await conductor.facts(), conductor.now).state;
}
const stands = (account: string, report: string, state: string) =>
  until(async () => (await seen(account, report)) === state, `${account}'s exercise on ${report} to be ${state}`);
const code = async (report: string) => ({ code: (await conductor.facts()).get(report)!.code });
/** Somebody needs a moment of the clock for what they do, as in the class. */
async function does(who: string, report: string, stage: string, outcome: Record<string, unknown>): Promise<void> {
  await conductor.pass(1);
  await (await house.as(who)).does(await code(report), stage, outcome);
}

it('says on every page that it is a practice, in the document itself, and hands out no page without it', async () => {
  for (const path of ['/', '/tasks', '/p', '/figures', '/handbook', '/handbook/co-quan', '/nothing-here']) {
    const text = String((await house.anyone.get(path, { accept: 'text/html' })).body);
    expect(text, path).toContain('<aside class="training"');
    expect(text, path).toContain('href="http://127.0.0.1:1/"');
  }
  expect((await house.anyone.get('/index.html')).body).not.toContain('<qn-shell>');
});

it('opens on Monday at seven with the week before on the desks, and stands still', async () => {
  expect(new Date(conductor.now).toISOString()).toBe(new Date(opensAt).toISOString());
  await conductor.pass(60);
  expect(conductor.now - Date.parse(opensAt)).toBeLessThan(1_000);
  expect(await seen('sgtvt.officer', 'road')).toBe('open');
  expect(await seen('hoian.officer', 'rubbish')).toBe('open');
  expect(await seen('sttt.officer', 'wire')).toBe('open');
  expect(await seen('ioc.intake', 'light')).toBe('waits');
  const road = exercises.find(({ account }) => account === 'sgtvt.officer')!;
  const { dueAt } = stateOf(road, await conductor.facts(), conductor.now);
  expect(new Date(dueAt!).toISOString()).toBe('2026-03-16T00:53:00.000Z');
});

it('ticks what the trainees do in time, and goes on from its file after a stop', async () => {
  await conductor.advance();
  conductor = again();
  await conductor.open();
  expect(conductor.happened).toHaveLength(1);
  await stands('ioc.intake', 'light', 'open');
  await does('ioc.intake', 'light', 'intake', { outcome: 'accepted', field: 'transport', district: 'tamky' });
  await does('ioc.intake', 'vague', 'intake', { outcome: 'incomplete', missing: 'Ở đâu, việc gì?' });
  await stands('ioc.intake', 'light', 'done');
  await stands('ioc.intake', 'vague', 'done');
  await does('sgtvt.officer', 'road', 'handling', {
    outcome: 'extension-requested',
    days: 3,
    reason: 'Chờ lan can thay thế.',
  });
  await does('sgtvt.leader', 'road', 'extension', { outcome: 'granted', days: 3 });
  await stands('sgtvt.officer', 'road', 'done');
  await stands('sgtvt.leader', 'road', 'done');
});

it('says late of what comes late, and takes it from the records', async () => {
  await conductor.advance();
  await stands('ioc.intake', 'answered', 'open');
  conductor.pace(300);
  while (conductor.now < Date.parse('2026-03-16T08:10:00+07:00')) await conductor.pass(1);
  conductor.pace(0);
  await stands('hoian.officer', 'rubbish', 'late');
  await does('hoian.officer', 'rubbish', 'handling', { outcome: 'done', result: 'Đã thu gom.', resolution: 'fixed' });
  await stands('hoian.officer', 'rubbish', 'late');
  await does('hoian.leader', 'rubbish', 'approval', { outcome: 'approved' });
  await stands('hoian.leader', 'rubbish', 'done');
  // The extension stands: that report is not late.
  expect(await seen('sgtvt.officer', 'road')).toBe('done');
});

it('has a wrong routing to put right', async () => {
  await does('sttt.officer', 'wire', 'scope', {
    outcome: 'out-of-scope',
    reason: 'Thuộc ngành điện.',
    suggestedAgency: 'sct',
  });
  await stands('ioc.duty', 'wire', 'open');
  await does('ioc.duty', 'wire', 'routing', { outcome: 'routed', leadAgency: 'sct' });
  await stands('ioc.duty', 'wire', 'done');
});

it('has an incident that a retry mends only when its cause has gone', async () => {
  await conductor.advance();
  const incident = () => until(() => store.incidents.model.findOne({ state: 'open' }).lean().exec(), 'an incident');
  const duty = await house.as('ioc.duty');
  const first = await incident();
  await stands('ioc.duty', 'meter', 'open');
  await duty.ask('POST', `/api/incidents/${first._id}/resolution`);
  const second = await until(
    async () =>
      store.incidents.model
        .findOne({ state: 'open', _id: { $ne: first._id } })
        .lean()
        .exec(),
    'it to stop again',
  );
  await conductor.advance();
  expect((await duty.ask('POST', `/api/incidents/${second._id}/resolution`)).status).toBe(204);
  await stands('ioc.duty', 'meter', 'done');
});

it('sums up by article what was on time by the first date', async () => {
  const sums = summary(await conductor.facts(), Date.parse(opensAt));
  const of = (article: string) =>
    sums.filter((sum) => sum.article === article).map(({ onTime, late }) => [onTime, late]);
  expect(of('6.2')).toEqual([[2, 0]]);
  expect(of('9.2')).toEqual([[1, 0]]);
  // Handling: the extension was asked in time, the rubbish came late.
  expect(sums.find(({ name }) => name === 'Xử lý, nhập kết quả')).toMatchObject({ onTime: 1, late: 1 });
});

it('shows it all on a page of its own, whose buttons no other page can press', async () => {
  const onError = (error: unknown) => {
    throw error;
  };
  page = await serveExercises(conductor, { port: 0, product: house.url, webDist: pagesFolder, onError });
  const url = `http://127.0.0.1:${(page.address() as AddressInfo).port}`;
  const text = await (await fetch(url)).text();
  for (const { role, task } of exercises) for (const words of [role, task]) expect(text).toContain(words);
  expect(text).toContain('Đã xong 9 trong 12 bài tập');
  const press = (origin: string) =>
    fetch(`${url}/clock`, {
      method: 'POST',
      body: new URLSearchParams({ speed: '60' }),
      headers: { origin },
      redirect: 'manual',
    });
  expect((await press('http://evil.example')).status).toBe(403);
  expect(conductor.speed).toBe(0);
  const browser = await openBrowser();
  try {
    const window = await openWindow(browser, url, 'desk');
    await window.page.goto('/');
    await keepPicture(window.page, 'training', true);
    await isAccessible(window.page);
    await window.page.getByRole('button', { name: 'Một phút mỗi giây' }).click();
    await window.page.getByRole('button', { name: 'Một phút mỗi giây', pressed: true }).waitFor();
    expect(window.complaints).toEqual([]);
  } finally {
    await browser.close();
  }
  expect(conductor.speed).toBe(60);
  conductor.pace(0);
});
