/** User-task listeners and ad-hoc sub-processes over `/v2` and gRPC, as their workers and callers see them (contract 2.2, 4.17). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ended, eventually, rest, restClient } from './clients.ts';
import { own, useCluster } from './cluster.ts';
import { adHocProcess, listenedProcess } from './diagrams.ts';
import { type RawGateway, rawGateway } from './raw-grpc.ts';

const engine = useCluster();
const watched = own('watched');
const chosen = own('chosen');
const agent = own('agent');
const call = (method: string, path: string, body?: unknown) => rest(engine, method, path, body);

beforeAll(async () => {
  const output = 'outputCollection="all" outputElement="=n"';
  await restClient(engine).deployResources([
    { name: `${watched}.bpmn`, content: listenedProcess(watched, 'assigning', 'updating', 'completing', 'canceling') },
    {
      name: `${chosen}.bpmn`,
      content: adHocProcess(chosen, `<zeebe:adHoc activeElementsCollection="=wanted" ${output} />`),
    },
    {
      name: `${agent}.bpmn`,
      content: adHocProcess(agent, `<zeebe:taskDefinition type="${agent}" /><zeebe:adHoc ${output} />`),
    },
  ]);
});

async function create(processDefinitionId: string, variables: object = {}): Promise<string> {
  return String((await call('POST', '/process-instances', { processDefinitionId, variables })).json.processInstanceKey);
}

interface Job extends Record<string, unknown> {
  jobKey: string;
}
/** The next job of a type. */
async function job(type: string): Promise<Job> {
  const asked = { type, worker: 'contract', timeout: 60_000, maxJobsToActivate: 1, requestTimeout: 10_000 };
  const { json } = await call('POST', '/jobs/activation', asked);
  const [found] = json.jobs as Job[];
  if (!found) throw new Error(`no job of the type ${type}`);
  return found;
}
const finish = async ({ jobKey }: Job, body: object = {}) =>
  expect((await call('POST', `/jobs/${jobKey}/completion`, body)).status).toBe(204);

describe('task listeners', () => {
  async function task(): Promise<{ key: string; instance: string }> {
    const instance = await create(watched);
    const found = await eventually(
      async () =>
        (await call('POST', '/user-tasks/search', { filter: { processInstanceKey: instance } })).json.items[0],
    );
    return { key: String(found.userTaskKey), instance };
  }

  test('hold the answer up, and correct what the task becomes', async () => {
    const { key } = await task();
    const answer = call('POST', `/user-tasks/${key}/assignment`, { assignee: 'lan' });
    const listening = await job(`${watched}-assigning`);
    expect(listening).toMatchObject({
      kind: 'TASK_LISTENER',
      listenerEventType: 'ASSIGNING',
      userTask: { action: 'assign', assignee: 'lan', changedAttributes: ['assignee'], userTaskKey: key },
    });
    expect(await call('POST', `/user-tasks/${key}/completion`)).toMatchObject({ status: 409 });
    await finish(listening, { result: { type: 'userTask', corrections: { assignee: 'minh', priority: 70 } } });
    expect((await answer).status).toBe(204);
    const read = async () => {
      const { json } = await call('GET', `/user-tasks/${key}`);
      return json?.assignee === 'minh' ? json : undefined;
    };
    expect(await eventually(read)).toMatchObject({ priority: 70, state: 'CREATED' });
  });

  test('deny with a reason, and the task is completed another time', async () => {
    const { key, instance } = await task();
    const denied = call('POST', `/user-tasks/${key}/completion`, { variables: { x: 1 } });
    const result = { type: 'userTask', denied: true, deniedReason: 'No stamp' };
    await finish(await job(`${watched}-completing`), { result });
    expect(await denied).toMatchObject({
      status: 409,
      json: {
        title: 'INVALID_STATE',
        detail: expect.stringContaining(
          `Completion of the User Task with key '${key}' was denied by Task Listener. Reason to deny: 'No stamp'`,
        ),
      },
    });
    const done = call('POST', `/user-tasks/${key}/completion`, {});
    await finish(await job(`${watched}-completing`));
    expect((await done).status).toBe(204);
    await ended(engine, instance);
  });

  test('may say neither variables nor a wrong kind of result', async () => {
    const { key } = await task();
    const answer = call('PATCH', `/user-tasks/${key}`, { changeset: { priority: 1 } });
    const listening = await job(`${watched}-updating`);
    for (const body of [{ variables: { x: 1 } }, { result: { type: 'other' } }, { result: { denied: 'yes' } }]) {
      expect(await call('POST', `/jobs/${listening.jobKey}/completion`, body)).toMatchObject({ status: 400 });
    }
    await finish(listening);
    expect((await answer).status).toBe(204);
  });

  test('of a task that is cancelled have the last word', async () => {
    const { instance } = await task();
    expect((await call('POST', `/process-instances/${instance}/cancellation`, {})).status).toBe(204);
    await finish(await job(`${watched}-canceling`));
  });
});

describe('ad-hoc sub-processes', () => {
  test('begin what the expression names, and end with the last of it', async () => {
    const body = { processDefinitionId: chosen, variables: { wanted: ['a', 'b'] }, awaitCompletion: true };
    const result = call('POST', '/process-instances', body);
    await finish(await job(`${chosen}-b`), { variables: { n: 2 } });
    await finish(await job(`${chosen}-a`), { variables: { n: 1 } });
    expect((await result).json).toMatchObject({ variables: { all: [2, 1] } });
  });

  test('begin what a call names', async () => {
    const instance = await create(chosen, { wanted: [] });
    const filter = { processInstanceKey: instance, elementId: 'middle' };
    const found = await eventually(
      async () => (await call('POST', '/element-instances/search', { filter })).json.items[0],
    );
    const activate = (...ids: string[]) =>
      call('POST', `/element-instances/ad-hoc-activities/${found.elementInstanceKey}/activation`, {
        elements: ids.map((elementId) => ({ elementId, variables: { n: 7 } })),
      });
    expect((await activate()).status).toBe(400);
    expect((await activate('nothing')).status).toBe(404);
    expect((await activate('a', 'a')).status).toBe(400);
    expect((await activate('a')).status).toBe(204);
    const begun = await job(`${chosen}-a`);
    expect(begun.variables).toMatchObject({ n: 7 });
    await finish(begun);
    await ended(engine, instance);
  });

  test('do what their worker says, until it has had enough', async () => {
    const result = call('POST', '/process-instances', { processDefinitionId: agent, awaitCompletion: true });
    const first = await job(agent);
    expect(first).toMatchObject({ kind: 'AD_HOC_SUB_PROCESS', elementId: 'middle' });
    expect(first.variables).toMatchObject({ adHocSubProcessElements: [{ elementId: 'a' }, { elementId: 'b' }] });
    const activateElements = [{ elementId: 'a', variables: { n: 1 } }];
    await finish(first, { result: { type: 'adHocSubProcess', activateElements } });
    await finish(await job(`${agent}-a`));
    const enough = { type: 'adHocSubProcess', isCompletionConditionFulfilled: true };
    await finish(await job(agent), { result: enough });
    expect((await result).json).toMatchObject({ variables: { all: [1] } });
  });
});

describe('over gRPC', () => {
  let gateway: RawGateway;
  beforeAll(() => {
    gateway = rawGateway(engine.address);
  });
  afterAll(() => gateway.close());

  async function take(type: string): Promise<Record<string, unknown>> {
    const asked = { type, worker: 'contract', timeout: 60_000, maxJobsToActivate: 1, requestTimeout: 10_000 };
    const [found] = await gateway.activate(asked);
    return { ...found };
  }

  test('a listener sees the task as properties, and says what it corrects or why it denies', async () => {
    const { processInstanceKey } = await gateway.call('CreateProcessInstance', { bpmnProcessId: watched, version: -1 });
    const found = await eventually(
      async () => (await call('POST', '/user-tasks/search', { filter: { processInstanceKey } })).json.items[0],
    );
    const key = String(found.userTaskKey);
    const assigned = call('POST', `/user-tasks/${key}/assignment`, { assignee: 'lan' });
    const { key: jobKey, ...job } = await take(`${watched}-assigning`);
    expect(job).toMatchObject({
      kind: 'TASK_LISTENER',
      listenerEventType: 'ASSIGNING',
      userTask: { action: 'assign', assignee: 'lan', changedAttributes: ['assignee'], priority: 50, userTaskKey: key },
    });
    const corrections = { assignee: 'minh', candidateGroups: { values: ['desk'] } };
    await gateway.call('CompleteJob', { jobKey, result: { type: 'userTask', corrections } });
    expect((await assigned).status).toBe(204);
    const read = async () => {
      const { json } = await call('GET', `/user-tasks/${key}`);
      return json?.assignee === 'minh' ? json : undefined;
    };
    expect(await eventually(read)).toMatchObject({ candidateGroups: ['desk'] });
    const denied = call('POST', `/user-tasks/${key}/completion`);
    const { key: second } = await take(`${watched}-completing`);
    await gateway.call('CompleteJob', { jobKey: second, result: { denied: true, deniedReason: 'Not yet' } });
    expect(await denied).toMatchObject({ status: 409, json: { detail: expect.stringContaining("'Not yet'") } });
  });

  test('an ad-hoc worker says what begins and when it is enough', async () => {
    const request = { bpmnProcessId: agent, version: -1, tags: ['urgent'] };
    const result = gateway.call('CreateProcessInstanceWithResult', { request, requestTimeout: 30_000 });
    const { key: jobKey, ...job } = await take(agent);
    expect(job).toMatchObject({ kind: 'AD_HOC_SUB_PROCESS', listenerEventType: 'UNSPECIFIED', tags: ['urgent'] });
    const activateElements = [{ elementId: 'b', variables: '{"n":5}' }];
    await gateway.call('CompleteJob', { jobKey, result: { type: 'adHocSubProcess', activateElements } });
    const { key: inner } = await take(`${agent}-b`);
    await gateway.call('CompleteJob', { jobKey: inner, variables: '{}' });
    const { key: last } = await take(agent);
    await gateway.call('CompleteJob', { jobKey: last, result: { isCompletionConditionFulfilled: true } });
    expect(JSON.parse((await result).variables!)).toMatchObject({ all: [5] });
  });
});
