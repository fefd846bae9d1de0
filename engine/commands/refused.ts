/**
 * A command that was refused as it stands in the log: what the request gave, under the contract's names (3.3), so that
 * a reader of rejections sees who asked for what. What could go wrong: the request holds what JSON cannot; then that
 * property is left out.
 */
import { parseExact } from '../exact-json.ts';
import { keyOf } from './refuse.ts';

/** Which property of a request is the record's key. */
const keys: Readonly<Record<string, string>> = {
  JOB: 'jobKey',
  USER_TASK: 'userTaskKey',
  INCIDENT: 'incidentKey',
  PROCESS_INSTANCE: 'processInstanceKey',
  AD_HOC_SUB_PROCESS_INSTRUCTION: 'adHocSubProcessInstanceKey',
  PROCESS_INSTANCE_MODIFICATION: 'processInstanceKey',
  PROCESS_INSTANCE_MIGRATION: 'processInstanceKey',
};
/** Properties that a record calls otherwise. */
const renamed: Readonly<Record<string, string>> = {
  retryBackOff: 'retryBackoff',
  elementInstanceKey: 'scopeKey',
  elements: 'activateElements',
};
/** Of the call, not of the command. */
const left = new Set(['jobKey', 'incidentKey', 'operationReference', 'requestTimeout', 'fetchVariables', 'local']);

export function refusedCommand(valueType: string, request: object): { key: number; value: Record<string, unknown> } {
  const value: Record<string, unknown> = {};
  for (const [name, given] of Object.entries(request)) {
    if (given === undefined || left.has(name)) continue;
    const kept = name === 'variables' ? variables(given) : name.endsWith('Key') ? keyIn(name, given) : plain(given);
    if (kept !== undefined) value[renamed[name] ?? name] = kept;
  }
  const keyName = keys[valueType];
  return { key: keyName ? keyOf((request as Record<string, string>)[keyName]) : -1, value };
}

/** Keys are numbers within values; a correlation key is the one that is text. */
const keyIn = (name: string, given: unknown): unknown =>
  name === 'correlationKey' || typeof given !== 'string' ? plain(given) : keyOf(given);

function variables(given: unknown): unknown {
  if (typeof given !== 'string') return plain(given);
  try {
    return parseExact(given);
  } catch {
    return undefined;
  }
}

function plain(given: unknown): unknown {
  try {
    return JSON.stringify(given) === undefined ? undefined : given;
  } catch {
    return undefined;
  }
}
