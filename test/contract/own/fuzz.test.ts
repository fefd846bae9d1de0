/** Nonsense at every call: refused or answered, never an internal error, and the engine goes on. */
import { Client, credentials, type ServiceError } from '@grpc/grpc-js';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gatewayService } from '../../../engine/gateway/grpc/protocol.ts';
import { rest } from '../clients.ts';
import { taskProcess } from '../diagrams.ts';
import { type EngineProcess, startEngineProcess } from '../engine-process.ts';
import { rawGateway } from '../raw-grpc.ts';

let engine: EngineProcess;
let client: Client;
beforeAll(async () => {
  engine = await startEngineProcess();
  client = new Client(engine.address, credentials.createInsecure());
  const gateway = rawGateway(engine.address);
  const content = Buffer.from(taskProcess('a', 'a'));
  await gateway.call('DeployResource', { resources: [{ name: 'a.bpmn', content }] });
  gateway.close();
});
afterAll(async () => {
  client?.close();
  await engine.dispose();
});

/** Sends the bytes as the message of a call; answers the status number. */
function send(path: string, bytes: Buffer): Promise<number> {
  return new Promise((resolve) => {
    client.makeUnaryRequest(
      path,
      (given: Buffer) => given,
      (given: Buffer) => given,
      bytes,
      (error: ServiceError | null) => resolve(error ? error.code : 0),
    );
  });
}
const runs = { numRuns: 25 };
/** 13 is what grpc-js itself answers to bytes that are no message of the type. */
const stillThere = async () => expect((await rest(engine, 'GET', '/status')).status).toBe(204);

describe('gRPC', () => {
  const unary = Object.values(gatewayService).filter((method) => !method.responseStream);

  test.each(unary.map((method) => method.path))('random bytes at %s', async (path) => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        expect([0, 3, 4, 5, 6, 9, 12, 13]).toContain(await send(path, Buffer.from(bytes)));
      }),
      // A message that happens to be a creation with result would wait for its answer.
      path.endsWith('WithResult') ? { numRuns: 5 } : runs,
    );
    await stillThere();
    expect(engine.output()).not.toContain('unexpected');
  });
});

describe('REST', () => {
  const key = fc.oneof(fc.integer({ min: 0 }).map(String), fc.constantFrom('x', '-1', '99999999999999999999'));
  const known = fc.record(
    {
      type: fc.constantFrom('a', '', 'b'),
      name: fc.constantFrom('m', ''),
      worker: fc.string(),
      timeout: fc.integer(),
      maxJobsToActivate: fc.integer(),
      requestTimeout: fc.constant(-1),
      assignee: fc.string(),
      processDefinitionId: fc.constantFrom('a', 'b'),
      processDefinitionKey: fc.oneof(fc.integer(), fc.string()),
      decisionDefinitionId: fc.string(),
      signalName: fc.string(),
      errorCode: fc.string(),
      retries: fc.integer(),
      changeset: fc.jsonValue(),
      variables: fc.jsonValue(),
      filter: fc.jsonValue(),
      sort: fc.jsonValue(),
      page: fc.jsonValue(),
      correlationKey: fc.string(),
      timeToLive: fc.integer(),
    },
    { requiredKeys: [] },
  );
  const body = fc.oneof({ weight: 3, arbitrary: known }, { weight: 1, arbitrary: fc.jsonValue() });

  test.each([
    ['POST', '/process-instances'],
    ['POST', '/process-instances/:key/cancellation'],
    ['PUT', '/element-instances/:key/variables'],
    ['POST', '/jobs/activation'],
    ['POST', '/jobs/:key/completion'],
    ['POST', '/jobs/:key/failure'],
    ['POST', '/jobs/:key/error'],
    ['PATCH', '/jobs/:key'],
    ['POST', '/incidents/:key/resolution'],
    ['POST', '/resources/:key/deletion'],
    ['POST', '/messages/publication'],
    ['POST', '/messages/correlation'],
    ['POST', '/signals/broadcast'],
    ['POST', '/decision-definitions/evaluation'],
    ['POST', '/user-tasks/:key/assignment'],
    ['DELETE', '/user-tasks/:key/assignee'],
    ['POST', '/user-tasks/:key/completion'],
    ['PATCH', '/user-tasks/:key'],
    ['POST', '/user-tasks/search'],
    ['POST', '/user-tasks/:key/variables/search'],
    ['POST', '/process-instances/search'],
    ['POST', '/element-instances/search'],
    ['POST', '/incidents/search'],
    ['POST', '/variables/search'],
    ['POST', '/jobs/search'],
    ['POST', '/process-definitions/search'],
  ] as const)('any JSON at %s %s', async (method, path) => {
    await fc.assert(
      fc.asyncProperty(key, body, async (number, sent) => {
        const { status, json } = await rest(engine, method, path.replace(':key', number), JSON.stringify(sent));
        expect(status, JSON.stringify(json)).toBeLessThan(500);
      }),
      { numRuns: 40 },
    );
    await stillThere();
    expect(engine.output()).not.toContain('unexpected');
  });
});
