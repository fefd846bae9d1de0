/**
 * A whole house for one test: engine, server and workers as the processes that they are, on free ports, with a database
 * and an engine journal of their own, and with a clock that the test moves. Everything that a test does to it goes
 * through public doors: HTTP, signals, the clock's address.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { loadDirectory } from '../../local/directory.ts';
import { type Database, startMongod } from '../../local/mongod/server.ts';
import { choosePort } from '../../local/ports.ts';
import { type Part, startNode } from '../../local/processes.ts';
import { root } from '../../local/settings.ts';
import { filesOf } from '../../server/deploy.ts';
import { MovableClock } from './clock.ts';
import { Officer, Visitor } from './people.ts';
import { until } from './until.ts';

export const password = 'mat-khau-thu-nghiem';

export type PartName = 'engine' | 'server' | 'workers';

const files: Record<PartName, string> = {
  engine: 'engine/main.ts',
  server: 'server/main.ts',
  workers: 'workers/main.ts',
};

export interface HouseOptions {
  workerClient?: 'zeebe-node' | 'camunda8-sdk';
  /** Local time at which the engine's clock starts; a Monday morning unless said. */
  at?: string;
  env?: Record<string, string>;
  /** A database server of the house's own, which a test may kill; otherwise a database in the run's one server. */
  ownDatabase?: boolean;
}

export class House {
  readonly url: string;
  readonly clock: MovableClock;
  readonly databaseUri: string;
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  #database: OwnDatabase | undefined;
  readonly #parts = new Map<PartName, Part>();
  readonly #people = new Map<string, Promise<Officer>>();

  private constructor(env: NodeJS.ProcessEnv, folder: string) {
    this.env = env;
    this.folder = folder;
    this.url = env.PUBLIC_URL as string;
    this.databaseUri = env.MONGODB_URI as string;
    this.clock = new MovableClock(`http://127.0.0.1:${env.ENGINE_MANAGEMENT_PORT}`);
  }

  static async open(options: HouseOptions = {}): Promise<House> {
    const folder = await mkdtemp(join(tmpdir(), 'house-'));
    const port = async () => String(await choosePort('a test', 0));
    const http = await port();
    const [grpc, rest, management, records] = [await port(), await port(), await port(), await port()];
    const database = options.ownDatabase ? await ownDatabase(folder) : undefined;
    const uri = new URL(database?.server.uri ?? (process.env.MONGODB_TEST_URI as string));
    if (!database) uri.pathname = `/house_${randomBytes(6).toString('hex')}`;
    const env: NodeJS.ProcessEnv = {
      ...process.env,
      NODE_ENV: 'test',
      HOST: '127.0.0.1',
      PORT: http,
      PUBLIC_URL: `http://127.0.0.1:${http}`,
      DATA_DIR: folder,
      MONGODB_URI: uri.href,
      ZEEBE_ADDRESS: `127.0.0.1:${grpc}`,
      ZEEBE_REST_ADDRESS: `http://127.0.0.1:${rest}`,
      ENGINE_GRPC_PORT: grpc,
      ENGINE_REST_PORT: rest,
      ENGINE_MANAGEMENT_PORT: management,
      ENGINE_DATA_DIR: join(folder, 'engine'),
      ENGINE_RECORDS_URL: `http://127.0.0.1:${records}`,
      RECORDS_PORT: records,
      CLOCK_CONTROLLED: '1',
      DEMO: '1',
      WEB_DIST: join(root, 'dist', 'web'),
      WORKER_CLIENT: options.workerClient ?? 'zeebe-node',
      ...options.env,
    };
    const house = new House(env, folder);
    house.#database = database;
    try {
      await loadDirectory({ mongodbUri: uri.href, demo: true, password });
      await house.start('engine');
      await house.clock.set(options.at ?? '2026-03-02T08:00:00+07:00');
      await Promise.all([house.start('server'), house.start('workers')]);
      await house.ready();
      return house;
    } catch (error) {
      await house.close();
      throw error;
    }
  }

  async start(name: PartName): Promise<void> {
    const part = startNode(name, join(root, files[name]), this.env);
    this.#parts.set(name, part);
    await part.ready;
  }

  /** `kill -9`: nothing of the part gets a chance to tidy up. */
  async kill(name: PartName): Promise<void> {
    const part = this.#parts.get(name) as Part;
    part.kill();
    await part.ended;
  }

  /** `kill -9` of the house's own database server, and its start on the same port. */
  async killDatabase(): Promise<void> {
    const { part } = (this.#database as OwnDatabase).server;
    part.kill();
    await part.ended;
  }

  async startDatabase(): Promise<void> {
    const database = this.#database as OwnDatabase;
    database.server = await startMongod(join(this.folder, 'mongod'), database.port, 0.25);
  }

  async restart(name: PartName): Promise<void> {
    await this.#parts.get(name)?.stop();
    await this.start(name);
  }

  /** Waits until every part behind the server is there. */
  async ready(): Promise<void> {
    await until(async () => (await fetch(`${this.url}/readyz`).catch(() => undefined))?.ok, 'readiness', 60_000);
  }

  /** Deploys the shipped files to the engine with the diagram changed: a new version of the procedure. */
  async deploys(change: (xml: string) => string): Promise<void> {
    const form = new FormData();
    for (const { name, content } of await filesOf(join(root, 'bpmn'))) {
      const text = content.toString('utf8');
      form.append('resources', new Blob([name.endsWith('.bpmn') ? change(text) : text]), name);
    }
    const url = `http://127.0.0.1:${this.env.ENGINE_REST_PORT}/v2/deployments`;
    const answer = await fetch(url, { method: 'POST', body: form });
    if (!answer.ok) throw new Error(`Not deployed: ${answer.status} ${await answer.text()}`);
  }

  /** Somebody without an account. */
  get anyone(): Visitor {
    return new Visitor(this.url);
  }

  /** The person with this user name, logged in once for the whole house. */
  as(username: string): Promise<Officer> {
    const known = this.#people.get(username);
    if (known) return known;
    const person = Officer.logIn(this.url, username, password);
    this.#people.set(username, person);
    // A log-in that a fault of the test's own making broke off is tried anew by the next who asks.
    person.catch(() => this.#people.delete(username));
    return person;
  }

  async database(): Promise<InstanceType<typeof mongoose.mongo.MongoClient>> {
    return new mongoose.mongo.MongoClient(this.databaseUri).connect();
  }

  async close(): Promise<void> {
    const parts = (['server', 'workers', 'engine'] as const).map((name) => this.#parts.get(name));
    for (const part of parts) await part?.stop();
    if (this.#database) await this.#database.server.part.stop();
    else await this.#drop();
    await rm(this.folder, { recursive: true, force: true });
  }

  async #drop(): Promise<void> {
    const client = await this.database();
    await client.db().dropDatabase();
    await client.close();
  }
}

interface OwnDatabase {
  server: Database;
  port: number;
}

async function ownDatabase(folder: string): Promise<OwnDatabase> {
  const port = await choosePort('a test', 0);
  await mkdir(join(folder, 'mongod'), { mode: 0o700 });
  return { server: await startMongod(join(folder, 'mongod'), port, 0.25), port };
}
