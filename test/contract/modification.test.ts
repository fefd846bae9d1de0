/** Moving instances by hand and to another definition, as the published clients ask for it (contract 4.15, 4.16). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually, type GrpcClient, grpcClients, type RestClient, rest, restClient } from './clients.ts';
import { own as once, useCluster } from './cluster.ts';
import { taskProcess } from './diagrams.ts';

const engine = useCluster();

const active = async (processInstanceKey: string) => {
  const { json } = await rest(engine, 'POST', '/element-instances/search', {
    filter: { processInstanceKey, state: 'ACTIVE' },
  });
  return json.items as { elementInstanceKey: string; elementId: string; processDefinitionKey: string }[];
};
const keyOf = (processInstanceKey: string, elementId: string) =>
  eventually(
    async () => (await active(processInstanceKey)).find((one) => one.elementId === elementId)?.elementInstanceKey,
  );

describe.each(grpcClients)('$name', ({ name, connect }) => {
  let client: GrpcClient;
  const own = (id: string) => once(`${name.startsWith('zeebe') ? 'a' : 'b'}-${id}`);
  const deploy = async (id: string, jobType: string) => {
    const process = Buffer.from(taskProcess(id, jobType));
    return (await client.deployResource({ process, name: `${id}.bpmn` })).deployments[0]!.process;
  };
  const create = async (id: string) =>
    (await client.createProcessInstance({ bpmnProcessId: id, variables: {} })).processInstanceKey;
  beforeAll(() => {
    client = connect(engine);
  });
  afterAll(async () => {
    await client.close();
  });

  test('begins an element again with a variable, and ends the old one', async () => {
    await deploy(own('again'), own('again'));
    const processInstanceKey = await create(own('again'));
    const before = await keyOf(processInstanceKey, 'middle');
    await client.modifyProcessInstance({
      processInstanceKey,
      activateInstructions: [
        {
          elementId: 'middle',
          ancestorElementInstanceKey: '-1',
          variableInstructions: [{ scopeId: '', variables: { n: 2 } }],
        },
      ],
      terminateInstructions: [{ elementInstanceKey: before }],
    });
    const middles = async () =>
      (await active(processInstanceKey))
        .filter((one) => one.elementId === 'middle')
        .map((one) => one.elementInstanceKey !== before);
    await expect.poll(middles, { timeout: 10_000 }).toEqual([true]);
  });

  test('is told what is not there', async () => {
    await expect(
      client.modifyProcessInstance({ processInstanceKey: '77', activateInstructions: [], terminateInstructions: [] }),
    ).rejects.toThrow(/^5 NOT_FOUND: Command 'MODIFY' rejected with code 'NOT_FOUND'/);
    await deploy(own('nowhere'), own('nowhere'));
    const processInstanceKey = await create(own('nowhere'));
    await expect(
      client.modifyProcessInstance({
        processInstanceKey,
        activateInstructions: [{ elementId: 'no', ancestorElementInstanceKey: '-1', variableInstructions: [] }],
        terminateInstructions: [],
      }),
    ).rejects.toThrow(/^3 INVALID_ARGUMENT: Command 'MODIFY' rejected/);
  });

  // zeebe-node 8.3 is older than this call.
  if (name.startsWith('zeebe-node')) return;
  test('moves an instance to the next version, its job stays', async () => {
    await deploy(own('moves'), own('moves'));
    const processInstanceKey = await create(own('moves'));
    const next = await deploy(own('moves'), `${own('moves')}-2`);
    const plan = (sourceElementId: string, targetElementId = 'middle') => ({
      processInstanceKey,
      migrationPlan: {
        targetProcessDefinitionKey: next.processDefinitionKey,
        mappingInstructions: [{ sourceElementId, targetElementId }],
      },
    });
    await expect(client.migrateProcessInstance(plan('start', 'start'))).rejects.toThrow(
      /^9 FAILED_PRECONDITION: Command 'MIGRATE' rejected with code 'INVALID_STATE'.*no mapping instruction defined for active element with id 'middle'/,
    );
    await client.migrateProcessInstance(plan('middle'));
    const definitions = async () => (await active(processInstanceKey)).map((one) => one.processDefinitionKey);
    await expect.poll(definitions, { timeout: 10_000 }).toEqual([next.processDefinitionKey, next.processDefinitionKey]);
    const [job] = await client.activateJobs({
      type: own('moves'),
      worker: 'w',
      timeout: 10_000,
      maxJobsToActivate: 1,
      requestTimeout: 2000,
    });
    await client.completeJob({ jobKey: job!.key, variables: {} });
    await expect.poll(() => active(processInstanceKey), { timeout: 10_000 }).toEqual([]);
  });
});

describe('REST', () => {
  let client: RestClient;
  beforeAll(() => {
    client = restClient(engine);
  });
  const begun = async (id: string, jobType: string) => {
    const deployed = await client.deployResources([{ content: taskProcess(id, jobType), name: `${id}.bpmn` }]);
    return deployed.processes[0]!.processDefinitionKey;
  };

  test('modifies and migrates with 204, and answers what cannot be with a problem', async () => {
    const id = once('rest-moves');
    await begun(id, id);
    const { processInstanceKey } = await client.createProcessInstance({
      processDefinitionId: id,
      variables: {},
    });
    const middle = await keyOf(processInstanceKey, 'middle');
    await client.modifyProcessInstance({
      processInstanceKey,
      activateInstructions: [{ elementId: 'middle', variableInstructions: [], ancestorElementInstanceKey: '-1' }],
      terminateInstructions: [{ elementInstanceKey: middle }],
    } as Parameters<RestClient['modifyProcessInstance']>[0]);
    const target = await begun(id, `${id}-2`);
    await client.migrateProcessInstance({
      processInstanceKey,
      targetProcessDefinitionKey: target,
      mappingInstructions: [{ sourceElementId: 'middle', targetElementId: 'middle' }],
    });
    const definitions = async () => (await active(processInstanceKey)).map((one) => one.processDefinitionKey);
    await expect.poll(definitions, { timeout: 10_000 }).toEqual([target, target]);
    const problems = [
      await rest(engine, 'POST', `/process-instances/${processInstanceKey}/modification`, {
        activateInstructions: [{ elementId: 'start' }],
      }),
      await rest(engine, 'POST', '/process-instances/77/modification', {}),
      await rest(engine, 'POST', `/process-instances/${processInstanceKey}/migration`, { mappingInstructions: [] }),
    ];
    expect(problems.map(({ status, json }) => [status, json.title])).toEqual([
      [400, 'INVALID_ARGUMENT'],
      [404, 'NOT_FOUND'],
      [400, 'INVALID_ARGUMENT'],
    ]);
  });
});
