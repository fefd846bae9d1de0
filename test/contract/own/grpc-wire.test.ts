/** What gRPC callers meet below the calls themselves: pings, sizes, deadlines, calls given up, exact numbers (contract 1.1). */
import { once } from 'node:events';
import { connect } from 'node:http2';
import { status } from '@grpc/grpc-js';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startReceiver } from '../../../engine/records/receiver.testing.ts';
import { eventually, rest } from '../clients.ts';
import { taskProcess } from '../diagrams.ts';
import { type EngineProcess, startEngineProcess } from '../engine-process.ts';
import { type RawGateway, rawGateway } from '../raw-grpc.ts';

let engine: EngineProcess;
let gateway: RawGateway;
beforeAll(async () => {
  engine = await startEngineProcess();
  gateway = rawGateway(engine.address);
  const content = Buffer.from(taskProcess('wire', 'wire'));
  await gateway.call('DeployResource', { resources: [{ name: 'wire.bpmn', content }] });
});
afterAll(async () => {
  gateway.close();
  await engine.dispose();
});

const take = async () => {
  const [job] = await gateway.activate({
    type: 'wire',
    worker: 'w',
    timeout: 60_000,
    maxJobsToActivate: 1,
    requestTimeout: -1,
  });
  return job!;
};

test('pings without calls, one upon the other, never end a connection', async () => {
  const session = connect(`http://${engine.address}`);
  await once(session, 'connect');
  let ended = false;
  for (const event of ['goaway', 'close', 'error']) session.on(event, () => (ended = true));
  for (let i = 0; i < 200; i++)
    await new Promise<void>((resolve, reject) => session.ping((error) => (error ? reject(error) : resolve())));
  expect(ended).toBe(false);
  session.destroy();
});

test('a result that is larger than a message is refused, and the instance has ended all the same', async () => {
  const half = JSON.stringify('x'.repeat(2_500_000));
  const waiting = gateway.call('CreateProcessInstanceWithResult', {
    request: { bpmnProcessId: 'wire', version: -1, variables: `{"a":${half}}` },
    requestTimeout: 20_000,
  });
  const outcome = waiting.then(
    () => undefined,
    (error: { code: number }) => error.code,
  );
  const job = await eventually(async () => (await take().catch(() => undefined)) ?? undefined);
  await gateway.call('CompleteJob', { jobKey: job.key, variables: `{"b":${half}}` });
  expect(await outcome).toBe(status.RESOURCE_EXHAUSTED);
  expect((await rest(engine, 'GET', `/process-instances/${job.processInstanceKey}`)).json.state).toBe('COMPLETED');
});

test('a call whose deadline passes, or that is given up, leaves the engine as it was', async () => {
  const request = { request: { bpmnProcessId: 'wire', version: -1, variables: '{}' }, requestTimeout: 60_000 };
  await expect(
    gateway.call('CreateProcessInstanceWithResult', request, { deadline: Date.now() + 300 }),
  ).rejects.toMatchObject({ code: status.DEADLINE_EXCEEDED });
  const job = await take();
  await gateway.call('CompleteJob', { jobKey: job.key, variables: '' });
  await expect(
    gateway.call('CreateProcessInstanceWithResult', { ...request, requestTimeout: 200 }),
  ).rejects.toMatchObject({
    code: status.DEADLINE_EXCEEDED,
  });
  const other = await take();
  await gateway.call('CancelProcessInstance', { processInstanceKey: other.processInstanceKey });
});

test('an operation reference of 64 bits stands in every record that its call causes, also after a restart', async () => {
  const receiver = await startReceiver();
  const exporting = await startEngineProcess({ ENGINE_RECORDS_URL: receiver.url });
  onTestFinished(() => exporting.dispose());
  const documents = () => [...receiver.documents.values()].map(({ text }) => text);
  const caller = rawGateway(exporting.address);
  onTestFinished(() => caller.close());
  const content = Buffer.from(taskProcess('wire', 'wire'));
  await caller.call('DeployResource', { resources: [{ name: 'wire.bpmn', content }] });

  const references = [
    ['9223372036854775807', '9223372036854775807'],
    ['9007199254740993', '9007199254740993'],
    // An unsigned number beyond the signed ones is kept as Zeebe's records have it.
    ['18446744073709551615', '-1'],
  ] as const;
  const keys: string[] = [];
  for (const [operationReference, kept] of references) {
    const request = { bpmnProcessId: 'wire', version: -1, variables: '{}', operationReference };
    const { processInstanceKey } = await caller.call('CreateProcessInstance', request);
    keys.push(processInstanceKey!);
    const ofInstance = await eventually(async () => {
      const found = documents().filter((text) => text.includes(`"processInstanceKey":${processInstanceKey},`));
      return found.some((text) => text.includes('"valueType":"JOB"')) ? found : undefined;
    });
    for (const text of ofInstance) expect(text).toContain(`"operationReference":${kept},`);
  }
  await exporting.stop();
  receiver.documents.clear();
  await exporting.start();
  const body = '{"operationReference":9223372036854775806}';
  const { status: cancelled } = await rest(exporting, 'POST', `/process-instances/${keys[0]}/cancellation`, body);
  expect(cancelled).toBe(204);
  const ended = await eventually(async () =>
    documents().find((text) => text.includes('"intent":"ELEMENT_TERMINATED"') && text.includes('"PROCESS"')),
  );
  expect(ended).toContain('"operationReference":9223372036854775806,');
});

test('an operation reference that is none is refused', async () => {
  for (const given of ['0', '-1', '1.5', '"x"', '[]'])
    expect(
      (await rest(engine, 'POST', '/process-instances/1/cancellation', `{"operationReference":${given}}`)).status,
    ).toBe(400);
});

test('how long callers waited is measured by call, path and outcome', async () => {
  await gateway.call('Topology', {});
  await expect(gateway.call('CancelProcessInstance', { processInstanceKey: '1' })).rejects.toBeDefined();
  await rest(engine, 'GET', '/user-tasks/1');
  const text = await (await fetch(`${engine.managementUrl}/actuator/prometheus`)).text();
  const service = 'service="gateway_protocol.Gateway"';
  const duration = 'grpc_server_processing_duration_seconds_count';
  expect(text).toContain(`${duration}{${service},method="Topology",statusCode="OK"}`);
  expect(text).toContain(`${duration}{${service},method="CancelProcessInstance",statusCode="NOT_FOUND"}`);
  expect(text).toContain('http_server_requests_seconds_count{method="GET",uri="/v2/user-tasks/:key",status="404"} 1');
  expect(text).toMatch(/^zeebe_received_request_count_total\{partition="1"\} [1-9]/m);
});
