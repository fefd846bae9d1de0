/** Reads a job's variables and headers; what is wrong with them becomes an incident that says how to mend it. */
import { parseTime } from '../domain/iso-time.ts';
import { type Job, NeedsMending } from './runtime/job.ts';

/** The report that the job is about. */
export function reportCodeOf(job: Job): string {
  const { reportCode } = job.variables;
  if (typeof reportCode === 'string' && reportCode !== '') return reportCode;
  throw new NeedsMending('the variable reportCode is missing', 'set reportCode on the instance');
}

/** A header, or else a variable of the same name; undefined where neither says anything. */
export function textOf(job: Job, name: string): string | undefined {
  const value = job.headers[name] ?? job.variables[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A time of the variables in epoch ms; undefined where there is none. Accepts what FEEL writes, a zone behind included. */
export function timeOf(job: Job, name: string): number | undefined {
  const value = job.variables[name];
  if (value === undefined || value === null) return undefined;
  const epochMs = typeof value === 'string' ? parseTime(value) : null;
  if (epochMs === null) {
    throw new NeedsMending(
      `the variable ${name} is no ISO 8601 time`,
      `set ${name} to a time such as 2026-01-05T07:00:00+07:00, or mend the input mapping of ${job.elementId}`,
    );
  }
  return epochMs;
}
