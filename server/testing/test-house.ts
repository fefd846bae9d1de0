/**
 * For tests of this room: the app over a real database, without listening. The engine is a scripted one (what it is
 * asked is kept, what it answers is set), because these tests are about the server; with the real engine it is tried in
 * test/journeys.
 */
import { randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { shippedCalendar } from '../../domain/calendar.ts';
import { stoppedClock } from '../../domain/clock.ts';
import { shippedDirectory } from '../../domain/directory/shipped.ts';
import { openKeyRing } from '../../store/keyring.ts';
import { openStore, type Store } from '../../store/store.ts';
import { openLog } from '../../telemetry/log.ts';
import { createApp } from '../app.ts';
import type { House } from '../house.ts';
import { createFigures } from '../metrics/figures.ts';
import { hashOf } from '../plugins/session.ts';
import { createProjector, type Projector } from '../records/projector.ts';
import type { EngineRecord } from '../records/record.ts';
import { createSandbox } from '../sandbox/sandbox.ts';
import { readSettings } from '../settings.ts';
import { createHub } from '../stream/hub.ts';
import { createSignals } from '../stream/signals.ts';
import { ScriptedEngine } from './scripted-engine.ts';

export const origin = 'http://127.0.0.1:8080';
/** 2026-03-02T08:00+07:00, a Monday. */
export const monday = Date.parse('2026-03-02T08:00:00+07:00');

export interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  body: any;
  headers: Record<string, string | string[] | number | undefined>;
}

export interface TestHouse {
  app: FastifyInstance;
  /** Every call that it serves, `GET /api/tasks/:key`. */
  routes: string[];
  house: House;
  store: Store;
  engine: ScriptedEngine;
  clock: ReturnType<typeof stoppedClock>;
  projector: Projector;
  /** Projects records as the engine would send them. */
  records(records: EngineRecord[]): Promise<void>;
  /** Headers of a person with these groups, who is made and logged in. */
  as(username: string, ...groups: string[]): Promise<{ cookie: string; origin: string }>;
  ask(method: InjectOptions['method'], url: string, options?: InjectOptions): Promise<Answer>;
  close(): Promise<void>;
}

/** `first`: what is written before there are indexes, which are then made over it. */
export async function openTestHouse(
  env: NodeJS.ProcessEnv = {},
  first: (store: Store) => Promise<unknown> = async () => {},
): Promise<TestHouse> {
  const uri = process.env.MONGODB_TEST_URI;
  if (!uri) throw new Error('MONGODB_TEST_URI is not set: vitest sets it (test/house/database.ts)');
  const dbName = `server_${randomBytes(6).toString('hex')}`;
  const store = await openStore({ uri, dbName, keys: openKeyRing(':memory:') });
  await first(store);
  await store.prepare();
  await store.directory.seed(shippedDirectory);
  await store.calendars.add({ _id: 1, calendar: shippedCalendar, at: 0, by: 'test' });
  const settings = readSettings({
    MONGODB_URI: uri,
    PUBLIC_URL: origin,
    SERVER_SECRET: randomBytes(32).toString('base64url'),
    WEB_DIST: join(resolve(import.meta.dirname), 'no-pages'),
    LOG_LEVEL: 'silent',
    DEMO: '1',
    ...env,
  });
  const clock = stoppedClock(monday);
  const hub = createHub(store);
  await hub.start();
  const signals = createSignals(store);
  signals.start();
  const engine = new ScriptedEngine();
  const machine = { now: Date.now() };
  const house: House = {
    settings,
    store,
    zeebe: engine,
    clock,
    machineNow: () => Math.max(machine.now, Date.now()),
    random: (bytes) => randomBytes(bytes),
    log: openLog('server', settings.logLevel),
    figures: createFigures(),
    hub,
    signals,
    sandbox: createSandbox(),
    wakeOutbox: () => {},
    wakeKeeper: () => {},
  };
  const { app, streams, routes } = await createApp(house, { lastAt: null, error: null, listening: () => true });
  const projector = createProjector({ store, machineNow: house.machineNow });
  return {
    app,
    routes,
    house,
    store,
    engine,
    clock,
    projector,
    async records(records) {
      hub.offer((await projector.project(records)).events);
    },
    async as(username, ...groups) {
      await store.people.put({ _id: username, name: `Cán bộ ${username}`, groups, passwordHash: null, active: true });
      const value = randomBytes(16).toString('hex');
      const expiresAt = new Date(Date.now() + 3_600_000);
      const now = Date.now();
      await store.sessions.add({
        _id: hashOf(value),
        id: randomBytes(16).toString('hex'),
        username,
        by: 'password',
        strong: false,
        device: '',
        createdAt: now,
        seenAt: now,
        expiresAt,
      });
      return { cookie: `session=${value}`, origin };
    },
    async ask(method, url, options = {}) {
      const answer = await app.inject({ method, url, ...options });
      const json = /json/.test(String(answer.headers['content-type'] ?? ''));
      return { status: answer.statusCode, headers: answer.headers, body: json ? answer.json() : answer.body };
    },
    async close() {
      house.sandbox.close();
      streams.close();
      await app.close();
      await hub.stop();
      await signals.stop();
      await store.connection.dropDatabase();
      await store.close();
    },
  };
}
