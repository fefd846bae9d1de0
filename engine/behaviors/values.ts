/** The `value` of records that several places write, with all properties of the contract (3.3) in 8.8's form. */
import type { ElementNode, FlowNode } from '../model/model.ts';
import type {
  CompensationSubscription,
  Incident,
  Instance,
  Job,
  MessageSubscription,
  Read,
  SignalSubscription,
  Timer,
  UserTask,
} from '../state/entities.ts';

export const tenantId = '<default>';

interface Paths {
  elementInstancePath: number[][];
  processDefinitionPath: number[];
  callingElementPath: number[];
}
/** The way from the root process down to the instance; one entry for each process on it. */
export function pathsOf(instance: Instance, find: (key: number) => Instance | undefined): Paths {
  const elementInstancePath: number[][] = [];
  const processDefinitionPath: number[] = [];
  const callingElementPath: number[] = [];
  let at: Instance | undefined = instance;
  while (at) {
    const path: number[] = [];
    let process: Instance = at;
    for (let step: Instance | undefined = at; step; step = step.parent) {
      path.unshift(step.key);
      process = step;
    }
    elementInstancePath.unshift(path);
    processDefinitionPath.unshift(at.definition.key);
    at = process.callerKey > 0 ? find(process.callerKey) : undefined;
    if (at) callingElementPath.unshift(elementIndex(at));
  }
  return { elementInstancePath, processDefinitionPath, callingElementPath };
}
/** The place of a call activity among its process's elements. */
function elementIndex(instance: Instance): number {
  return [...instance.definition.model.elements.keys()].indexOf(instance.node.id);
}

type Find = (key: number) => Instance | undefined;

/**
 * The PROCESS_INSTANCE value that was made last. Most records of an element follow each other and say the same of it:
 * they share one value, which the journal writes once (`journal/batch.ts`). Nobody may change a record's value.
 */
let latest: { key: number; node: ElementNode; definition: Instance['definition']; value: object } | undefined;

/** Something above an instance has changed, and with it the paths of what was made last. */
export function forgetLatestValue(): void {
  latest = undefined;
}

/** An element instance that is about to be: in a scope, or as a process, perhaps for a call activity. */
export interface Beginning {
  key: number;
  node: ElementNode;
  definition: Instance['definition'];
  processInstanceKey: number;
  scope?: Instance;
  caller?: Instance;
  tags: readonly string[];
}

/** PROCESS_INSTANCE of an element instance that begins. */
export function beginningValue(beginning: Beginning, find: Find): object {
  const { key, node, definition, processInstanceKey, scope, caller, tags } = beginning;
  const above = scope ?? caller;
  const paths = above
    ? pathsOf(above, find)
    : { elementInstancePath: [], processDefinitionPath: [], callingElementPath: [] };
  if (scope) {
    paths.elementInstancePath.at(-1)!.push(key);
  } else {
    if (caller) paths.callingElementPath.push(elementIndex(caller));
    paths.elementInstancePath.push([key]);
    paths.processDefinitionPath.push(definition.key);
  }
  const value = {
    bpmnProcessId: definition.bpmnProcessId,
    version: definition.version,
    processDefinitionKey: definition.key,
    processInstanceKey,
    elementId: node.id,
    flowScopeKey: scope?.key ?? -1,
    bpmnElementType: node.type,
    bpmnEventType: node.eventType,
    parentProcessInstanceKey: caller?.processInstanceKey ?? -1,
    parentElementInstanceKey: caller?.key ?? -1,
    tenantId,
    ...paths,
    tags,
  };
  latest = { key, node, definition, value };
  return value;
}

/** PROCESS_INSTANCE of an element instance that is known to the state. */
export function instanceValue(instance: Instance, find: Find): object {
  const { key, node, definition } = instance;
  if (latest?.key === key && latest.node === node && latest.definition === definition) return latest.value;
  const value = {
    bpmnProcessId: instance.definition.bpmnProcessId,
    version: instance.definition.version,
    processDefinitionKey: instance.definition.key,
    processInstanceKey: instance.processInstanceKey,
    elementId: instance.node.id,
    flowScopeKey: instance.parent?.key ?? -1,
    bpmnElementType: instance.node.type,
    bpmnEventType: instance.node.eventType,
    parentProcessInstanceKey: instance.callerInstanceKey || -1,
    parentElementInstanceKey: instance.callerKey || -1,
    tenantId,
    ...pathsOf(instance, find),
    tags: instance.tags,
  };
  latest = { key, node, definition, value };
  return value;
}

/** PROCESS_INSTANCE of a flow that is taken. */
export const flowValue = (flow: FlowNode, scope: Instance): object =>
  plainValue(flow.id, 'SEQUENCE_FLOW', 'UNSPECIFIED', scope.definition, scope.processInstanceKey, scope.key);

/** PROCESS_INSTANCE of a command to activate an element: there is no instance yet, so no path either. */
export const commandValue = (
  node: ElementNode,
  definition: Instance['definition'],
  processInstanceKey: number,
  flowScopeKey: number,
): object => plainValue(node.id, node.type, node.eventType, definition, processInstanceKey, flowScopeKey);

function plainValue(
  elementId: string,
  bpmnElementType: string,
  bpmnEventType: string,
  definition: Instance['definition'],
  processInstanceKey: number,
  flowScopeKey: number,
): object {
  return {
    bpmnProcessId: definition.bpmnProcessId,
    version: definition.version,
    processDefinitionKey: definition.key,
    processInstanceKey,
    elementId,
    flowScopeKey,
    bpmnElementType,
    bpmnEventType,
    parentProcessInstanceKey: -1,
    parentElementInstanceKey: -1,
    tenantId,
    elementInstancePath: [],
    processDefinitionPath: [],
    callingElementPath: [],
    tags: [],
  };
}

/** The process that an element instance belongs to: not the one that called it. */
function processOf(instance: Instance): Instance {
  let process = instance;
  while (process.parent) process = process.parent;
  return process;
}

/** JOB; `changes` are the properties that this event is about. */
export function jobValue(job: Read<Job>, changes: Record<string, unknown> = {}): object {
  const { element } = job;
  return {
    type: job.type,
    worker: job.worker,
    retries: job.retries,
    retryBackoff: 0,
    recurringTime: -1,
    deadline: job.deadline,
    timeout: -1,
    customHeaders: job.headers,
    variables: {},
    errorMessage: job.errorMessage,
    errorCode: job.errorCode,
    elementId: element.node.id,
    elementInstanceKey: element.key,
    processInstanceKey: element.processInstanceKey,
    bpmnProcessId: element.definition.bpmnProcessId,
    processDefinitionVersion: element.definition.version,
    processDefinitionKey: element.definition.key,
    jobKind: job.kind,
    jobListenerEventType: job.listenerEvent,
    changedAttributes: [],
    result: {},
    tags: processOf(element).tags,
    tenantId,
    ...changes,
  };
}

/** USER_TASK; `changes` are the properties that this event is about. */
export function userTaskValue(task: Read<UserTask>, changes: Record<string, unknown> = {}): object {
  const { element } = task;
  return {
    userTaskKey: task.key,
    assignee: task.assignee,
    candidateGroupsList: task.candidateGroups,
    candidateUsersList: task.candidateUsers,
    dueDate: task.dueDate,
    followUpDate: task.followUpDate,
    formKey: task.formKey,
    externalFormReference: task.externalFormReference,
    changedAttributes: [],
    action: '',
    customHeaders: task.headers,
    creationTimestamp: task.createdAt,
    elementId: element.node.id,
    elementInstanceKey: element.key,
    processInstanceKey: element.processInstanceKey,
    bpmnProcessId: element.definition.bpmnProcessId,
    processDefinitionVersion: element.definition.version,
    processDefinitionKey: element.definition.key,
    variables: {},
    priority: task.priority,
    tenantId,
    ...changes,
  };
}

/** MESSAGE_SUBSCRIPTION, and with `elementId` PROCESS_MESSAGE_SUBSCRIPTION. */
export function subscriptionValue(
  subscription: Read<MessageSubscription>,
  changes: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    processInstanceKey: subscription.processInstanceKey,
    elementInstanceKey: subscription.elementInstanceKey,
    bpmnProcessId: subscription.bpmnProcessId,
    elementId: subscription.elementId,
    messageName: subscription.name,
    correlationKey: subscription.correlationKey,
    messageKey: -1,
    interrupting: subscription.interrupting,
    variables: {},
    tenantId,
    ...changes,
  };
}

export const compensationValue = (subscription: Read<CompensationSubscription>): object => ({
  tenantId,
  processInstanceKey: subscription.processInstanceKey,
  processDefinitionKey: subscription.definitionKey,
  compensableActivityId: subscription.activityId,
  compensableActivityScopeKey: subscription.scopeKey,
  compensableActivityInstanceKey: subscription.activityInstanceKey,
  compensationHandlerId: subscription.handlerId,
  compensationHandlerInstanceKey: subscription.handlerInstanceKey,
  throwEventId: subscription.throwEventId,
  throwEventInstanceKey: subscription.throwEventInstanceKey,
  variables: subscription.variables,
});

/** PROCESS_EVENT of a payload that has been taken from where it waited. */
export const triggeredValue = (at: Instance, targetElementId: string): object => ({
  scopeKey: at.key,
  processDefinitionKey: at.definition.key,
  processInstanceKey: at.processInstanceKey,
  targetElementId,
  variables: {},
  tenantId,
});

export const timerValue = (timer: Read<Timer>): object => ({
  processDefinitionKey: timer.definitionKey,
  processInstanceKey: timer.processInstanceKey,
  elementInstanceKey: timer.elementInstanceKey,
  dueDate: timer.due,
  targetElementId: timer.targetElementId,
  repetitions: timer.repetitions,
  tenantId,
});

export const signalValue = (subscription: Read<SignalSubscription>): object => ({
  processDefinitionKey: subscription.definitionKey,
  bpmnProcessId: subscription.bpmnProcessId,
  catchEventId: subscription.elementId,
  catchEventInstanceKey: subscription.elementInstanceKey,
  signalName: subscription.name,
  tenantId,
});

export const incidentValue = (incident: Read<Incident>, find: Find): object => {
  const element = find(incident.elementInstanceKey);
  return {
    errorType: incident.errorType,
    errorMessage: incident.errorMessage,
    bpmnProcessId: incident.bpmnProcessId,
    processDefinitionKey: incident.definitionKey,
    processInstanceKey: incident.processInstanceKey,
    elementId: incident.elementId,
    elementInstanceKey: incident.elementInstanceKey,
    jobKey: incident.jobKey,
    variableScopeKey: incident.variableScopeKey,
    tenantId,
    ...(element
      ? pathsOf(element, find)
      : { elementInstancePath: [], processDefinitionPath: [], callingElementPath: [] }),
  };
};
