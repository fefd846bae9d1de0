/** The requests of the gateway as they come from the wire: 64-bit numbers as text, absent fields as `""` or `"0"`. */

interface Referenced {
  operationReference?: string;
}
interface OfTenant {
  tenantId: string;
}

export interface CreateMessage extends Referenced, OfTenant {
  processDefinitionKey: string;
  bpmnProcessId: string;
  version: number;
  variables: string;
  startInstructions: { elementId: string }[];
  runtimeInstructions: { terminate?: { afterElementId: string } | null }[];
  tags: string[];
}

export interface Requests {
  Topology: object;
  DeployResource: OfTenant & { resources: { name: string; content: Buffer }[] };
  DeployProcess: { processes: { name: string; definition: Buffer }[] };
  DeleteResource: Referenced & { resourceKey: string };
  CreateProcessInstance: CreateMessage;
  CreateProcessInstanceWithResult: {
    request: CreateMessage | null;
    requestTimeout: string;
    fetchVariables: string[];
  };
  CancelProcessInstance: Referenced & { processInstanceKey: string };
  ModifyProcessInstance: Referenced & {
    processInstanceKey: string;
    activateInstructions: {
      elementId: string;
      ancestorElementInstanceKey: string;
      variableInstructions: { variables: string; scopeId: string }[];
    }[];
    terminateInstructions: { elementInstanceKey: string }[];
  };
  MigrateProcessInstance: Referenced & {
    processInstanceKey: string;
    migrationPlan: {
      targetProcessDefinitionKey: string;
      mappingInstructions: { sourceElementId: string; targetElementId: string }[];
    } | null;
  };
  CompleteJob: {
    jobKey: string;
    variables: string;
    result?: {
      denied?: boolean;
      corrections?: {
        assignee?: string;
        dueDate?: string;
        followUpDate?: string;
        candidateUsers?: { values: string[] };
        candidateGroups?: { values: string[] };
        priority?: number;
      };
      deniedReason?: string;
      type?: string;
      activateElements: { elementId: string; variables: string }[];
      isCompletionConditionFulfilled?: boolean;
      isCancelRemainingInstances?: boolean;
    };
  };
  FailJob: { jobKey: string; retries: number; errorMessage: string; retryBackOff: string; variables: string };
  ThrowError: { jobKey: string; errorCode: string; errorMessage: string; variables: string };
  UpdateJobRetries: Referenced & { jobKey: string; retries: number };
  UpdateJobTimeout: Referenced & { jobKey: string; timeout: string };
  PublishMessage: OfTenant & {
    name: string;
    correlationKey: string;
    timeToLive: string;
    messageId: string;
    variables: string;
  };
  BroadcastSignal: OfTenant & { signalName: string; variables: string };
  ResolveIncident: Referenced & { incidentKey: string };
  SetVariables: Referenced & { elementInstanceKey: string; variables: string; local: boolean };
  EvaluateDecision: OfTenant & { decisionKey: string; decisionId: string; variables: string };
}

export interface ActivateMessage {
  type: string;
  worker: string;
  timeout: string;
  maxJobsToActivate: number;
  fetchVariable: string[];
  requestTimeout: string;
  tenantIds: string[];
}

export interface StreamMessage {
  type: string;
  worker: string;
  timeout: string;
  fetchVariable: string[];
  tenantIds: string[];
}
