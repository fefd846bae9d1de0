/** Which value types have an index, and which records of them are sent by default (contract 3.2, 3.5). */

/** Value types that can be switched on and off, and whether they are on; others never leave the engine. */
export const indexDefaults: Readonly<Record<string, boolean>> = {
  CHECKPOINT: false,
  COMMAND_DISTRIBUTION: true,
  DECISION: true,
  DECISION_EVALUATION: true,
  DECISION_REQUIREMENTS: true,
  DEPLOYMENT: true,
  DEPLOYMENT_DISTRIBUTION: true,
  ERROR: true,
  ESCALATION: true,
  FORM: true,
  INCIDENT: true,
  JOB: true,
  JOB_BATCH: false,
  MESSAGE: true,
  MESSAGE_BATCH: false,
  MESSAGE_START_EVENT_SUBSCRIPTION: true,
  MESSAGE_SUBSCRIPTION: true,
  PROCESS: true,
  PROCESS_EVENT: false,
  PROCESS_INSTANCE: true,
  PROCESS_INSTANCE_BATCH: false,
  PROCESS_INSTANCE_CREATION: true,
  PROCESS_INSTANCE_MIGRATION: true,
  PROCESS_INSTANCE_MODIFICATION: true,
  PROCESS_MESSAGE_SUBSCRIPTION: true,
  RESOURCE_DELETION: true,
  SIGNAL: true,
  SIGNAL_SUBSCRIPTION: true,
  TIMER: true,
  USER_TASK: true,
  VARIABLE: true,
  VARIABLE_DOCUMENT: true,
};

/** What an exporter of 8.8 sends at most unless `includeEnabledRecords` is true. */
export const alwaysIncluded: readonly string[] = [
  'DEPLOYMENT',
  'PROCESS',
  'PROCESS_INSTANCE',
  'VARIABLE',
  'USER_TASK',
  'INCIDENT',
  'JOB',
];

export interface Filter {
  recordTypes: ReadonlySet<string>;
  valueTypes: ReadonlySet<string>;
}

/** Events of every value type that is on by default: what the product's own exporter sends. */
export const defaultFilter: Filter = {
  recordTypes: new Set(['EVENT']),
  valueTypes: new Set(Object.keys(indexDefaults).filter((valueType) => indexDefaults[valueType])),
};

/** True for the records that are sent. */
export function isExported(filter: Filter, record: { recordType: string; valueType: string }): boolean {
  return filter.recordTypes.has(record.recordType) && filter.valueTypes.has(record.valueType);
}

/** `PROCESS_INSTANCE` → `process-instance`, as it stands in index names. */
export function dashed(valueType: string): string {
  return valueType.toLowerCase().replaceAll('_', '-');
}
