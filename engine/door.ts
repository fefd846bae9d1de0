/**
 * The door of the engine core: every call that a gateway, a test or a rehearsal makes, as types only.
 * What could go wrong: keys are decimal strings here and numbers inside the values of records (partition 1: always
 * below 2^53, so `JSON.stringify(record.value)` already writes the integers that an exporter must send).
 *
 * Every command resolves once its batch is durable and rejects with `Rejection` (types.ts), whose `type`, `reason` and
 * `message` are the contract's (zeebe-contract 1.1). Reads answer from the state at once; they know what is still
 * alive, and of what has ended only what `rememberEnded` keeps.
 */
import type { Capacity } from './capacity.ts';
import type { Reads } from './door-reads.ts';
import type { Clock, Journal, LogRecord, Whole } from './types.ts';

export type * from './door-reads.ts';

/** A JSON object, as text (exact numbers are kept) or as a value. Empty text means `{}`; any other root is refused. */
export type VariablesInput = string | Record<string, unknown>;

export interface EngineOptions {
  clock: Clock;
  /** Absent: purely in memory (tests, rehearsals). */
  journal?: Journal;
  /** Refuses with `Overloaded` what would be too much at a time; absent: nothing is refused for that. */
  capacity?: Capacity;
  /** Reads also know what ended a moment ago (state/ended.ts), for who serves task lists and live views. */
  rememberEnded?: boolean;
  /** Called with durable records, in log order, one batch or more a call. Must not throw. */
  onRecords?: (records: LogRecord[]) => void;
  /** Written into every record; default 8.8.0. */
  brokerVersion?: string;
  /** JOB_BATCH records hold the jobs whole, for who exports them; otherwise only their keys, and an empty list. */
  wholeJobBatches?: boolean;
  /** Zone of FEEL's `now()` and `today()`: `Z` (default) or a fixed offset like `+07:00`. */
  zone?: string;
  /** In [0, 1), for FEEL's `uuid()` and `random number()`; default Math.random. */
  random?: () => number;
  /** Follow-ups of one command before it is cut, and others take turns with its rest; default 1000. */
  stepsPerBatch?: number;
}

interface Referenced {
  /** Echoed in every record that the command causes. */
  operationReference?: Whole;
}

export interface DeployedProcess {
  bpmnProcessId: string;
  version: number;
  processDefinitionKey: string;
  resourceName: string;
  tenantId: string;
}
export interface DeployedDecision {
  decisionId: string;
  decisionName: string;
  version: number;
  decisionKey: string;
  decisionRequirementsId: string;
  decisionRequirementsKey: string;
  tenantId: string;
}
export interface DeployedRequirements {
  decisionRequirementsId: string;
  decisionRequirementsName: string;
  version: number;
  decisionRequirementsKey: string;
  resourceName: string;
  tenantId: string;
}
export interface DeployedForm {
  formId: string;
  version: number;
  formKey: string;
  resourceName: string;
  tenantId: string;
}
/** Duplicates are listed too, with the version and key that they already have. */
export interface DeployResult {
  deploymentKey: string;
  tenantId: string;
  processes: DeployedProcess[];
  decisions: DeployedDecision[];
  decisionRequirements: DeployedRequirements[];
  forms: DeployedForm[];
}

export interface CreateInstanceRequest extends Referenced {
  bpmnProcessId?: string;
  /** -1 or absent: the latest. */
  version?: number;
  processDefinitionKey?: string;
  variables?: VariablesInput;
  startInstructions?: { elementId: string }[];
  /** The instance is terminated once an element of this id has completed or was terminated. */
  runtimeInstructions?: { afterElementId: string }[];
  tags?: string[];
}
export interface CreatedInstance {
  processDefinitionKey: string;
  bpmnProcessId: string;
  version: number;
  processInstanceKey: string;
  tenantId: string;
  tags: string[];
}
export interface CreateInstanceWithResultRequest extends CreateInstanceRequest {
  /** Only these root variables are answered; empty or absent: all. */
  fetchVariables?: string[];
  /** Real milliseconds until `DeadlineExceeded`; default 15,000. The instance runs on. */
  requestTimeout?: number;
}
export interface InstanceResult extends CreatedInstance {
  /** JSON text of an object. */
  variables: string;
}

/** All or nothing; elements begin before others end (zeebe-contract 4.15). */
export interface ModifyInstanceRequest extends Referenced {
  processInstanceKey: string;
  activateInstructions?: {
    elementId: string;
    /** A scope of the element in which everything below is made anew; absent, '0' or '-1': the scopes that are there. */
    ancestorElementInstanceKey?: string;
    /** `scopeId` is one of the element's scopes; absent or '': the process. */
    variableInstructions?: { scopeId?: string; variables: VariablesInput }[];
  }[];
  terminateInstructions?: { elementInstanceKey: string }[];
}
/** Moves an instance to another definition (zeebe-contract 4.16). */
export interface MigrateInstanceRequest extends Referenced {
  processInstanceKey: string;
  targetProcessDefinitionKey: string;
  mappingInstructions: { sourceElementId: string; targetElementId: string }[];
}

export interface ActivateJobsRequest {
  type: string;
  worker: string;
  /** Milliseconds of the engine's clock until the job may be given to another. */
  timeout: number;
  maxJobsToActivate: number;
  fetchVariables?: string[];
  /** Real milliseconds: > 0 waits so long, 0 or absent waits 10 s, < 0 answers at once. */
  requestTimeout?: number;
}
export interface StreamJobsRequest {
  type: string;
  worker?: string;
  timeout: number;
  fetchVariables?: string[];
}
export interface ActivatedJob {
  key: string;
  type: string;
  processInstanceKey: string;
  bpmnProcessId: string;
  processDefinitionVersion: number;
  processDefinitionKey: string;
  elementId: string;
  elementInstanceKey: string;
  /** JSON text of an object. */
  customHeaders: string;
  worker: string;
  retries: number;
  /** Epoch milliseconds. */
  deadline: number;
  /** JSON text of an object. */
  variables: string;
  tenantId: string;
  kind: 'BPMN_ELEMENT' | 'EXECUTION_LISTENER' | 'TASK_LISTENER' | 'AD_HOC_SUB_PROCESS';
  listenerEventType: string;
  /** Of a task listener's job: what the user task becomes if nobody denies it. */
  userTask?: UserTaskProperties;
  tags: string[];
}
/** As the job's `io.camunda.zeebe:*` headers have it; a text that is not set is not there. */
export interface UserTaskProperties {
  action?: string;
  assignee?: string;
  candidateGroups?: string[];
  candidateUsers?: string[];
  changedAttributes?: string[];
  dueDate?: string;
  followUpDate?: string;
  formKey?: string;
  priority?: number;
  userTaskKey?: string;
}
/** What a worker says beside variables: of a task listener's job, or of an ad-hoc sub-process's. */
export interface JobResult {
  type?: 'userTask' | 'adHocSubProcess';
  denied?: boolean | null;
  deniedReason?: string | null;
  corrections?: TaskCorrections | null;
  activateElements?: ActivateElement[] | null;
  isCompletionConditionFulfilled?: boolean | null;
  isCancelRemainingInstances?: boolean | null;
}
/** `undefined` or `null` leaves a value, `''` clears one, `[]` clears a list. */
export interface TaskCorrections extends UserTaskChangeset {
  assignee?: string | null;
}
export interface ActivateElement {
  elementId: string;
  variables?: VariablesInput | null;
}
export interface ActivateAdHocRequest {
  adHocSubProcessInstanceKey: string;
  elements: ActivateElement[];
  /** Terminates what is active in it before; default false. */
  cancelRemainingInstances?: boolean;
}
export interface JobStream {
  close(): void;
}

export interface FailJobRequest {
  jobKey: string;
  retries: number;
  errorMessage?: string;
  /** Milliseconds until it may be activated again; 0: at once. */
  retryBackOff?: number;
  variables?: VariablesInput;
}

export interface PublishMessageRequest {
  name: string;
  correlationKey?: string;
  /** Milliseconds; <= 0: correlate to what is open now. */
  timeToLive?: number;
  messageId?: string;
  variables?: VariablesInput;
}

export interface EvaluateDecisionRequest {
  decisionId?: string;
  decisionKey?: string;
  variables?: VariablesInput;
}
export interface EvaluatedDecision {
  decisionId: string;
  decisionName: string;
  decisionKey: string;
  decisionVersion: number;
  decisionType: string;
  /** JSON text. */
  decisionOutput: string;
  tenantId: string;
  evaluatedInputs: { inputId: string; inputName: string; inputValue: string }[];
  matchedRules: {
    ruleId: string;
    ruleIndex: number;
    evaluatedOutputs: { outputId: string; outputName: string; outputValue: string }[];
  }[];
}
export interface DecisionResult {
  decisionId: string;
  decisionKey: string;
  decisionName: string;
  decisionVersion: number;
  decisionRequirementsId: string;
  decisionRequirementsKey: string;
  decisionInstanceKey: string;
  /** JSON text. */
  decisionOutput: string;
  /** Empty unless the evaluation failed. */
  failedDecisionId: string;
  failureMessage: string;
  tenantId: string;
  evaluatedDecisions: EvaluatedDecision[];
}

/** `undefined` or `null` leaves a value, `''` clears a date, `[]` clears a list. */
export interface UserTaskChangeset {
  dueDate?: string | null;
  followUpDate?: string | null;
  candidateUsers?: string[] | null;
  candidateGroups?: string[] | null;
  priority?: number | null;
}

export interface Engine extends Reads {
  /** All or nothing; refusals as in 4.13. Content may be text or bytes. */
  deploy(resources: { name: string; content: string | Uint8Array }[], options?: Referenced): Promise<DeployResult>;
  deleteResource(request: { resourceKey: string } & Referenced): Promise<void>;

  createInstance(request: CreateInstanceRequest): Promise<CreatedInstance>;
  /** Rejects with `DeadlineExceeded` (types.ts) when the time is over or the instance was cancelled. */
  createInstanceWithResult(
    request: CreateInstanceWithResultRequest,
    options?: { signal?: AbortSignal },
  ): Promise<InstanceResult>;
  cancelInstance(request: { processInstanceKey: string } & Referenced): Promise<void>;
  modifyInstance(request: ModifyInstanceRequest): Promise<void>;
  migrateInstance(request: MigrateInstanceRequest): Promise<void>;

  publishMessage(request: PublishMessageRequest): Promise<{ messageKey: string; tenantId: string }>;
  correlateMessage(request: {
    name: string;
    correlationKey?: string;
    variables?: VariablesInput;
  }): Promise<{ messageKey: string; processInstanceKey: string; tenantId: string }>;
  broadcastSignal(request: {
    signalName: string;
    variables?: VariablesInput;
  }): Promise<{ signalKey: string; tenantId: string }>;

  /** Long poll. Resolves to [] when the time is over or the signal is aborted; never rejects for that. */
  activateJobs(request: ActivateJobsRequest, options?: { signal?: AbortSignal }): Promise<ActivatedJob[]>;
  /** Pushes jobs as they become activatable. A job for which `onJob` returns false or throws is yielded. */
  streamJobs(request: StreamJobsRequest, onJob: (job: ActivatedJob) => boolean | undefined): JobStream;
  /** Gives back jobs that were activated but could not be delivered. */
  yieldJobs(jobKeys: string[]): Promise<void>;
  completeJob(request: { jobKey: string; variables?: VariablesInput; result?: JobResult }): Promise<void>;
  failJob(request: FailJobRequest): Promise<void>;
  throwError(request: {
    jobKey: string;
    errorCode: string;
    errorMessage?: string;
    variables?: VariablesInput;
  }): Promise<void>;
  updateJobRetries(request: { jobKey: string; retries: number } & Referenced): Promise<void>;
  updateJobTimeout(request: { jobKey: string; timeout: number } & Referenced): Promise<void>;
  /** REST's PATCH /jobs/{k}: both at once, with its own texts. */
  updateJob(request: { jobKey: string; retries?: number; timeout?: number } & Referenced): Promise<void>;

  /** Begins elements of an active ad-hoc sub-process, each in a scope of its own. */
  activateAdHoc(request: ActivateAdHocRequest): Promise<void>;

  resolveIncident(request: { incidentKey: string } & Referenced): Promise<void>;
  setVariables(
    request: { elementInstanceKey: string; variables: VariablesInput; local?: boolean } & Referenced,
  ): Promise<{ key: string }>;
  /** A failed evaluation is an answer with `failureMessage`, not a rejection. */
  evaluateDecision(request: EvaluateDecisionRequest): Promise<DecisionResult>;

  // Each of these resolves when the listeners of the user task are through; one that is denied is INVALID_STATE, one
  // that takes longer than 15 s `DeadlineExceeded` (types.ts). The change itself waits as long as it must.
  /** `allowOverride: false` is Zeebe's CLAIM, otherwise ASSIGN. */
  assignUserTask(request: {
    userTaskKey: string;
    assignee: string;
    allowOverride?: boolean;
    action?: string;
  }): Promise<void>;
  unassignUserTask(request: { userTaskKey: string; action?: string }): Promise<void>;
  updateUserTask(request: { userTaskKey: string; changeset?: UserTaskChangeset; action?: string }): Promise<void>;
  completeUserTask(request: { userTaskKey: string; variables?: VariablesInput; action?: string }): Promise<void>;

  /** Durable records in log order from now on; returns the way to stop. */
  subscribe(listener: (records: LogRecord[]) => void): () => void;
  /** Resolves when nothing is left to process now and all of it is durable. */
  idle(): Promise<void>;
  /** When the next timer, time-out, back-off or message deadline is due (epoch ms); undefined if nothing is. */
  nextDue(): number | undefined;
  /** The whole state as JSON-able data: for snapshots and to hold two states side by side. */
  dump(): unknown;
  /** Last position written. */
  position(): number;
  /** Stops timers and long polls, waits for what is being written. The journal stays the caller's to close. */
  close(): Promise<void>;
}
