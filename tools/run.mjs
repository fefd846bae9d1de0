/**
 * Runs a command of this project with its dependencies installed and the project's own Node in front.
 * Plain JavaScript without imports of ours: it must run on the machine's Node (20 or later) before anything is
 * installed. Used by every script of package.json: `node tools/run.mjs <command> [arguments]`.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stamp = join(root, 'node_modules', '.installed-from');

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

async function install() {
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted()) return;
  console.error('Installing the dependencies (once, about a minute) …');
  const npm = process.env.npm_execpath;
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const options = { env: cleanEnvironment() };
  // The output of the installation goes to stderr, so that a script's own output stays clean.
  options.stdio = ['ignore', 2, 2];
  const code = npm?.endsWith('.js')
    ? await run(process.execPath, [npm, ...args], options)
    : await run('npm', args, options);
  if (code !== 0) {
    console.error(
      `The dependencies could not be installed (npm ended with ${code}). See npm's message above; then run the same command again.`,
    );
    process.exit(code);
  }
  writeFileSync(stamp, wanted());
}

await install();
const bin = join(root, 'node_modules', '.bin');
if (!existsSync(join(bin, 'node')) && Number(process.versions.node.split('.')[0]) < 26) {
  console.error(
    `Node 26 is needed; no build of it is packaged for ${process.platform}-${process.arch}, and this is ${process.version}. Install Node 26 and try again.`,
  );
  process.exit(1);
}
const [command, ...args] = process.argv.slice(2);
if (!command) {
  process.exit(0);
}
process.exit(
  await run(command, args, { env: { ...cleanEnvironment(), PATH: `${bin}${delimiter}${process.env.PATH}` } }),
);
