/**
 * A whole house for one test: engine, server and workers as the processes that they are, on free ports, with a database
 * and an engine journal of their own, and with a clock that the test moves. Everything that a test does to it goes
 * through public doors: HTTP, signals, the clock's address.
 */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import mongoose from 'mongoose';
import { loadDirectory } from '../../local/directory.ts';
import { type Database, startMongod } from '../../local/mongod/server.ts';
import { choosePort } from '../../local/ports.ts';
import { type Part, startNode } from '../../local/processes.ts';
import { root } from '../../local/settings.ts';
import { filesOf } from '../../server/deploy.ts';
import { type Balancer, openBalancer } from './balancer.ts';
import { MovableClock } from './clock.ts';
import { Officer, Visitor } from './people.ts';
import { until } from './until.ts';

const run = promisify(execFile);

/** The processes of a group, by its leader. */
async function groupOf(leader: number): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const stats = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')));
  // Behind the name, which may hold anything: state, parent, group.
  return pids.filter((_, n) => Number(stats[n]!.split(') ').at(-1)!.split(' ')[2]) === leader);
}

export const password = 'mat-khau-thu-nghiem';

type Kind = 'engine' | 'server' | 'workers';
/** The second of two servers is `server-2`. */
export type PartName = Kind | `${'server' | 'workers'}-${number}`;

const files: Record<Kind, string> = {
  engine: 'engine/main.ts',
  server: 'server/main.ts',
  workers: 'workers/main.ts',
};

/** `server`, `server-2`, …: as many as there are to be. */
const named = (kind: 'server' | 'workers', count: number): PartName[] =>
  Array.from({ length: count }, (_, n): PartName => (n === 0 ? kind : `${kind}-${n + 1}`));

export interface HouseOptions {
  workerClient?: 'zeebe-node' | 'camunda8-sdk';
  /** Local time at which the engine's clock starts; a Monday morning unless said, or where the given folder's stood. */
  at?: string;
  env?: Record<string, string>;
  /** A database server of the house's own, which a test may kill; otherwise a database in the run's one server. */
  ownDatabase?: boolean;
  /** What the parts say goes to `<folder>/<part>.log`, for a test that reads it. */
  logs?: boolean;
  /** Data of before that it goes on with, its clock too; it is the house's own from then on. */
  folder?: string;
  /** How many of each run side by side; one unless said. Before several servers stands a balancer (test/house/balancer.ts). */
  servers?: number;
  /** The balancer sends nobody new to a server that says it is not ready. */
  watchfulBalancer?: boolean;
  workers?: number;
  /** Something of the test's own between the engine and a server's record endpoint: the port that stands for this one. */
  recordsBy?: (port: number) => Promise<number>;
}

export class House {
  readonly url: string;
  readonly clock: MovableClock;
  readonly databaseUri: string;
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  #database: OwnDatabase | undefined;
  #balancer: Balancer | undefined;
  #logs = false;
  readonly #own = new Map<PartName, NodeJS.ProcessEnv>();
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
    const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'house-')));
    const port = async () => String(await choosePort('a test', 0));
    const http = await port();
    const [grpc, rest, management] = [await port(), await port(), await port()];
    const servers = named('server', options.servers ?? 1);
    const own = new Map<PartName, NodeJS.ProcessEnv>();
    const endpoints: string[] = [];
    for (const name of servers) {
      const records = await port();
      own.set(name, { PORT: servers.length === 1 ? http : await port(), RECORDS_PORT: records });
      endpoints.push(`http://127.0.0.1:${options.recordsBy ? await options.recordsBy(Number(records)) : records}`);
    }
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
      ENGINE_RECORDS_URL: endpoints.join(),
      RECORDS_PORT: own.get('server')!.RECORDS_PORT,
      CLOCK_CONTROLLED: '1',
      DEMO: '1',
      WEB_DIST: join(root, 'dist', 'web'),
      WORKER_CLIENT: options.workerClient ?? 'zeebe-node',
      ...options.env,
    };
    const house = new House(env, folder);
    house.#database = database;
    house.#logs = options.logs ?? false;
    for (const [name, ports] of own) house.#own.set(name, ports);
    try {
      if (servers.length > 1) {
        house.#balancer = await openBalancer(
          Number(http),
          [...own.values()].map(({ PORT }) => Number(PORT)),
          options.watchfulBalancer,
        );
      }
      await loadDirectory({ mongodbUri: uri.href, demo: true, password });
      await house.start('engine');
      if (options.at || !options.folder) await house.clock.set(options.at ?? '2026-03-02T08:00:00+07:00');
      await Promise.all([...servers, ...named('workers', options.workers ?? 1)].map((name) => house.start(name)));
      await house.ready();
      return house;
    } catch (error) {
      await house.close();
      throw error;
    }
  }

  async start(name: PartName): Promise<void> {
    const log = this.#logs ? join(this.folder, `${name}.log`) : undefined;
    const file = files[name.split('-')[0] as Kind];
    const part = startNode(name, join(root, file), { ...this.env, ...this.#own.get(name) }, [], log);
    this.#parts.set(name, part);
    await part.ready;
  }

  /** The address of one of several servers, past the balancer. */
  urlOf(server: PartName): string {
    return `http://127.0.0.1:${this.#own.get(server)?.PORT}`;
  }

  /** What runs, or ran until a test ended it. */
  get parts(): PartName[] {
    return [...this.#parts.keys()];
  }

  /** Stops its clock, as it were: nothing of it runs until the answered call is made. */
  freeze(name: PartName | 'database'): () => void {
    const { pid } = name === 'database' ? (this.#database as OwnDatabase).server.part : (this.#parts.get(name) as Part);
    process.kill(-pid, 'SIGSTOP');
    return () => process.kill(-pid, 'SIGCONT');
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

  /**
   * Gives its database no room for another byte; resolves when it has ended by that, in the middle of a write: MongoDB
   * does not go on where it cannot write its journal, at a full disk either.
   */
  async fillDatabaseDisk(): Promise<void> {
    const { part } = (this.#database as OwnDatabase).server;
    // The server stands behind a shell, in its group.
    for (const pid of await groupOf(part.pid)) await run('prlimit', ['--pid', pid, '--fsize=1']);
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

  /** Waits until every part behind every server is there. */
  async ready(): Promise<void> {
    for (const server of this.#own.keys()) {
      const url = `${this.urlOf(server)}/readyz`;
      await until(async () => (await fetch(url).catch(() => undefined))?.ok, 'readiness', 60_000);
    }
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

  /** The house's own database as its owner sees it, its log of changes too. */
  get ownerUri(): string {
    return (this.#database as OwnDatabase).server.ownerUri;
  }

  /** Stops everything and leaves the folder as it is. */
  async stop(): Promise<void> {
    const but = [...this.#parts].filter(([name]) => name !== 'engine');
    await Promise.all(but.map(([, part]) => part.stop()));
    await this.#parts.get('engine')?.stop();
    await this.#balancer?.close();
    await this.#database?.server.part.stop();
  }

  async close(): Promise<void> {
    await this.stop();
    if (!this.#database) await this.#drop();
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
  await mkdir(join(folder, 'mongod'), { recursive: true, mode: 0o700 });
  return { server: await startMongod(join(folder, 'mongod'), port, 0.25), port };
}
