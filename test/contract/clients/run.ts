/**
 * `npm run contract:clients`: unmodified clients of other languages against the engine, each on a fresh process. They are
 * fetched into `.data/clients` once. A line a client; ends with 1 if a call failed, with 0 where only a toolchain lacks.
 */
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type EngineProcess, startEngineProcess } from '../engine-process.ts';
import { type Heard, heard, onPath, run } from './toolbox.ts';
import { zbctlCalls } from './zbctl.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const cache = fileURLToPath(new URL('../../../.data/clients/', import.meta.url));

interface Client {
  name: string;
  /** Why it can't be had here; undefined once it is there. */
  fetch(): Promise<string | undefined>;
  calls(engine: EngineProcess): Promise<Heard>;
}

const firstLines = (out: string) => out.trim().split('\n').slice(0, 3).join(' | ');
const lastLine = (out: string) => out.trim().split('\n').at(-1) ?? '';

const zbctl: Client = {
  name: 'zbctl 8.4.1 (Go)',
  async fetch() {
    if (process.platform !== 'linux' || process.arch !== 'x64') return 'its package has no program for this machine';
    const folder = join(cache, 'zbctl');
    const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', folder, 'zbctl@8.4.1'];
    const { code, out } = await run('npm', args, { seconds: 180 });
    return code === 0 ? undefined : `it cannot be fetched (${lastLine(out)})`;
  },
  calls: (engine) => zbctlCalls(join(cache, 'zbctl/node_modules/zbctl/bin/zbctl-cli.linux'), engine, here),
};

const python = join(cache, 'pyzeebe', 'bin', 'python');
const pyzeebe: Client = {
  name: 'pyzeebe 4.7.0 (Python)',
  async fetch() {
    if (!onPath('python3')) return 'no python3';
    const made = await run('python3', ['-m', 'venv', join(cache, 'pyzeebe')]);
    if (made.code !== 0) return `no virtual environment can be made (${lastLine(made.out)})`;
    const requirements = join(here, 'python', 'requirements.txt');
    const { code, out } = await run(python, ['-m', 'pip', 'install', '-q', '--require-hashes', '-r', requirements], {
      seconds: 300,
    });
    return code === 0 ? undefined : `it cannot be fetched (${lastLine(out)})`;
  },
  calls: async (engine) => heard(await run(python, [join(here, 'python', 'calls.py'), engine.address, here])),
};

/** The generations differ in package, name and some commands. */
interface Generation {
  artefact: string;
  version: string;
  words: Record<string, string>;
  userTasks: boolean;
}
const older = {
  CLIENT_PACKAGE: 'io.camunda.zeebe.client',
  CLIENT: 'ZeebeClient',
  PLAINTEXT: '.usePlaintext()',
  USER_TASK_ASSIGN: 'newUserTaskAssignCommand',
  USER_TASK_UPDATE: 'newUserTaskUpdateCommand',
  USER_TASK_UNASSIGN: 'newUserTaskUnassignCommand',
  USER_TASK_COMPLETE: 'newUserTaskCompleteCommand',
};
const newer = {
  CLIENT_PACKAGE: 'io.camunda.client',
  CLIENT: 'CamundaClient',
  PLAINTEXT: '',
  USER_TASK_ASSIGN: 'newAssignUserTaskCommand',
  USER_TASK_UPDATE: 'newUpdateUserTaskCommand',
  USER_TASK_UNASSIGN: 'newUnassignUserTaskCommand',
  USER_TASK_COMPLETE: 'newCompleteUserTaskCommand',
};
const generations: Generation[] = [
  // Its user-task commands go to /v1, which 8.8 does not serve.
  { artefact: 'zeebe-client-java', version: '8.5.25', words: older, userTasks: false },
  { artefact: 'zeebe-client-java', version: '8.6.39', words: older, userTasks: true },
  { artefact: 'camunda-client-java', version: '8.8.14', words: newer, userTasks: true },
];

function java({ artefact, version, words, userTasks }: Generation): Client {
  const folder = join(cache, `${artefact}-${version}`);
  const maven = (goal: string) =>
    run('mvn', ['-q', '-B', `-Dclient=${artefact}`, `-DclientVersion=${version}`, goal], { cwd: folder, seconds: 400 });
  return {
    name: `${artefact} ${version} (Java)`,
    async fetch() {
      if (!onPath('java')) return 'no java';
      if (!onPath('mvn')) return 'no mvn';
      const sources = join(folder, 'src', 'main', 'java');
      await mkdir(sources, { recursive: true });
      await cp(join(here, 'java', 'pom.xml'), join(folder, 'pom.xml'));
      let text = await readFile(join(here, 'java', 'Calls.java'), 'utf8');
      // The longer words first: one is the beginning of another.
      for (const [word, meant] of Object.entries(words).sort(([a], [b]) => b.length - a.length)) {
        text = text.replaceAll(new RegExp(`\\b${word}\\b`, 'g'), meant);
      }
      await writeFile(join(sources, 'Calls.java'), text);
      const { code, out } = await maven('dependency:copy-dependencies');
      return code === 0 ? undefined : `it cannot be fetched (${firstLines(out)})`;
    },
    async calls(engine) {
      const built = await maven('compile');
      if (built.code !== 0) return { ok: 0, failed: [`it cannot be built (${firstLines(built.out)})`] };
      const classPath = `${join(folder, 'target', 'classes')}:${join(folder, 'target', 'dependency', '*')}`;
      const args = ['-cp', classPath, 'Calls', engine.address, engine.restUrl, here, String(userTasks)];
      return heard(await run('java', args));
    },
  };
}

await mkdir(cache, { recursive: true });
let failures = 0;
for (const client of [zbctl, pyzeebe, ...generations.map(java)]) {
  const lacks = await client.fetch();
  if (lacks !== undefined) {
    console.log(`${client.name}: not run: ${lacks}`);
    continue;
  }
  const engine = await startEngineProcess();
  const { ok, failed } = await client.calls(engine);
  await engine.dispose();
  console.log(`${client.name}: ${ok + failed.length} calls, ${failed.length} failed`);
  for (const one of failed) console.log(`  ${one}`);
  failures += failed.length;
}
process.exit(failures > 0 ? 1 : 0);
