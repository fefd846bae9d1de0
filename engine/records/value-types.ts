/** What is exported, and under which index: the Elasticsearch exporter's defaults as data (contract 3.2, 3.5). */

/** Value types with an index; those that are not named here never leave the engine (3.2). */
export const exportedValueTypes = [
  'COMMAND_DISTRIBUTION',
  'DECISION',
  'DECISION_EVALUATION',
  'DECISION_REQUIREMENTS',
  'DEPLOYMENT',
  'ERROR',
  'ESCALATION',
  'FORM',
  'INCIDENT',
  'JOB',
  'MESSAGE',
  'MESSAGE_START_EVENT_SUBSCRIPTION',
  'MESSAGE_SUBSCRIPTION',
  'PROCESS',
  'PROCESS_INSTANCE',
  'PROCESS_INSTANCE_CREATION',
  'PROCESS_INSTANCE_MIGRATION',
  'PROCESS_INSTANCE_MODIFICATION',
  'PROCESS_MESSAGE_SUBSCRIPTION',
  'RESOURCE_DELETION',
  'SIGNAL',
  'SIGNAL_SUBSCRIPTION',
  'TIMER',
  'USER_TASK',
  'VARIABLE',
  'VARIABLE_DOCUMENT',
] as const;

const exported: ReadonlySet<string> = new Set(exportedValueTypes);

/** True for the records that are sent: events of an exported value type; no commands, no rejections. */
export function isExported(record: { recordType: string; valueType: string }): boolean {
  return record.recordType === 'EVENT' && exported.has(record.valueType);
}

/** `PROCESS_INSTANCE` → `process-instance`, as it stands in index names. */
export function dashed(valueType: string): string {
  return valueType.toLowerCase().replaceAll('_', '-');
}

/** Properties of a value that are keys: long numbers on the wire (contract 3.3), also inside lists of them. */
export const keyProperties: ReadonlySet<string> = new Set([
  'ancestorElementInstanceKey',
  'ancestorScopeKey',
  'ancestorScopeKeys',
  'batchElementInstanceKey',
  'catchEventInstanceKey',
  'compensableActivityInstanceKey',
  'compensableActivityScopeKey',
  'compensationHandlerInstanceKey',
  'decisionEvaluationKey',
  'decisionKey',
  'decisionRequirementsKey',
  'deploymentKey',
  'elementInstanceKey',
  'elementInstancePath',
  'flowScopeKey',
  'formKey',
  'jobKey',
  'jobKeys',
  'messageKey',
  'parentElementInstanceKey',
  'parentProcessInstanceKey',
  'processDefinitionKey',
  'processDefinitionPath',
  'processInstanceKey',
  'requestId',
  'resourceKey',
  'scopeKey',
  'targetProcessDefinitionKey',
  'throwEventInstanceKey',
  'userTaskKey',
  'variableScopeKey',
]);

/** Properties that hold what users wrote: a `jobKey` in there is theirs and stays as it is. */
export const userData: ReadonlySet<string> = new Set(['variables', 'customHeaders', 'inputCollection']);
