/** What the engine remembers, one shape a noun. Only `apply/` changes these; everybody else gets them as `Read<…>`. */
import type { ElementNode, ProcessModel, TaskEvent } from '../model/model.ts';
import type { DecisionModel, RequirementsModel } from '../model/read-dmn.ts';

export interface ProcessDefinition {
  key: number;
  bpmnProcessId: string;
  version: number;
  versionTag: string;
  resourceName: string;
  checksum: string;
  deploymentKey: number;
  xml: string;
  model: ProcessModel;
  /** How many instances run: a definition with instances is not deleted. */
  instances: number;
}
export interface RequirementsDefinition {
  key: number;
  id: string;
  name: string;
  version: number;
  namespace: string;
  resourceName: string;
  checksum: string;
  xml: string;
  model: RequirementsModel;
}
export interface DecisionDefinition {
  key: number;
  id: string;
  name: string;
  version: number;
  versionTag: string;
  requirementsKey: number;
  requirementsId: string;
  deploymentKey: number;
  model: DecisionModel;
}
export interface FormDefinition {
  key: number;
  id: string;
  version: number;
  versionTag: string;
  resourceName: string;
  checksum: string;
  deploymentKey: number;
  schema: string;
}

export type Lifecycle = 'ACTIVATING' | 'ACTIVATED' | 'COMPLETING' | 'TERMINATING';

/** Progress of a multi-instance body. */
export interface LoopProgress {
  items: unknown[];
  started: number;
  completed: number;
  terminated: number;
}

export interface ElementInstance {
  key: number;
  node: ElementNode;
  definition: ProcessDefinition;
  processInstanceKey: number;
  /** The enclosing scope; undefined for a process. */
  parent: ElementInstance | undefined;
  state: Lifecycle;
  children: Set<ElementInstance> | undefined;
  /** Tokens on flows whose target has not been activated yet: flow id → how many. */
  tokens: Map<string, number> | undefined;
  /** Execution listeners that are done in this state (start listeners while ACTIVATING, end listeners while COMPLETING). */
  listenersDone: number;
  jobKey: number;
  userTaskKey: number;
  incidentKey: number;
  timers: Set<number> | undefined;
  messages: Set<number> | undefined;
  signals: Set<number> | undefined;
  loop: LoopProgress | undefined;
  /** From 1; 0 outside of a multi-instance. */
  loopCounter: number;
  /** True once an interrupting event sub-process has begun in this scope. */
  interrupted: boolean;
  /** True once this scope is to complete as soon as nothing is left in it, whatever tokens wait. */
  ended: boolean;
  /** The call activity that waits for this process; 0 for a root process. */
  callerKey: number;
  callerInstanceKey: number;
  /** The process that this call activity waits for. */
  calledKey: number;
  startedAt: number;
  tags: string[];
}

export interface Variable {
  key: number;
  /** JSON text. */
  text: string;
}

export type JobState = 'ACTIVATABLE' | 'ACTIVATED' | 'FAILED' | 'ERROR_THROWN';
export type JobKind = 'BPMN_ELEMENT' | 'EXECUTION_LISTENER' | 'TASK_LISTENER' | 'AD_HOC_SUB_PROCESS';
export interface Job {
  key: number;
  type: string;
  kind: JobKind;
  listenerEvent: string;
  element: ElementInstance;
  headers: Record<string, string>;
  retries: number;
  state: JobState;
  worker: string;
  deadline: number;
  backoffUntil: number;
  errorCode: string;
  errorMessage: string;
  incidentKey: number;
}

/** What people and listeners may change of a user task. */
export interface TaskAttributes {
  assignee: string;
  candidateGroups: string[];
  candidateUsers: string[];
  dueDate: string;
  followUpDate: string;
  priority: number;
}
/** A change of a user task's state that its listeners hold up, with what the task becomes if none denies it. */
export interface TaskTransition extends TaskAttributes {
  action: string;
  changedAttributes: string[];
  variables: Record<string, unknown>;
  listenersDone: number;
}
export interface UserTask extends TaskAttributes {
  key: number;
  element: ElementInstance;
  state: 'CREATED' | TaskEvent;
  /** In every state but CREATED. */
  transition: TaskTransition | undefined;
  /** Whom the model names; the task is assigned to them once it is created. */
  initialAssignee: string;
  /** The VARIABLE_DOCUMENT that is held up by this task; absent when attributes are updated. */
  document: { key: number; updateSemantics: string } | undefined;
  formKey: number;
  externalFormReference: string;
  headers: Record<string, string>;
  createdAt: number;
}

export interface Timer {
  key: number;
  /** -1 for the start timer of a definition. */
  elementInstanceKey: number;
  processInstanceKey: number;
  definitionKey: number;
  targetElementId: string;
  due: number;
  repetitions: number;
}

export interface Message {
  key: number;
  name: string;
  correlationKey: string;
  messageId: string;
  timeToLive: number;
  deadline: number;
  variables: Record<string, unknown>;
  /** Process ids that have had it. */
  correlatedTo: Set<string>;
}

export interface MessageSubscription {
  key: number;
  elementInstanceKey: number;
  processInstanceKey: number;
  bpmnProcessId: string;
  elementId: string;
  name: string;
  correlationKey: string;
  interrupting: boolean;
  /** False until the message side is open. */
  open: boolean;
}

export interface StartSubscription {
  key: number;
  kind: 'message' | 'signal';
  definitionKey: number;
  bpmnProcessId: string;
  startEventId: string;
  name: string;
}

export interface SignalSubscription {
  key: number;
  elementInstanceKey: number;
  definitionKey: number;
  bpmnProcessId: string;
  elementId: string;
  name: string;
}

/** An activity that has completed and can be undone; a sub-process in which there is one has no handler of its own. */
export interface CompensationSubscription {
  key: number;
  processInstanceKey: number;
  definitionKey: number;
  activityId: string;
  /** The scope in which the activity stood. */
  scopeKey: number;
  activityInstanceKey: number;
  /** '' if only what was done in it can be undone. */
  handlerId: string;
  /** -1 until it is asked for. */
  handlerInstanceKey: number;
  throwEventId: string;
  throwEventInstanceKey: number;
  /** Locals of a completed sub-process. */
  variables: Record<string, unknown>;
}

export interface Incident {
  key: number;
  errorType: string;
  errorMessage: string;
  processInstanceKey: number;
  elementInstanceKey: number;
  elementId: string;
  bpmnProcessId: string;
  definitionKey: number;
  jobKey: number;
  variableScopeKey: number;
  createdAt: number;
}

/** An event that has happened and whose payload has not been merged yet, kept by the scope where its target begins. */
export interface Trigger {
  key: number;
  targetElementId: string;
  variables: Record<string, unknown>;
}

/** A follow-up command that has not been processed yet; only between two batches of one command that was cut. */
export interface FollowUp {
  intent: string;
  key: number;
  value: Record<string, unknown>;
}

/** Deeply read-only, except what is read-only by itself. */
export type Read<T> = T extends
  | ElementNode
  | ProcessModel
  | DecisionModel
  | RequirementsModel
  | string
  | number
  | boolean
  ? T
  : T extends Map<infer K, infer V>
    ? ReadonlyMap<K, Read<V>>
    : T extends Set<infer U>
      ? ReadonlySet<Read<U>>
      : T extends (infer U)[]
        ? readonly Read<U>[]
        : T extends object
          ? { readonly [K in keyof T]: Read<T[K]> }
          : T;
export type Instance = Read<ElementInstance>;
