/**
 * The door's reads: every search and single read, in the names of the 8.8 REST objects (zeebe-contract 2.2, 2.3).
 * What could go wrong: they know what is alive and, where the engine was told to remember it, what ended a moment ago;
 * of what ended before, and of all that ended before a restart, they know nothing: it is not found.
 */

/** A plain value, or `{$eq, $neq, $exists, $in, $notIn, $like, $gt, $gte, $lt, $lte}` (zeebe-contract 2.2). */
export type FilterValue = unknown;
/** A search with a field, operator or cursor that there is not rejects with `BadSearch` (state/search.ts). */
export interface SearchRequest {
  /** All must hold; `$or` takes a list of filters of which one must hold. */
  filter?: Record<string, FilterValue>;
  sort?: { field: string; order?: string }[];
  page?: { from?: number; limit?: number; after?: string; before?: string };
}
export interface SearchResult<T> {
  items: T[];
  /** An empty page has no cursors. */
  page: { totalItems: number; hasMoreTotalItems: boolean; startCursor?: string; endCursor?: string };
}

/** Field names of the 8.8 REST objects. Dates are ISO 8601 in UTC, or the text that the model or caller gave. */
export interface UserTaskView {
  userTaskKey: string;
  elementInstanceKey: string;
  processInstanceKey: string;
  processDefinitionKey: string;
  processDefinitionId: string;
  processDefinitionVersion: number;
  processName: string;
  elementId: string;
  name: string;
  state: string;
  assignee: string | null;
  candidateGroups: string[];
  candidateUsers: string[];
  dueDate: string | null;
  followUpDate: string | null;
  creationDate: string;
  completionDate: string | null;
  formKey: string | null;
  externalFormReference: string | null;
  customHeaders: Record<string, string>;
  priority: number;
  tenantId: string;
}
export interface ProcessInstanceView {
  processInstanceKey: string;
  processDefinitionId: string;
  processDefinitionName: string;
  processDefinitionVersion: number;
  processDefinitionVersionTag: string | null;
  processDefinitionKey: string;
  parentProcessInstanceKey: string | null;
  parentElementInstanceKey: string | null;
  startDate: string;
  endDate: string | null;
  state: 'ACTIVE' | 'COMPLETED' | 'TERMINATED';
  hasIncident: boolean;
  tenantId: string;
  tags: string[];
}
export interface ElementInstanceView {
  elementInstanceKey: string;
  processInstanceKey: string;
  processDefinitionKey: string;
  processDefinitionId: string;
  /** Key of the enclosing scope; null for the process itself. */
  flowScopeKey: string | null;
  elementId: string;
  elementName: string;
  type: string;
  state: 'ACTIVE' | 'COMPLETED' | 'TERMINATED';
  startDate: string;
  endDate: string | null;
  hasIncident: boolean;
  incidentKey: string | null;
  tenantId: string;
}
export interface IncidentView {
  incidentKey: string;
  processInstanceKey: string;
  processDefinitionKey: string;
  processDefinitionId: string;
  elementId: string;
  elementInstanceKey: string;
  jobKey: string | null;
  errorType: string;
  errorMessage: string;
  creationTime: string;
  state: 'ACTIVE' | 'RESOLVED';
  tenantId: string;
}
export interface VariableView {
  variableKey: string;
  name: string;
  /** JSON text; cut short where `isTruncated` says so. */
  value: string;
  isTruncated: boolean;
  scopeKey: string;
  processInstanceKey: string;
  tenantId: string;
}
export interface ProcessDefinitionView {
  processDefinitionKey: string;
  processDefinitionId: string;
  name: string;
  version: number;
  versionTag: string | null;
  resourceName: string;
  tenantId: string;
  hasStartForm: boolean;
}
export interface DecisionDefinitionView {
  decisionDefinitionKey: string;
  decisionDefinitionId: string;
  name: string;
  version: number;
  decisionRequirementsId: string;
  decisionRequirementsKey: string;
  tenantId: string;
}
export interface DecisionRequirementsView {
  decisionRequirementsKey: string;
  decisionRequirementsId: string;
  decisionRequirementsName: string;
  version: number;
  resourceName: string;
  tenantId: string;
}
export interface FormView {
  formKey: string;
  formId: string;
  version: number;
  resourceName: string;
  tenantId: string;
  /** The resource as deployed (JSON text). */
  schema: string;
}
export interface JobView {
  jobKey: string;
  type: string;
  worker: string;
  /** Whether it may be handed out, as the engine has it. */
  state: string;
  /** As 8.8's searches say it: by what happened last, to which handing out does not count. */
  publishedState: string;
  kind: string;
  listenerEventType: string;
  retries: number;
  customHeaders: Record<string, string>;
  deadline: string | null;
  errorCode: string | null;
  errorMessage: string | null;
  hasFailedWithRetriesLeft: boolean;
  isDenied: null;
  deniedReason: null;
  endTime: string | null;
  processInstanceKey: string;
  processDefinitionKey: string;
  processDefinitionId: string;
  elementId: string;
  elementInstanceKey: string;
  tenantId: string;
}

export interface MessageSubscriptionView {
  messageSubscriptionKey: string;
  processDefinitionId: string;
  /** Null where the subscription's element instance is just being left. */
  processDefinitionKey: string | null;
  processInstanceKey: string;
  elementId: string;
  elementInstanceKey: string;
  messageSubscriptionState: 'CREATED';
  messageName: string;
  correlationKey: string;
  tenantId: string;
}
/** A flow that was taken at least once. */
export interface SequenceFlowView {
  sequenceFlowId: string;
  processInstanceKey: string;
  processDefinitionKey: string;
  processDefinitionId: string;
  elementId: string;
  tenantId: string;
}

/** How one element stands, over one or many process instances; what has ended counts as far as it is remembered. */
export interface ElementStatistics {
  elementId: string;
  /** Without those that have an incident. */
  active: number;
  incidents: number;
  canceled: number;
  completed: number;
}
/** One process instance on the way from the root to a called instance. */
export interface CallHierarchyEntry {
  processInstanceKey: string;
  processDefinitionKey: string;
  processDefinitionName: string;
}

export interface Reads {
  userTask(userTaskKey: string): UserTaskView | undefined;
  searchUserTasks(request?: SearchRequest): SearchResult<UserTaskView>;
  processInstance(processInstanceKey: string): ProcessInstanceView | undefined;
  searchProcessInstances(request?: SearchRequest): SearchResult<ProcessInstanceView>;
  /** From the root to the instance itself; undefined if there is no such instance. */
  callHierarchy(processInstanceKey: string): CallHierarchyEntry[] | undefined;
  /** Flows that the instance has taken, each once, as far as they are remembered; undefined if there is no such instance. */
  sequenceFlows(processInstanceKey: string): SequenceFlowView[] | undefined;
  /** Counts by element of one instance; undefined if there is no such instance. */
  instanceStatistics(processInstanceKey: string): ElementStatistics[] | undefined;
  elementInstance(elementInstanceKey: string): ElementInstanceView | undefined;
  searchElementInstances(request?: SearchRequest): SearchResult<ElementInstanceView>;
  incident(incidentKey: string): IncidentView | undefined;
  searchIncidents(request?: SearchRequest): SearchResult<IncidentView>;
  variable(variableKey: string): VariableView | undefined;
  searchVariables(request?: SearchRequest): SearchResult<VariableView>;
  /** Among the variables that the task sees; undefined if there is no such task. */
  searchUserTaskVariables(userTaskKey: string, request?: SearchRequest): SearchResult<VariableView> | undefined;
  /** All variables that the element sees, nearest scope first; undefined if there is no such element. */
  visibleVariables(elementInstanceKey: string): VariableView[] | undefined;
  processDefinition(processDefinitionKey: string): ProcessDefinitionView | undefined;
  searchProcessDefinitions(request?: SearchRequest): SearchResult<ProcessDefinitionView>;
  /** The BPMN or DMN file as deployed, by the key of a process definition or of decision requirements. */
  resourceXml(key: string): string | undefined;
  /** Counts by element over the definition's instances that match the filter; undefined if there is no such definition. */
  definitionStatistics(
    processDefinitionKey: string,
    filter?: Record<string, FilterValue>,
  ): ElementStatistics[] | undefined;
  decisionDefinition(decisionDefinitionKey: string): DecisionDefinitionView | undefined;
  searchDecisionDefinitions(request?: SearchRequest): SearchResult<DecisionDefinitionView>;
  decisionRequirements(decisionRequirementsKey: string): DecisionRequirementsView | undefined;
  searchDecisionRequirements(request?: SearchRequest): SearchResult<DecisionRequirementsView>;
  /** Subscriptions of waiting elements; those of message start events belong to no instance and are not among them. */
  searchMessageSubscriptions(request?: SearchRequest): SearchResult<MessageSubscriptionView>;
  form(formKey: string): FormView | undefined;
  job(jobKey: string): JobView | undefined;
  searchJobs(request?: SearchRequest): SearchResult<JobView>;
}
