/** One text for both published clients: what a product that uses them relies on. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually, type GrpcClient, grpcClients, rest } from './clients.ts';
import { own as once, useCluster } from './cluster.ts';
import { brokenProcess, decision, errorProcess, form, messageProcess, taskProcess } from './diagrams.ts';

const engine = useCluster();

describe.each(grpcClients)('$name', ({ name, connect }) => {
  let client: GrpcClient;
  /** Ids of this client's own. */
  const own = (id: string) => once(`${name.startsWith('zeebe') ? 'a' : 'b'}-${id}`);
  const deploy = async (id: string, xml: string) =>
    await client.deployResource({ process: Buffer.from(xml), name: `${id}.bpmn` });
  const incidentOf = (processInstanceKey: string) =>
    eventually(
      async () => (await rest(engine, 'POST', '/incidents/search', { filter: { processInstanceKey } })).json.items[0],
    );

  beforeAll(() => {
    client = connect(engine);
  });
  afterAll(async () => {
    await client.close();
  });

  test('reads the topology of a healthy cluster', async () => {
    const topology = await client.topology();
    expect(topology.brokers).toHaveLength(topology.clusterSize);
    expect(topology.gatewayVersion).toMatch(/^8\.\d+\.\d+/);
    const partitions = topology.brokers.flatMap((broker) => broker.partitions);
    expect(partitions).toHaveLength(topology.partitionsCount * topology.replicationFactor);
    expect(partitions).toContainEqual({ partitionId: 1, role: 'LEADER', health: 'HEALTHY' });
  });

  test('deploys: the same twice has the same key, a change the next version', async () => {
    const id = own('twice');
    const first = (await deploy(id, taskProcess(id, 'none'))).deployments[0]!.process;
    const again = (await deploy(id, taskProcess(id, 'none'))).deployments[0]!.process;
    const changed = (await deploy(id, taskProcess(id, 'other'))).deployments[0]!.process;
    expect(first).toMatchObject({ bpmnProcessId: id, version: 1, resourceName: `${id}.bpmn`, tenantId: '<default>' });
    expect(again.processDefinitionKey).toBe(first.processDefinitionKey);
    expect(again.version).toBe(1);
    expect(changed.version).toBe(2);
    expect(BigInt(first.processDefinitionKey) >> 51n).toBe(1n);
  });

  test('is told why a diagram cannot be deployed', async () => {
    await expect(deploy(own('broken'), brokenProcess(own('broken')))).rejects.toThrow(
      /^3 INVALID_ARGUMENT: Command 'CREATE' rejected with code 'INVALID_ARGUMENT': Expected to deploy new resources, but encountered the following errors:/,
    );
    await expect(deploy(own('no-xml'), '<bpmn')).rejects.toThrow(/^3 INVALID_ARGUMENT:/);
  });

  test('is told which process is unknown', async () => {
    await expect(client.createProcessInstance({ bpmnProcessId: own('nobody'), variables: {} })).rejects.toThrow(
      `5 NOT_FOUND: Command 'CREATE' rejected with code 'NOT_FOUND': Expected to find process definition with process ID '${own('nobody')}', but none found`,
    );
  });

  test('gets the result of an instance whose job its worker completes', async () => {
    const id = own('result');
    await deploy(id, taskProcess(id, id));
    const seen: Record<string, unknown>[] = [];
    const worker = client.createWorker({
      taskType: id,
      taskHandler: (job) => {
        seen.push({ variables: { ...job.variables }, headers: { ...job.customHeaders }, retries: job.retries });
        return job.complete({ sum: 3, text: 'Đường "hỏng" 🚧' });
      },
    });
    const result = await client.createProcessInstanceWithResult({
      bpmnProcessId: id,
      variables: { a: 1, nested: { list: [1, 2.5, 'x'] } },
      requestTimeout: 20_000,
    });
    await worker.close();
    expect({ ...(result.variables as object) }).toMatchObject({ a: 1, sum: 3, text: 'Đường "hỏng" 🚧' });
    expect(seen).toEqual([
      { variables: { a: 1, nested: { list: [1, 2.5, 'x'] } }, headers: { article: '7' }, retries: 3 },
    ]);
  });

  test('fails a job: it comes back after its back-off, and ends as an incident that can be resolved', async () => {
    const id = own('retry');
    await deploy(id, taskProcess(id, id));
    const { processInstanceKey } = await client.createProcessInstance({ bpmnProcessId: id, variables: {} });
    const attempts: { retries: number; at: number }[] = [];
    let mended = false;
    const done = Promise.withResolvers<void>();
    const worker = client.createWorker({
      taskType: id,
      taskHandler: async (job) => {
        attempts.push({ retries: job.retries, at: Date.now() });
        if (mended) {
          const receipt = await job.complete({});
          done.resolve();
          return receipt;
        }
        return await job.fail({ errorMessage: 'no connection', retries: job.retries - 2, retryBackOff: 300 });
      },
    });
    const incident = await incidentOf(processInstanceKey);
    expect(incident).toMatchObject({ errorType: 'JOB_NO_RETRIES', errorMessage: 'no connection', elementId: 'middle' });
    expect(attempts.map((attempt) => attempt.retries)).toEqual([3, 1]);
    expect(attempts[1]!.at - attempts[0]!.at).toBeGreaterThanOrEqual(300);
    const incidentKey = incident.incidentKey as string;
    await expect(client.resolveIncident({ incidentKey })).rejects.toThrow(/^9 FAILED_PRECONDITION: .*no retries left/);
    mended = true;
    await client.updateJobRetries({ jobKey: incident.jobKey as string, retries: 1 });
    await client.resolveIncident({ incidentKey });
    await done.promise;
    await worker.close();
    await expect(client.resolveIncident({ incidentKey })).rejects.toThrow(/^5 NOT_FOUND:/);
    await expect(client.updateJobRetries({ jobKey: incident.jobKey as string, retries: 1 })).rejects.toThrow(
      /^5 NOT_FOUND:/,
    );
  });

  test('throws an error that the diagram catches', async () => {
    const id = own('error');
    await deploy(id, errorProcess(id, id));
    const worker = client.createWorker({
      taskType: id,
      taskHandler: (job) => job.error({ errorCode: 'refused', errorMessage: 'no', variables: { ground: 'none' } }),
    });
    const result = await client.createProcessInstanceWithResult({
      bpmnProcessId: id,
      variables: {},
      requestTimeout: 20_000,
    });
    await worker.close();
    expect({ ...(result.variables as object) }).toEqual({ ground: 'none' });
  });

  test('cancels once; the second time there is nothing', async () => {
    const id = own('cancel');
    await deploy(id, taskProcess(id, own('nobody-works')));
    const { processInstanceKey } = await client.createProcessInstance({ bpmnProcessId: id, variables: {} });
    await client.cancelProcessInstance(processInstanceKey);
    await expect(client.cancelProcessInstance(processInstanceKey)).rejects.toThrow(
      `5 NOT_FOUND: Command 'CANCEL' rejected with code 'NOT_FOUND': Expected to cancel a process instance with key '${processInstanceKey}', but no such process was found`,
    );
  });

  test('publishes messages: correlated by key, buffered for a time, an id only once', async () => {
    const id = own('message');
    await deploy(id, messageProcess(id, id));
    const early = {
      name: id,
      correlationKey: 'QN-1',
      messageId: own('m1'),
      timeToLive: 60_000,
      variables: { answer: 42 },
    };
    await client.publishMessage(early);
    await expect(client.publishMessage(early)).rejects.toThrow(
      `6 ALREADY_EXISTS: Command 'PUBLISH' rejected with code 'ALREADY_EXISTS': Expected to publish a new message with id '${own('m1')}', but a message with that id was already published`,
    );
    const result = await client.createProcessInstanceWithResult({
      bpmnProcessId: id,
      variables: { code: 'QN-1' },
      requestTimeout: 20_000,
    });
    expect({ ...(result.variables as object) }).toEqual({ code: 'QN-1', answer: 42 });
    const waiting = client.createProcessInstanceWithResult({
      bpmnProcessId: id,
      variables: { code: 'QN-2' },
      requestTimeout: 20_000,
    });
    await eventually(async () => {
      const { json } = await rest(engine, 'POST', '/element-instances/search', {
        filter: { processDefinitionId: id, elementId: 'middle', state: 'ACTIVE' },
      });
      return json.items[0];
    });
    await client.publishMessage({
      name: id,
      correlationKey: 'QN-2',
      timeToLive: 0,
      variables: { answer: 43 },
    } as never);
    expect({ ...((await waiting).variables as object) }).toEqual({ code: 'QN-2', answer: 43 });
  });

  test('sets variables and sees them in the job', async () => {
    const id = own('variables');
    await deploy(id, taskProcess(id, id));
    const { processInstanceKey } = await client.createProcessInstance({ bpmnProcessId: id, variables: { a: 1 } });
    await client.setVariables({ elementInstanceKey: processInstanceKey, variables: { a: 2, b: 'x' }, local: false });
    const got = Promise.withResolvers<object>();
    const worker = client.createWorker({
      taskType: id,
      taskHandler: (job) => {
        got.resolve({ ...job.variables });
        return job.complete({});
      },
    });
    expect(await got.promise).toEqual({ a: 2, b: 'x' });
    await worker.close();
    await expect(
      client.setVariables({ elementInstanceKey: '2251799813699999', variables: {}, local: false }),
    ).rejects.toThrow(/^5 NOT_FOUND: .*no such element was found/);
  });

  test('deploys a decision and a form, and evaluates the decision', async () => {
    const id = own('routing');
    const deployed = await client.deployResource({ decision: Buffer.from(decision(id)), name: `${id}.dmn` });
    expect(deployed.deployments[0]!.decision).toMatchObject({ dmnDecisionId: id, version: 1 });
    const forms = await client.deployResource({
      form: Buffer.from(form(own('form'))),
      name: `${own('form')}.form`,
    } as never);
    expect((forms.deployments[0] as unknown as { form: object }).form).toMatchObject({
      formId: own('form'),
      version: 1,
    });
    const result = await client.evaluateDecision({ decisionId: id, variables: { field: 'health' } } as never);
    expect(JSON.parse(result.decisionOutput)).toBe('syt');
    expect(result.evaluatedDecisions[0]!.matchedRules[0]).toMatchObject({ ruleId: 'row-1', ruleIndex: 1 });
    await expect(client.evaluateDecision({ decisionId: own('nothing'), variables: {} } as never)).rejects.toThrow(
      /no decision found for id/,
    );
  });

  test('works through a long line of jobs, each done once', async () => {
    const id = own('many');
    await deploy(id, taskProcess(id, id));
    const done = new Map<string, number>();
    const all = Promise.withResolvers<void>();
    const worker = client.createWorker({
      taskType: id,
      taskMaxJobs: 7,
      taskHandler: async (job) => {
        done.set(job.processInstanceKey, (done.get(job.processInstanceKey) ?? 0) + 1);
        const receipt = await job.complete({});
        if (done.size === 60) all.resolve();
        return receipt;
      },
    } as Parameters<GrpcClient['createWorker']>[0]);
    const created = await Promise.all(
      Array.from({ length: 60 }, (_, n) => client.createProcessInstance({ bpmnProcessId: id, variables: { n } })),
    );
    await all.promise;
    await worker.close();
    expect(new Set(done.keys())).toEqual(new Set(created.map((one) => one.processInstanceKey)));
    expect([...done.values()].every((count) => count === 1)).toBe(true);
  });
});
