/** The workers' figures for Prometheus: jobs by type and how they ended, how long they took. */
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import type { JobDone } from './runtime/worker.ts';

export interface Figures {
  job(done: JobDone): void;
  /** Prometheus text. */
  text(): Promise<string>;
}

export function createFigures(): Figures {
  const registers = [new Registry()];
  collectDefaultMetrics({ register: registers[0]! });
  const jobs = new Counter({
    name: 'worker_jobs_total',
    help: 'Jobs by how they ended: complete, retried, incident, too-early, error (of the diagram)',
    labelNames: ['type', 'outcome'],
    registers,
  });
  const seconds = new Histogram({
    name: 'worker_job_duration_seconds',
    help: 'Time from a job to its answer',
    labelNames: ['type'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 15],
    registers,
  });
  return {
    job({ job, decision, ms }) {
      jobs.inc({ type: job.type, outcome: outcomeOf(job.retries, decision) });
      seconds.observe({ type: job.type }, ms / 1000);
    },
    text: () => registers[0]!.metrics(),
  };
}

function outcomeOf(retriesBefore: number, decision: JobDone['decision']): string {
  if (decision.kind === 'complete') return 'complete';
  if (decision.kind === 'bpmnError') return 'error';
  if (decision.retries >= retriesBefore) return 'too-early';
  return decision.retries === 0 ? 'incident' : 'retried';
}
