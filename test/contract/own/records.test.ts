/** The record stream of the real process, at an endpoint that is a real HTTP server with moods. */
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { type Receiver, startReceiver, type Trouble } from '../../../engine/records/receiver.testing.ts';
import { rest } from '../clients.ts';
import { taskProcess } from '../diagrams.ts';
import { type EngineProcess, startEngineProcess } from '../engine-process.ts';
import { type RawGateway, rawGateway } from '../raw-grpc.ts';
import { type ExportedRecord, exportedIds, readLog } from './log.ts';

const engines: EngineProcess[] = [];
afterAll(async () => {
  for (const engine of engines) await engine.dispose();
});

async function engineFor(
  url: string,
  env: Record<string, string> = {},
): Promise<{ engine: EngineProcess; gateway: RawGateway }> {
  const engine = await startEngineProcess({ ENGINE_RECORDS_URL: url, ...env });
  engines.push(engine);
  const gateway = rawGateway(engine.address);
  onTestFinished(() => gateway.close());
  const content = Buffer.from(taskProcess('work', 'work'));
  await gateway.call('DeployResource', { resources: [{ name: 'work.bpmn', content }] });
  return { engine, gateway };
}

/** Instances from start to end; answers their keys. */
async function work(gateway: RawGateway, count: number): Promise<string[]> {
  const made = await Promise.all(
    Array.from({ length: count }, (_, n) =>
      gateway.call('CreateProcessInstance', { bpmnProcessId: 'work', version: -1, variables: `{"n":${n}}` }),
    ),
  );
  for (let done = 0; done < count; ) {
    const jobs = await gateway.activate({
      type: 'work',
      worker: 'w',
      timeout: 60_000,
      maxJobsToActivate: 50,
      requestTimeout: 5000,
    });
    await Promise.all(jobs.map((job) => gateway.call('CompleteJob', { jobKey: job.key, variables: '{"ok":true}' })));
    done += jobs.length;
  }
  return made.map((one) => one.processInstanceKey!);
}

const records = (receiver: Receiver) =>
  [...receiver.documents.values()].map((document) => JSON.parse(document.text) as ExportedRecord);
const endedIn = (receiver: Receiver) =>
  records(receiver)
    .filter(
      (one) =>
        one.valueType === 'PROCESS_INSTANCE' &&
        one.intent === 'ELEMENT_COMPLETED' &&
        one.value.bpmnElementType === 'PROCESS',
    )
    .map((one) => String(one.key));

describe('the record stream', () => {
  test('tells the whole life of an instance, in the contract’s shape and order', async () => {
    const receiver = await startReceiver();
    const { gateway } = await engineFor(receiver.url);
    const [key] = await work(gateway, 1);
    await receiver.until(() => endedIn(receiver).includes(key!));
    const life = records(receiver).filter((one) => String(one.value.processInstanceKey) === key);
    expect(life.every((one) => typeof one.key === 'number' && typeof one.value.processInstanceKey === 'number')).toBe(
      true,
    );
    const steps = life
      .filter((one) => ['PROCESS_INSTANCE', 'JOB'].includes(one.valueType))
      .map((one) => `${one.value.elementId} ${one.intent.replace('ELEMENT_', '')}`);
    expect(steps).toEqual([
      'work ACTIVATING',
      'work ACTIVATED',
      'start ACTIVATING',
      'start ACTIVATED',
      'start COMPLETING',
      'start COMPLETED',
      'in SEQUENCE_FLOW_TAKEN',
      'middle ACTIVATING',
      'middle CREATED',
      'middle ACTIVATED',
      'middle COMPLETED',
      'middle COMPLETING',
      'middle COMPLETED',
      'out SEQUENCE_FLOW_TAKEN',
      'end ACTIVATING',
      'end ACTIVATED',
      'end COMPLETING',
      'end COMPLETED',
      'work COMPLETING',
      'work COMPLETED',
    ]);
    const positions = records(receiver).map((one) => one.position);
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
    const created = life.find((one) => one.valueType === 'JOB' && one.intent === 'CREATED')!;
    expect(created.value).toMatchObject({
      type: 'work',
      retries: 3,
      customHeaders: { article: '7' },
      elementId: 'middle',
      bpmnProcessId: 'work',
      tenantId: '<default>',
    });
    expect(
      [...receiver.documents.values()].every((document) =>
        /^zeebe-record_[a-z-]+_8\.8\.0_\d{4}-\d\d-\d\d$/.test(document.index),
      ),
    ).toBe(true);
  });

  test('an endpoint that is down, slow or cuts off costs nothing: repeats are exact, and all of it arrives', async () => {
    const receiver = await startReceiver();
    const { engine, gateway } = await engineFor(receiver.url);
    await receiver.until(() => receiver.documents.size > 0);
    const moods: Trouble[] = ['unavailable', 'unavailable', 'drop', 'store-then-drop', 'errors', 'unavailable'];
    receiver.trouble = () => moods.shift();
    const first = await work(gateway, 20);
    moods.push('store-then-drop', 'drop', 'unavailable', 'store-then-drop');
    const second = await work(gateway, 40);
    await receiver.until(
      () => moods.length === 0 && endedIn(receiver).length === 60 && receiver.arrivals.length > receiver.documents.size,
    );
    expect(new Set(endedIn(receiver))).toEqual(new Set([...first, ...second]));
    expect(receiver.changed).toEqual([]);
    expect(await engine.stop()).toBe(0);
    expect([...receiver.documents.keys()]).toEqual(exportedIds((await readLog(engine)).records));
  });

  test('what could not be sent before a stop is sent after the next start, at another address', async () => {
    const before = await startReceiver();
    const { engine, gateway } = await engineFor(before.url);
    const first = await work(gateway, 5);
    await before.until(() => endedIn(before).length === 5);
    await before.close();
    const second = await work(gateway, 5);
    expect(await engine.stop()).toBe(0);
    const after = await startReceiver();
    await engine.start({ ENGINE_RECORDS_URL: after.url });
    await after.until(() => second.every((key) => endedIn(after).includes(key)));
    expect(new Set([...endedIn(before), ...endedIn(after)])).toEqual(new Set([...first, ...second]));
    expect(await engine.stop()).toBe(0);
    const all = new Set([...before.documents.keys(), ...after.documents.keys()]);
    expect(all).toEqual(new Set(exportedIds((await readLog(engine)).records)));
    expect((await rest(engine, 'GET', '/status').catch(() => undefined))?.status).toBeUndefined();
  });

  test('kill -9 with two exporters: what the one that denies and lags has not taken waits for it, and both get all', {
    timeout: 120_000,
  }, async () => {
    const own = await startReceiver();
    const slow = await startReceiver();
    const { engine, gateway } = await engineFor(own.url, {
      // So small that the log is shortened many times, as far as both have taken it.
      ENGINE_SNAPSHOT_EVERY: '60000',
      ZEEBE_BROKER_EXPORTERS_SLOW_CLASSNAME: 'io.camunda.zeebe.exporter.ElasticsearchExporter',
      ZEEBE_BROKER_EXPORTERS_SLOW_ARGS_URL: slow.url,
      ZEEBE_BROKER_EXPORTERS_SLOW_ARGS_INCLUDEENABLEDRECORDS: 'true',
      ZEEBE_BROKER_EXPORTERS_SLOW_ARGS_BULK_DELAY: '1',
      ZEEBE_BROKER_EXPORTERS_SLOW_ARGS_BULK_SIZE: '10',
    });
    // Stores and denies it, two times in three.
    slow.trouble = (request) => (request % 3 === 0 ? undefined : 'store-then-deny');
    const made: string[] = [];
    let mine = gateway;
    for (let round = 0; round < 3; round++) {
      made.push(...(await work(mine, 30)));
      await engine.kill();
      await engine.start();
      mine = rawGateway(engine.address);
      onTestFinished(() => mine.close());
    }
    await own.until(() => made.every((key) => endedIn(own).includes(key)));
    // What it has stored and denied comes again, however late its first bulk was.
    await slow.until(() => slow.arrivals.length > slow.documents.size);
    expect(slow.documents.size).toBeLessThan(own.documents.size);
    slow.trouble = () => undefined;
    await slow.until(() => slow.documents.size === own.documents.size);
    expect(await engine.stop()).toBe(0);
    for (const receiver of [own, slow]) {
      expect(receiver.changed).toEqual([]);
      expect([...receiver.documents.keys()]).toEqual([...own.documents.keys()]);
      for (const sequences of Object.values(Object.groupBy(records(receiver), (one) => one.valueType)))
        expect(sequences!.map((one) => one.sequence - 2 ** 51)).toEqual(sequences!.map((_, i) => i + 1));
    }
    const owed = exportedIds((await readLog(engine)).records);
    expect(owed.every((id) => own.documents.has(id))).toBe(true);
  });
});
