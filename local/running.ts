/**
 * Where the parts of this installation are, for commands that are run beside it: `npm start` notes its ports in
 * DATA_DIR (no secrets), and what the environment says wins over the note.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { accessTo, startMongod } from './mongod/server.ts';
import { choosePort } from './ports.ts';
import { dataDirOf, type LocalSettings, root } from './settings.ts';

interface Note {
  pid: number;
  ports: Partial<LocalSettings['ports']>;
}

const noteIn = (dataDir: string): string => join(dataDir, 'running.json');

/** Taken away again when this process ends. */
export function notePorts(dataDir: string, ports: LocalSettings['ports']): void {
  const file = noteIn(dataDir);
  writeFileSync(file, JSON.stringify({ pid: process.pid, ports } satisfies Note), { mode: 0o600 });
  process.once('exit', () => rmSync(file, { force: true }));
}

async function runningPorts(dataDir: string): Promise<Note['ports']> {
  try {
    const { pid, ports } = JSON.parse(await readFile(noteIn(dataDir), 'utf8')) as Note;
    process.kill(pid, 0);
    return ports;
  } catch (error) {
    // EPERM: it runs under another user.
    if ((error as NodeJS.ErrnoException).code === 'EPERM') throw error;
    return {};
  }
}

export interface Installation {
  dataDir: string;
  keysDir: string;
  anchorsFile: string;
  mongodbUri: string;
  /** Base address of the engine's management port. */
  management: string;
  /** Where the embedded engine puts its backups. */
  engineBackups: string;
  /** Ends what was started only to look. */
  close(): Promise<void>;
}

/**
 * The installation that DATA_DIR and the other settings name. Where its embedded database does not run and
 * `startDatabase` is set, it is started for as long as the command takes.
 * @throws Error that says what is not running
 */
export async function findInstallation(env: NodeJS.ProcessEnv, startDatabase = false): Promise<Installation> {
  const dataDir = dataDirOf(env);
  const ports = await runningPorts(dataDir);
  const engineDir = env.ENGINE_DATA_DIR || join(dataDir, 'engine');
  const managementPort = ports.management || env.ENGINE_MANAGEMENT_PORT || '9600';
  const found = {
    dataDir,
    keysDir: resolve(root, env.KEYS_DIR || join(dataDir, 'keys')),
    anchorsFile: join(dataDir, 'audit-anchors.log'),
    management: (env.ZEEBE_MANAGEMENT_ADDRESS || `http://127.0.0.1:${managementPort}`).replace(/\/+$/, ''),
    engineBackups: resolve(root, env.ENGINE_BACKUP_DIR || join(engineDir, 'backups')),
    close: async () => {},
  };
  if (env.MONGODB_URI) return { ...found, mongodbUri: env.MONGODB_URI };
  const folder = join(dataDir, 'mongod');
  if (ports.mongod) return { ...found, mongodbUri: (await accessTo(folder, ports.mongod)).uri };
  if (!startDatabase)
    throw new Error(`Nothing runs on ${dataDir}. Start it, or set DATA_DIR or MONGODB_URI to where it is.`);
  const { uri, part } = await startMongod(folder, await choosePort('MONGOD_PORT', 0));
  return { ...found, mongodbUri: uri, close: () => part.stop() };
}
