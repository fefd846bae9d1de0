/**
 * Sends records to a `_bulk` endpoint as Zeebe's Elasticsearch exporter does (contract 3.5): templates first, then
 * documents in order, at least once, the next bulk only after the last was acknowledged. What could go wrong: the
 * endpoint is slow, down, or answers half: then the same records are sent again, and nothing is skipped.
 */
import { type Bulk, BulkWriter } from './bulk.ts';
import type { ExporterConfig } from './config.ts';
import { createEndpoint, type Endpoint } from './endpoint.ts';
import type { Acknowledged, PositionStore } from './position.ts';
import { type DurableLog, followRecords } from './source.ts';
import { policyCalls, templateCalls } from './templates.ts';

export interface ExporterOptions {
  config: ExporterConfig;
  log: DurableLog & {
    /** Position before the oldest record that the log still holds. */
    earliest(): number;
    /** Told how far everything is acknowledged, durably: older segments may go. */
    exported(position: number): void;
  };
  positions: PositionStore;
  warn: (line: string) => void;
  /** Where the requests go. One over HTTP for each address of the settings. */
  endpoints?: readonly Endpoint[];
  /** `exporting` when absent. */
  phase?: Phase;
}

export interface ExporterStatus {
  id: string;
  /** Position of the last record that the endpoint acknowledged (or that is not exported). */
  acknowledged: number;
  sent: number;
  retries: number;
  behind: boolean;
  /** Why the last attempt failed; undefined after a success. */
  trouble?: string;
}

/**
 * `paused`: nothing is sent. `softPaused`: records are sent, but not noted as acknowledged: the log keeps them, and they
 * come again after a restart.
 */
export type Phase = 'exporting' | 'paused' | 'softPaused';

export interface Exporter {
  status(): ExporterStatus;
  /** From the next request on; one that is under way is finished. */
  setPhase(phase: Phase): void;
  /** Lets the request under way finish for a moment, stores the acknowledged position, and stops. */
  close(): Promise<void>;
}

const firstBackOff = 50;
const longestBackOff = 2000;
/** The acknowledged position is stored at most this often: a crash sends again what came in between. */
const storeEvery = 250;
const graceOnClose = 1500;

export async function startExporter(options: ExporterOptions): Promise<Exporter> {
  const { config, log } = options;
  const endpoints = options.endpoints ?? config.urls.map((url) => createEndpoint({ ...config, url }));
  const prepared = new Set<string>();
  let current = 0;
  const warn = (line: string) => options.warn(`Records (${config.id}): ${line}`);
  const stopping = new AbortController();
  let phase = options.phase ?? 'exporting';
  let goOn = Promise.withResolvers<void>();
  const state: Acknowledged = await options.positions.read();
  const status: ExporterStatus = {
    id: config.id,
    acknowledged: state.position,
    sent: 0,
    retries: 0,
    behind: false,
  };
  if (log.earliest() > state.position) {
    warn(`${state.position + 1} to ${log.earliest()} are no longer in the journal and will not be sent.`);
    state.position = log.earliest();
  }
  log.exported(state.position);
  const source = followRecords(log, state.position);

  let storing: Promise<void> = Promise.resolve();
  let storedPosition = state.position;
  let storedAt = 0;

  async function storeNow(): Promise<void> {
    if (storedPosition === state.position || phase === 'softPaused') return;
    const { position, sequences } = state;
    storedAt = performance.now();
    try {
      await options.positions.write({ position, sequences });
      storedPosition = position;
      log.exported(position);
    } catch (error) {
      warn(`the acknowledged position could not be stored (${(error as Error).message}).`);
    }
  }
  /** Stores what is acknowledged, and lets the log go up to there; one write after the other. */
  function store(): Promise<void> {
    storing = storing.then(storeNow);
    return storing;
  }
  const timer = setInterval(() => void store(), storeEvery);
  timer.unref();

  /** Policy and templates, each once an endpoint; those that an index is named after, for each broker version. */
  async function prepare(endpoint: Endpoint, version: string): Promise<void> {
    const at = endpoints.indexOf(endpoint);
    if (prepared.has(`${at} ${version}`)) return;
    for (const { path, body } of [...policyCalls(config), ...templateCalls(config, version)]) {
      if (prepared.has(`${at} ${path}`)) continue;
      await endpoint.put(path, body);
      prepared.add(`${at} ${path}`);
    }
    prepared.add(`${at} ${version}`);
  }

  /** One attempt at the endpoint whose turn it is. */
  async function attempt(bulk: Bulk): Promise<void> {
    const endpoint = endpoints[current]!;
    try {
      for (const version of bulk.versions) await prepare(endpoint, version);
      await endpoint.bulk(bulk.body);
    } catch (error) {
      current = (current + 1) % endpoints.length;
      throw new Error(`${endpoint.url}: ${(error as Error).message}`);
    }
  }

  /** Until it is acknowledged. False when the exporter was closed before. */
  async function deliver(bulk: Bulk): Promise<boolean> {
    let backOff = firstBackOff;
    for (let failures = 0; ; ) {
      while (phase === 'paused') {
        if (stopping.signal.aborted) return false;
        await goOn.promise;
      }
      try {
        await attempt(bulk);
        if (status.trouble) warn('the endpoint takes records again.');
        status.trouble = undefined;
        return true;
      } catch (error) {
        if (stopping.signal.aborted) return false;
        failures++;
        status.retries++;
        if (!status.trouble) warn(`${(error as Error).message}; the same records are sent again until taken.`);
        status.trouble = (error as Error).message;
        if (failures % endpoints.length !== 0) continue;
        await pause(backOff, stopping.signal);
        if (stopping.signal.aborted) return false;
        backOff = Math.min(backOff * 2, longestBackOff);
      }
    }
  }

  /** Sends one portion and moves on behind it. False when the exporter was closed before. */
  async function send(bulk: Bulk): Promise<boolean> {
    if (bulk.count > 0 && !(await deliver(bulk))) return false;
    status.sent += bulk.count;
    state.position = bulk.position;
    state.sequences = bulk.sequences;
    status.acknowledged = bulk.position;
    return true;
  }

  async function run(): Promise<void> {
    const gathered = new BulkWriter(config, state);
    let flushed = performance.now();
    const left = () => Math.max(0, flushed + config.bulkDelay - performance.now());
    for (;;) {
      const records = await source.next(config.bulkSize, gathered.count > 0 ? left() : undefined);
      if (!records) break;
      status.behind = source.behind();
      for (const record of records) {
        const full = gathered.add(record);
        if (full && !(await send(full))) return;
      }
      if (gathered.count === 0 || gathered.full || left() === 0) {
        if (!(await send(gathered.cut()))) return;
        flushed = performance.now();
      }
      if (performance.now() - storedAt > storeEvery) void store();
      if (stopping.signal.aborted) break;
    }
    // What waited for its delay goes out with the stop, if the endpoint takes it at once.
    if (gathered.count > 0) await send(gathered.cut());
  }
  const running = run();
  running.catch((error: Error) => {
    status.trouble = error.message;
    warn(`the exporter stopped: ${error.message}`);
  });

  return {
    status: () => ({ ...status, behind: source.behind() }),
    setPhase(next) {
      phase = next;
      goOn.resolve();
      goOn = Promise.withResolvers();
    },
    async close() {
      clearInterval(timer);
      stopping.abort();
      goOn.resolve();
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
