/** The engine as a process: what it says, what it refuses, how it leaves. */
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:http2';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { listFiles } from '../../../engine/journal/files.ts';
import { rest } from '../clients.ts';
import { taskProcess } from '../diagrams.ts';
import { type EngineProcess, startEngineProcess } from '../engine-process.ts';
import { rawGateway } from '../raw-grpc.ts';

async function started(env?: Record<string, string>): Promise<EngineProcess> {
  const engine = await startEngineProcess(env);
  onTestFinished(() => engine.dispose());
  return engine;
}

describe('the engine process', () => {
  test('says where it listens, on loopback, and leaves with 0 on SIGTERM', async () => {
    const engine = await started();
    expect(engine.output()).toContain(
      `Engine ready: gRPC 127.0.0.1:${engine.ports.grpc}, REST http://127.0.0.1:${engine.ports.rest}/v2`,
    );
    expect((await fetch(`${engine.managementUrl}/ready`)).status).toBe(200);
    expect(await (await fetch(`${engine.managementUrl}/metrics`)).text()).toMatch(
      /^zeebe_log_appender_last_committed_position\{partition="1"\} \d+$/m,
    );
    expect((await fetch(`${engine.managementUrl}/actuator/clock`)).status).toBe(403);
    expect(await engine.stop()).toBe(0);
    expect(engine.output()).toContain('Engine stopped (SIGTERM).');
  });

  test('answers pings as fast as they come, and never with GOAWAY', async () => {
    const engine = await started();
    const session = connect(`http://${engine.address}`);
    await once(session, 'connect');
    let goaway = false;
    session.on('goaway', () => {
      goaway = true;
    });
    const ping = () =>
      new Promise<void>((resolve, reject) => session.ping((error) => (error ? reject(error) : resolve())));
    for (let n = 0; n < 100; n++) await ping();
    expect(goaway).toBe(false);
    await new Promise<void>((resolve) => session.close(resolve));
  });

  test('stops with polls and streams open', async () => {
    const engine = await started();
    const gateway = rawGateway(engine.address);
    onTestFinished(() => gateway.close());
    const poll = gateway.activate({
      type: 'x',
      worker: 'w',
      timeout: 1000,
      maxJobsToActivate: 1,
      requestTimeout: 60_000,
    });
    const stream = await gateway.stream({ type: 'x', worker: 'w', timeout: 1000 }, () => {});
    const gone = expect(poll).rejects.toMatchObject({ code: 14 });
    expect(await engine.stop()).toBe(0);
    await gone;
    expect((await stream.ended)?.code).toBe(14);
  });

  test('finds everything again after a stop, and a second one on the same data is refused', async () => {
    const engine = await started();
    const gateway = rawGateway(engine.address);
    await gateway.call('DeployResource', {
      resources: [{ name: 'a.bpmn', content: Buffer.from(taskProcess('a', 'a')) }],
    });
    const made = await gateway.call('CreateProcessInstance', { bpmnProcessId: 'a', version: -1, variables: '{"x":1}' });
    gateway.close();
    await expect(startEngineProcess({ ENGINE_DATA_DIR: join(engine.dataDir, 'engine') })).rejects.toThrow(
      new RegExp(`in use by process ${engine.pid}`),
    );
    await engine.stop();
    await engine.start();
    const found = await rest(engine, 'GET', `/process-instances/${made.processInstanceKey}`);
    expect(found).toMatchObject({ status: 200, json: { processDefinitionId: 'a', state: 'ACTIVE' } });
  });

  test('refuses to start on a log that is damaged in the middle, and says so', async () => {
    const engine = await started();
    const gateway = rawGateway(engine.address);
    for (const id of ['a', 'b', 'c'])
      await gateway.call('DeployResource', {
        resources: [{ name: `${id}.bpmn`, content: Buffer.from(taskProcess(id, id)) }],
      });
    gateway.close();
    await engine.stop();
    const [segment] = (await listFiles(join(engine.dataDir, 'engine', 'journal'))).segments;
    const bytes = await readFile(segment!.path);
    bytes[200]! ^= 8;
    await writeFile(segment!.path, bytes);
    await expect(engine.start()).rejects.toThrow(
      /is damaged at byte \d+: .*whole records follow\. Nothing was changed/,
    );
  });

  test.each([
    [{ ENGINE_GRPC_PORT: 'x' }, /ENGINE_GRPC_PORT is a port/],
    [{ CLOCK_CONTROLLED: '1', ENGINE_HOST: '0.0.0.0' }, /needs a loopback ENGINE_HOST/],
    [{ ENGINE_RECORDS_URL: 'nowhere' }, /ENGINE_RECORDS_URL is a list/],
  ])('names the setting that it cannot use: %o', async (env, message) => {
    await expect(startEngineProcess(env as Record<string, string>)).rejects.toThrow(message);
  });

  test('names the port that is taken', async () => {
    const engine = await started();
    await expect(startEngineProcess({ ENGINE_REST_PORT: String(engine.ports.rest) })).rejects.toThrow(
      /ENGINE_REST_PORT: the port cannot be had/,
    );
    await expect(startEngineProcess({ ENGINE_GRPC_PORT: String(engine.ports.grpc) })).rejects.toThrow(
      /ENGINE_GRPC_PORT: the port cannot be had/,
    );
  });

  test('takes no commands once the disk refuses, says why, and has all that it acknowledged at the next start', async () => {
    const engine = await started();
    await engine.stop();
    await engine.start({}, 2048);
    const gateway = rawGateway(engine.address);
    onTestFinished(() => gateway.close());
    await gateway.call('DeployResource', {
      resources: [{ name: 'a.bpmn', content: Buffer.from(taskProcess('a', 'a')) }],
    });
    const variables = JSON.stringify({ text: 'x'.repeat(100_000) });
    const create = () => gateway.call('CreateProcessInstance', { bpmnProcessId: 'a', version: -1, variables });
    const acknowledged: string[] = [];
    let refusal: { code: number; details: string } | undefined;
    while (!refusal)
      await create().then(
        (made) => acknowledged.push(made.processInstanceKey!),
        (error) => {
          refusal = error;
        },
      );
    expect(refusal).toMatchObject({ code: 14, details: expect.stringMatching(/journal cannot be written \(EFBIG/) });
    await expect(create()).rejects.toMatchObject({ code: 14 });
    expect((await rest(engine, 'POST', '/messages/publication', { name: 'x' })).status).toBe(503);
    expect((await rest(engine, 'POST', '/process-instances/search', {})).status).toBe(200);
    expect((await fetch(`${engine.managementUrl}/ready`)).status).toBe(503);
    expect((await fetch(`${engine.managementUrl}/live`)).status).toBe(200);
    expect(await gateway.health('')).toEqual({ status: 'NOT_SERVING' });
    await engine.kill();
    await engine.start();
    for (const key of acknowledged) expect((await rest(engine, 'GET', `/process-instances/${key}`)).status).toBe(200);
    expect(acknowledged.length).toBeGreaterThan(2);
  });
});
