/** A job of a rehearsal's engine, answered by the product's own handler. */
import type { ActivatedJob, Engine } from '../engine/engine.ts';
import { registry } from '../workers/registry.ts';
import { decide } from '../workers/runtime/worker.ts';
import type { Desk } from './desk.ts';

const jobTypes = new Map(registry.map((one) => [one.type, one]));
/** Virtual time that a job may take: none is ever late. */
const jobTimeoutMs = 3_600_000;

/** Takes every job that has a handler: `onJob` gets it and answers with `answerJob` when it is its turn. */
export function takeJobs(engine: Engine, onJob: (job: ActivatedJob) => void): void {
  for (const { type, variables } of registry)
    engine.streamJobs({ type, worker: 'rehearsal', timeout: jobTimeoutMs, fetchVariables: [...variables] }, (job) => {
      onJob(job);
      return true;
    });
}

export async function answerJob(engine: Engine, desk: Desk, job: ActivatedJob): Promise<void> {
  const jobType = jobTypes.get(job.type);
  if (!jobType) return;
  const { key, type, processInstanceKey, processDefinitionKey, elementId, elementInstanceKey, retries } = job;
  const asked = {
    key,
    type,
    processInstanceKey,
    processDefinitionKey,
    elementId,
    elementInstanceKey,
    retries,
    headers: JSON.parse(job.customHeaders),
    variables: JSON.parse(job.variables),
  };
  const decision = await decide(jobType, asked, desk.tools);
  if (decision.kind === 'complete') await engine.completeJob({ jobKey: key, variables: decision.variables });
  else if (decision.kind === 'bpmnError')
    await engine.throwError({ jobKey: key, errorCode: decision.code, errorMessage: decision.message });
  // A second try would find the same: in a rehearsal nothing is away for a moment.
  else await engine.failJob({ jobKey: key, retries: 0, errorMessage: decision.message });
}
