/** Both clients, against the engine as a process: the same sentences hold for each. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Part, startNode } from '../../local/processes.ts';
import { camunda8SdkClient } from './camunda8-sdk.ts';
import type { Connection } from './connection.ts';
import { BpmnError, type Handler, type Job, NeedsMending, NotYet, type Tools } from './job.ts';
import { type RunningWorkers, startWorkers, type WorkerClient } from './worker.ts';
import { zeebeNodeClient } from './zeebe-node.ts';

const root = join(import.meta.dirname, '..', '..');
const clients: Record<string, (connection: Connection) => WorkerClient> = {
  'zeebe-node': zeebeNodeClient,
  'camunda8-sdk': camunda8SdkClient,
};

let engine: Part;
let folder: string;
let rest: string;
let connection: Connection;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clients-'));
  engine = startNode('engine', join(root, 'engine', 'main.ts'), {
    ...process.env,
    ENGINE_HOST: '127.0.0.1',
    ENGINE_GRPC_PORT: '0',
    ENGINE_REST_PORT: '0',
    ENGINE_MANAGEMENT_PORT: '0',
    ENGINE_DATA_DIR: folder,
    ENGINE_RECORDS_URL: '',
  });
  const ports = (await engine.ready) as Record<string, number>;
  connection = { address: `127.0.0.1:${ports.grpc}`, tls: false };
  rest = `http://127.0.0.1:${ports.rest}/v2`;
  const form = new FormData();
  const xml = await readFile(join(import.meta.dirname, 'probe.bpmn'));
  form.append('resources', new Blob([xml]), 'probe.bpmn');
  const answer = await fetch(`${rest}/deployments`, { method: 'POST', body: form });
  expect(answer.status).toBe(200);
});
afterAll(async () => {
  await engine.stop();
  await rm(folder, { recursive: true, force: true });
});

async function begin(variables: Record<string, unknown>): Promise<string> {
  const answer = await fetch(`${rest}/process-instances`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ processDefinitionId: 'probe', variables }),
  });
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { processInstanceKey: string }).processInstanceKey;
}

/** A handler that a test can wait for. */
function heard<T>(): { promise: Promise<T>; tell(value: T): void } {
  const { promise, resolve } = Promise.withResolvers<T>();
  return { promise, tell: resolve };
}

describe.each(Object.keys(clients))('a worker with %s', (name) => {
  let running: RunningWorkers | undefined;
  const lines: string[] = [];
  afterEach(async () => {
    await running?.stop();
    running = undefined;
    lines.length = 0;
  });

  function work(handlers: Record<string, Handler>, variables = ['answer', 'asked', 'days']): WorkerClient {
    const client = clients[name]!(connection);
    const types = Object.entries(handlers).map(([type, handler]) => ({ type, handler, variables, retries: 3 }));
    running = startWorkers(client, types, {} as Tools, {
      onJob({ job, decision }) {
        if (decision.kind === 'fail' && decision.retries < job.retries)
          lines.push(`${decision.retries} tries left: ${decision.message}`);
      },
    });
    return client;
  }

  it('gets the whole job, and its answer goes on with the instance', async () => {
    const seen = heard<Job>();
    const end = heard<Job>();
    work({
      'probe-work': async (job) => {
        seen.tell(job);
        return { answer: `${job.variables.asked}, ông/bà` };
      },
      'probe-report': async (job) => {
        end.tell(job);
        return undefined;
      },
    });
    const instance = await begin({ asked: 'Kính chào', days: 3, hidden: 'not asked for' });
    const job = await seen.promise;
    expect(job).toMatchObject({
      type: 'probe-work',
      elementId: 'work',
      processInstanceKey: instance,
      headers: { kind: 'test' },
      variables: { asked: 'Kính chào', days: 3 },
      retries: 3,
    });
    expect(job.variables).not.toHaveProperty('hidden');
    for (const key of [job.key, job.elementInstanceKey, job.processDefinitionKey]) expect(key).toMatch(/^\d{10,}$/);
    expect((await end.promise).variables).toEqual({ answer: 'Kính chào, ông/bà', asked: 'Kính chào', days: 3 });
  });

  it('tries again what failed, with a try less', async () => {
    const tries: number[] = [];
    const end = heard<void>();
    work({
      'probe-work': async (job) => {
        tries.push(job.retries);
        if (tries.length < 2) throw new Error('away');
        return { answer: 1 };
      },
      'probe-report': async () => {
        end.tell();
        return undefined;
      },
    });
    await begin({});
    await end.promise;
    expect(tries).toEqual([3, 2]);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('2 tries left: probe-work at work');
  });

  it('gives back what came too early, with all its tries', async () => {
    const tries: number[] = [];
    const end = heard<void>();
    work({
      'probe-work': async (job) => {
        tries.push(job.retries);
        if (tries.length < 5) throw new NotYet('not there yet');
        return { answer: 1 };
      },
      'probe-report': async () => {
        end.tell();
        return undefined;
      },
    });
    await begin({});
    await end.promise;
    expect(tries).toEqual([3, 3, 3, 3, 3]);
    expect(lines).toEqual([]);
  });

  it('that is stopped gives back what takes too long, at once and with all its tries', async () => {
    const begun = heard<void>();
    const again = heard<number>();
    const end = heard<void>();
    const client = clients[name]!(connection);
    const hangs: Handler = () => {
      begun.tell();
      return new Promise(() => {});
    };
    const type = { type: 'probe-work', variables: [], retries: 3 };
    const options = { patienceMs: 50, timeoutMs: 600_000 };
    const stuck = startWorkers(client, [{ ...type, handler: hangs }], {} as Tools, options);
    await begin({});
    await begun.promise;
    await stuck.stop();
    work({
      'probe-work': async (job) => {
        again.tell(job.retries);
        return {};
      },
      'probe-report': async () => {
        end.tell();
        return undefined;
      },
    });
    expect(await again.promise).toBe(3);
    await end.promise;
  });

  it('raises an incident that says how to mend what nobody can do', async () => {
    const failed = heard<string>();
    work({
      'probe-work': async (job) => {
        failed.tell(job.processInstanceKey);
        throw new NeedsMending('"soon" is no budget', 'write a budget such as 2h');
      },
    });
    const instance = await begin({});
    expect(await failed.promise).toBe(instance);
    await running!.stop();
    running = undefined;
    expect(lines[0]).toMatch(/0 tries left: probe-work at work, instance \d+: "soon" is no budget\. To mend: write a/);
  });

  it('throws an error that the diagram catches', async () => {
    const rescued = heard<void>();
    work({
      'probe-work': async () => {
        throw new BpmnError('probe-error', 'caught');
      },
      'probe-rescue': async () => {
        rescued.tell();
        return undefined;
      },
    });
    await begin({});
    await rescued.promise;
  });

  it('publishes a message, and a second one of the same id is no error', async () => {
    const told: unknown[] = [];
    const first = heard<void>();
    const client = work(
      {
        'probe-heard': async (job) => {
          told.push(job.variables.asked);
          first.tell();
          return undefined;
        },
      },
      ['asked'],
    );
    const message = {
      name: 'probe-told',
      correlationKey: name,
      messageId: `${name} 1`,
      timeToLive: 60_000,
      variables: { asked: 'dấu' },
    };
    await client.publish(message);
    await client.publish(message);
    await first.promise;
    expect(told).toEqual(['dấu']);
  });

  it('finishes the job in hand before it stops', async () => {
    const began = heard<void>();
    const go = heard<void>();
    work({
      'probe-work': async () => {
        began.tell();
        await go.promise;
        return { answer: 'late' };
      },
    });
    await begin({});
    await began.promise;
    const stopped = running!.stop();
    running = undefined;
    go.tell();
    await stopped;
    const end = heard<unknown>();
    work({
      'probe-report': async (job) => {
        end.tell(job.variables.answer);
        return undefined;
      },
    });
    expect(await end.promise).toBe('late');
  });
});
