/** Jobs: how they fail and come back, what accepts a late answer, and what a stream is pushed (contract 1.3, 4.7). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { diagram, end, flows, service, start } from '../../engine/testing/diagram.ts';
import { throughEveryClient } from './callers/index.ts';
import { eventually } from './clients.ts';
import { own, useCluster } from './cluster.ts';
import { type RawGateway, type RawJob, rawGateway } from './raw-grpc.ts';
import { playRow, type Row } from './scenario.ts';

const line = (id: string, type: string) =>
  diagram(id, start('s') + service('t', type) + end('e') + flows('s -> t', 't -> e'));

const rows: Row[] = [
  {
    name: 'a job that fails with retries left comes back when its back-off is over, not before',
    async act(play) {
      const job = await play.job('a');
      const failed = Date.now();
      await play.caller.fail(job.key, { retries: 2, retryBackOff: 600 });
      const again = await play.job('a');
      expect(again).toMatchObject({ key: job.key, retries: 2 });
      expect(Date.now() - failed).toBeGreaterThanOrEqual(590);
      await play.caller.complete(again.key, { done: true });
    },
    files: ({ id, named }) => line(id, named('a')),
    ends: { done: true },
  },
  {
    name: 'a job whose time is over may still be completed by who has it, once',
    async act(play) {
      const [job] = await play.caller.activate({ type: play.named('a'), timeout: 300 });
      const [other] = await play.caller.activate({ type: play.named('a'), timeout: 60_000 });
      expect(other!.key).toBe(job!.key);
      await play.caller.complete(job!.key, { by: 'first' });
      await expect(play.caller.complete(other!.key)).rejects.toMatchObject({ status: 'NOT_FOUND' });
    },
    files: ({ id, named }) => line(id, named('a')),
    ends: { by: 'first' },
  },
];

throughEveryClient((stage) => {
  test.concurrent.each(rows)('$name', (row) => playRow(stage, row));
});

describe('a stream', () => {
  const cluster = useCluster();
  let gateway: RawGateway;
  beforeAll(() => {
    gateway = rawGateway(cluster.address);
  });
  afterAll(() => gateway?.close());

  const deployed = async (name: string): Promise<string> => {
    const id = own(name);
    const resources = [{ name: `${id}.bpmn`, content: Buffer.from(line(id, id)) }];
    await gateway.call('DeployResource', { resources });
    return id;
  };
  const create = (bpmnProcessId: string) =>
    gateway.call('CreateProcessInstance', { bpmnProcessId, version: -1, variables: '' });
  const streamed = async (type: string, timeout = 60_000) => {
    const jobs: RawJob[] = [];
    const stream = await gateway.stream({ type, worker: 'w', timeout }, (job) => jobs.push(job));
    return { jobs, close: () => stream.close() };
  };

  test('is not pushed what was there before it: that is for polls', async () => {
    const id = await deployed('before');
    const early = await create(id);
    const { jobs, close } = await streamed(id);
    const late = await create(id);
    await eventually(async () => jobs[0]);
    expect(jobs.map((job) => job.processInstanceKey)).toEqual([late.processInstanceKey]);
    const polled = await gateway.activate({
      type: id,
      worker: 'w',
      timeout: 60_000,
      maxJobsToActivate: 9,
      requestTimeout: 9000,
    });
    expect(polled.map((job) => job.processInstanceKey)).toEqual([early.processInstanceKey]);
    close();
  });

  test('is pushed a job again that has failed with retries left, that has timed out, or whose back-off is over', async () => {
    const id = await deployed('again');
    const { jobs, close } = await streamed(id, 3000);
    await create(id);
    await eventually(async () => jobs[0]);
    await gateway.call('FailJob', { jobKey: jobs[0]!.key, retries: 5 });
    await eventually(async () => jobs[1]);
    await gateway.call('FailJob', { jobKey: jobs[0]!.key, retries: 4, retryBackOff: 200 });
    await eventually(async () => jobs[2]);
    await eventually(async () => jobs[3]);
    expect(jobs.slice(0, 4).map((job) => job.retries)).toEqual([3, 5, 4, 4]);
    expect(new Set(jobs.map((job) => job.key)).size).toBe(1);
    close();
  });

  test('shares the jobs with its equals: each goes to one of them', async () => {
    const id = await deployed('shared');
    const streams = await Promise.all([streamed(id), streamed(id)]);
    for (let n = 0; n < 10; n++) await create(id);
    const all = () => streams.flatMap(({ jobs }) => jobs.map((job) => job.key));
    await eventually(async () => (all().length >= 10 ? true : undefined));
    expect(new Set(all()).size).toBe(10);
    for (const { close } of streams) close();
  });
});
