/** Instances that are created to end after an element, over `/v2` and gRPC (8.8). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ended, rest, restClient } from './clients.ts';
import { own, useCluster } from './cluster.ts';
import { adHocProcess } from './diagrams.ts';
import { type RawGateway, rawGateway } from './raw-grpc.ts';

const engine = useCluster();
const id = own('segment');
let gateway: RawGateway;
beforeAll(async () => {
  gateway = rawGateway(engine.address);
  const content = adHocProcess(id, '<zeebe:adHoc activeElementsCollection="=[&#34;a&#34;, &#34;b&#34;]" />');
  await restClient(engine).deployResources([{ name: `${id}.bpmn`, content }]);
});
afterAll(() => gateway.close());

/** Takes the job of one element of an instance and completes it; the other element's stays. */
async function work(elementId: string): Promise<void> {
  const asked = {
    type: `${id}-${elementId}`,
    worker: 'w',
    timeout: 60_000,
    maxJobsToActivate: 1,
    requestTimeout: 10_000,
  };
  const [job] = await gateway.activate(asked);
  await gateway.call('CompleteJob', { jobKey: job!.key, variables: '{}' });
}

test('by /v2', async () => {
  const instruction = { type: 'TERMINATE_PROCESS_INSTANCE', afterElementId: 'a' };
  const create = (runtimeInstructions: object[]) =>
    rest(engine, 'POST', '/process-instances', { processDefinitionId: id, runtimeInstructions });
  expect(await create([{ ...instruction, type: 'PAUSE' }])).toMatchObject({ status: 400 });
  const { json } = await create([instruction]);
  await work('a');
  await ended(engine, String(json.processInstanceKey));
});

test('by gRPC', async () => {
  const { processInstanceKey } = await gateway.call('CreateProcessInstance', {
    bpmnProcessId: id,
    version: -1,
    runtimeInstructions: [{ terminate: { afterElementId: 'b' } }],
  });
  await work('b');
  await ended(engine, processInstanceKey!);
});
