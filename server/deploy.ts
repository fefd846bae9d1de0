/**
 * Deploys what is in `bpmn/`. As a program (`npm run deploy`): all of it. As the server's start does it: only where the
 * engine has no definition of the process yet, so that a change in the diagram is never deployed unasked.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Store } from '../store/store.ts';
import type { Zeebe } from './zeebe.ts';

export const processId = 'field-report';

/** Every `.bpmn`, `.dmn` and `.form` of the folder and its `forms/`. */
export async function filesOf(folder: string): Promise<{ name: string; content: Buffer }[]> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => /\.(bpmn|dmn|form)$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => ({ name: name.replaceAll('\\', '/'), content: await readFile(join(folder, name)) })),
  );
}

/** Deploys all files in one deployment, so that forms bind to the diagram's version. Returns their names. */
export async function deployAll(zeebe: Zeebe, folder: string): Promise<string[]> {
  const files = await filesOf(folder);
  if (files.length === 0) throw new Error(`There is nothing to deploy in ${folder}`);
  await zeebe.deploy(files);
  return files.map((file) => file.name);
}

/**
 * Deploys where nothing of that process id is there. The records tell what the engine has; a first start waits a moment
 * for them, since an engine that kept its journal may still be sending.
 */
export async function deployWhereMissing(store: Store, zeebe: Zeebe, folder: string): Promise<boolean> {
  if (await store.definitions.latest(processId)) return false;
  if (await zeebe.hasDefinition(processId)) return false;
  await deployAll(zeebe, folder);
  return true;
}

if (import.meta.main) {
  const { readSettings, SettingError } = await import('./settings.ts');
  const { zeebeOver } = await import('./zeebe.ts');
  try {
    const settings = readSettings({ MONGODB_URI: 'mongodb://unused', ...process.env });
    const zeebe = zeebeOver(settings.engine);
    const names = await deployAll(zeebe, settings.bpmnDir);
    await zeebe.close();
    console.log(`Deployed ${names.join(', ')}`);
  } catch (error) {
    console.error(error instanceof SettingError ? error.message : `Not deployed: ${(error as Error).message}`);
    process.exitCode = 1;
  }
}
