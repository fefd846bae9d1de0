/**
 * kill -9 of the engine under load, at moments that a seed decides (printed; `KILL_SEED` repeats a run). What was
 * acknowledged must be there, nothing may be done twice, and the record stream must equal the log.
 */
import { afterAll, expect, test } from 'vitest';
import { startReceiver } from '../../../engine/records/receiver.testing.ts';
import { randomFrom } from '../../house/random.ts';
import { eventually, rest } from '../clients.ts';
import { form, taskProcess, userTaskProcess } from '../diagrams.ts';
import { type EngineProcess, startEngineProcess } from '../engine-process.ts';
import { type RawGateway, rawGateway } from '../raw-grpc.ts';
import { type ExportedRecord, exportedIds, readLog } from './log.ts';

const seed = Number(process.env.KILL_SEED ?? Date.now() % 1_000_000);
const rounds = Number(process.env.KILL_ROUNDS ?? 6);
const loops = 8;

let engine: EngineProcess;
afterAll(() => engine?.dispose());

/** What the engine answered with success. */
interface Acknowledged {
  instances: Set<string>;
  jobs: Set<string>;
  tasks: Set<string>;
  messages: Set<string>;
}

const logs: { log: string; env: Record<string, string> }[] = [
  { log: 'whole', env: {} },
  // So small that snapshots are written, and segments removed, many times a round.
  { log: 'shortened by snapshots', env: { ENGINE_SNAPSHOT_EVERY: '150000' } },
];

test.each(logs)(
  `kill -9 at ${rounds} random moments under load, the log $log (KILL_SEED=${seed})`,
  { timeout: 40_000 * rounds },
  async ({ env }) => {
    console.log(`kill.test.ts: KILL_SEED=${seed} KILL_ROUNDS=${rounds}`);
    const next = randomFrom(seed);
    const receiver = await startReceiver();
    engine = await startEngineProcess({ ENGINE_RECORDS_URL: receiver.url, ...env });
    const acknowledged: Acknowledged = { instances: new Set(), jobs: new Set(), tasks: new Set(), messages: new Set() };
    const first = rawGateway(engine.address);
    await first.call('DeployResource', {
      resources: [
        { name: 'work.bpmn', content: Buffer.from(taskProcess('work', 'work')) },
        { name: 'review.bpmn', content: Buffer.from(userTaskProcess('review', 'officers', 'review')) },
        { name: 'review.form', content: Buffer.from(form('review')) },
      ],
    });
    first.close();

    for (let round = 0; round < rounds; round++) {
      const gateway = rawGateway(engine.address);
      let over = false;
      const running = Array.from({ length: loops }, (_, n) => load(n, gateway, acknowledged, () => over));
      await new Promise((resolve) => setTimeout(resolve, 100 + next() * 700));
      await engine.kill();
      over = true;
      gateway.close();
      await Promise.all(running);
      await engine.start();
    }
    await finish(acknowledged);
    await receiver.until(() => {
      const ends = [...receiver.documents.values()].filter((one) => isEnd(JSON.parse(one.text)));
      return ends.length >= acknowledged.instances.size;
    });
    expect(await engine.stop()).toBe(0);

    const { records: log, shortened } = await readLog(engine);
    // What a graceful stop left unsent goes out with the next start.
    await engine.start();
    const owed = exportedIds(log);
    await receiver.until(() => owed.every((id) => receiver.documents.has(id)));
    await engine.dispose();
    const stream = [...receiver.documents.values()].map((one) => JSON.parse(one.text) as ExportedRecord);

    expect(shortened).toBe('ENGINE_SNAPSHOT_EVERY' in env);
    expect(log.map((one) => one.position)).toEqual(Array.from({ length: log.length }, (_, i) => log[0]!.position + i));
    expect(receiver.changed).toEqual([]);
    // In the order of the log, whole, and with sequences that leave none out.
    const ids = [...receiver.documents.keys()];
    if (!shortened) expect(ids.slice(0, owed.length)).toEqual(owed);
    const positions = stream.map((one) => one.position);
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
    for (const sequences of Object.values(Object.groupBy(stream, (one) => one.valueType)))
      expect(sequences!.map((one) => one.sequence - 2 ** 51)).toEqual(sequences!.map((_, i) => i + 1));

    const times = (valueType: string, intent: string, only = (_one: ExportedRecord) => true) => {
      const counts = new Map<string, number>();
      for (const one of stream)
        if (one.valueType === valueType && one.intent === intent && only(one))
          counts.set(String(one.key), (counts.get(String(one.key)) ?? 0) + 1);
      return counts;
    };
    const isProcess = (one: ExportedRecord) => one.value.bpmnElementType === 'PROCESS';
    const begun = times('PROCESS_INSTANCE', 'ELEMENT_ACTIVATED', isProcess);
    const ended = times('PROCESS_INSTANCE', 'ELEMENT_COMPLETED', isProcess);
    const completed = times('JOB', 'COMPLETED');
    const reviewed = times('USER_TASK', 'COMPLETED');
    const published = times('MESSAGE', 'PUBLISHED');
    for (const counts of [begun, ended, completed, reviewed, published])
      expect([...counts.values()].every((count) => count === 1)).toBe(true);
    expect(missing(acknowledged.instances, begun)).toEqual([]);
    expect(missing(acknowledged.jobs, completed)).toEqual([]);
    expect(missing(acknowledged.tasks, reviewed)).toEqual([]);
    expect(missing(acknowledged.messages, published)).toEqual([]);
    // Every instance that was begun, acknowledged or not, was worked off exactly once.
    expect(new Set(ended.keys())).toEqual(new Set(begun.keys()));
    expect(completed.size + reviewed.size).toBe(begun.size);
    expect(acknowledged.instances.size).toBeGreaterThan(rounds * 5);
    expect(acknowledged.jobs.size).toBeGreaterThan(rounds);
  },
);

function isEnd(record: ExportedRecord): boolean {
  return record.intent === 'ELEMENT_COMPLETED' && record.value.bpmnElementType === 'PROCESS';
}

function missing(owed: Set<string>, there: Map<string, number>): string[] {
  return [...owed].filter((key) => !there.has(key));
}

/** One loop of one user: creates, works jobs off, completes user tasks, publishes; until the engine is gone. */
async function load(n: number, gateway: RawGateway, acknowledged: Acknowledged, over: () => boolean): Promise<void> {
  const quietly = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch {
      // No answer: done or not, the engine decides; nothing was promised.
    }
  };
  for (let step = 0; !over(); step++) {
    await quietly(async () => {
      const bpmnProcessId = (n + step) % 4 === 0 ? 'review' : 'work';
      const made = await gateway.call('CreateProcessInstance', { bpmnProcessId, version: -1, variables: `{"n":${n}}` });
      acknowledged.instances.add(made.processInstanceKey!);
    });
    await quietly(async () => {
      const jobs = await gateway.activate({
        type: 'work',
        worker: `w${n}`,
        timeout: 2000,
        maxJobsToActivate: 3,
        requestTimeout: -1,
      });
      for (const job of jobs) {
        await gateway.call('CompleteJob', { jobKey: job.key, variables: '{"ok":true}' });
        acknowledged.jobs.add(job.key);
      }
    });
    await quietly(async () => {
      const { json } = await rest(engine, 'POST', '/user-tasks/search', {
        filter: { state: 'CREATED' },
        page: { from: n, limit: 1 },
      });
      const key = json.items[0]?.userTaskKey as string | undefined;
      if (!key) return;
      const { status } = await rest(engine, 'POST', `/user-tasks/${key}/completion`, { variables: { by: n } });
      if (status === 204) acknowledged.tasks.add(key);
    });
    await quietly(async () => {
      const request = { name: 'note', correlationKey: `${n}`, timeToLive: '60000', variables: '' };
      acknowledged.messages.add((await gateway.call('PublishMessage', request)).key!);
    });
  }
}

/** Works off everything that is left. */
async function finish(acknowledged: Acknowledged): Promise<void> {
  const gateway = rawGateway(engine.address);
  await eventually(async () => {
    const jobs = await gateway.activate({
      type: 'work',
      worker: 'last',
      timeout: 60_000,
      maxJobsToActivate: 100,
      requestTimeout: 100,
    });
    for (const job of jobs) {
      await gateway.call('CompleteJob', { jobKey: job.key, variables: '' });
      acknowledged.jobs.add(job.key);
    }
    const { json } = await rest(engine, 'POST', '/user-tasks/search', {
      filter: { state: 'CREATED' },
      page: { limit: 100 },
    });
    for (const { userTaskKey } of json.items) {
      const { status } = await rest(engine, 'POST', `/user-tasks/${userTaskKey}/completion`, {});
      if (status === 204) acknowledged.tasks.add(String(userTaskKey));
    }
    const left = await rest(engine, 'POST', '/process-instances/search', {
      filter: { state: 'ACTIVE' },
      page: { limit: 1 },
    });
    return left.json.page.totalItems === 0 ? true : undefined;
  });
  gateway.close();
}
