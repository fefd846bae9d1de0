/**
 * What the `value` of each value type holds in Zeebe 8.8: every property by name, with what is written when the engine
 * has nothing to say (contract 3.1, 3.3; names and types are those of Apache-2.0 `zeebe-protocol` 8.8.21). What could go
 * wrong: a property that is not named here never leaves the engine, so a new one belongs here first.
 */

/**
 * - `long`, `int`: whole numbers, -1 when absent; `count`: 0 when absent. Keys may be text in memory.
 * - `text` ''; `bytes` base64 text, ''; `flag` false; `json` what users wrote, {}; `headers` texts by name, {}.
 * - `texts`, `longs`, `ints`, `paths` (lists of longs): lists, [].
 * - `['NAME', …]`: one of an enum's names; the first when absent.
 * - `{ list: shape }`, `{ of: shape }`: what is inside, by its own shape; `[]` and every property's absent value.
 */
export type Kind =
  | 'long'
  | 'int'
  | 'count'
  | 'text'
  | 'bytes'
  | 'flag'
  | 'json'
  | 'headers'
  | 'texts'
  | 'longs'
  | 'ints'
  | 'paths'
  | readonly string[]
  | { readonly list: Shape }
  | { readonly of: Shape };

export interface Shape {
  readonly [property: string]: Kind;
}

const tenant = { tenantId: 'text' } as const;
const resource = { resourceName: 'text', checksum: 'bytes', duplicate: 'flag' } as const;
const deployed = { deploymentKey: 'long', versionTag: 'text', ...tenant } as const;
const way = { elementInstancePath: 'paths', processDefinitionPath: 'longs', callingElementPath: 'ints' } as const;

const process = {
  bpmnProcessId: 'text',
  version: 'int',
  processDefinitionKey: 'long',
  ...resource,
  ...deployed,
} as const;
const form = { formId: 'text', version: 'int', formKey: 'long', ...resource, ...deployed } as const;
const decision = {
  decisionId: 'text',
  decisionName: 'text',
  version: 'int',
  decisionKey: 'long',
  decisionRequirementsId: 'text',
  decisionRequirementsKey: 'long',
  duplicate: 'flag',
  ...deployed,
} as const;
const requirements = {
  decisionRequirementsId: 'text',
  decisionRequirementsName: 'text',
  decisionRequirementsVersion: 'int',
  decisionRequirementsKey: 'long',
  namespace: 'text',
  ...resource,
  ...tenant,
} as const;

const activation = { elementId: 'text', variables: 'json' } as const;

const job = {
  type: 'text',
  worker: 'text',
  retries: 'int',
  retryBackoff: 'count',
  recurringTime: 'long',
  deadline: 'long',
  timeout: 'long',
  customHeaders: 'headers',
  variables: 'json',
  errorMessage: 'text',
  errorCode: 'text',
  elementId: 'text',
  elementInstanceKey: 'long',
  processInstanceKey: 'long',
  bpmnProcessId: 'text',
  processDefinitionVersion: 'int',
  processDefinitionKey: 'long',
  jobKind: ['BPMN_ELEMENT', 'EXECUTION_LISTENER', 'TASK_LISTENER', 'AD_HOC_SUB_PROCESS'],
  jobListenerEventType: ['UNSPECIFIED', 'START', 'END', 'CREATING', 'ASSIGNING', 'UPDATING', 'COMPLETING', 'CANCELING'],
  changedAttributes: 'texts',
  result: {
    of: {
      type: ['USER_TASK', 'AD_HOC_SUB_PROCESS'],
      denied: 'flag',
      deniedReason: 'text',
      correctedAttributes: 'texts',
      corrections: {
        of: {
          assignee: 'text',
          dueDate: 'text',
          followUpDate: 'text',
          candidateUsersList: 'texts',
          candidateGroupsList: 'texts',
          priority: 'int',
        },
      },
      activateElements: { list: activation },
      completionConditionFulfilled: 'flag',
      cancelRemainingInstances: 'flag',
    },
  },
  tags: 'texts',
  jobToUserTaskMigration: 'flag',
  ...tenant,
} as const;

const subscription = {
  processInstanceKey: 'long',
  elementInstanceKey: 'long',
  bpmnProcessId: 'text',
  messageName: 'text',
  correlationKey: 'text',
  messageKey: 'long',
  interrupting: 'flag',
  variables: 'json',
  ...tenant,
} as const;

const errorTypes = [
  'UNKNOWN',
  'IO_MAPPING_ERROR',
  'JOB_NO_RETRIES',
  'EXECUTION_LISTENER_NO_RETRIES',
  'TASK_LISTENER_NO_RETRIES',
  'AD_HOC_SUB_PROCESS_NO_RETRIES',
  'CONDITION_ERROR',
  'EXTRACT_VALUE_ERROR',
  'CALLED_ELEMENT_ERROR',
  'UNHANDLED_ERROR_EVENT',
  'MESSAGE_SIZE_EXCEEDED',
  'CALLED_DECISION_ERROR',
  'DECISION_EVALUATION_ERROR',
  'FORM_NOT_FOUND',
  'RESOURCE_NOT_FOUND',
] as const;

const elementTypes = [
  'UNSPECIFIED',
  'PROCESS',
  'SUB_PROCESS',
  'EVENT_SUB_PROCESS',
  'AD_HOC_SUB_PROCESS',
  'AD_HOC_SUB_PROCESS_INNER_INSTANCE',
  'START_EVENT',
  'INTERMEDIATE_CATCH_EVENT',
  'INTERMEDIATE_THROW_EVENT',
  'BOUNDARY_EVENT',
  'END_EVENT',
  'SERVICE_TASK',
  'RECEIVE_TASK',
  'USER_TASK',
  'MANUAL_TASK',
  'TASK',
  'EXCLUSIVE_GATEWAY',
  'PARALLEL_GATEWAY',
  'EVENT_BASED_GATEWAY',
  'INCLUSIVE_GATEWAY',
  'SEQUENCE_FLOW',
  'MULTI_INSTANCE_BODY',
  'CALL_ACTIVITY',
  'BUSINESS_RULE_TASK',
  'SCRIPT_TASK',
  'SEND_TASK',
] as const;

const eventTypes = [
  'UNSPECIFIED',
  'CONDITIONAL',
  'ERROR',
  'ESCALATION',
  'LINK',
  'MESSAGE',
  'NONE',
  'SIGNAL',
  'TERMINATE',
  'TIMER',
  'COMPENSATION',
] as const;

/** By value type. Those that only several partitions, other tenants or identity have are not there: nothing writes them. */
export const shapes: Readonly<Record<string, Shape>> = {
  DEPLOYMENT: {
    resources: { list: { resource: 'bytes', resourceName: 'text' } },
    processesMetadata: { list: process },
    decisionsMetadata: { list: decision },
    decisionRequirementsMetadata: { list: requirements },
    formMetadata: { list: form },
    resourceMetadata: {
      list: { resourceId: 'text', version: 'int', resourceKey: 'long', ...resource, ...deployed },
    },
    deploymentKey: 'long',
    ...tenant,
  },
  PROCESS: { ...process, resource: 'bytes' },
  DECISION_REQUIREMENTS: { ...requirements, resource: 'bytes' },
  DECISION: decision,
  FORM: { ...form, resource: 'bytes' },
  PROCESS_INSTANCE_CREATION: {
    bpmnProcessId: 'text',
    version: 'int',
    processDefinitionKey: 'long',
    processInstanceKey: 'long',
    startInstructions: { list: { elementId: 'text' } },
    runtimeInstructions: { list: { type: ['TERMINATE_PROCESS_INSTANCE'], afterElementId: 'text' } },
    variables: 'json',
    tags: 'texts',
    ...tenant,
  },
  PROCESS_INSTANCE: {
    bpmnProcessId: 'text',
    version: 'int',
    processDefinitionKey: 'long',
    processInstanceKey: 'long',
    elementId: 'text',
    flowScopeKey: 'long',
    bpmnElementType: elementTypes,
    bpmnEventType: eventTypes,
    parentProcessInstanceKey: 'long',
    parentElementInstanceKey: 'long',
    ...way,
    tags: 'texts',
    ...tenant,
  },
  PROCESS_INSTANCE_MODIFICATION: {
    processInstanceKey: 'long',
    activateInstructions: {
      list: {
        elementId: 'text',
        ancestorScopeKey: 'long',
        ancestorScopeKeys: 'longs',
        variableInstructions: { list: activation },
      },
    },
    terminateInstructions: { list: { elementInstanceKey: 'long' } },
    ancestorScopeKeys: 'longs',
    ...tenant,
  },
  PROCESS_INSTANCE_MIGRATION: {
    processInstanceKey: 'long',
    targetProcessDefinitionKey: 'long',
    mappingInstructions: { list: { sourceElementId: 'text', targetElementId: 'text' } },
  },
  PROCESS_INSTANCE_RESULT: {
    bpmnProcessId: 'text',
    version: 'int',
    processDefinitionKey: 'long',
    processInstanceKey: 'long',
    variables: 'json',
    tags: 'texts',
    ...tenant,
  },
  JOB: job,
  JOB_BATCH: {
    type: 'text',
    worker: 'text',
    timeout: 'long',
    maxJobsToActivate: 'int',
    jobKeys: 'longs',
    jobs: { list: job },
    truncated: 'flag',
    tenantIds: 'texts',
  },
  USER_TASK: {
    userTaskKey: 'long',
    assignee: 'text',
    candidateGroupsList: 'texts',
    candidateUsersList: 'texts',
    dueDate: 'text',
    followUpDate: 'text',
    formKey: 'long',
    externalFormReference: 'text',
    changedAttributes: 'texts',
    action: 'text',
    customHeaders: 'headers',
    creationTimestamp: 'long',
    elementId: 'text',
    elementInstanceKey: 'long',
    processInstanceKey: 'long',
    bpmnProcessId: 'text',
    processDefinitionVersion: 'int',
    processDefinitionKey: 'long',
    variables: 'json',
    priority: 'int',
    ...tenant,
  },
  INCIDENT: {
    errorType: errorTypes,
    errorMessage: 'text',
    bpmnProcessId: 'text',
    processDefinitionKey: 'long',
    processInstanceKey: 'long',
    elementId: 'text',
    elementInstanceKey: 'long',
    jobKey: 'long',
    variableScopeKey: 'long',
    ...way,
    ...tenant,
  },
  TIMER: {
    processDefinitionKey: 'long',
    processInstanceKey: 'long',
    elementInstanceKey: 'long',
    dueDate: 'long',
    targetElementId: 'text',
    repetitions: 'count',
    ...tenant,
  },
  MESSAGE: {
    name: 'text',
    correlationKey: 'text',
    messageId: 'text',
    timeToLive: 'long',
    deadline: 'long',
    variables: 'json',
    ...tenant,
  },
  MESSAGE_BATCH: { messageKeys: 'longs' },
  MESSAGE_SUBSCRIPTION: subscription,
  PROCESS_MESSAGE_SUBSCRIPTION: { ...subscription, elementId: 'text' },
  MESSAGE_START_EVENT_SUBSCRIPTION: {
    processDefinitionKey: 'long',
    bpmnProcessId: 'text',
    startEventId: 'text',
    messageName: 'text',
    processInstanceKey: 'long',
    correlationKey: 'text',
    messageKey: 'long',
    variables: 'json',
    ...tenant,
  },
  MESSAGE_CORRELATION: {
    name: 'text',
    correlationKey: 'text',
    messageKey: 'long',
    processInstanceKey: 'long',
    variables: 'json',
    requestId: 'long',
    requestStreamId: 'int',
    ...tenant,
  },
  SIGNAL: { signalName: 'text', variables: 'json', ...tenant },
  SIGNAL_SUBSCRIPTION: {
    processDefinitionKey: 'long',
    bpmnProcessId: 'text',
    catchEventId: 'text',
    catchEventInstanceKey: 'long',
    signalName: 'text',
    ...tenant,
  },
  VARIABLE: {
    name: 'text',
    value: 'text',
    scopeKey: 'long',
    processInstanceKey: 'long',
    processDefinitionKey: 'long',
    bpmnProcessId: 'text',
    ...tenant,
  },
  VARIABLE_DOCUMENT: { scopeKey: 'long', updateSemantics: ['PROPAGATE', 'LOCAL'], variables: 'json', ...tenant },
  PROCESS_EVENT: {
    scopeKey: 'long',
    processDefinitionKey: 'long',
    processInstanceKey: 'long',
    targetElementId: 'text',
    variables: 'json',
    ...tenant,
  },
  ESCALATION: {
    processInstanceKey: 'long',
    escalationCode: 'text',
    throwElementId: 'text',
    catchElementId: 'text',
    ...tenant,
  },
  COMPENSATION_SUBSCRIPTION: {
    processInstanceKey: 'long',
    processDefinitionKey: 'long',
    compensableActivityId: 'text',
    compensableActivityScopeKey: 'long',
    compensableActivityInstanceKey: 'long',
    compensationHandlerId: 'text',
    compensationHandlerInstanceKey: 'long',
    throwEventId: 'text',
    throwEventInstanceKey: 'long',
    variables: 'json',
    ...tenant,
  },
  DECISION_EVALUATION: {
    decisionKey: 'long',
    decisionId: 'text',
    decisionName: 'text',
    decisionVersion: 'int',
    decisionRequirementsId: 'text',
    decisionRequirementsKey: 'long',
    decisionOutput: 'text',
    variables: 'json',
    bpmnProcessId: 'text',
    processDefinitionKey: 'long',
    processInstanceKey: 'long',
    elementId: 'text',
    elementInstanceKey: 'long',
    evaluatedDecisions: {
      list: {
        decisionId: 'text',
        decisionName: 'text',
        decisionKey: 'long',
        decisionVersion: 'int',
        decisionType: 'text',
        decisionOutput: 'text',
        decisionEvaluationInstanceKey: 'text',
        evaluatedInputs: { list: { inputId: 'text', inputName: 'text', inputValue: 'text' } },
        matchedRules: {
          list: {
            ruleId: 'text',
            ruleIndex: 'int',
            evaluatedOutputs: { list: { outputId: 'text', outputName: 'text', outputValue: 'text' } },
          },
        },
        ...tenant,
      },
    },
    evaluationFailureMessage: 'text',
    failedDecisionId: 'text',
    ...tenant,
  },
  RESOURCE_DELETION: { resourceKey: 'long', ...tenant },
  PROCESS_INSTANCE_BATCH: { processInstanceKey: 'long', batchElementInstanceKey: 'long', index: 'long', ...tenant },
  AD_HOC_SUB_PROCESS_INSTRUCTION: {
    adHocSubProcessInstanceKey: 'long',
    activateElements: { list: activation },
    cancelRemainingInstances: 'flag',
    completionConditionFulfilled: 'flag',
    ...tenant,
  },
  RUNTIME_INSTRUCTION: { processInstanceKey: 'long', elementId: 'text', ...tenant },
  MULTI_INSTANCE: { inputCollection: 'texts' },
  CLOCK: { time: 'long' },
  CHECKPOINT: { checkpointId: 'long', checkpointPosition: 'long' },
  ERROR: { exceptionMessage: 'text', stacktrace: 'text', errorEventPosition: 'long', processInstanceKey: 'long' },
};
