/** A line of the log for each job: what it was, how it ended, how long it took. No variables, no texts. */
import type { Log } from '../telemetry/log.ts';
import type { JobDone } from './runtime/worker.ts';

export function jobTeller(log: Log): (done: JobDone) => void {
  return ({ job, decision, ms }) => {
    const { key, type, elementId, processInstanceKey, variables } = job;
    const facts = {
      job: key,
      type,
      element: elementId,
      instance: processInstanceKey,
      report: String(variables.reportCode ?? ''),
      ms: Math.round(ms),
    };
    switch (decision.kind) {
      case 'complete':
        return log.info(facts, 'job done');
      case 'bpmnError':
        return log.info({ ...facts, error: decision.code }, 'job ended in an error of the diagram');
      case 'fail': {
        const { retries, message } = decision;
        // Too early is no failure: it comes back with all its tries.
        const level = retries < job.retries ? 'warn' : 'debug';
        return log[level]({ ...facts, retries, why: message }, retries < job.retries ? 'job failed' : 'job too early');
      }
    }
  };
}
