import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ManualClock } from '../clock.ts';
import { createEngine } from '../engine.ts';
import type { FileJournal } from '../journal/journal.ts';
import { freshDirectory, madeUp, record, reopen } from '../journal/testing.ts';
import { diagram, flows, start, userTask } from '../testing/diagram.ts';
import type { LogRecord } from '../types.ts';
import { BulkWriter } from './bulk.ts';
import { type ExporterConfig, standardConfig } from './config.ts';
import type { Endpoint } from './endpoint.ts';
import { startExporter } from './exporter.ts';
import { type Exporters, startExporters } from './exporters.ts';
import { type Receiver, startReceiver } from './receiver.testing.ts';
import { ownId } from './settings.ts';
import { defaultFilter } from './value-types.ts';

interface House {
  journal: FileJournal;
  /** Resolves after the next snapshot. */
  snapshot(): Promise<unknown>;
  exporters: Exporters;
  warnings: string[];
  /** Appends one durable record after the other, each changed by its place in the list. */
  write(...changes: Partial<LogRecord>[]): Promise<void>;
  stop(): Promise<void>;
}

async function house(dir: string, ...configs: (Partial<ExporterConfig> & { id: string })[]): Promise<House> {
  const warnings: string[] = [];
  const warn = (line: string) => warnings.push(line);
  const snapshots = madeUp();
  const { journal } = await reopen(join(dir, 'journal'), {
    segmentBytes: 20_000,
    snapshotBytes: 20_000,
    ...snapshots.options,
  });
  const exporters = await startExporters({
    configs: configs.map((one) => ({ ...standardConfig, urls: [], ...one })),
    dir: join(dir, 'records'),
    log: journal,
    warn,
  });
  onTestFinished(() => exporters.close());
  let position = journal.durablePosition();
  return {
    journal,
    snapshot: snapshots.next,
    exporters,
    warnings,
    async write(...changes) {
      await Promise.all(
        changes.map((change) =>
          journal.append({ records: [{ ...record(++position, { n: position }), valueType: 'JOB', ...change }] }),
        ),
      );
    },
    async stop() {
      await exporters.close();
      await journal.close();
    },
  };
}

const times = (count: number, change: Partial<LogRecord> = {}) => Array.from({ length: count }, () => change);
const ids = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => `1-${from + i}`);
const all = (receiver: Receiver) => [...receiver.documents.keys()];
const sequences = (receiver: Receiver) =>
  [...receiver.documents.values()].map((one) => JSON.parse(one.text).sequence - 2 ** 51);

describe('several exporters', () => {
  test('go each at its own pace, and the journal keeps what the slowest has not taken', async () => {
    const quick = await startReceiver();
    const down = await startReceiver();
    down.trouble = () => 'unavailable';
    const dir = await freshDirectory();
    const { write, journal, snapshot, exporters, stop } = await house(
      dir,
      { id: ownId, urls: [quick.url] },
      { id: 'second', urls: [down.url] },
    );
    await write(...times(3000));
    await quick.until(() => quick.documents.size === 3000);
    expect(down.documents.size).toBe(0);
    await expect
      .poll(() => exporters.status()[0])
      .toMatchObject({ id: 'records', acknowledged: 3000, sent: 3000, trouble: undefined });
    const second = exporters.status()[1];
    expect(second).toMatchObject({ id: 'second', acknowledged: 0, sent: 0 });
    expect(second!.trouble).toMatch(/it answered 503/);
    for (let made = 0; made < 2; made++) {
      const next = snapshot();
      for (let segment = 0; segment < 3; segment++) await write(...times(60));
      await next;
    }
    expect(journal.earliest()).toBe(0);
    down.trouble = () => undefined;
    await down.until(() => down.documents.size === 3360);
    expect(all(down)).toEqual(ids(1, 3360));
    await write({});
    for (const receiver of [quick, down]) await receiver.until(() => receiver.documents.size === 3361);
    await stop();
    expect(journal.earliest()).toBeGreaterThan(2000);
  });

  test('go on after a restart each behind what it has taken; one that is new gets what the journal still holds', async () => {
    const dir = await freshDirectory();
    const one = await startReceiver();
    const two = await startReceiver();
    const first = await house(dir, { id: ownId, urls: [one.url] }, { id: 'second', urls: [two.url] });
    await first.write(...times(5));
    await one.until(() => one.documents.size === 5);
    await two.until(() => two.documents.size === 5);
    two.trouble = () => 'unavailable';
    await first.write(...times(5));
    await one.until(() => one.documents.size === 10);
    await first.stop();
    two.trouble = () => undefined;
    const three = await startReceiver();
    const again = await house(
      dir,
      { id: ownId, urls: [one.url] },
      { id: 'second', urls: [two.url] },
      { id: 'third', urls: [three.url] },
    );
    await again.write(...times(1));
    for (const receiver of [one, two, three]) {
      await receiver.until(() => receiver.documents.size === 11);
      expect(receiver.arrivals).toEqual(ids(1, 11));
      expect(sequences(receiver)).toEqual(Array.from({ length: 11 }, (_, i) => i + 1));
    }
  });

  test('one whose endpoint stores and denies it sends the same again, and leaves the other in peace', async () => {
    const honest = await startReceiver();
    const lying = await startReceiver();
    lying.trouble = (request) => (request % 3 === 0 ? undefined : 'store-then-deny');
    const { write } = await house(
      await freshDirectory(),
      { id: ownId, urls: [honest.url] },
      { id: 'second', urls: [lying.url], bulkSize: 7 },
    );
    await write(...times(50));
    await honest.until(() => honest.documents.size === 50);
    await lying.until(() => lying.documents.size === 50);
    await write({});
    await lying.until(() => lying.documents.has('1-51'));
    expect(all(lying)).toEqual(ids(1, 51));
    expect(lying.changed).toEqual([]);
    expect(lying.arrivals.length).toBeGreaterThan(51);
    expect(honest.arrivals.slice(0, 50)).toEqual(ids(1, 50));
  });
});

describe('exporting', () => {
  test('is paused for all, over a restart too, and goes on where it was', async () => {
    const receiver = await startReceiver();
    const dir = await freshDirectory();
    const config = { id: ownId, urls: [receiver.url] };
    const first = await house(dir, config);
    await first.write({});
    await receiver.until(() => receiver.documents.size === 1);
    await first.exporters.setPhase('paused');
    await first.write({}, {});
    await first.stop();
    const second = await house(dir, config);
    expect(second.exporters.phase()).toBe('paused');
    expect(second.warnings.join()).toMatch(/exporting is paused/);
    await second.write({});
    expect(receiver.documents.size).toBe(1);
    await second.exporters.setPhase('exporting');
    await receiver.until(() => receiver.documents.size === 4);
    expect(receiver.arrivals).toEqual(ids(1, 4));
  });

  test('paused softly sends, but keeps the log and sends the same again after a restart', async () => {
    const receiver = await startReceiver();
    const dir = await freshDirectory();
    const config = { id: ownId, urls: [receiver.url] };
    const first = await house(dir, config);
    await first.exporters.setPhase('softPaused');
    await first.write({}, {});
    await receiver.until(() => receiver.documents.size === 2);
    await first.stop();
    const second = await house(dir, config);
    await receiver.until(() => receiver.arrivals.length === 4);
    await second.exporters.setPhase('exporting');
    await second.write({});
    await receiver.until(() => receiver.documents.size === 3);
    await second.stop();
    const third = await house(dir, config);
    await third.write({});
    await receiver.until(() => receiver.documents.size === 4);
    expect(receiver.changed).toEqual([]);
    expect(receiver.arrivals).toEqual([...ids(1, 2), ...ids(1, 4)]);
  });
});

describe('an exporter', () => {
  test('sends the record types and value types that it is told, and counts only those', async () => {
    const receiver = await startReceiver();
    const filter = {
      recordTypes: new Set(['COMMAND', 'COMMAND_REJECTION']),
      valueTypes: new Set(['JOB', 'JOB_BATCH']),
    };
    const { write, exporters } = await house(await freshDirectory(), { id: 'commands', urls: [receiver.url], filter });
    await write(
      {},
      { recordType: 'COMMAND' },
      { recordType: 'COMMAND', valueType: 'MESSAGE' },
      { recordType: 'COMMAND_REJECTION', rejectionType: 'NOT_FOUND', rejectionReason: 'no such "job"', key: '-1' },
      { recordType: 'COMMAND', valueType: 'JOB_BATCH', value: { jobKeys: ['2251799813685250', 7] } },
      {},
    );
    await expect.poll(() => exporters.status()[0]!.acknowledged).toBe(6);
    expect(all(receiver)).toEqual(['1-2', '1-4', '1-5']);
    expect(sequences(receiver)).toEqual([1, 2, 1]);
    expect(JSON.parse(receiver.documents.get('1-4')!.text)).toMatchObject({
      key: -1,
      recordType: 'COMMAND_REJECTION',
      rejectionType: 'NOT_FOUND',
      rejectionReason: 'no such "job"',
    });
    expect(receiver.documents.get('1-5')!.text).toContain('"jobKeys":[2251799813685250,7],"jobs":[]');
    expect(receiver.templates).toEqual([
      '/_component_template/zeebe-record',
      '/_index_template/zeebe-record_job_8.8.0',
      '/_index_template/zeebe-record_job-batch_8.8.0',
    ]);
  });

  test('goes on counting where it was when its filter is changed, without giving a number twice', async () => {
    const receiver = await startReceiver();
    const dir = await freshDirectory();
    const withFilter = (...valueTypes: string[]) => {
      const filter = { ...defaultFilter, valueTypes: new Set(valueTypes) };
      return house(dir, { id: 'changing', urls: [receiver.url], filter });
    };
    const round = [{}, { valueType: 'TIMER' }, {}];
    const first = await withFilter('JOB', 'TIMER');
    await first.write(...round);
    await receiver.until(() => receiver.documents.size === 3);
    await first.stop();
    const second = await withFilter('TIMER');
    await second.write(...round);
    await receiver.until(() => receiver.documents.size === 4);
    await second.stop();
    const third = await withFilter('JOB', 'TIMER');
    await third.write(...round);
    await receiver.until(() => receiver.documents.size === 7);
    expect(all(receiver)).toEqual(['1-1', '1-2', '1-3', '1-5', '1-7', '1-8', '1-9']);
    expect(sequences(receiver)).toEqual([1, 1, 2, 2, 3, 3, 4]);
    expect(receiver.arrivals).toHaveLength(7);
  });

  test('waits for its delay unless a portion is full by number or by bytes, and sends the rest at a stop', async () => {
    const receiver = await startReceiver();
    const config = { id: 'patient', urls: [receiver.url], bulkDelay: 3_600_000, bulkSize: 10 };
    const { write, exporters, stop } = await house(await freshDirectory(), config);
    await write(...times(25));
    await receiver.until(() => receiver.documents.size === 20);
    await expect.poll(() => exporters.status()[0]!.acknowledged).toBe(20);
    expect(receiver.requests - receiver.templates.length).toBe(2);
    await stop();
    expect(all(receiver)).toEqual(ids(1, 25));

    const small = await startReceiver();
    const narrow = await house(await freshDirectory(), {
      ...config,
      urls: [small.url],
      bulkSize: 1000,
      bulkBytes: 2500,
    });
    await narrow.write(...times(3));
    await small.until(() => small.documents.size === 2);
    expect(small.requests - small.templates.length).toBe(1);
  });

  test('sends what waits when its delay is over', async () => {
    const receiver = await startReceiver();
    const config = { id: 'patient', urls: [receiver.url], bulkDelay: 60 };
    const { write } = await house(await freshDirectory(), config);
    await write({}, {});
    await receiver.until(() => receiver.documents.size === 2);
    await write({});
    await receiver.until(() => receiver.documents.size === 3);
    expect(receiver.arrivals).toEqual(ids(1, 3));
  });

  test('puts its policy first, then the templates for each broker version, under its own names', async () => {
    const receiver = await startReceiver();
    const { write } = await house(await freshDirectory(), {
      id: 'named',
      urls: [receiver.url],
      filter: { ...defaultFilter, valueTypes: new Set(['USER_TASK']) },
      naming: { prefix: 'own', suffix: (timestamp) => `h${new Date(timestamp).getUTCHours()}` },
      shards: 1,
      replicas: 2,
      retention: { policyName: 'week', minimumAge: '7d' },
    });
    const timestamp = Date.UTC(2026, 0, 1, 5, 30);
    await write(
      { valueType: 'USER_TASK', timestamp },
      { valueType: 'USER_TASK', brokerVersion: '8.8.1', timestamp: timestamp + 3_600_000 },
    );
    await receiver.until(() => receiver.documents.size === 2);
    expect(receiver.templates).toEqual([
      '/_ilm/policy/week',
      '/_component_template/own',
      '/_index_template/own_user-task_8.8.0',
      '/_index_template/own_user-task_8.8.1',
    ]);
    expect(receiver.bodies.get('/_ilm/policy/week')).toEqual({
      policy: { phases: { delete: { min_age: '7d', actions: { delete: {} } } } },
    });
    expect(receiver.bodies.get('/_component_template/own')).toMatchObject({
      template: {
        settings: { number_of_shards: 1, number_of_replicas: 2, 'index.lifecycle.name': 'week' },
        mappings: { properties: { sequence: { type: 'long' } } },
      },
    });
    expect(receiver.bodies.get('/_index_template/own_user-task_8.8.1')).toMatchObject({
      index_patterns: ['own_user-task_8.8.1_*'],
      composed_of: ['own'],
      template: { aliases: { 'own-user-task': {} } },
    });
    expect([...receiver.documents.values()].map((one) => one.index)).toEqual([
      'own_user-task_8.8.0_h5',
      'own_user-task_8.8.1_h6',
    ]);
  });

  test('puts no template where it is told to make none', async () => {
    const receiver = await startReceiver();
    const config = { id: 'bare', urls: [receiver.url], createTemplates: false };
    const { write } = await house(await freshDirectory(), config);
    await write({});
    await receiver.until(() => receiver.documents.size === 1);
    expect(receiver.templates).toEqual([]);
  });
});

test('who listens in the same process gets the very documents that an endpoint gets', async () => {
  const receiver = await startReceiver();
  const dir = await freshDirectory();
  const { journal } = await reopen(join(dir, 'journal'));
  const clock = new ManualClock(Date.UTC(2026, 4, 20));
  const engine = await createEngine({ clock, journal });
  const config = { ...standardConfig, id: ownId, urls: [receiver.url] };
  const heard = new BulkWriter(config, { position: 0, sequences: {} });
  let body = '';
  engine.subscribe((records) => {
    for (const one of records) body += heard.add(one)?.body ?? '';
  });
  const taken: string[] = [];
  const endpoint: Endpoint = {
    url: 'here',
    put: async () => {},
    bulk: async (text) => void taken.push(text),
    destroy: () => {},
  };
  const exporters = await startExporters({
    configs: [config],
    dir: join(dir, 'records'),
    log: journal,
    warn: () => {},
  });
  const inside = await startExporter({
    config: { ...config, id: 'inside' },
    log: { ...journal, exported: () => {} },
    positions: { read: async () => ({ position: 0, sequences: {} }), write: async () => {} },
    warn: () => {},
    endpoints: [endpoint],
  });
  await engine.deploy([{ name: 'p.bpmn', content: diagram('p', start('s') + userTask('t') + flows('s -> t')) }]);
  await engine.createInstance({ bpmnProcessId: 'p', variables: { tên: 'Đường "hỏng"' } });
  await engine.idle();
  body += heard.cut().body;
  await receiver.until(() => receiver.documents.size === body.split('\n').length >> 1);
  await expect.poll(() => taken.join('').length).toBe(body.length);
  const documents = body.split('\n').filter((_, at) => at % 2 === 1);
  expect([...receiver.documents.values()].map((one) => one.text)).toEqual(documents);
  expect(taken.join('')).toBe(body);
  await exporters.close();
  await inside.close();
  await engine.close();
  await journal.close();
});
