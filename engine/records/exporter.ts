/**
 * Sends every exported record to a `_bulk` endpoint as Zeebe's Elasticsearch exporter does (contract 3.5): templates
 * first, then documents in order, at least once, the next bulk only after the last was acknowledged. What could go
 * wrong: the endpoint is slow, down, or answers half: then the same records are sent again, and nothing is skipped.
 */
import type { LogRecord } from '../types.ts';
import { bulkLines } from './document.ts';
import { createEndpoint, type Endpoint } from './endpoint.ts';
import type { Acknowledged, PositionStore } from './position.ts';
import { type DurableLog, followRecords } from './source.ts';
import { templateCalls } from './templates.ts';
import { isExported } from './value-types.ts';

export interface ExporterOptions {
  log: DurableLog & {
    /** Position before the oldest record that the log still holds. */
    earliest(): number;
    /** Told how far everything is acknowledged, durably: older segments may go. */
    exported(position: number): void;
  };
  /** Tried in this order; the next one is taken when one fails. */
  urls: readonly string[];
  user?: string;
  password?: string;
  positions: PositionStore;
  brokerVersion: string;
  warn: (line: string) => void;
  /** Records a request. 1,000. */
  bulkSize?: number;
  /** Bytes a request. 10 MiB; a single larger record goes alone. */
  bulkBytes?: number;
  /** Milliseconds. 30,000. */
  requestTimeout?: number;
}

export interface ExporterStatus {
  /** Position of the last record that the endpoint acknowledged (or that is not exported). */
  acknowledged: number;
  sent: number;
  retries: number;
  behind: boolean;
  /** Why the last attempt failed; undefined after a success. */
  trouble?: string;
}

export interface Exporter {
  status(): ExporterStatus;
  /** Lets the request under way finish for a moment, stores the acknowledged position, and stops. */
  close(): Promise<void>;
}

const firstBackOff = 50;
const longestBackOff = 2000;
/** The acknowledged position is stored at most this often: a crash sends again what came in between. */
const storeEvery = 250;
const graceOnClose = 1500;

export async function startExporter(options: ExporterOptions): Promise<Exporter> {
  const { log, warn, bulkSize = 1000, bulkBytes = 10 << 20, requestTimeout = 30_000 } = options;
  const { user, password } = options;
  const endpoints = options.urls.map((url) => createEndpoint({ url, user, password, requestTimeout }));
  const prepared = new Set<Endpoint>();
  let current = 0;
  const stopping = new AbortController();
  const state: Acknowledged = await options.positions.read();
  const status: ExporterStatus = { acknowledged: state.position, sent: 0, retries: 0, behind: false };
  if (log.earliest() > state.position) {
    warn(`Records: ${state.position + 1} to ${log.earliest()} are no longer in the journal and will not be sent.`);
    state.position = log.earliest();
  }
  log.exported(state.position);
  const source = followRecords(log, state.position);

  let storing: Promise<void> = Promise.resolve();
  let storedPosition = state.position;
  let storedAt = 0;

  async function storeNow(): Promise<void> {
    if (storedPosition === state.position) return;
    const { position, sequences } = state;
    storedAt = performance.now();
    try {
      await options.positions.write({ position, sequences });
      storedPosition = position;
      log.exported(position);
    } catch (error) {
      warn(`Records: the acknowledged position could not be stored (${(error as Error).message}).`);
    }
  }
  /** Stores what is acknowledged, and lets the log go up to there; one write after the other. */
  function store(): Promise<void> {
    storing = storing.then(storeNow);
    return storing;
  }
  const timer = setInterval(() => void store(), storeEvery);
  timer.unref();

  /** One attempt at the endpoint whose turn it is. */
  async function attempt(body: string): Promise<void> {
    const endpoint = endpoints[current]!;
    try {
      if (!prepared.has(endpoint)) {
        for (const call of templateCalls(options.brokerVersion)) await endpoint.putTemplate(call.path, call.body);
        prepared.add(endpoint);
      }
      await endpoint.bulk(body);
    } catch (error) {
      current = (current + 1) % endpoints.length;
      throw new Error(`${endpoint.url}: ${(error as Error).message}`);
    }
  }

  /** Until it is acknowledged. False when the exporter was closed before. */
  async function deliver(body: string): Promise<boolean> {
    let backOff = firstBackOff;
    for (let failures = 0; ; ) {
      try {
        await attempt(body);
        if (status.trouble) warn('Records: the endpoint takes records again.');
        status.trouble = undefined;
        return true;
      } catch (error) {
        if (stopping.signal.aborted) return false;
        failures++;
        status.retries++;
        if (!status.trouble) warn(`Records: ${(error as Error).message}; the same records are sent again until taken.`);
        status.trouble = (error as Error).message;
        if (failures % endpoints.length !== 0) continue;
        await pause(backOff, stopping.signal);
        if (stopping.signal.aborted) return false;
        backOff = Math.min(backOff * 2, longestBackOff);
      }
    }
  }

  async function run(): Promise<void> {
    for (let records = await source.next(bulkSize); records; records = await source.next(bulkSize)) {
      status.behind = source.behind();
      for (const bulk of cutBulks(records, state.sequences, bulkBytes)) {
        if (bulk.body && !(await deliver(bulk.body))) return;
        status.sent += bulk.count;
        state.position = bulk.position;
        state.sequences = bulk.sequences;
        status.acknowledged = bulk.position;
      }
      if (performance.now() - storedAt > storeEvery) void store();
      if (stopping.signal.aborted) return;
    }
  }
  const running = run();
  running.catch((error: Error) => {
    status.trouble = error.message;
    warn(`Records: the exporter stopped: ${error.message}`);
  });

  return {
    status: () => ({ ...status, behind: source.behind() }),
    async close() {
      clearInterval(timer);
      stopping.abort();
      const closingSource = source.close();
      const cut = setTimeout(() => {
        for (const one of endpoints) one.destroy();
      }, graceOnClose);
      await running.catch(() => {});
      clearTimeout(cut);
      await closingSource;
      for (const one of endpoints) one.destroy();
      await store();
    },
  };
}

interface Bulk {
  /** Empty when none of its records is exported. */
  body: string;
  count: number;
  /** Position and counters once it is acknowledged. */
  position: number;
  sequences: Record<string, number>;
}

/** Records as one or more request bodies, none longer than `bytes` unless a single record is. */
function cutBulks(records: readonly LogRecord[], from: Record<string, number>, bytes: number): Bulk[] {
  const bulks: Bulk[] = [];
  const counts = { ...from };
  let parts: string[] = [];
  let length = 0;
  let position = 0;
  const finish = () => {
    bulks.push({ body: parts.join(''), count: parts.length, position, sequences: { ...counts } });
    parts = [];
    length = 0;
  };
  for (const record of records) {
    if (isExported(record)) {
      const count = (counts[record.valueType] ?? 0) + 1;
      const lines = bulkLines(record, count);
      const size = Buffer.byteLength(lines);
      if (length > 0 && length + size > bytes) finish();
      counts[record.valueType] = count;
      parts.push(lines);
      length += size;
    }
    position = record.position;
  }
  if (records.length > 0) finish();
  return bulks;
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done, { once: true });
    function done() {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}
