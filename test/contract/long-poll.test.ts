/** The rules of ActivateJobs and StreamActivatedJobs (contract 1.3), seen on the bare protocol. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from './clients.ts';
import { own, useCluster } from './cluster.ts';
import { taskProcess } from './diagrams.ts';
import { type RawGateway, type RawJob, rawGateway } from './raw-grpc.ts';

const engine = useCluster();
let gateway: RawGateway;
beforeAll(() => {
  gateway = rawGateway(engine.address);
});
afterAll(() => gateway?.close());

async function deploy(name: string): Promise<void> {
  const id = own(name);
  const content = Buffer.from(taskProcess(id, id));
  await gateway.call('DeployResource', { resources: [{ name: `${id}.bpmn`, content }] });
}
const create = (name: string, variables = {}) =>
  gateway.call('CreateProcessInstance', {
    bpmnProcessId: own(name),
    version: -1,
    variables: JSON.stringify(variables),
  });
const request = (type: string, more = {}) => ({
  type: type && own(type),
  worker: 'test',
  timeout: 60_000,
  maxJobsToActivate: 10,
  requestTimeout: 20_000,
  ...more,
});
const complete = (job: RawJob) => gateway.call('CompleteJob', { jobKey: job.key, variables: '' });

describe('a long poll', () => {
  test('with nothing to give ends OK after its time, not later', async () => {
    const began = performance.now();
    expect(await gateway.activate(request('nothing', { requestTimeout: 400 }))).toEqual([]);
    const took = performance.now() - began;
    expect(took).toBeGreaterThanOrEqual(350);
    expect(took).toBeLessThan(1400);
  });

  test('with a negative time answers at once', async () => {
    const began = performance.now();
    expect(await gateway.activate(request('nothing', { requestTimeout: -1 }))).toEqual([]);
    expect(performance.now() - began).toBeLessThan(1000);
  });

  test('ends as soon as one job is there, without filling its batch', async () => {
    await deploy('soon');
    const polled = gateway.activate(request('soon'));
    await create('soon', { n: 1 });
    const [job, ...more] = await polled;
    expect(more).toEqual([]);
    expect(JSON.parse(job!.variables)).toEqual({ n: 1 });
    expect(Number(job!.deadline) - Date.now()).toBeGreaterThan(50_000);
    await complete(job!);
  });

  test('never gives one job to two callers', async () => {
    await deploy('race');
    const polls = Array.from({ length: 12 }, () => gateway.activate(request('race', { requestTimeout: 1500 })));
    await Promise.all(Array.from({ length: 5 }, () => create('race')));
    const keys = (await Promise.all(polls)).flat().map((job) => job.key);
    expect(keys).toHaveLength(5);
    expect(new Set(keys).size).toBe(5);
  });

  test('that was given up takes no job with it', async () => {
    await deploy('gone');
    // On the same connection, so answered after whatever was sent before it has come in.
    const roundTrip = () => gateway.call('Topology', {});
    for (let n = 0; n < 5; n++) {
      const gone = new AbortController();
      const polls = [1, 2, 3].map(() => gateway.activate(request('gone'), gone.signal));
      await roundTrip();
      gone.abort();
      for (const poll of polls) await expect(poll).rejects.toMatchObject({ code: 1 });
      await roundTrip();
      const { processInstanceKey } = await create('gone');
      expect(await gateway.activate(request('gone'))).toMatchObject([{ processInstanceKey }]);
    }
  });

  test('gives at most what was asked for, the oldest first', async () => {
    await deploy('some');
    const made: string[] = [];
    for (let n = 0; n < 5; n++) made.push((await create('some')).processInstanceKey!);
    const first = await gateway.activate(request('some', { maxJobsToActivate: 2 }));
    const rest = await gateway.activate(request('some'));
    expect([...first, ...rest].map((job) => job.processInstanceKey)).toEqual(made);
    expect(first).toHaveLength(2);
  });

  test('gives a job again when its timeout has passed, with the same key and retries', async () => {
    await deploy('late');
    await create('late');
    const [job] = await gateway.activate(request('late', { timeout: 1000 }));
    expect(await gateway.activate(request('late', { requestTimeout: -1 }))).toEqual([]);
    expect(await gateway.activate(request('late'))).toMatchObject([{ key: job!.key, retries: 3 }]);
  });

  test('fetches only the variables that are asked for', async () => {
    await deploy('fetch');
    await create('fetch', { a: 1, b: 2 });
    const [job] = await gateway.activate(request('fetch', { fetchVariable: ['b', 'c'] }));
    expect(JSON.parse(job!.variables)).toEqual({ b: 2 });
  });

  test('carries more than one message of 4 MB', async () => {
    await deploy('large');
    const text = 'x'.repeat(1_500_000);
    for (let n = 0; n < 4; n++) await create('large', { text });
    const got: RawJob[] = [];
    while (got.length < 4) got.push(...(await gateway.activate(request('large'))));
    expect(got.map((job) => job.variables.length)).toEqual(Array(4).fill(1_500_011));
    for (const job of got) await complete(job);
  });

  test.each([
    [{ type: '' }, /with type to be present, but it was blank/],
    [{ worker: '' }, /with worker to be present, but it was blank/],
    [{ timeout: 0 }, /with timeout to be greater than zero, but it was '?0/],
    [{ maxJobsToActivate: 0 }, /with max jobs to activate to be greater than zero, but it was '?0/],
    [{ tenantIds: ['other'] }, /tenant identifier 'other', but multi-tenancy is disabled/],
  ])('is refused when it asks for %j', async (more, details) => {
    await expect(gateway.activate(request('x', more))).rejects.toMatchObject({
      code: 3,
      details: expect.stringMatching(details),
    });
  });

  test('may name the default tenant', async () => {
    expect(await gateway.activate(request('x', { tenantIds: ['<default>'], requestTimeout: -1 }))).toEqual([]);
  });
});

describe('a job stream', () => {
  test('opens at once, gets jobs as they come, and leaves the rest to others when it closes', async () => {
    await deploy('stream');
    const jobs: RawJob[] = [];
    const stream = await gateway.stream({ type: own('stream'), worker: '', timeout: 60_000 }, (job) => jobs.push(job));
    await create('stream', { n: 1 });
    await eventually(async () => jobs[0]);
    await create('stream', { n: 2 });
    await eventually(async () => jobs[1]);
    expect(jobs.map((job) => JSON.parse(job.variables).n)).toEqual([1, 2]);
    stream.close();
    expect((await stream.ended)?.code).toBe(1);
    await create('stream', { n: 3 });
    const rest = await gateway.activate(request('stream'));
    expect(rest.map((job) => JSON.parse(job.variables).n)).toEqual([3]);
  });

  test('is refused without a type', async () => {
    await expect(gateway.stream({ type: '', worker: 'w', timeout: 1 }, () => {})).rejects.toMatchObject({ code: 3 });
  });
});

describe('the gateway', () => {
  test('says that it serves', async () => {
    expect(await gateway.health('gateway_protocol.Gateway')).toEqual({ status: 'SERVING' });
    expect(await gateway.health('')).toEqual({ status: 'SERVING' });
    await expect(gateway.health('other')).rejects.toMatchObject({ code: 5 });
  });

  test('deploys by the call of old, creates by key, and knows no other key', async () => {
    const id = own('old');
    const definition = Buffer.from(taskProcess(id, id));
    const { processes } = await gateway.call<{ processes: Record<string, string>[] }>('DeployProcess', {
      processes: [{ name: `${id}.bpmn`, definition }],
    });
    expect(processes).toMatchObject([{ bpmnProcessId: id, version: 1, resourceName: `${id}.bpmn` }]);
    const { processDefinitionKey } = processes[0]!;
    const made = await gateway.call('CreateProcessInstance', { processDefinitionKey });
    expect(made).toMatchObject({ bpmnProcessId: id, processDefinitionKey });
    await expect(
      gateway.call('CreateProcessInstance', { processDefinitionKey: '2251799813699999' }),
    ).rejects.toMatchObject({ code: 5 });
    await expect(gateway.call('CreateProcessInstance', {})).rejects.toMatchObject({
      code: 3,
      details: expect.stringContaining('Expected at least a bpmnProcessId or a key greater than -1, but none given'),
    });
  });

  test('refuses more than 4 MB and stays usable', async () => {
    await expect(create('x', { text: 'x'.repeat(5_000_000) })).rejects.toMatchObject({ code: 8 });
    await expect(gateway.call('Topology', {})).resolves.toMatchObject({ brokers: expect.anything() });
  });

  test.each(['[]', '1', '{"a":', '"x"'])('refuses variables that are no JSON object: %s', async (variables) => {
    await deploy('object');
    const call = gateway.call('CreateProcessInstance', { bpmnProcessId: own('object'), version: -1, variables });
    await expect(call).rejects.toMatchObject({ code: 3 });
  });
});
