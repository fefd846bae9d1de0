/** What workers say about jobs, and what time says about them (zeebe-contract 1.3, 4.7). */
import { caught, findCatcher, uncaught } from '../behaviors/errors.ts';
import { close as closeIncident, type IncidentType, raise } from '../behaviors/incidents.ts';
import { offer } from '../behaviors/jobs.ts';
import { complete, continueActivation, continueCompletion } from '../behaviors/lifecycle.ts';
import type { Step } from '../behaviors/step.ts';
import { instanceValue, jobValue } from '../behaviors/values.ts';
import { propagateAll, setLocals } from '../behaviors/variables.ts';
import type { FailJobRequest, JobResult, VariablesInput } from '../door.ts';
import type { Job, JobKind, Read } from '../state/entities.ts';
import { carryOut, readAdHocResult } from './ad-hoc.ts';
import { invalid, keyOf, notFound, variablesOf, wrongState } from './refuse.ts';
import { listenerDone, readListenerResult } from './task-listener-jobs.ts';

type AJob = Read<Job>;

function find(step: Step, intent: string, verb: string, jobKey: string): AJob {
  const job = step.state.jobs.get(keyOf(jobKey));
  if (!job) notFound(intent, `Expected to ${verb} job with key '${jobKey}', but no such job was found`);
  step.processInstanceKey = job!.element.processInstanceKey;
  return job!;
}

/**
 * COMPLETE, FAIL and THROW_ERROR are taken while the job is activated or activatable (e.g. timed out a moment ago). One
 * that was too large to be handed out once more has an incident, which each of them ends.
 */
function findOpen(step: Step, intent: string, verb: string, jobKey: string): AJob {
  const job = find(step, intent, verb, jobKey);
  if (job.state === 'FAILED' || job.state === 'ERROR_THROWN') {
    wrongState(intent, `Expected to ${verb} job with key '${jobKey}', but it is in state '${job.state}'`);
  }
  return job;
}

export function completeJob(
  step: Step,
  request: { jobKey: string; variables?: VariablesInput; result?: JobResult },
): void {
  const job = findOpen(step, 'COMPLETE', 'complete', request.jobKey);
  const variables = variablesOf('COMPLETE', request.variables);
  const { element, kind, listenerEvent } = job;
  if (kind === 'TASK_LISTENER') {
    const { record, corrections } = readListenerResult(step, job, variables, request.result);
    completed(step, job, { variables, result: record });
    listenerDone(step, job, request.result, corrections);
    return;
  }
  if (kind === 'AD_HOC_SUB_PROCESS') {
    const { record, choice } = readAdHocResult(job.key, element, request.result);
    completed(step, job, { variables, result: record });
    setLocals(step, element, variables);
    carryOut(step, element, choice);
    return;
  }
  completed(step, job, { variables });
  if (kind === 'BPMN_ELEMENT') {
    complete(step, element, { variables });
    return;
  }
  step.inner('PROCESS_INSTANCE', 'COMPLETE_EXECUTION_LISTENER', element.key, instanceValue(element, step.find));
  if (listenerEvent === 'START') {
    setLocals(step, element, variables);
    continueActivation(step, element);
  } else {
    propagateAll(step, element.parent ?? element, variables);
    continueCompletion(step, element);
  }
}

function completed(step: Step, job: AJob, given: Record<string, unknown>): void {
  step.command('JOB', 'COMPLETE', job.key, given);
  closeIncident(step, job.incidentKey);
  step.event('JOB', 'COMPLETED', job.key, jobValue(job, given));
}

export function failJob(step: Step, request: FailJobRequest): void {
  const job = findOpen(step, 'FAIL', 'fail', request.jobKey);
  const variables = variablesOf('FAIL', request.variables);
  const { element, kind } = job;
  const backoff = request.retries > 0 ? Math.max(0, request.retryBackOff ?? 0) : 0;
  const errorMessage = (request.errorMessage ?? '').slice(0, 10_000);
  step.command('JOB', 'FAIL', job.key, { retries: request.retries, errorMessage, retryBackoff: backoff, variables });
  closeIncident(step, job.incidentKey);
  step.event(
    'JOB',
    'FAILED',
    job.key,
    jobValue(job, {
      retries: request.retries,
      errorMessage,
      retryBackoff: backoff,
      recurringTime: backoff > 0 ? step.now + backoff : -1,
      variables,
      deadline: job.deadline,
    }),
  );
  setLocals(step, element, variables);
  if (request.retries > 0) {
    if (backoff === 0) offer(step, job.key, job.type);
    return;
  }
  raise(step, element, noRetries[kind], errorMessage || 'No more retries left.', job);
}

const noRetries: Record<JobKind, IncidentType> = {
  BPMN_ELEMENT: 'JOB_NO_RETRIES',
  EXECUTION_LISTENER: 'EXECUTION_LISTENER_NO_RETRIES',
  TASK_LISTENER: 'TASK_LISTENER_NO_RETRIES',
  AD_HOC_SUB_PROCESS: 'AD_HOC_SUB_PROCESS_NO_RETRIES',
};

export function throwError(
  step: Step,
  request: { jobKey: string; errorCode: string; errorMessage?: string; variables?: VariablesInput },
): void {
  const job = findOpen(step, 'THROW_ERROR', 'throw an error for', request.jobKey);
  if (job.kind === 'EXECUTION_LISTENER' || job.kind === 'TASK_LISTENER') {
    wrongState(
      'THROW_ERROR',
      `Cannot throw BPMN error from ${job.kind} job with key '${request.jobKey}', type '${job.type}' and processInstanceKey '${job.element.processInstanceKey}'`,
    );
  }
  const variables = variablesOf('THROW_ERROR', request.variables);
  const { errorCode, errorMessage = '' } = request;
  const { element } = job;
  step.command('JOB', 'THROW_ERROR', job.key, { errorCode, errorMessage, variables });
  closeIncident(step, job.incidentKey);
  const found = findCatcher(step, element, errorCode);
  const changes = { errorCode, errorMessage, variables, caught: 'instance' in found };
  step.event('JOB', 'ERROR_THROWN', job.key, jobValue(job, changes));
  if ('instance' in found) caught(step, found, variables);
  else raise(step, element, 'UNHANDLED_ERROR_EVENT', uncaught(errorCode, found.available, errorMessage), job);
}

export function updateRetries(step: Step, request: { jobKey: string; retries: number }): void {
  const job = find(step, 'UPDATE_RETRIES', 'update retries for', request.jobKey);
  checkRetries('UPDATE_RETRIES', request);
  step.command('JOB', 'UPDATE_RETRIES', job.key, { retries: request.retries });
  step.event('JOB', 'RETRIES_UPDATED', job.key, jobValue(job, { retries: request.retries }));
}

function checkRetries(intent: string, request: { jobKey: string; retries: number }): void {
  if (request.retries >= 1) return;
  invalid(
    intent,
    `Expected to update retries for job with key '${request.jobKey}' with a positive amount of retries, but the amount given was '${request.retries}'`,
  );
}

export function updateTimeout(step: Step, request: { jobKey: string; timeout: number }): void {
  const job = find(step, 'UPDATE_TIMEOUT', 'update', request.jobKey);
  checkActive('UPDATE_TIMEOUT', job);
  const deadline = step.now + request.timeout;
  step.command('JOB', 'UPDATE_TIMEOUT', job.key, { timeout: request.timeout });
  step.event('JOB', 'TIMEOUT_UPDATED', job.key, jobValue(job, { timeout: request.timeout, deadline }));
}

function checkActive(intent: string, job: AJob): void {
  if (job.state === 'ACTIVATED') return;
  wrongState(intent, `Expected to update the timeout of job with key '${job.key}', but it is not active`);
}

/** REST's PATCH: retries and time-out in one command. */
export function updateJob(step: Step, request: { jobKey: string; retries?: number; timeout?: number }): void {
  const job = find(step, 'UPDATE', 'update', request.jobKey);
  const { retries, timeout } = request;
  if (retries !== undefined) checkRetries('UPDATE', { jobKey: request.jobKey, retries });
  if (timeout !== undefined) checkActive('UPDATE', job);
  const changes = {
    retries: retries ?? job.retries,
    timeout: timeout ?? -1,
    deadline: timeout === undefined ? job.deadline : step.now + timeout,
    changedAttributes: [...(retries === undefined ? [] : ['retries']), ...(timeout === undefined ? [] : ['timeout'])],
  };
  step.command('JOB', 'UPDATE', job.key, changes);
  step.event('JOB', 'UPDATED', job.key, jobValue(job, changes));
}

/** Jobs that could not be delivered are activatable again; those that have moved on are left alone. */
export function yieldJobs(step: Step, jobKeys: readonly string[]): void {
  for (const text of jobKeys) {
    const job = step.state.jobs.get(keyOf(text));
    if (job?.state !== 'ACTIVATED') continue;
    if (step.records.length === 0) step.command('JOB', 'YIELD', job.key, {});
    step.event('JOB', 'YIELDED', job.key, jobValue(job));
    // Offered to polls only: a stream that has just refused it would get it again at once, for ever.
    step.jobTypes.add(job.type);
  }
}

export function timeOutJob(step: Step, key: number): void {
  const job = step.state.jobs.get(key);
  if (!job) return;
  step.processInstanceKey = job.element.processInstanceKey;
  step.command('JOB', 'TIME_OUT', key, {});
  step.event('JOB', 'TIMED_OUT', key, jobValue(job));
  offer(step, key, job.type);
}

export function recurJob(step: Step, key: number): void {
  const job = step.state.jobs.get(key);
  if (!job) return;
  step.processInstanceKey = job.element.processInstanceKey;
  step.command('JOB', 'RECUR_AFTER_BACKOFF', key, {});
  step.event('JOB', 'RECURRED_AFTER_BACKOFF', key, jobValue(job));
  offer(step, key, job.type);
}
