/**
 * The server's figures that are counted as things happen. Labels are routes, kinds and names of works: as many as the
 * code has, never what came from outside.
 */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Store } from '../../store/store.ts';

export interface Figures {
  registry: Registry;
  request(of: { method: string; route: string; status: number }, seconds: number): void;
  /** A batch of records was projected. `lagSeconds`: since its newest record's time. */
  batch(of: { applied: number; seconds: number; lagSeconds: number }): void;
  /** An entry of the outbox came to its end. */
  settled(kind: string, state: string): void;
  /** Work that goes on by itself failed, and is tried again. */
  failed(work: string): void;
  watchPool(store: Store): void;
}

export function createFigures(): Figures {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time to answer, by route',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2, 5],
    registers,
  });
  const batches = new Histogram({
    name: 'records_batch_duration_seconds',
    help: 'Time to project a batch of records',
    buckets: [0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2, 5],
    registers,
  });
  const projected = new Counter({ name: 'records_projected_total', help: 'Records projected', registers });
  const lag = new Gauge({
    name: 'records_lag_seconds',
    help: 'Age of the newest record when its batch was projected; 0 where the clock is controlled',
    registers,
  });
  const settled = new Counter({
    name: 'outbox_settled_total',
    help: 'Entries of the outbox that came to an end, by kind and state',
    labelNames: ['kind', 'state'],
    registers,
  });
  const failures = new Counter({
    name: 'work_failures_total',
    help: 'Failures of work that goes on by itself and is tried again',
    labelNames: ['work'],
    registers,
  });
  const pool = new Gauge({
    name: 'mongodb_pool_connections',
    help: 'Connections to the database: open, in use; and callers that wait for one',
    labelNames: ['state'],
    registers,
  });
  return {
    registry,
    request: ({ method, route, status }, seconds) => requests.observe({ method, route, status }, seconds),
    batch({ applied, seconds, lagSeconds }) {
      batches.observe(seconds);
      projected.inc(applied);
      lag.set(Math.max(0, lagSeconds));
    },
    settled: (kind, state) => settled.inc({ kind, state }),
    failed: (work) => failures.inc({ work }),
    watchPool({ connection }) {
      const client = connection.getClient();
      const step = (event: string, state: string, by: number) =>
        client.on(event as 'connectionCreated', () => pool.inc({ state }, by));
      step('connectionCreated', 'open', 1);
      step('connectionClosed', 'open', -1);
      step('connectionCheckOutStarted', 'waiting', 1);
      step('connectionCheckOutFailed', 'waiting', -1);
      step('connectionCheckedOut', 'waiting', -1);
      step('connectionCheckedOut', 'in-use', 1);
      step('connectionCheckedIn', 'in-use', -1);
    },
  };
}
