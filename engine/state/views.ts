/**
 * What can be read, in the words of the 8.8 REST objects (zeebe-contract 2.2, 2.3): one table of fields a noun, read by
 * single reads and searches alike. Only what is alive is known.
 */
import type {
  DecisionDefinitionView,
  DecisionRequirementsView,
  ElementInstanceView,
  FormView,
  IncidentView,
  JobView,
  MessageSubscriptionView,
  ProcessDefinitionView,
  ProcessInstanceView,
  UserTaskView,
  VariableView,
} from '../door-reads.ts';
import * as conditions from './conditions.ts';
import type {
  DecisionDefinition,
  FormDefinition,
  Incident,
  Instance,
  Job,
  MessageSubscription,
  ProcessDefinition,
  Read,
  RequirementsDefinition,
  UserTask,
  Variable,
} from './entities.ts';
import type { Reading } from './reading.ts';
import type { Noun } from './search.ts';

const tenantId = () => '<default>';
const nothing = () => null;
const iso = (ms: number) => new Date(ms).toISOString();
const textOrNull = (text: string) => (text === '' ? null : text);
const keyOrNull = (key: number) => (key > 0 ? String(key) : null);
const nameOf = (definition: Read<ProcessDefinition>) => definition.model.name || definition.bpmnProcessId;

export const userTasks: Noun<Read<UserTask>, UserTaskView, Reading> = {
  key: ({ key }) => key,
  fields: {
    userTaskKey: (task) => String(task.key),
    elementInstanceKey: (task) => String(task.element.key),
    processInstanceKey: (task) => String(task.element.processInstanceKey),
    processDefinitionKey: (task) => String(task.element.definition.key),
    processDefinitionId: (task) => task.element.definition.bpmnProcessId,
    processDefinitionVersion: (task) => task.element.definition.version,
    processName: (task) => nameOf(task.element.definition),
    elementId: (task) => task.element.node.id,
    name: (task) => task.element.node.name || task.element.node.id,
    state: (task) => task.state,
    assignee: (task) => textOrNull(task.assignee),
    candidateGroups: (task) => [...task.candidateGroups],
    candidateUsers: (task) => [...task.candidateUsers],
    dueDate: (task) => textOrNull(task.dueDate),
    followUpDate: (task) => textOrNull(task.followUpDate),
    creationDate: (task) => iso(task.createdAt),
    completionDate: nothing,
    formKey: (task) => keyOrNull(task.formKey),
    externalFormReference: (task) => textOrNull(task.externalFormReference),
    customHeaders: (task) => ({ ...task.headers }),
    priority: (task) => task.priority,
    tenantId,
  },
  also: {
    candidateGroup: 'candidateGroups',
    candidateUser: 'candidateUsers',
  },
  conditions: {
    processInstanceVariables: conditions.variables((task) => task.element.processInstanceKey),
    localVariables: conditions.variables((task) => task.element.key),
  },
};

export const processInstances: Noun<Instance, ProcessInstanceView, Reading> = {
  key: ({ key }) => key,
  fields: {
    processInstanceKey: (instance) => String(instance.key),
    processDefinitionId: (instance) => instance.definition.bpmnProcessId,
    processDefinitionName: (instance) => nameOf(instance.definition),
    processDefinitionVersion: (instance) => instance.definition.version,
    processDefinitionVersionTag: (instance) => textOrNull(instance.definition.versionTag),
    processDefinitionKey: (instance) => String(instance.definition.key),
    parentProcessInstanceKey: (instance) => keyOrNull(instance.callerInstanceKey),
    parentElementInstanceKey: (instance) => keyOrNull(instance.callerKey),
    startDate: (instance) => iso(instance.startedAt),
    endDate: nothing,
    state: () => 'ACTIVE',
    hasIncident: (instance, { troubled }) => troubled.has(instance.key),
    tenantId,
    tags: (instance) => [...instance.tags],
  },
  conditions: {
    tags: conditions.allTags,
    variables: conditions.variables((instance) => instance.key),
    elementId: conditions.someElement((instance) => instance.node.id),
    elementInstanceState: conditions.someElement(() => 'ACTIVE'),
    hasElementInstanceIncident: conditions.someElement((instance) => instance.incidentKey > 0),
    errorMessage: conditions.someIncident(({ errorMessage }) => errorMessage),
  },
};

export const elementInstances: Noun<Instance, ElementInstanceView, Reading> = {
  key: ({ key }) => key,
  fields: {
    elementInstanceKey: (instance) => String(instance.key),
    processInstanceKey: (instance) => String(instance.processInstanceKey),
    processDefinitionKey: (instance) => String(instance.definition.key),
    processDefinitionId: (instance) => instance.definition.bpmnProcessId,
    flowScopeKey: (instance) => (instance.parent ? String(instance.parent.key) : null),
    elementId: (instance) => instance.node.id,
    elementName: (instance) => instance.node.name || instance.node.id,
    type: (instance) => instance.node.type,
    state: () => 'ACTIVE',
    startDate: (instance) => iso(instance.startedAt),
    endDate: nothing,
    hasIncident: (instance, { troubled }) => troubled.has(instance.key),
    incidentKey: (instance) => keyOrNull(instance.incidentKey),
    tenantId,
  },
  also: { elementInstanceScopeKey: 'flowScopeKey' },
};

export const incidents: Noun<Read<Incident>, IncidentView, Reading> = {
  key: ({ key }) => key,
  fields: {
    incidentKey: (incident) => String(incident.key),
    processInstanceKey: (incident) => String(incident.processInstanceKey),
    processDefinitionKey: (incident) => String(incident.definitionKey),
    processDefinitionId: (incident) => incident.bpmnProcessId,
    elementId: (incident) => incident.elementId,
    elementInstanceKey: (incident) => String(incident.elementInstanceKey),
    jobKey: (incident) => keyOrNull(incident.jobKey),
    errorType: (incident) => incident.errorType,
    errorMessage: (incident) => incident.errorMessage,
    creationTime: (incident) => iso(incident.createdAt),
    state: () => 'ACTIVE',
    tenantId,
  },
};

/** A variable where it stands. */
export interface Placed {
  readonly name: string;
  readonly variable: Read<Variable>;
  readonly scopeKey: number;
}

export const variables: Noun<Placed, VariableView, Reading> = {
  key: ({ variable }) => variable.key,
  fields: {
    variableKey: ({ variable }) => String(variable.key),
    name: ({ name }) => name,
    value: ({ variable }) => variable.text,
    isTruncated: () => false,
    scopeKey: ({ scopeKey }) => String(scopeKey),
    processInstanceKey: ({ scopeKey }, { known }) =>
      String(known.instances.get(scopeKey)?.processInstanceKey ?? scopeKey),
    tenantId,
  },
};

export const processDefinitions: Noun<Read<ProcessDefinition>, ProcessDefinitionView, Reading> = {
  key: ({ key }) => key,
  fields: {
    processDefinitionKey: (definition) => String(definition.key),
    processDefinitionId: (definition) => definition.bpmnProcessId,
    name: nameOf,
    version: (definition) => definition.version,
    versionTag: (definition) => textOrNull(definition.versionTag),
    resourceName: (definition) => definition.resourceName,
    tenantId,
    // No process here has a start form.
    hasStartForm: () => false,
  },
  also: {
    isLatestVersion: (definition, { known }) =>
      known.processes.latest(definition.bpmnProcessId)?.key === definition.key,
  },
};

export const decisionDefinitions: Noun<Read<DecisionDefinition>, DecisionDefinitionView, Reading> = {
  key: ({ key }) => key,
  fields: {
    decisionDefinitionKey: (decision) => String(decision.key),
    decisionDefinitionId: (decision) => decision.id,
    name: (decision) => decision.name,
    version: (decision) => decision.version,
    decisionRequirementsId: (decision) => decision.requirementsId,
    decisionRequirementsKey: (decision) => String(decision.requirementsKey),
    tenantId,
  },
};

export const decisionRequirements: Noun<Read<RequirementsDefinition>, DecisionRequirementsView, Reading> = {
  key: ({ key }) => key,
  fields: {
    decisionRequirementsKey: (requirements) => String(requirements.key),
    decisionRequirementsId: (requirements) => requirements.id,
    decisionRequirementsName: (requirements) => requirements.name,
    version: (requirements) => requirements.version,
    resourceName: (requirements) => requirements.resourceName,
    tenantId,
  },
};

export const forms: Noun<Read<FormDefinition>, FormView, Reading> = {
  key: ({ key }) => key,
  fields: {
    formKey: (form) => String(form.key),
    formId: (form) => form.id,
    version: (form) => form.version,
    resourceName: (form) => form.resourceName,
    tenantId,
    schema: (form) => form.schema,
  },
};

export const messageSubscriptions: Noun<Read<MessageSubscription>, MessageSubscriptionView, Reading> = {
  key: ({ key }) => key,
  fields: {
    messageSubscriptionKey: (subscription) => String(subscription.key),
    processDefinitionId: (subscription) => subscription.bpmnProcessId,
    processDefinitionKey: (subscription, { known }) =>
      keyOrNull(known.instances.get(subscription.elementInstanceKey)?.definition.key ?? 0),
    processInstanceKey: (subscription) => String(subscription.processInstanceKey),
    elementId: (subscription) => subscription.elementId,
    elementInstanceKey: (subscription) => String(subscription.elementInstanceKey),
    messageSubscriptionState: () => 'CREATED',
    messageName: (subscription) => subscription.name,
    correlationKey: (subscription) => subscription.correlationKey,
    tenantId,
  },
};

export const jobs: Noun<Read<Job>, JobView, Reading> = {
  key: ({ key }) => key,
  fields: {
    jobKey: (job) => String(job.key),
    type: (job) => job.type,
    worker: (job) => job.worker,
    state: (job) => job.state,
    publishedState: ({ state }) => (state === 'ACTIVATABLE' || state === 'ACTIVATED' ? 'CREATED' : state),
    kind: (job) => job.kind,
    listenerEventType: (job) => job.listenerEvent,
    retries: (job) => job.retries,
    customHeaders: (job) => ({ ...job.headers }),
    deadline: (job) => (job.deadline > 0 ? iso(job.deadline) : null),
    errorCode: (job) => textOrNull(job.errorCode),
    errorMessage: (job) => textOrNull(job.errorMessage),
    hasFailedWithRetriesLeft: (job) => job.state === 'FAILED' && job.retries > 0,
    isDenied: nothing,
    deniedReason: nothing,
    endTime: nothing,
    processInstanceKey: (job) => String(job.element.processInstanceKey),
    processDefinitionKey: (job) => String(job.element.definition.key),
    processDefinitionId: (job) => job.element.definition.bpmnProcessId,
    elementId: (job) => job.element.node.id,
    elementInstanceKey: (job) => String(job.element.key),
    tenantId,
  },
};
