import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { FileJournal } from '../journal/journal.ts';
import { freshDirectory, madeUp, record, reopen } from '../journal/testing.ts';
import type { LogRecord } from '../types.ts';
import { type ExporterConfig, standardConfig } from './config.ts';
import { startExporter } from './exporter.ts';
import { openPositionStore } from './position.ts';
import { type Receiver, startReceiver } from './receiver.testing.ts';

interface House {
  journal: FileJournal;
  /** Appends records one batch each, and waits until they are durable. */
  write(count: number, change?: (record: LogRecord) => void): Promise<void>;
  /** Resolves after the next snapshot. */
  snapshot(): Promise<unknown>;
  exporter: Awaited<ReturnType<typeof startExporter>>;
  warnings: string[];
}

async function house(dir: string, urls: string[], options: Partial<ExporterConfig> = {}): Promise<House> {
  const warnings: string[] = [];
  const warn = (line: string) => warnings.push(line);
  const snapshots = madeUp();
  const { journal } = await reopen(join(dir, 'journal'), {
    segmentBytes: 20_000,
    snapshotBytes: 20_000,
    ...snapshots.options,
  });
  const positions = openPositionStore(join(dir, 'records'), warn);
  const config = { ...standardConfig, id: 'test', urls, ...options };
  const exporter = await startExporter({ config, log: journal, positions, warn });
  onTestFinished(() => exporter.close());
  let position = journal.durablePosition();
  return {
    journal,
    snapshot: snapshots.next,
    exporter,
    warnings,
    async write(count, change) {
      const waiting: Promise<void>[] = [];
      for (let i = 0; i < count; i++) {
        const one = record(++position, { n: position });
        change?.(one);
        waiting.push(journal.append({ records: [one] }));
      }
      await Promise.all(waiting);
    },
  };
}

const ids = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => `1-${from + i}`);
const all = (receiver: Receiver) => [...receiver.documents.keys()];

describe('the exporter', () => {
  test('puts the templates first, then sends the events in order, once, as the contract writes them', async () => {
    const receiver = await startReceiver();
    const { write } = await house(await freshDirectory(), [receiver.url]);
    await write(1, (one) => {
      one.key = '2251799813685252';
      one.valueType = 'USER_TASK';
      one.timestamp = Date.UTC(2026, 4, 20, 23, 59, 59);
      one.value = {
        userTaskKey: '2251799813685253',
        formKey: -1,
        processDefinitionKey: 2251799813685256,
        variables: { jobKey: '2251799813685257', text: 'Đường "hỏng"' },
        customHeaders: { formKey: '7' },
        elementInstanceKey: '9007199254740993',
        changedAttributes: ['assignee'],
        onlyForReplay: true,
      };
    });
    await write(1, (one) => {
      one.recordType = 'COMMAND';
    });
    await write(1, (one) => {
      one.valueType = 'JOB_BATCH';
    });
    await write(2);
    await receiver.until(() => receiver.documents.size === 3);
    expect(receiver.templates[0]).toBe('/_component_template/zeebe-record');
    expect(receiver.templates).toContain('/_index_template/zeebe-record_process-instance-creation_8.8.0');
    expect(all(receiver)).toEqual(['1-1', '1-4', '1-5']);
    const first = receiver.documents.get('1-1')!;
    expect(first.index).toBe('zeebe-record_user-task_8.8.0_2026-05-20');
    expect(first.routing).toBe('1');
    expect(first.text).toContain('"key":2251799813685252,');
    expect(first.text).toContain('"userTaskKey":2251799813685253,');
    expect(first.text).toContain('"formKey":-1,');
    expect(first.text).toContain('"processDefinitionKey":2251799813685256,');
    expect(first.text).toContain('"variables":{"jobKey":"2251799813685257","text":"Đường \\"hỏng\\""}');
    expect(first.text).toContain('"customHeaders":{"formKey":"7"}');
    expect(first.text).toContain('"elementInstanceKey":9007199254740993,');
    expect(first.text).not.toContain('onlyForReplay');
    expect(first.text).toContain('"assignee":"","candidateGroupsList":[]');
    const sequences = [...receiver.documents.values()].map((one) => JSON.parse(one.text).sequence - 2 ** 51);
    expect(sequences).toEqual([1, 1, 2]);
    expect(receiver.arrivals).toHaveLength(3);
  });

  test('sends the same records again through 503, dropped connections and refused items, until all are taken', async () => {
    const receiver = await startReceiver();
    const troubles = ['unavailable', 'unavailable', 'drop', 'errors', 'store-then-drop', 'unavailable'] as const;
    const { write, exporter, warnings } = await house(await freshDirectory(), [receiver.url]);
    await write(5);
    await receiver.until(() => receiver.documents.size === 5);
    const from = receiver.requests;
    receiver.trouble = (request) => troubles[request - from - 1];
    await write(300);
    await receiver.until(() => receiver.arrivals.length > 305 && receiver.documents.size === 305);
    expect(all(receiver)).toEqual(ids(1, 305));
    expect(receiver.changed).toEqual([]);
    expect(receiver.arrivals.length).toBeGreaterThan(305);
    expect(exporter.status().retries).toBeGreaterThanOrEqual(5);
    expect(warnings.join('\n')).toMatch(/it answered 503; the same records are sent again/);
    await write(1);
    await receiver.until(() => receiver.documents.size === 306);
    expect(exporter.status().trouble).toBeUndefined();
  });

  test('gives up a request that is not answered in time and sends it again', async () => {
    const receiver = await startReceiver();
    receiver.trouble = (request) => (request === 3 ? 'hang' : undefined);
    const { write } = await house(await freshDirectory(), [receiver.url], { requestTimeout: 100 });
    await write(3);
    await receiver.until(() => receiver.documents.size === 3);
    expect(all(receiver)).toEqual(ids(1, 3));
  });

  test('goes on with the next address of its list when one is gone', async () => {
    const first = await startReceiver();
    const second = await startReceiver();
    const { write } = await house(await freshDirectory(), [first.url, second.url]);
    await write(3);
    await first.until(() => first.documents.size === 3);
    await first.close();
    await write(3);
    await second.until(() => second.documents.has('1-6'));
    expect(new Set([...all(first), ...all(second)])).toEqual(new Set(ids(1, 6)));
    expect(second.templates.length).toBeGreaterThan(20);
  });

  test('after a restart goes on behind what was acknowledged, at another address, with the same sequences', async () => {
    const dir = await freshDirectory();
    const before = await startReceiver();
    const first = await house(dir, [before.url]);
    await first.write(10);
    await before.until(() => before.documents.size === 10);
    before.trouble = () => 'unavailable';
    await first.write(10);
    await first.exporter.close();
    await first.journal.close();
    const after = await startReceiver();
    const second = await house(dir, [after.url]);
    await second.write(5);
    await after.until(() => after.documents.has('1-25'));
    expect(all(after)).toEqual(ids(11, 25));
    const sequences = [...after.documents.values()].map((one) => JSON.parse(one.text).sequence - 2 ** 51);
    expect(sequences).toEqual(Array.from({ length: 15 }, (_, i) => 11 + i));
  });

  test('keeps nothing but the log while the endpoint is down, and the log as long as it is needed', async () => {
    const receiver = await startReceiver();
    receiver.trouble = () => 'unavailable';
    const { write, exporter, journal, snapshot } = await house(await freshDirectory(), [receiver.url]);
    await write(9000);
    expect(exporter.status().behind).toBe(true);
    for (let made = 0; made < 2; made++) {
      const next = snapshot();
      for (let segment = 0; segment < 3; segment++) await write(60);
      await next;
    }
    expect(journal.earliest()).toBe(0);
    receiver.trouble = () => undefined;
    await receiver.until(() => receiver.documents.size === 9360);
    expect(all(receiver)).toEqual(ids(1, 9360));
    await write(10);
    await receiver.until(() => receiver.documents.size === 9370);
    await exporter.close();
    await journal.close();
    expect(journal.earliest()).toBeGreaterThan(8000);
  });

  test('cuts a request at 1,000 records and at its bytes', async () => {
    const receiver = await startReceiver();
    const dir = await freshDirectory();
    const { write } = await house(dir, [receiver.url], { bulkBytes: 5000 });
    await write(40);
    await receiver.until(() => receiver.documents.size === 40);
    expect(receiver.requests).toBeGreaterThan(receiver.templates.length + 3);
    expect(all(receiver)).toEqual(ids(1, 40));
  });

  test('logs in with Basic where a user is set', async () => {
    const receiver = await startReceiver();
    const { write } = await house(await freshDirectory(), [receiver.url], { user: 'engine', password: 'bí mật' });
    await write(1);
    await receiver.until(() => receiver.documents.size === 1);
    expect([...receiver.authorizations]).toEqual([`Basic ${Buffer.from('engine:bí mật').toString('base64')}`]);
  });
});
