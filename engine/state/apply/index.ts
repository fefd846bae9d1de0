/** Events by value type: the only code that changes the state. Unknown events change nothing. */
import type { LogRecord } from '../../types.ts';
import type { Models } from '../models.ts';
import type { State } from '../state.ts';
import { compensationSubscription } from './compensation.ts';
import { decision, form, process, requirements } from './definitions.ts';
import { incident } from './incidents.ts';
import { adHocInstruction, creation, error, multiInstance, processEvent, processInstance } from './instances.ts';
import { job, jobBatch } from './jobs.ts';
import { message, messageSubscription, processMessageSubscription, startSubscription } from './messages.ts';
import { signalSubscription } from './signals.ts';
import { timer } from './timers.ts';
import { userTask, variableDocument } from './user-tasks.ts';
import { variable } from './variables.ts';

export interface Change {
  state: State;
  models: Models;
  record: LogRecord;
  key: number;
  // biome-ignore lint/suspicious/noExplicitAny: each applier knows the value of its own records (contract 3.3).
  value: any;
}
export type Applier = (change: Change) => void;

const appliers: Record<string, Record<string, Applier>> = {
  PROCESS: process,
  DECISION_REQUIREMENTS: requirements,
  DECISION: decision,
  FORM: form,
  PROCESS_INSTANCE: processInstance,
  PROCESS_INSTANCE_CREATION: creation,
  PROCESS_EVENT: processEvent,
  MULTI_INSTANCE: multiInstance,
  AD_HOC_SUB_PROCESS_INSTRUCTION: adHocInstruction,
  ERROR: error,
  VARIABLE: variable,
  JOB: job,
  JOB_BATCH: jobBatch,
  USER_TASK: userTask,
  VARIABLE_DOCUMENT: variableDocument,
  INCIDENT: incident,
  TIMER: timer,
  MESSAGE: message,
  MESSAGE_SUBSCRIPTION: messageSubscription,
  PROCESS_MESSAGE_SUBSCRIPTION: processMessageSubscription,
  MESSAGE_START_EVENT_SUBSCRIPTION: startSubscription,
  SIGNAL_SUBSCRIPTION: signalSubscription,
  COMPENSATION_SUBSCRIPTION: compensationSubscription,
};

/** Applies one event. It cannot be refused: a throw here means that the log and the code do not belong together. */
export function apply(state: State, models: Models, record: LogRecord): void {
  const key = Number(record.key);
  if (key > state.lastKey) state.lastKey = key;
  appliers[record.valueType]?.[record.intent]?.({ state, models, record, key, value: record.value });
}
