/**
 * Every value type and intent that the contract names for 8.8 (3.3), as words between spaces, and which of them this
 * engine never writes. `intents.test.ts` holds both against a log in which everything happens once.
 */
export interface ValueType {
  events: string;
  commands?: string;
  /** Intents that are not there, by reason. */
  not?: Record<string, string>;
  /** Intents that do not happen in a sound engine: tests that break one show them. */
  elsewhere?: string;
}

const onePartition = 'one partition: nothing is distributed';
const unused = 'the engine ends these by events of the command that asked for it; Zeebe’s log has this one rarely';
const brackets = 'children are entered and ended within the command that asks for it';
const internal = 'an answer inside the broker, which its log does not need here';

export const valueTypes: Record<string, ValueType> = {
  DEPLOYMENT: {
    events: 'CREATED DISTRIBUTED FULLY_DISTRIBUTED RECONSTRUCTED',
    commands: 'CREATE DISTRIBUTE RECONSTRUCT',
    not: {
      'DISTRIBUTED FULLY_DISTRIBUTED DISTRIBUTE': onePartition,
      'RECONSTRUCTED RECONSTRUCT': 'rebuilds deployments of versions before 8.8, which this engine never wrote',
    },
  },
  PROCESS: { events: 'CREATED DELETING DELETED' },
  DECISION_REQUIREMENTS: { events: 'CREATED DELETED' },
  DECISION: { events: 'CREATED DELETED' },
  FORM: { events: 'CREATED DELETED' },
  PROCESS_INSTANCE_CREATION: { events: 'CREATED', commands: 'CREATE CREATE_WITH_AWAITING_RESULT' },
  PROCESS_INSTANCE: {
    events:
      'SEQUENCE_FLOW_TAKEN ELEMENT_ACTIVATING ELEMENT_ACTIVATED ELEMENT_COMPLETING ELEMENT_COMPLETED ELEMENT_TERMINATING ELEMENT_TERMINATED ELEMENT_MIGRATED SEQUENCE_FLOW_DELETED ANCESTOR_MIGRATED',
    commands:
      'CANCEL ACTIVATE_ELEMENT COMPLETE_ELEMENT TERMINATE_ELEMENT COMPLETE_EXECUTION_LISTENER CONTINUE_TERMINATING_ELEMENT',
    not: { SEQUENCE_FLOW_DELETED: 'a migrated join keeps the flows that it has taken' },
  },
  PROCESS_INSTANCE_MODIFICATION: { events: 'MODIFIED', commands: 'MODIFY' },
  PROCESS_INSTANCE_MIGRATION: { events: 'MIGRATED', commands: 'MIGRATE' },
  PROCESS_INSTANCE_RESULT: { events: 'COMPLETED', not: { COMPLETED: internal } },
  JOB: {
    events:
      'CREATED COMPLETED TIMED_OUT FAILED RETRIES_UPDATED CANCELED ERROR_THROWN RECURRED_AFTER_BACKOFF YIELDED TIMEOUT_UPDATED MIGRATED UPDATED',
    commands:
      'COMPLETE TIME_OUT FAIL UPDATE_RETRIES CANCEL THROW_ERROR RECUR_AFTER_BACKOFF YIELD UPDATE_TIMEOUT UPDATE',
    not: { CANCEL: unused },
  },
  JOB_BATCH: { events: 'ACTIVATED', commands: 'ACTIVATE' },
  USER_TASK: {
    events:
      'CREATING CREATED COMPLETING COMPLETED CANCELING CANCELED ASSIGNING ASSIGNED UPDATING UPDATED MIGRATED COMPLETION_DENIED ASSIGNMENT_DENIED UPDATE_DENIED CORRECTED CLAIMING',
    commands: 'COMPLETE ASSIGN CLAIM UPDATE COMPLETE_TASK_LISTENER DENY_TASK_LISTENER CREATE CANCEL',
    not: { 'CREATE CANCEL': unused },
  },
  INCIDENT: { events: 'CREATED RESOLVED MIGRATED', commands: 'RESOLVE' },
  TIMER: { events: 'CREATED TRIGGERED CANCELED MIGRATED', commands: 'TRIGGER CANCEL', not: { CANCEL: unused } },
  MESSAGE: { events: 'PUBLISHED EXPIRED', commands: 'PUBLISH EXPIRE' },
  MESSAGE_SUBSCRIPTION: {
    events: 'CREATED CORRELATING CORRELATED REJECTED DELETED MIGRATED',
    commands: 'CREATE CORRELATE REJECT DELETE MIGRATE',
    not: { 'REJECTED REJECT': 'one partition: an offered message is never refused' },
  },
  PROCESS_MESSAGE_SUBSCRIPTION: {
    events: 'CREATING CREATED CORRELATED DELETING DELETED MIGRATED',
    commands: 'CREATE CORRELATE DELETE',
  },
  MESSAGE_START_EVENT_SUBSCRIPTION: { events: 'CREATED CORRELATED DELETED' },
  MESSAGE_CORRELATION: {
    events: 'CORRELATING CORRELATED NOT_CORRELATED',
    commands: 'CORRELATE',
    not: { NOT_CORRELATED: 'the command is rejected with NOT_FOUND instead' },
  },
  SIGNAL: { events: 'BROADCASTED', commands: 'BROADCAST' },
  SIGNAL_SUBSCRIPTION: { events: 'CREATED DELETED MIGRATED' },
  VARIABLE: { events: 'CREATED UPDATED MIGRATED' },
  VARIABLE_DOCUMENT: { events: 'UPDATED UPDATING UPDATE_DENIED', commands: 'UPDATE' },
  PROCESS_EVENT: { events: 'TRIGGERING TRIGGERED' },
  ESCALATION: { events: 'ESCALATED NOT_ESCALATED' },
  COMPENSATION_SUBSCRIPTION: { events: 'CREATED TRIGGERED COMPLETED DELETED MIGRATED' },
  DECISION_EVALUATION: { events: 'EVALUATED FAILED', commands: 'EVALUATE' },
  RESOURCE_DELETION: { events: 'DELETING DELETED', commands: 'DELETE' },
  PROCESS_INSTANCE_BATCH: {
    events: 'TERMINATED ACTIVATED',
    commands: 'TERMINATE ACTIVATE',
    not: { 'TERMINATED ACTIVATED TERMINATE ACTIVATE': brackets },
  },
  MULTI_INSTANCE: { events: 'INPUT_COLLECTION_EVALUATED' },
  COMMAND_DISTRIBUTION: {
    events: 'STARTED DISTRIBUTING ACKNOWLEDGED FINISHED',
    commands: 'ACKNOWLEDGE',
    not: { 'STARTED DISTRIBUTING ACKNOWLEDGED FINISHED ACKNOWLEDGE': onePartition },
  },
  MESSAGE_BATCH: { events: '', commands: 'EXPIRE', not: { EXPIRE: 'messages expire by a command each' } },
  RUNTIME_INSTRUCTION: {
    events: 'INTERRUPTED',
    commands: 'INTERRUPT',
    not: { INTERRUPT: 'the instance ends by the command that left the element' },
  },
  CLOCK: {
    events: 'PINNED RESETTED',
    commands: 'PIN RESET',
    not: { 'PINNED RESETTED PIN RESET': 'the clock is turned outside the log' },
  },
  CHECKPOINT: {
    events: 'CREATED IGNORED',
    commands: 'CREATE',
    not: { 'CREATED IGNORED CREATE': 'one partition: a backup needs no mark in the log' },
  },
  ERROR: { events: 'CREATED', elsewhere: 'CREATED' },
  AD_HOC_SUB_PROCESS_INSTRUCTION: { events: 'ACTIVATED COMPLETED', commands: 'ACTIVATE COMPLETE' },
};

export const words = (text = ''): string[] => text.split(' ').filter((word) => word);

/** The intents of a value type that are written, and why the others are not. */
export function split(type: ValueType): { written: string[]; not: [intent: string, why: string][] } {
  const not = Object.entries(type.not ?? {}).flatMap(([intents, why]) =>
    words(intents).map((intent): [string, string] => [intent, why]),
  );
  const missing = new Set(not.map(([intent]) => intent));
  const all = [...words(type.events), ...words(type.commands)];
  return { written: all.filter((intent) => !missing.has(intent)), not };
}
