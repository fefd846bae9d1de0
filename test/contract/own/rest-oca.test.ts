/** `/v2` by the published client of 8.8, which holds every answer against its types (contract 2.2, 2.3, 2.4). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rest } from '../clients.ts';
import {
  adHocProcess,
  decision,
  form,
  listenedProcess,
  messageProcess,
  taskProcess,
  userTaskProcess,
} from '../diagrams.ts';
import { type EngineProcess, startEngineProcess } from '../engine-process.ts';
import { now, type OcaClient, ocaClient } from './oca-client.ts';

let engine: EngineProcess;
let client: OcaClient;
let keys: { process: string; instance: string; failing: string; waiting: string; decision: string; drd: string };

beforeAll(async () => {
  engine = await startEngineProcess({ CLOCK_CONTROLLED: '1' });
  client = ocaClient(engine);
  const file = (name: string, content: string) => new File([content], name);
  const deployed = await client.createDeployment({
    resources: [
      file('t.bpmn', userTaskProcess('t', 'g,h', 't-form')),
      file('j.bpmn', taskProcess('j', 'j-work')),
      file('m.bpmn', messageProcess('m', 'paid')),
      file('d.dmn', decision('d')),
      file('l.bpmn', listenedProcess('l', 'assigning')),
      file('h.bpmn', adHocProcess('h', '<zeebe:taskDefinition type="h" />')),
      file('t.form', form('t-form')),
    ],
  });
  const start = async (processDefinitionId: string, variables: object) =>
    (await client.createProcessInstance({ processDefinitionId, variables, tags: ['a', 'b'] } as never))
      .processInstanceKey;
  const instance = await start('t', { code: 'A-1', amount: 7 });
  await start('t', { code: 'A-2' });
  const failing = await start('j', {});
  const waiting = await start('m', { code: 'A-3' });
  const { jobs } = await client.activateJobs({ type: 'j-work', timeout: 60_000, maxJobsToActivate: 1 });
  await jobs[0]!.fail({ retries: 0, errorMessage: 'The printer is out of ink' });
  keys = {
    process: deployed.processes[0]!.processDefinitionKey,
    decision: deployed.decisions[0]!.decisionDefinitionKey,
    drd: deployed.decisionRequirements[0]!.decisionRequirementsKey,
    instance,
    failing,
    waiting,
  } as typeof keys;
});
afterAll(() => engine.dispose());

const first = <T>({ items }: { items?: T[] }): T => items![0]!;

describe('user tasks', () => {
  const task = async (processInstanceKey = keys.instance) =>
    first(await client.searchUserTasks({ filter: { processInstanceKey } as never }, now));

  test('are found by what their instance knows, and read one by one', async () => {
    const { items, page } = await client.searchUserTasks(
      { filter: { processInstanceVariables: [{ name: 'code', value: '"A-1"' }], candidateGroup: { $in: ['h', 'x'] } } },
      now,
    );
    expect(page.totalItems).toBe(1);
    expect(first({ items })).toMatchObject({ elementId: 'middle', processInstanceKey: keys.instance });
    const { userTaskKey } = first({ items });
    expect(await client.getUserTask({ userTaskKey }, now)).toEqual(first({ items }));
    expect(await client.getUserTaskForm({ userTaskKey }, now)).toMatchObject({ formId: 't-form', version: 1 });
    const variables = await client.searchUserTaskVariables({ userTaskKey, filter: { name: 'amount' } }, now);
    expect(variables.items).toMatchObject([{ name: 'amount', value: '7', isTruncated: false }]);
  });

  test('are taken, changed, given back and completed', async () => {
    const { userTaskKey } = await task();
    await client.assignUserTask({ userTaskKey, assignee: 'lan', allowOverride: false });
    await expect(client.assignUserTask({ userTaskKey, assignee: 'minh', allowOverride: false })).rejects.toMatchObject({
      status: 409,
    });
    await client.updateUserTask({ userTaskKey, changeset: { priority: 80, dueDate: '2030-01-01T00:00:00Z' } });
    expect(await task()).toMatchObject({ assignee: 'lan', priority: 80, dueDate: '2030-01-01T00:00:00Z' });
    const sorted = await client.searchUserTasks(
      { filter: { processDefinitionId: 't' } as never, sort: [{ field: 'priority', order: 'DESC' }] },
      now,
    );
    expect(sorted.items!.map(({ priority }) => priority)).toEqual([80, 50]);
    const late = await client.searchUserTasks({ filter: { dueDate: { $gt: '2029-01-01T00:00:00Z' } } }, now);
    expect(late.items).toHaveLength(1);
    await client.unassignUserTask({ userTaskKey });
    expect((await task()).assignee ?? null).toBeNull();
    await client.completeUserTask({ userTaskKey, variables: { note: 'done' } });
    const completed = await client.getUserTask({ userTaskKey }, now);
    expect(completed).toMatchObject({ state: 'COMPLETED', completionDate: expect.any(String) });
    const { items } = await client.searchUserTaskVariables({ userTaskKey, filter: { name: 'note' } }, now);
    expect(items).toMatchObject([{ value: '"done"', isTruncated: false }]);
  });
});

describe('jobs with a result', () => {
  const take = async (type: string) => {
    const { jobs } = await client.activateJobs({ type, timeout: 60_000, maxJobsToActivate: 1, requestTimeout: 10_000 });
    return jobs[0]!;
  };

  test("a task listener's job has the task, and corrects it", async () => {
    const { processInstanceKey } = await client.createProcessInstance({ processDefinitionId: 'l' } as never);
    const { userTaskKey } = first(await client.searchUserTasks({ filter: { processInstanceKey } as never }, now));
    const assigned = client.assignUserTask({ userTaskKey, assignee: 'lan' });
    const job = await take('l-assigning');
    expect(job).toMatchObject({ kind: 'TASK_LISTENER', userTask: { assignee: 'lan', userTaskKey } });
    await client.completeJob({ jobKey: job.jobKey, result: { type: 'userTask', corrections: { priority: 3 } } });
    await assigned;
    expect(await client.getUserTask({ userTaskKey }, now)).toMatchObject({ assignee: 'lan', priority: 3 });
  });

  test('elements of an ad-hoc sub-process are begun by a call and by its worker', async () => {
    const { processInstanceKey } = await client.createProcessInstance({ processDefinitionId: 'h' } as never);
    const { elementInstanceKey } = first(
      await client.searchElementInstances({ filter: { processInstanceKey, type: 'AD_HOC_SUB_PROCESS' } as never }, now),
    );
    await client.activateAdHocSubProcessActivities({
      adHocSubProcessInstanceKey: elementInstanceKey,
      elements: [{ elementId: 'a' as never, variables: { n: 1 } }],
    });
    const job = await take('h');
    expect(job).toMatchObject({ kind: 'AD_HOC_SUB_PROCESS', elementId: 'middle' });
    const activateElements = [{ elementId: 'b' as never, variables: {} }];
    await client.completeJob({ jobKey: job.jobKey, result: { type: 'adHocSubProcess', activateElements } });
    expect((await take('h-b')).elementId).toBe('b');
    const inside = await client.searchElementInstances({ filter: { processInstanceKey } as never }, now);
    expect(inside.items!.map(({ type }) => type)).toContain('AD_HOC_SUB_PROCESS_INNER_INSTANCE');
  });
});

describe('instances and what is in them', () => {
  test('process instances are found by their parts, and read with their incident', async () => {
    const filters = [
      { hasIncident: true },
      { errorMessage: { $like: '*ink*' } },
      { hasElementInstanceIncident: true },
      { tags: ['b'], processDefinitionId: 'j' },
      { processDefinitionId: { $in: ['j'] }, elementId: 'middle' },
      { $or: [{ processDefinitionId: 'j' }, { processDefinitionId: 'nothing' }] },
    ];
    for (const filter of filters) {
      const { items } = await client.searchProcessInstances({ filter: filter as never }, now);
      expect([filter, items!.map(({ processInstanceKey }) => processInstanceKey)]).toEqual([filter, [keys.failing]]);
    }
    const { processInstanceKey } = { processInstanceKey: keys.failing } as never;
    expect(await client.getProcessInstance({ processInstanceKey }, now)).toMatchObject({
      state: 'ACTIVE',
      hasIncident: true,
      tags: ['a', 'b'],
    });
    expect(await client.getProcessInstanceCallHierarchy({ processInstanceKey }, now)).toMatchObject([
      { processInstanceKey: keys.failing, processDefinitionName: 'j' },
    ]);
    expect(await client.getProcessInstanceStatistics({ processInstanceKey }, now)).toEqual({
      items: [
        { elementId: 'middle', active: 0, incidents: 1, canceled: 0, completed: 0 },
        { elementId: 'start', active: 0, incidents: 0, canceled: 0, completed: 1 },
      ],
    });
  });

  test('counts by element say where the instances of a definition stand', async () => {
    const { items } = await client.getProcessDefinitionStatistics(
      { processDefinitionKey: keys.process as never, filter: { hasIncident: false } },
      now,
    );
    expect(items).toEqual([
      { elementId: 'middle', active: expect.any(Number), incidents: 0, canceled: 0, completed: 0 },
    ]);
  });

  test('elements, incidents, jobs, variables and message subscriptions are found and read', async () => {
    const inFailing = { processInstanceKey: keys.failing as never };
    const element = first(await client.searchElementInstances({ filter: { ...inFailing, type: 'SERVICE_TASK' } }, now));
    expect(element).toMatchObject({ elementId: 'middle', elementName: 'Work', hasIncident: true });
    const { elementInstanceKey } = element;
    expect(await client.getElementInstance({ elementInstanceKey }, now)).toEqual(element);
    const inScope = { elementInstanceScopeKey: keys.failing as never, state: 'ACTIVE' as const };
    expect((await client.searchElementInstances({ filter: inScope }, now)).items).toEqual([element]);

    const incident = first(await client.searchProcessInstanceIncidents(inFailing, now));
    expect(incident).toMatchObject({ errorType: 'JOB_NO_RETRIES', errorMessage: 'The printer is out of ink' });
    expect(await client.getIncident({ incidentKey: incident.incidentKey! }, now)).toEqual(incident);
    expect((await client.searchIncidents({ filter: { errorType: 'JOB_NO_RETRIES' } }, now)).items).toEqual([incident]);

    const jobs = await client.searchJobs({ filter: { state: { $eq: 'FAILED' }, type: { $like: 'j-*' } } }, now);
    expect(jobs.items).toMatchObject([
      { jobKey: incident.jobKey, retries: 0, hasFailedWithRetriesLeft: false, customHeaders: { article: '7' } },
    ]);

    const variable = first(await client.searchVariables({ filter: { value: '"A-3"' } }, now));
    expect(variable).toMatchObject({ name: 'code', scopeKey: keys.waiting, processInstanceKey: keys.waiting });
    expect(await client.getVariable({ variableKey: variable.variableKey }, now)).toMatchObject({ value: '"A-3"' });

    const subscriptions = await client.searchMessageSubscriptions({ filter: { messageName: 'paid' } }, now);
    expect(subscriptions.items).toMatchObject([{ correlationKey: 'A-3', messageSubscriptionState: 'CREATED' }]);
  });

  test('an incident is resolved once its job may be tried again', async () => {
    const incident = first(
      await client.searchIncidents({ filter: { processInstanceKey: keys.failing as never } }, now),
    );
    await client.updateJob({ jobKey: incident.jobKey!, changeset: { retries: 2 } });
    await client.resolveIncident({ incidentKey: incident.incidentKey! });
    expect(await client.getIncident({ incidentKey: incident.incidentKey! }, now)).toMatchObject({ state: 'RESOLVED' });
    const { jobs } = await client.activateJobs({ type: 'j-work', timeout: 60_000, maxJobsToActivate: 1 });
    await jobs[0]!.complete({});
    const processInstanceKey = keys.failing as never;
    expect(await client.getProcessInstance({ processInstanceKey }, now)).toMatchObject({
      state: 'COMPLETED',
      hasIncident: false,
      endDate: expect.any(String),
    });
    const elements = await client.searchElementInstances({ filter: { processInstanceKey, state: 'COMPLETED' } }, now);
    expect(elements.items!.map(({ type }) => type).sort()).toEqual([
      'END_EVENT',
      'PROCESS',
      'SERVICE_TASK',
      'START_EVENT',
    ]);
    const ofInstance = await client.searchJobs({ filter: { processInstanceKey } }, now);
    expect(ofInstance.items).toMatchObject([{ state: 'COMPLETED', endTime: expect.any(String) }]);
    const flows = await client.getProcessInstanceSequenceFlows({ processInstanceKey }, now);
    expect(flows.items!.map(({ elementId }) => elementId)).toEqual(['in', 'out']);
    expect((await client.getProcessInstanceStatistics({ processInstanceKey }, now)).items).toContainEqual({
      elementId: 'middle',
      active: 0,
      canceled: 0,
      incidents: 0,
      completed: 1,
    });
  });

  test('messages, signals and variables reach what waits', async () => {
    const processInstanceKey = keys.waiting as never;
    const elements = await client.searchElementInstances(
      { filter: { processInstanceKey, elementId: 'middle' as never } },
      now,
    );
    const { elementInstanceKey } = first(elements);
    await client.createElementInstanceVariables({ elementInstanceKey, variables: { seen: true }, local: true });
    const seen = await client.searchVariables({ filter: { name: 'seen', scopeKey: elementInstanceKey as never } }, now);
    expect(seen.items).toHaveLength(1);
    expect(await client.broadcastSignal({ signalName: 'nobody' })).toHaveProperty('signalKey');
    expect(await client.publishMessage({ name: 'other', correlationKey: 'x', timeToLive: 0 })).toHaveProperty(
      'messageKey',
    );
    expect(await client.correlateMessage({ name: 'paid', correlationKey: 'A-3' })).toMatchObject({
      processInstanceKey: keys.waiting,
    });
  });
});

describe('what was deployed', () => {
  test('processes are found, latest and all, with their diagram', async () => {
    await client.createDeployment({ resources: [new File([taskProcess('t', 'other')], 't.bpmn')] });
    const all = await client.searchProcessDefinitions({ filter: { processDefinitionId: 't' } }, now);
    expect(all.items!.map(({ version }) => version)).toEqual([1, 2]);
    const latest = await client.searchProcessDefinitions(
      { filter: { processDefinitionId: 't', isLatestVersion: true } },
      now,
    );
    expect(latest.items!.map(({ version }) => version)).toEqual([2]);
    const processDefinitionKey = keys.process as never;
    expect(await client.getProcessDefinition({ processDefinitionKey }, now)).toMatchObject({ version: 1 });
    expect(await client.getProcessDefinitionXml({ processDefinitionKey }, now)).toBe(
      userTaskProcess('t', 'g,h', 't-form'),
    );
  });

  test('decisions and their requirements are found, read and evaluated', async () => {
    const decisionDefinitionKey = keys.decision as never;
    const found = first(
      await client.searchDecisionDefinitions({ filter: { decisionDefinitionId: 'd' as never } }, now),
    );
    expect(await client.getDecisionDefinition({ decisionDefinitionKey }, now)).toEqual(found);
    expect(await client.getDecisionDefinitionXml({ decisionDefinitionKey }, now)).toBe(decision('d'));
    const decisionRequirementsKey = keys.drd as never;
    const requirements = first(await client.searchDecisionRequirements({ filter: { version: 1 } }, now));
    expect(await client.getDecisionRequirements({ decisionRequirementsKey }, now)).toEqual(requirements);
    expect(await client.getDecisionRequirementsXml({ decisionRequirementsKey }, now)).toBe(decision('d'));
    // By hand: the client takes no empty text for the decision that failed, which says here that none did.
    const evaluation = { decisionDefinitionId: 'd', variables: { field: 'health' } };
    expect((await rest(engine, 'POST', '/decision-definitions/evaluation', evaluation)).json).toMatchObject({
      output: '"syt"',
      decisionDefinitionKey: keys.decision,
      failureMessage: '',
      evaluatedDecisions: [
        {
          decisionEvaluationInstanceKey: expect.stringMatching(/^\d+-1$/),
          matchedRules: [{ ruleId: 'row-1', ruleIndex: 1 }],
        },
      ],
    });
  });

  test('a definition is deleted', async () => {
    const { processes } = await client.createDeployment({
      resources: [new File([taskProcess('gone', 'x')], 'x.bpmn')],
    });
    const resourceKey = processes[0]!.processDefinitionKey as never;
    await client.deleteResource({ resourceKey });
    await expect(client.getProcessDefinition({ processDefinitionKey: resourceKey }, now)).rejects.toMatchObject({
      status: 404,
    });
    await expect(client.getResource({ resourceKey })).rejects.toMatchObject({ status: 404 });
  });
});

test('the cluster tells its topology, licence, caller and health', async () => {
  expect(await client.getTopology()).toMatchObject({ clusterSize: 1 });
  expect(await client.getLicense()).toMatchObject({ validLicense: false });
  expect(await client.getStatus()).toBeUndefined();
  expect(await client.getAuthentication()).toMatchObject({ authorizedComponents: ['*'] });
  await client.pinClock({ timestamp: Date.parse('2030-01-01T00:00:00Z') });
  await client.resetClock();
});

test.each([
  ['batch operations', () => client.searchBatchOperations({}, now)],
  ['history', () => client.searchDecisionInstances({}, now)],
  ['users', () => client.searchUsers({}, now)],
])('%s are refused with the reason', async (_what, call) => {
  await expect(call()).rejects.toMatchObject({
    status: 404,
    title: 'UNIMPLEMENTED',
    detail: expect.stringMatching(/engine/),
  });
});
