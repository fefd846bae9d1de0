/**
 * P4: letters from start to end beside Flowable 7 (embedded, H2 in a file, four threads, warmed for two minutes): each
 * caller begins one, finds, claims and completes its three tasks, and begins the next. Ours goes over gRPC and REST to a
 * process of its own, with a worker in another, and is durable at every answer; Flowable's calls stay in its process and
 * H2 does not sync at each commit. Both are told by CPU too, for a machine that others use. Needs Java 17 and Maven.
 */
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Pool } from 'undici';
import { onPath, run } from '../../test/contract/clients/toolbox.ts';
import { startEngineProcess } from '../../test/contract/engine-process.ts';
import { rawGateway } from '../../test/contract/raw-grpc.ts';
import { helper } from '../child.ts';
import { letter } from '../engine/loads.ts';
import { processorSeconds } from '../processor.ts';
import { inFlight, judged, type Row, rounds } from '../rounds.ts';
import { keep, printed } from '../table.ts';

const callers = 4;
const turns = rounds(3);
const [warmSeconds, roundSeconds] = [process.env.BENCH_ROUNDS ? 20 : 120, 15];
const here = fileURLToPath(new URL('.', import.meta.url));
const project = fileURLToPath(new URL('../../.data/clients/flowable/', import.meta.url));

interface Round {
  rate: number;
  /** CPU seconds a letter. */
  cpu: number;
}

async function flowable(): Promise<Round[]> {
  for (const program of ['java', 'mvn']) if (!onPath(program)) throw new Error(`${program} is not there`);
  const sources = join(project, 'src', 'main', 'java');
  await mkdir(sources, { recursive: true });
  await copyFile(join(here, 'pom.xml'), join(project, 'pom.xml'));
  await copyFile(join(here, 'Letters.java'), join(sources, 'Letters.java'));
  const goals = ['-q', '-B', 'dependency:copy-dependencies', 'compile'];
  const built = await run('mvn', goals, { cwd: project, seconds: 400 });
  if (built.code !== 0)
    throw new Error(`Flowable cannot be had: ${built.out.trim().split('\n').slice(0, 3).join(' | ')}`);
  const folder = await mkdtemp(join(tmpdir(), 'bench-flowable-'));
  try {
    const diagram = join(folder, 'letter.bpmn20.xml');
    await writeFile(diagram, letter('flowable'));
    const classPath = `${join(project, 'target', 'classes')}:${join(project, 'target', 'dependency', '*')}`;
    const numbers = [callers, warmSeconds, roundSeconds, turns].map(String);
    const args = ['-Xmx1g', '-cp', classPath, 'Letters', diagram, join(folder, 'h2'), ...numbers];
    const { code, out } = await run('java', args, { seconds: 600 });
    const lines = out.split('\n').filter((line) => line.startsWith('{'));
    if (code !== 0 || lines.length !== turns) throw new Error(`Flowable ended with ${code}: ${out.slice(0, 500)}`);
    return lines.map((line) => JSON.parse(line) as Round);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function ours(): Promise<Round[]> {
  const engine = await startEngineProcess();
  const { child: worker } = await helper('../stack/worker.ts', import.meta.url, [engine.address]);
  const gateway = rawGateway(engine.address);
  const rest = new Pool(engine.restUrl, { connections: callers });
  const call = async <Answer>(method: 'POST', path: string, body: object): Promise<Answer | undefined> => {
    const headers = { 'content-type': 'application/json' };
    const answer = await rest.request({ method, path, headers, body: JSON.stringify(body) });
    const text = await answer.body.text();
    if (answer.statusCode >= 300) throw new Error(`${path}: ${answer.statusCode} ${text}`);
    return text ? (JSON.parse(text) as Answer) : undefined;
  };
  /** The next open task of the letter; it comes when the worker has done what stands before it. */
  async function next(processInstanceKey: string): Promise<string> {
    for (;;) {
      const filter = { processInstanceKey, state: 'CREATED' };
      const found = await call<{ items: { userTaskKey: string }[] }>('POST', '/v2/user-tasks/search', { filter });
      if (found!.items[0]) return found!.items[0].userTaskKey;
    }
  }
  async function one(): Promise<void> {
    const created = { bpmnProcessId: 'letter', version: -1, variables: '{"urgent":true}' };
    const { processInstanceKey } = await gateway.call('CreateProcessInstance', created);
    for (let tasks = 0; tasks < 3; tasks += 1) {
      const key = await next(processInstanceKey!);
      await call('POST', `/v2/user-tasks/${key}/assignment`, { assignee: 'clerk' });
      await call('POST', `/v2/user-tasks/${key}/completion`, {});
    }
  }
  try {
    await gateway.call('DeployResource', { resources: [{ name: 'letter.bpmn', content: Buffer.from(letter()) }] });
    await inFlight(200, callers, one);
    const figures: Round[] = [];
    for (let turn = 0; turn < turns; turn += 1) {
      const count = 500;
      const before = await processorSeconds(process.pid);
      const { seconds } = await inFlight(count, callers, one);
      figures.push({ rate: count / seconds, cpu: ((await processorSeconds(process.pid)) - before) / count });
    }
    return figures;
  } finally {
    worker.disconnect();
    gateway.close();
    await rest.close();
    await engine.dispose();
  }
}

const first = await ours();
const peer = await flowable();
const again = await ours();
const figures = first.map((round, at) => ({
  rate: (round.rate + again[at]!.rate) / 2,
  cpu: (round.cpu + again[at]!.cpu) / 2,
}));
const what = 'start to end through gRPC and REST, four callers, a worker in a process of its own, durable';
const rows: Row[] = [
  judged({
    p: 'P4',
    name: 'letters beside Flowable',
    what,
    unit: 'instances/s',
    product: figures.map(({ rate }) => rate),
    limit: { what: 'Flowable 7.1 in its process, H2, warmed', figures: peer.map(({ rate }) => rate) },
    goal: { kind: 'at least', value: 5, of: 'ratio' },
    note: `ours half before and half after Flowable’s ${warmSeconds + roundSeconds * turns} s.`,
  }),
  judged({
    p: 'P4',
    name: 'CPU of a letter beside Flowable',
    what,
    unit: 'ms',
    product: figures.map(({ cpu }) => cpu * 1000),
    limit: { what: 'Flowable, the same', figures: peer.map(({ cpu }) => cpu * 1000) },
  }),
];
console.log(printed('flowable/letters', rows));
await keep('flowable/letters', rows);
process.exit(0);
