/** `/v2` by the SDK's REST client and by hand (contract part 2). */
import { beforeAll, describe, expect, test } from 'vitest';
import { ended, eventually, type RestClient, rest, restClient } from './clients.ts';
import { own, useCluster } from './cluster.ts';
import { brokenProcess, decision, form, messageProcess, taskProcess, timerProcess } from './diagrams.ts';

const engine = useCluster();
let client: RestClient;
beforeAll(async () => {
  client = restClient(engine);
});

const deploy = (name: string, content: string) => client.deployResources([{ name, content }]);
const call = (method: string, path: string, body?: unknown) => rest(engine, method, path, body);
const create = async (processDefinitionId: string, variables: object = {}) =>
  (await client.createProcessInstance({ processDefinitionId, variables } as never)).processInstanceKey as string;

describe('the cluster', () => {
  test('has a topology, a status and a licence', async () => {
    expect(await client.getTopology()).toMatchObject({ gatewayVersion: expect.stringMatching(/^8\.\d+/) });
    expect((await call('GET', '/topology')).json).toMatchObject({
      lastCompletedChangeId: expect.any(String),
      brokers: [{ partitions: [{ partitionId: 1, role: 'leader', health: 'healthy' }] }],
    });
    expect((await call('GET', '/status')).status).toBe(204);
    expect((await call('GET', '/license')).json).toHaveProperty('validLicense');
  });

  test('answers nonsense with a problem', async () => {
    for (const [method, path, body, status] of [
      ['GET', '/nothing', undefined, 404],
      ['POST', '/process-instances', '{"x":', 400],
      ['POST', '/process-instances', [], 400],
      ['POST', '/process-instances', {}, 400],
      ['POST', '/process-instances', { processDefinitionId: 7 }, 400],
      ['POST', '/process-instances', { processDefinitionId: 'nobody' }, 404],
      ['POST', '/process-instances', { processDefinitionId: 'nobody', tenantId: 'other' }, 400],
      ['POST', '/jobs/x/completion', {}, 400],
      ['POST', '/jobs/1/completion', {}, 404],
      ['POST', '/jobs/1/completion', { variables: [] }, 400],
      ['POST', '/deployments', {}, 400],
      ['POST', '/user-tasks/search', { page: { limit: 0 } }, 400],
      ['POST', '/user-tasks/search', { sort: [{ field: 'name', order: 'UP' }] }, 400],
      ['GET', '/user-tasks/1', undefined, 404],
    ] as const) {
      const answer = await call(method, path, body);
      expect([method, path, body, answer.status]).toEqual([method, path, body, status]);
      expect(answer.type).toContain('application/problem+json');
      expect(answer.json).toMatchObject({ type: 'about:blank', status, instance: `/v2${path}` });
      expect(answer.json.title).toBeTruthy();
      expect(answer.json.detail).toBeTruthy();
    }
  });

  test('refuses a body that is too long and goes on', async () => {
    const answer = await call('POST', '/messages/publication', {
      name: 'x',
      variables: { text: 'x'.repeat(5_000_000) },
    });
    expect(answer.status).toBe(413);
    expect((await call('GET', '/status')).status).toBe(204);
  });
});

describe('deployments and instances', () => {
  test('a diagram, a decision and a form in one deployment give four entries', async () => {
    const deployed = await client.deployResources([
      { name: 'd.bpmn', content: taskProcess(own('d'), own('d')) },
      { name: 'd.dmn', content: decision(own('d-decision')) },
      { name: 'd.form', content: form(own('d-form')) },
    ]);
    expect(deployed.deployments).toHaveLength(4);
    expect(deployed.processes[0]).toMatchObject({ processDefinitionId: own('d'), processDefinitionVersion: 1 });
    const again = await deploy('d.bpmn', taskProcess(own('d'), own('d')));
    expect(again.processes[0]!.processDefinitionKey).toBe(deployed.processes[0]!.processDefinitionKey);
    const xml = await fetch(`${engine.restUrl}/v2/process-definitions/${again.processes[0]!.processDefinitionKey}/xml`);
    expect(xml.headers.get('content-type')).toMatch(/^text\/xml/);
    expect(await xml.text()).toBe(taskProcess(own('d'), own('d')));
  });

  test('a process without a start form, and a resource that is none, are answered so', async () => {
    const { processes } = await deploy('plain.bpmn', taskProcess(own('plain'), own('plain')));
    const { processDefinitionKey } = processes[0]!;
    expect((await call('GET', `/process-definitions/${processDefinitionKey}/form`)).status).toBe(204);
    expect((await call('GET', '/process-definitions/1/form')).status).toBe(404);
    for (const path of ['/resources/1', '/resources/1/content'])
      expect(await call('GET', path)).toMatchObject({ status: 404, json: { title: 'NOT_FOUND' } });
  });

  test('a broken one is refused as a whole', async () => {
    await expect(
      client.deployResources([
        { name: 'good.bpmn', content: taskProcess(own('good'), 'x') },
        { name: 'bad.bpmn', content: brokenProcess(own('bad')) },
      ]),
    ).rejects.toThrow();
    expect((await call('POST', '/process-instances', { processDefinitionId: own('good') })).status).toBe(404);
  });

  test('are created by id and by key, read, searched and cancelled; twice is 404', async () => {
    const { processes } = await deploy('c.bpmn', taskProcess(own('c'), own('c')));
    const { processDefinitionKey } = processes[0]!;
    const byKey = await call(
      'POST',
      '/process-instances',
      `{"processDefinitionKey":${processDefinitionKey},"tags":[]}`,
    );
    expect(byKey).toMatchObject({
      status: 200,
      json: { processDefinitionId: own('c'), variables: {}, tags: [], tenantId: '<default>' },
    });
    const key = String(byKey.json.processInstanceKey);
    expect((await call('GET', `/process-instances/${key}`)).json).toMatchObject({
      processInstanceKey: key,
      state: 'ACTIVE',
      hasIncident: false,
    });
    const elements = await call('POST', '/element-instances/search', {
      filter: { processInstanceKey: key, type: 'SERVICE_TASK' },
    });
    expect(elements.json.items).toMatchObject([{ elementId: 'middle', state: 'ACTIVE', processInstanceKey: key }]);
    expect((await call('POST', `/process-instances/${key}/cancellation`)).status).toBe(204);
    const twice = await call('POST', `/process-instances/${key}/cancellation`);
    expect(twice.json).toMatchObject({
      status: 404,
      title: 'NOT_FOUND',
      detail: `Command 'CANCEL' rejected with code 'NOT_FOUND': Expected to cancel a process instance with key '${key}', but no such process was found`,
    });
  });

  test('awaited, answer with their variables, or 504 when it takes too long', async () => {
    await deploy('await.bpmn', timerProcess(own('await'), 'PT1S'));
    const waiting = call('POST', '/process-instances', {
      processDefinitionId: own('await'),
      awaitCompletion: true,
      requestTimeout: 20_000,
      variables: { a: 1, b: 2 },
      fetchVariables: ['b'],
    });
    expect(await waiting).toMatchObject({ status: 200, json: { variables: { b: 2 } } });
    const late = await call('POST', '/process-instances', {
      processDefinitionId: own('await'),
      awaitCompletion: true,
      requestTimeout: 100,
    });
    expect(late.status).toBe(504);
  });

  test('keep numbers that JavaScript cannot hold', async () => {
    await deploy('exact.bpmn', taskProcess(own('exact'), own('exact')));
    await call(
      'POST',
      '/process-instances',
      `{"processDefinitionId":"${own('exact')}","variables":{"long":9007199254740993}}`,
    );
    const answer = await fetch(`${engine.restUrl}/v2/jobs/activation`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: `{"type":"${own('exact')}","timeout":1000,"maxJobsToActivate":1}`,
    });
    expect(await answer.text()).toContain('"long":9007199254740993');
  });
});

describe('jobs', () => {
  const activate = (type: string) =>
    client.activateJobs({ type, worker: 'w', timeout: 60_000, maxJobsToActivate: 5, requestTimeout: 20_000 } as never);

  test('are activated, failed to an incident, updated, resolved and completed', async () => {
    await deploy('job.bpmn', taskProcess(own('job'), own('job')));
    const instance = await create(own('job'), { a: 1 });
    const [job] = await activate(own('job'));
    expect(job).toMatchObject({
      type: own('job'),
      processDefinitionId: own('job'),
      retries: 3,
      processInstanceKey: instance,
    });
    expect({ ...job!.variables }).toEqual({ a: 1 });
    await client.failJob({
      jobKey: job!.jobKey,
      retries: 0,
      errorMessage: 'broken',
      retryBackOff: 0,
      variables: {},
    } as never);
    const search = await call('POST', '/incidents/search', { filter: { processInstanceKey: instance } });
    expect(search.json.items).toMatchObject([{ errorType: 'JOB_NO_RETRIES', errorMessage: 'broken', state: 'ACTIVE' }]);
    const incidentKey = search.json.items[0]!.incidentKey as string;
    expect((await call('GET', `/incidents/${incidentKey}`)).json).toMatchObject({ incidentKey });
    expect((await call('GET', `/process-instances/${instance}`)).json.hasIncident).toBe(true);
    expect((await call('POST', `/incidents/${incidentKey}/resolution`)).status).toBe(409);
    expect((await call('PATCH', `/jobs/${job!.jobKey}`, { changeset: { retries: 2 } })).status).toBe(204);
    expect((await call('POST', `/incidents/${incidentKey}/resolution`, {})).status).toBe(204);
    expect((await call('POST', `/incidents/${incidentKey}/resolution`)).status).toBe(404);
    const [again] = await activate(own('job'));
    expect(again).toMatchObject({ jobKey: job!.jobKey, retries: 2 });
    await again!.complete({ done: true });
    await ended(engine, instance);
    expect((await call('POST', `/jobs/${job!.jobKey}/completion`)).status).toBe(404);
  });

  test('a poll with nothing to give ends with an empty list', async () => {
    const answer = await call('POST', '/jobs/activation', {
      type: own('none'),
      timeout: 1000,
      maxJobsToActivate: 1,
      requestTimeout: 200,
    });
    expect(answer).toMatchObject({ status: 200, json: { jobs: [] } });
  });

  test('see variables that were set in between, by PUT and by POST', async () => {
    await deploy('set.bpmn', taskProcess(own('set'), own('set')));
    const instance = await create(own('set'), { a: 1 });
    expect((await call('PUT', `/element-instances/${instance}/variables`, { variables: { b: 2 } })).status).toBe(204);
    expect(
      (await call('POST', `/element-instances/${instance}/variables`, { variables: { c: 3 }, local: true })).status,
    ).toBe(204);
    const [job] = await activate(own('set'));
    expect({ ...job!.variables }).toEqual({ a: 1, b: 2, c: 3 });
    const variables = await call('POST', '/variables/search', { filter: { processInstanceKey: instance, name: 'b' } });
    expect(variables.json.items).toMatchObject([{ name: 'b', value: '2', isTruncated: false, scopeKey: instance }]);
  });
});

describe('messages, signals and decisions', () => {
  test('a message correlates to who waits, or is not found', async () => {
    await deploy('message.bpmn', messageProcess(own('message'), own('answered')));
    const instance = await create(own('message'), { code: 'QN-7' });
    const waits = async () =>
      (
        await call('POST', '/element-instances/search', {
          filter: { processInstanceKey: instance, elementId: 'middle' },
        })
      ).json.items[0];
    await eventually(waits);
    const nobody = await call('POST', '/messages/correlation', { name: own('answered'), correlationKey: 'QN-8' });
    expect(nobody).toMatchObject({ status: 404, json: { title: 'NOT_FOUND' } });
    const somebody = await call('POST', '/messages/correlation', {
      name: own('answered'),
      correlationKey: 'QN-7',
      variables: {},
    });
    expect(somebody).toMatchObject({ status: 200, json: { processInstanceKey: instance, tenantId: '<default>' } });
    await ended(engine, instance);
  });

  test('a message is published, once for its id while it waits', async () => {
    const message = { name: own('buffered'), correlationKey: 'x', messageId: 'm', timeToLive: 60_000 };
    expect(await call('POST', '/messages/publication', message)).toMatchObject({
      status: 200,
      json: { messageKey: expect.stringMatching(/^\d+$/) },
    });
    expect(await call('POST', '/messages/publication', message)).toMatchObject({
      status: 409,
      json: { title: 'ALREADY_EXISTS' },
    });
    expect((await call('POST', '/signals/broadcast', { signalName: 'nobody' })).json).toMatchObject({
      signalKey: expect.any(String),
    });
  });

  test('a decision is evaluated by id; an unknown one is not found', async () => {
    await deploy('agency.dmn', decision(own('agency')));
    const found = await call('POST', '/decision-definitions/evaluation', {
      decisionDefinitionId: own('agency'),
      variables: { field: 'health' },
    });
    expect(found).toMatchObject({
      status: 200,
      json: {
        decisionDefinitionId: own('agency'),
        output: '"syt"',
        evaluatedDecisions: [{ matchedRules: [{ ruleId: 'row-1' }] }],
      },
    });
    expect([400, 404]).toContain(
      (await call('POST', '/decision-definitions/evaluation', { decisionDefinitionId: 'nothing' })).status,
    );
  });
});
