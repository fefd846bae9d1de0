/** JOB and JOB_BATCH events. */

import { KeyQueue } from '../due.ts';
import type { Job } from '../entities.ts';
import type { State } from '../state.ts';
import type { Applier } from './index.ts';

/** Into the queue of its type, unless something keeps it from being handed out. */
export function enqueue(state: State, job: Job): void {
  if (job.incidentKey !== 0 || state.banned.has(job.element.processInstanceKey)) return;
  let queue = state.waitingJobs.get(job.type);
  if (!queue) {
    queue = new KeyQueue();
    state.waitingJobs.set(job.type, queue);
  }
  queue.add(job.key);
}

/** Types may come from expressions, without end: a queue is there only while something is in it. */
export function dequeue(state: State, job: Job): void {
  const queue = state.waitingJobs.get(job.type);
  queue?.delete(job.key);
  if (queue?.size === 0) state.waitingJobs.delete(job.type);
}

function makeActivatable(state: State, job: Job): void {
  job.state = 'ACTIVATABLE';
  job.worker = '';
  job.deadline = -1;
  enqueue(state, job);
}

/** Out of the queue and out of every due date. */
function park(state: State, job: Job): void {
  dequeue(state, job);
  state.due.delete('jobDeadline', job.key);
  state.due.delete('jobBackoff', job.key);
  job.deadline = -1;
  job.backoffUntil = -1;
}

function remove(state: State, key: number): Job | undefined {
  const job = state.jobs.get(key);
  if (!job) return undefined;
  park(state, job);
  state.jobs.delete(key);
  if (job.element.jobKey === key) job.element.jobKey = 0;
  return job;
}

const activatable: Applier = ({ state, key }) => {
  const job = state.jobs.get(key)!;
  park(state, job);
  makeActivatable(state, job);
};

const updated: Applier = ({ state, key, value }) => {
  const job = state.jobs.get(key)!;
  job.retries = value.retries;
  if (job.state === 'ACTIVATED' && value.deadline !== job.deadline) {
    job.deadline = value.deadline;
    state.due.set('jobDeadline', key, job.deadline);
  }
};

export const job: Record<string, Applier> = {
  CREATED({ state, key, value }) {
    const element = state.instances.get(value.elementInstanceKey)!;
    const created: Job = {
      key,
      type: value.type,
      kind: value.jobKind,
      listenerEvent: value.jobListenerEventType,
      element,
      headers: value.customHeaders,
      retries: value.retries,
      state: 'ACTIVATABLE',
      worker: '',
      deadline: -1,
      backoffUntil: -1,
      errorCode: '',
      errorMessage: '',
      incidentKey: 0,
    };
    state.jobs.set(key, created);
    element.jobKey = key;
    makeActivatable(state, created);
  },
  COMPLETED({ state, key }) {
    const done = remove(state, key);
    if (done?.kind === 'EXECUTION_LISTENER') done.element.listenersDone++;
    const transition = state.userTasks.get(done?.element.userTaskKey ?? 0)?.transition;
    if (done?.kind === 'TASK_LISTENER' && transition) transition.listenersDone++;
  },
  CANCELED({ state, key }) {
    remove(state, key);
  },
  TIMED_OUT: activatable,
  YIELDED: activatable,
  RECURRED_AFTER_BACKOFF: activatable,
  FAILED({ state, key, value }) {
    const failed = state.jobs.get(key)!;
    park(state, failed);
    failed.retries = value.retries;
    failed.errorMessage = value.errorMessage;
    failed.worker = '';
    if (value.retries <= 0) {
      failed.state = 'FAILED';
    } else if (value.retryBackoff > 0) {
      failed.state = 'FAILED';
      failed.backoffUntil = value.recurringTime;
      state.due.set('jobBackoff', key, failed.backoffUntil);
    } else {
      makeActivatable(state, failed);
    }
  },
  /** A job whose error was caught is done with: it is not canceled with its element. */
  ERROR_THROWN({ state, key, value }) {
    if (value.caught) {
      remove(state, key);
      return;
    }
    const thrown = state.jobs.get(key)!;
    park(state, thrown);
    thrown.state = 'ERROR_THROWN';
    thrown.errorCode = value.errorCode;
    thrown.errorMessage = value.errorMessage;
  },
  RETRIES_UPDATED: updated,
  TIMEOUT_UPDATED: updated,
  UPDATED: updated,
};

/** A job whose incident is resolved may be activated again. */
export function reopen(state: State, key: number): void {
  const job = state.jobs.get(key);
  if (job) makeActivatable(state, job);
}

export const jobBatch: Record<string, Applier> = {
  ACTIVATED({ state, value, record }) {
    for (const key of value.jobKeys) {
      const activated = state.jobs.get(key)!;
      park(state, activated);
      activated.state = 'ACTIVATED';
      activated.worker = value.worker;
      activated.deadline = record.timestamp + value.timeout;
      state.due.set('jobDeadline', key, activated.deadline);
    }
  },
};
