/** What can be read, in the words of the 8.8 REST objects (zeebe-contract 2.2, 2.3). Only what is alive is known. */
import type {
  ElementInstanceView,
  FormView,
  IncidentView,
  JobView,
  ProcessDefinitionView,
  ProcessInstanceView,
  UserTaskView,
  VariableView,
} from '../door.ts';
import type {
  FormDefinition,
  Incident,
  Instance,
  Job,
  ProcessDefinition,
  Read,
  UserTask,
  Variable,
} from './entities.ts';

const tenantId = '<default>';
const iso = (ms: number) => new Date(ms).toISOString();
const textOrNull = (text: string) => (text === '' ? null : text);
const keyOrNull = (key: number) => (key > 0 ? String(key) : null);

export function userTaskView(task: Read<UserTask>): UserTaskView {
  const { element } = task;
  const { definition } = element;
  return {
    userTaskKey: String(task.key),
    elementInstanceKey: String(element.key),
    processInstanceKey: String(element.processInstanceKey),
    processDefinitionKey: String(definition.key),
    processDefinitionId: definition.bpmnProcessId,
    processDefinitionVersion: definition.version,
    processName: definition.model.name || definition.bpmnProcessId,
    elementId: element.node.id,
    name: element.node.name || element.node.id,
    state: task.state,
    assignee: textOrNull(task.assignee),
    candidateGroups: [...task.candidateGroups],
    candidateUsers: [...task.candidateUsers],
    dueDate: textOrNull(task.dueDate),
    followUpDate: textOrNull(task.followUpDate),
    creationDate: iso(task.createdAt),
    completionDate: null,
    formKey: keyOrNull(task.formKey),
    externalFormReference: textOrNull(task.externalFormReference),
    customHeaders: { ...task.headers },
    priority: task.priority,
    tenantId,
  };
}

export function processInstanceView(instance: Instance, hasIncident: boolean): ProcessInstanceView {
  const { definition } = instance;
  return {
    processInstanceKey: String(instance.key),
    processDefinitionId: definition.bpmnProcessId,
    processDefinitionName: definition.model.name || definition.bpmnProcessId,
    processDefinitionVersion: definition.version,
    processDefinitionVersionTag: definition.versionTag,
    processDefinitionKey: String(definition.key),
    parentProcessInstanceKey: keyOrNull(instance.callerInstanceKey),
    parentElementInstanceKey: keyOrNull(instance.callerKey),
    startDate: iso(instance.startedAt),
    endDate: null,
    state: 'ACTIVE',
    hasIncident,
    tenantId,
    tags: [...instance.tags],
  };
}

export function elementInstanceView(instance: Instance): ElementInstanceView {
  return {
    elementInstanceKey: String(instance.key),
    processInstanceKey: String(instance.processInstanceKey),
    processDefinitionKey: String(instance.definition.key),
    processDefinitionId: instance.definition.bpmnProcessId,
    flowScopeKey: instance.parent ? String(instance.parent.key) : null,
    elementId: instance.node.id,
    elementName: instance.node.name || instance.node.id,
    type: instance.node.type,
    state: 'ACTIVE',
    startDate: iso(instance.startedAt),
    endDate: null,
    hasIncident: instance.incidentKey > 0,
    incidentKey: keyOrNull(instance.incidentKey),
    tenantId,
  };
}

export function incidentView(incident: Read<Incident>): IncidentView {
  return {
    incidentKey: String(incident.key),
    processInstanceKey: String(incident.processInstanceKey),
    processDefinitionKey: String(incident.definitionKey),
    processDefinitionId: incident.bpmnProcessId,
    elementId: incident.elementId,
    elementInstanceKey: String(incident.elementInstanceKey),
    jobKey: keyOrNull(incident.jobKey),
    errorType: incident.errorType,
    errorMessage: incident.errorMessage,
    creationTime: iso(incident.createdAt),
    state: 'ACTIVE',
    tenantId,
  };
}

export const variableView = (
  name: string,
  variable: Read<Variable>,
  scopeKey: number,
  processInstanceKey: number,
): VariableView => ({
  variableKey: String(variable.key),
  name,
  value: variable.text,
  scopeKey: String(scopeKey),
  processInstanceKey: String(processInstanceKey),
  tenantId,
});

export const processDefinitionView = (definition: Read<ProcessDefinition>): ProcessDefinitionView => ({
  processDefinitionKey: String(definition.key),
  processDefinitionId: definition.bpmnProcessId,
  name: definition.model.name || definition.bpmnProcessId,
  version: definition.version,
  versionTag: definition.versionTag,
  resourceName: definition.resourceName,
  tenantId,
  xml: definition.xml,
});

export const formView = (form: Read<FormDefinition>): FormView => ({
  formKey: String(form.key),
  formId: form.id,
  version: form.version,
  resourceName: form.resourceName,
  tenantId,
  schema: form.schema,
});

export const jobView = (job: Read<Job>): JobView => ({
  jobKey: String(job.key),
  type: job.type,
  worker: job.worker,
  state: job.state,
  kind: job.kind,
  listenerEventType: job.listenerEvent,
  retries: job.retries,
  deadline: job.deadline > 0 ? iso(job.deadline) : null,
  errorMessage: job.errorMessage,
  processInstanceKey: String(job.element.processInstanceKey),
  processDefinitionKey: String(job.element.definition.key),
  processDefinitionId: job.element.definition.bpmnProcessId,
  elementId: job.element.node.id,
  elementInstanceKey: String(job.element.key),
  tenantId,
});
