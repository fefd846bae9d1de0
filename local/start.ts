/**
 * `npm start`: the whole product on one machine. Starts database, engine, server and workers in the order in which
 * they need one another, says where everything is, and stops them in the opposite order. A part that ends by itself is
 * started again (its state is on disk); one that ends again and again stops the whole with what it said.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openLog } from '../telemetry/log.ts';
import { loadDirectory } from './directory.ts';
import { NoDatabaseServer } from './mongod/provision.ts';
import { startMongod } from './mongod/server.ts';
import { beOnlyStarter } from './one-starter.ts';
import { buildPages, pagesFolder } from './pages.ts';
import { type Part, startNode } from './processes.ts';
import { notePorts } from './running.ts';
import { secretsIn } from './secrets.ts';
import { dataDirOf, type LocalSettings, loadDotEnv, readSettings, root } from './settings.ts';
import { welcome } from './welcome.ts';

/** Of ends that nobody asked for; what a person started this for is said plainly. */
const log = openLog('start', 'warn');
const parts: Part[] = [];
let stopping: Promise<void> | undefined;

/** Stops in the order in which nothing is lost: people first, then what works for them, then what remembers. */
function stop(code: number): Promise<void> {
  stopping ??= (async () => {
    const patience = 4_000;
    const named = (name: string) => parts.filter((part) => part.name === name).map((part) => part.stop(patience));
    await Promise.all([...named('server'), ...named('workers')]);
    await Promise.all(named('engine'));
    await Promise.all(named('database'));
    process.exit(code);
  })();
  return stopping;
}

/** Keeps a part of ours running: three unwanted ends within a minute are one too many. */
function keep(name: string, file: string, env: NodeJS.ProcessEnv): Promise<Record<string, number>> {
  const ends: number[] = [];
  const begin = (): Promise<Record<string, number>> => {
    const part = startNode(name, join(root, file), env);
    parts.push(part);
    part.ended.then((why) => {
      parts.splice(parts.indexOf(part), 1);
      if (stopping) return;
      log.error(why);
      const now = Date.now();
      ends.push(now);
      if (ends.filter((at) => now - at < 60_000).length >= 3) {
        log.fatal(`${name} ends again and again: stopping everything.`);
        void stop(1);
      } else {
        begin().catch(() => {});
      }
    });
    return part.ready;
  };
  return begin();
}

function environment(settings: LocalSettings, mongodbUri: string): NodeJS.ProcessEnv {
  const { ports, zeebe } = settings;
  const text = (port: number) => String(port);
  return {
    ...process.env,
    HOST: settings.host,
    PORT: text(ports.http),
    PUBLIC_URL: settings.publicUrl,
    DATA_DIR: settings.dataDir,
    MONGODB_URI: mongodbUri,
    ZEEBE_ADDRESS: zeebe?.grpc ?? `127.0.0.1:${ports.grpc}`,
    ZEEBE_REST_ADDRESS: zeebe?.rest ?? `http://127.0.0.1:${ports.rest}`,
    ENGINE_GRPC_PORT: text(ports.grpc),
    ENGINE_REST_PORT: text(ports.rest),
    ENGINE_MANAGEMENT_PORT: text(ports.management),
    ENGINE_DATA_DIR: join(settings.dataDir, 'engine'),
    ENGINE_RECORDS_URL: `http://127.0.0.1:${ports.records}`,
    RECORDS_PORT: text(ports.records),
    CLOCK_CONTROLLED: settings.clockControlled ? '1' : '0',
    DEMO: settings.demo ? '1' : '0',
    WEB_DIST: pagesFolder,
  };
}

async function main(): Promise<void> {
  const began = Date.now();
  loadDotEnv();
  const dataDir = dataDirOf(process.env);
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  await beOnlyStarter(dataDir);
  const settings = await readSettings(process.env);
  const secrets = await secretsIn(settings.dataDir);
  notePorts(settings.dataDir, settings.ports);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0));
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) void stop(0);
  }, 500).unref();

  const pages = buildPages();
  pages.catch(() => {});
  let mongodbUri = settings.mongodbUri;
  if (!mongodbUri) {
    const database = await startMongod(join(settings.dataDir, 'mongod'), settings.ports.mongod);
    parts.push(database.part);
    mongodbUri = database.uri;
    database.part.ended.then((why) => {
      if (stopping) return;
      log.fatal(`${why}: stopping everything. Its log: ${join(settings.dataDir, 'mongod', 'mongod.log')}`);
      void stop(1);
    });
  }
  const env = environment(settings, mongodbUri);
  const engine = settings.zeebe ? undefined : keep('engine', 'engine/main.ts', env);
  const password = settings.demoPassword ?? secrets.demoPassword;
  const directory = loadDirectory({ mongodbUri, demo: settings.demo, password });
  await Promise.all([engine, directory, pages]);
  if (stopping) return;
  await Promise.all([keep('server', 'server/main.ts', env), keep('workers', 'workers/main.ts', env)]);
  await ready(settings.ports.http, settings.host);
  console.log(welcome(settings, await directory, settings.demo ? password : undefined, Date.now() - began));
}

/** The server listens before everything behind it is there; `/readyz` says when it is. */
async function ready(port: number, host: string): Promise<void> {
  const at = host === '0.0.0.0' ? '127.0.0.1' : host;
  while (!stopping) {
    const answer = await fetch(`http://${at}:${port}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

main().catch(async (error: Error) => {
  if (stopping) return;
  console.error(error.message);
  if (error instanceof NoDatabaseServer) console.error(error.instead);
  await stop(error instanceof NoDatabaseServer ? 69 : 1);
});
