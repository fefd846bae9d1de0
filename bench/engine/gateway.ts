/**
 * P2: commands through the gateways as clients send them, durable, beside an empty server of the same library with the
 * same message in a process of its own. Client, product and limit share two cores, so the client is a large part of both.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { Client, credentials, status } from '@grpc/grpc-js';
import { Pool } from 'undici';
import { gatewayService } from '../../engine/gateway/grpc/protocol.ts';
import { type EngineProcess, startEngineProcess } from '../../test/contract/engine-process.ts';
import { helper } from '../child.ts';
import { inFlight, inTurns, judged, median, quantile, type Row, rounds } from '../rounds.ts';
import { keep, printed } from '../table.ts';
import { letter, oneTask } from './loads.ts';

type Method = { path: string; requestSerialize(value: unknown): Buffer; responseDeserialize(bytes: Buffer): unknown };
function caller(address: string) {
  const client = new Client(address, credentials.createInsecure(), { 'grpc.use_local_subchannel_pool': 1 });
  const once = (name: string, request: object) => {
    const method = gatewayService[name] as unknown as Method;
    return new Promise<Record<string, string>>((resolve, reject) =>
      client.makeUnaryRequest(
        method.path,
        method.requestSerialize,
        method.responseDeserialize as (bytes: Buffer) => Record<string, string>,
        request,
        (error, answer) => (error ? reject(error) : resolve(answer!)),
      ),
    );
  };
  /** A gateway that has too much to do is asked again, as clients do. */
  return async function call(name: string, request: object): Promise<Record<string, string>> {
    for (;;) {
      try {
        return await once(name, request);
      } catch (error) {
        if ((error as { code?: number }).code !== status.RESOURCE_EXHAUSTED) throw error;
        await pause(20);
      }
    }
  };
}

const { child: echo, told: ports } = await helper<{ grpc: number; rest: number }>('./echo.ts', import.meta.url);
const engine = await startEngineProcess();
const real = caller(engine.address);
const bare = caller(`127.0.0.1:${ports.grpc}`);
await real('DeployResource', {
  resources: [
    { name: 'one-task.bpmn', content: Buffer.from(oneTask) },
    { name: 'letter.bpmn', content: Buffer.from(letter()) },
  ],
});

const count = 3000;
const late: number[] = [];
/** Keys of jobs that wait, made without being timed. */
async function jobs(many = count, of = engine, call = real): Promise<string[]> {
  const created = await inFlightKeys(many, () =>
    call('CreateProcessInstance', { bpmnProcessId: 'one-task', version: -1 }),
  );
  const found = new Set<string>();
  while (found.size < created.length) for (const key of await activated(created.length, of)) found.add(key);
  return [...found];
}
function activated(most: number, of: EngineProcess): Promise<string[]> {
  const client = new Client(of.address, credentials.createInsecure());
  const method = gatewayService.ActivateJobs as unknown as Method;
  const keys: string[] = [];
  return new Promise((resolve, reject) => {
    client
      .makeServerStreamRequest(
        method.path,
        method.requestSerialize,
        method.responseDeserialize as (bytes: Buffer) => { jobs: { key: string }[] },
        { type: 'work', worker: 'bench', timeout: 3_600_000, maxJobsToActivate: most, requestTimeout: -1 },
      )
      .on('data', (answer: { jobs: { key: string }[] }) => keys.push(...answer.jobs.map((job) => job.key)))
      .on('error', reject)
      .on('end', () => resolve(keys));
  });
}
async function inFlightKeys(many: number, call: () => Promise<Record<string, string>>): Promise<string[]> {
  const keys: string[] = [];
  await inFlight(many, 64, async () => {
    keys.push((await call()).processInstanceKey!);
  });
  return keys;
}

const rows: Row[] = [];
for (const atATime of [1, 32, 128]) {
  const some = atATime === 1 ? 400 : count;
  const turns = await inTurns(
    rounds(5),
    async () => {
      const keys = await jobs();
      const { seconds, each } = await inFlight(some, atATime, (at) =>
        real('CompleteJob', { jobKey: keys[at], variables: '{"done":true}' }),
      );
      late.push(quantile(each, 0.99));
      await inFlight(keys.length - some, 64, (at) => real('CompleteJob', { jobKey: keys[some + at], variables: '{}' }));
      return some / seconds;
    },
    async () =>
      some /
      (await inFlight(some, atATime, (at) => bare('CompleteJob', { jobKey: 2 ** 51 + at, variables: '{"done":true}' })))
        .seconds,
  );
  rows.push(
    judged({
      p: 'P2',
      name: `gRPC complete job, ${atATime} in flight`,
      what: 'answered when on disk',
      unit: 'calls/s',
      product: turns.product,
      limit: { what: 'empty grpc-js server', figures: turns.limit },
      ...(atATime > 1 && { goal: { kind: 'at least', value: 0.6, of: 'ratio' } as const }),
      note: `p99 ${median(late.splice(0)).toFixed(1)} ms.`,
    }),
  );
}

const pool = new Pool(engine.restUrl, { connections: 32 });
const bareRest = new Pool(`http://127.0.0.1:${ports.rest}`, { connections: 32 });
const completion = async (target: Pool, key: string) => {
  const { statusCode, body } = await target.request({
    method: 'POST',
    path: `/v2/user-tasks/${key}/completion`,
    headers: { 'content-type': 'application/json' },
    body: '{"variables":{"done":true}}',
  });
  await body.dump();
  if (statusCode !== 204) throw new Error(`HTTP ${statusCode}`);
};
/** Keys of tasks that wait in letters begun for this round. */
async function tasks(many: number): Promise<string[]> {
  await inFlight(many, 64, () => real('CreateProcessInstance', { bpmnProcessId: 'letter', version: -1 }));
  const keys: string[] = [];
  for (let after: string | undefined; keys.length < many; ) {
    const { body } = await pool.request({
      method: 'POST',
      path: '/v2/user-tasks/search',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        filter: { elementId: 'read', state: 'CREATED' },
        page: { limit: 1000, ...(after && { after }) },
      }),
    });
    const found = (await body.json()) as { items: { userTaskKey: string }[]; page: { endCursor: string } };
    if (found.items.length === 0) throw new Error(`only ${keys.length} of ${many} tasks`);
    keys.push(...found.items.map((task) => task.userTaskKey));
    after = found.page.endCursor;
  }
  return keys.slice(0, many);
}
const forms = await inTurns(
  rounds(5),
  async () => {
    const keys = await tasks(1500);
    return keys.length / (await inFlight(keys.length, 32, (at) => completion(pool, keys[at]!))).seconds;
  },
  async () => 1500 / (await inFlight(1500, 32, (at) => completion(bareRest, String(at + 1)))).seconds,
);
rows.push(
  judged({
    p: 'P2',
    name: 'REST complete user task, 32 in flight',
    what: 'answered when on disk',
    unit: 'calls/s',
    product: forms.product,
    limit: { what: 'empty Fastify server', figures: forms.limit },
    note: 'a user task completes with about three times the records of a job.',
  }),
);

/** Complete-job calls a second on an engine of its own in which so many others wait. */
async function among(live: number) {
  const process = await startEngineProcess();
  const call = caller(process.address);
  await call('DeployResource', { resources: [{ name: 'one-task.bpmn', content: Buffer.from(oneTask) }] });
  await inFlight(live, 64, () => call('CreateProcessInstance', { bpmnProcessId: 'one-task', version: -1 }));
  const figures: number[] = [];
  return {
    live,
    figures,
    dispose: () => process.dispose(),
    async once(): Promise<void> {
      const keys = await jobs(1000, process, call);
      const { seconds } = await inFlight(keys.length, 32, (at) =>
        call('CompleteJob', { jobKey: keys[at], variables: '{"done":true}' }),
      );
      figures.push(keys.length / seconds);
    },
  };
}
const living = [await among(1_000), await among(10_000), await among(100_000)];
for (const { once } of living) await once();
for (const { figures } of living) figures.length = 0;
for (let turn = 0; turn < rounds(5); turn++)
  for (const { once } of turn % 2 === 0 ? living : living.toReversed()) await once();
for (const { dispose } of living) await dispose();
rows.push(
  judged({
    p: 'P15',
    name: 'gRPC complete job among 100,000',
    what: 'answered when on disk, 32 in flight, while so many instances wait',
    unit: 'calls/s',
    product: living.at(-1)!.figures,
    limit: { what: 'among 1,000', figures: living[0]!.figures },
    goal: { kind: 'at least', value: 0.5, of: 'ratio' },
    curve: living.map(({ live, figures }) => ({ size: live.toLocaleString('en'), figures })),
  }),
);

await engine.dispose();
echo.disconnect();
console.log(printed('engine/gateway', rows));
await keep('engine/gateway', rows);
process.exit(0);
