/**
 * Runs a command of this project with its dependencies installed and the project's own Node in front.
 * Plain JavaScript without imports of ours: it must run on the machine's Node (20 or later) before anything is
 * installed. Used by every script of package.json: `node tools/run.mjs <command> [arguments]`.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stamp = join(root, 'node_modules', '.installed-from');
const bin = join(root, 'node_modules', '.bin');
const chosen = join(root, 'node_modules', '.node');

/** What is installed is right when it was installed from this very lock file, for this kind of machine. */
function wanted() {
  const lock = readFileSync(join(root, 'package-lock.json'));
  return `${createHash('sha256').update(lock).digest('hex')} ${process.platform}-${process.arch}`;
}

function cleanEnvironment() {
  const env = { ...process.env };
  for (const name of Object.keys(env)) {
    if (/^npm_(package|lifecycle)_/.test(name)) delete env[name];
  }
  return env;
}

/** Starts a child and resolves with its exit code; signals to us go on to it, and it never outlives our parent. */
function run(command, args, options) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options });
    const forward = (signal) => child.kill(signal);
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, forward);
    const parent = process.ppid;
    const watch = setInterval(() => {
      if (process.ppid !== parent) child.kill('SIGTERM');
    }, 500);
    child.on('error', (error) => {
      console.error(`Cannot start ${command}: ${error.message}`);
      resolve(127);
    });
    child.on('exit', (code, signal) => {
      clearInterval(watch);
      for (const name of signals) process.off(name, forward);
      resolve(code ?? 128 + ({ SIGINT: 2, SIGTERM: 15, SIGKILL: 9 }[signal] ?? 1));
    });
  });
}

/** Installs what the lock file in `folder` says. Its output goes to stderr, so that a script's own stays clean. */
async function npmCi(folder) {
  const npm = process.env.npm_execpath;
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const options = { cwd: folder, env: cleanEnvironment(), stdio: ['ignore', 2, 2] };
  const code = npm?.endsWith('.js')
    ? await run(process.execPath, [npm, ...args], options)
    : await run('npm', args, options);
  if (code === 0) return;
  console.error(
    `The dependencies could not be installed (npm ended with ${code}). See npm's message above; then run the same command again.`,
  );
  process.exit(code);
}

async function install() {
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted()) return;
  console.error('Installing the dependencies (once, about a minute) …');
  await npmCi(root);
  await provideNode();
  writeFileSync(stamp, wanted());
}

const runs = (node) => spawnSync(node, ['--version'], { stdio: 'ignore' }).status === 0;

/**
 * Node 26 needs a library (libatomic) that a small Linux may lack, and is not packaged for every platform. Then the
 * machine's own Node serves where it is new enough, else Node 24, which runs everything here too (docs/decisions/0007).
 * The one that was chosen stands in `node_modules/.node`.
 */
async function provideNode() {
  rmSync(chosen, { recursive: true, force: true });
  if (runs(join(bin, 'node'))) return;
  mkdirSync(chosen, { recursive: true });
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 24 || (major === 24 && minor >= 7)) {
    symlinkSync(process.execPath, join(chosen, 'node'));
    return;
  }
  for (const file of ['package.json', 'package-lock.json']) {
    copyFileSync(join(root, 'tools', 'older-node', file), join(chosen, file));
  }
  console.error('Node 26 does not run on this machine (it needs libatomic): installing Node 24 …');
  await npmCi(chosen);
  const node = join(chosen, 'node_modules', '.bin', 'node');
  if (!runs(node)) {
    console.error(
      `No Node that runs on ${process.platform}-${process.arch} could be installed, and this is ${process.version}. Install Node 26 and try again.`,
    );
    process.exit(1);
  }
  symlinkSync(node, join(chosen, 'node'));
}

await install();
const [command, ...args] = process.argv.slice(2);
if (!command) {
  process.exit(0);
}
// Node keeps what it has compiled here, so that every start but the first is quicker (the engine's by a third).
const compiled = { NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'compiled') };
const path = [chosen, bin, process.env.PATH].join(delimiter);
process.exit(await run(command, args, { env: { ...compiled, ...cleanEnvironment(), PATH: path } }));
