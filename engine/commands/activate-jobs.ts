/** Handing out jobs: to a poll up to its limit, or certain ones to a stream (zeebe-contract 1.3). */
import { raise } from '../behaviors/incidents.ts';
import { userTaskProperties } from '../behaviors/jobs.ts';
import type { Step } from '../behaviors/step.ts';
import { jobValue, tenantId } from '../behaviors/values.ts';
import { objectText, textOf, visible } from '../behaviors/variables.ts';
import type { ActivatedJob } from '../door.ts';
import { parseExact } from '../exact-json.ts';
import type { Job, Read } from '../state/entities.ts';
import { invalid } from './refuse.ts';

export interface Activation {
  type: string;
  worker: string;
  timeout: number;
  fetchVariables?: readonly string[];
}

export function checkActivation(request: Activation & { maxJobsToActivate: number }, workerNeeded: boolean): void {
  const wrong = (what: string, rule: string, was: string) =>
    invalid('ACTIVATE', `Expected to activate job batch with ${what} to be ${rule}, but it was ${was}`);
  if (request.type.trim() === '') wrong('type', 'present', 'blank');
  if (!(request.timeout >= 1)) wrong('timeout', 'greater than zero', `'${request.timeout}'`);
  if (!(request.maxJobsToActivate >= 1)) {
    wrong('max jobs to activate', 'greater than zero', `'${request.maxJobsToActivate}'`);
  }
  if (workerNeeded && request.worker.trim() === '') wrong('worker', 'present', 'blank');
}

/** A batch stops before it outgrows one message of 4 MB; a job that does so by itself can't be handed out at all. */
const batchBytes = 3_500_000;
const jobBytes = 4 * 1024 * 1024 - 4096;

export function activateWaiting(step: Step, request: Activation, limit: number): ActivatedJob[] {
  const keys = step.state.waitingJobs.get(request.type)?.first(limit) ?? [];
  return activate(step, request, keys, limit);
}

export function activateThese(step: Step, request: Activation, keys: readonly number[]): ActivatedJob[] {
  return activate(
    step,
    request,
    keys.filter((key) => step.state.jobs.get(key)?.state === 'ACTIVATABLE'),
    keys.length,
  );
}

function activate(step: Step, request: Activation, keys: readonly number[], limit: number): ActivatedJob[] {
  const jobs: ActivatedJob[] = [];
  const taken: number[] = [];
  const tooLarge: Read<Job>[] = [];
  let size = 0;
  for (const key of keys) {
    const job = step.state.jobs.get(key)!;
    const given = describe(step, request, job);
    const own = Buffer.byteLength(given.variables) + Buffer.byteLength(given.customHeaders);
    if (own > jobBytes) {
      tooLarge.push(job);
      continue;
    }
    size += own;
    if (taken.length > 0 && size > batchBytes) break;
    taken.push(key);
    jobs.push(given);
  }
  if (taken.length + tooLarge.length === 0) return jobs;
  const { type, worker, timeout } = request;
  const asked = { type, worker, timeout, maxJobsToActivate: limit, tenantIds: [tenantId] };
  step.command('JOB_BATCH', 'ACTIVATE', -1, asked);
  for (const job of tooLarge) raise(step, job.element, 'MESSAGE_SIZE_EXCEEDED', tooLargeText(job.key), job);
  if (taken.length === 0) return jobs;
  step.event('JOB_BATCH', 'ACTIVATED', step.newKey(), {
    ...asked,
    jobKeys: taken,
    jobs: step.wholeJobBatches ? jobs.map((given, at) => wholeJob(step, taken[at]!, given)) : [],
    truncated: taken.length + tooLarge.length < keys.length,
  });
  return jobs;
}

const tooLargeText = (key: number): string =>
  `The job with key '${key}' can not be activated, because it is larger than the maximum message size (4 MB). Try to reduce the size by fetching fewer variables or by making their values smaller.`;

function wholeJob(step: Step, key: number, { worker, deadline, variables }: ActivatedJob): object {
  return jobValue(step.state.jobs.get(key)!, { worker, deadline, variables: parseExact(variables) });
}

function describe(step: Step, request: Activation, job: Read<Job>): ActivatedJob {
  const { element } = job;
  const wanted = request.fetchVariables ?? [];
  const variables =
    wanted.length === 0
      ? [...visible(step.state, element)].map(([name, variable]) => [name, variable.text] as const)
      : wanted.flatMap((name) => {
          const text = textOf(step, element, name);
          return text === undefined ? [] : [[name, text] as const];
        });
  return {
    key: String(job.key),
    type: job.type,
    processInstanceKey: String(element.processInstanceKey),
    bpmnProcessId: element.definition.bpmnProcessId,
    processDefinitionVersion: element.definition.version,
    processDefinitionKey: String(element.definition.key),
    elementId: element.node.id,
    elementInstanceKey: String(element.key),
    customHeaders: JSON.stringify(job.headers),
    worker: request.worker,
    retries: job.retries,
    deadline: step.now + request.timeout,
    variables: objectText(variables),
    tenantId,
    kind: job.kind,
    listenerEventType: job.listenerEvent,
    ...(job.kind === 'TASK_LISTENER' && { userTask: userTaskProperties(job.headers) }),
    tags: [...(step.state.instances.get(element.processInstanceKey)?.tags ?? [])],
  };
}
