/** The gateway's unary calls, one entry each: message in, engine call, message out. Translation only, no rule. */
import type { CreatedInstance, CreateInstanceRequest, DeployResult, Engine, JobResult } from '../../engine.ts';
import { parseExact } from '../../exact-json.ts';
import type { Whole } from '../../types.ts';
import { BadRequest } from '../failures.ts';
import { requireDefaultTenant } from '../tenants.ts';
import type { CreateMessage, Requests } from './messages.ts';

export interface Serving {
  engine: Engine;
  /** What `Topology` says about this gateway. */
  host: string;
  port(): number;
  version: string;
}

/** `gone`: a signal for when the caller has gone away, made for who asks for it. */
type Call<Request> = (serving: Serving, request: Request, gone: () => AbortSignal) => Promise<object> | object;

/** Default of the gateway's own request timeout, in milliseconds (contract 1.1). */
const resultTimeout = 15_000;

export const unaryCalls: { [Name in keyof Requests]: Call<Requests[Name]> } = {
  Topology: ({ host, port, version }) => ({
    brokers: [
      { nodeId: 0, host, port: port(), version, partitions: [{ partitionId: 1, role: 'LEADER', health: 'HEALTHY' }] },
    ],
    clusterSize: 1,
    partitionsCount: 1,
    replicationFactor: 1,
    gatewayVersion: version,
  }),

  async DeployResource({ engine }, request) {
    tenant('DeployResource', request.tenantId);
    const deployed = await engine.deploy(request.resources);
    return { key: deployed.deploymentKey, tenantId: deployed.tenantId, deployments: deployments(deployed) };
  },

  async DeployProcess({ engine }, request) {
    const resources = request.processes.map(({ name, definition }) => ({ name, content: definition }));
    const deployed = await engine.deploy(resources);
    return { key: deployed.deploymentKey, processes: deployed.processes };
  },

  async DeleteResource({ engine }, request) {
    await engine.deleteResource({ resourceKey: request.resourceKey, ...reference(request) });
    return {};
  },

  async CreateProcessInstance({ engine }, request) {
    tenant('CreateProcessInstance', request.tenantId);
    return created(await engine.createInstance(creation(request)));
  },

  async CreateProcessInstanceWithResult({ engine }, { request, requestTimeout, fetchVariables }, gone) {
    if (!request) throw new BadRequest('Expected a request with the instance to create, but none given.');
    tenant('CreateProcessInstanceWithResult', request.tenantId);
    const timeout = Number(requestTimeout) > 0 ? Number(requestTimeout) : resultTimeout;
    const options = { ...creation(request), fetchVariables, requestTimeout: timeout };
    const result = await engine.createInstanceWithResult(options, { signal: gone() });
    return { ...created(result), variables: result.variables };
  },

  async CancelProcessInstance({ engine }, request) {
    await engine.cancelInstance({ processInstanceKey: request.processInstanceKey, ...reference(request) });
    return {};
  },

  async ModifyProcessInstance({ engine }, request) {
    const { processInstanceKey, activateInstructions, terminateInstructions } = request;
    const asked = { processInstanceKey, activateInstructions, terminateInstructions };
    await engine.modifyInstance({ ...asked, ...reference(request) });
    return {};
  },

  async MigrateProcessInstance({ engine }, request) {
    const { processInstanceKey, migrationPlan } = request;
    if (!migrationPlan) throw new BadRequest('Expected a migration plan, but none given.');
    await engine.migrateInstance({ processInstanceKey, ...migrationPlan, ...reference(request) });
    return {};
  },

  async CompleteJob({ engine }, { jobKey, variables, result }) {
    await engine.completeJob({ jobKey, variables, result: result && jobResult(result) });
    return {};
  },

  async FailJob({ engine }, { jobKey, retries, errorMessage, retryBackOff, variables }) {
    await engine.failJob({ jobKey, retries, errorMessage, retryBackOff: Number(retryBackOff), variables });
    return {};
  },

  async ThrowError({ engine }, { jobKey, errorCode, errorMessage, variables }) {
    await engine.throwError({ jobKey, errorCode, errorMessage, variables });
    return {};
  },

  async UpdateJobRetries({ engine }, request) {
    await engine.updateJobRetries({ jobKey: request.jobKey, retries: request.retries, ...reference(request) });
    return {};
  },

  async UpdateJobTimeout({ engine }, request) {
    await engine.updateJobTimeout({ jobKey: request.jobKey, timeout: Number(request.timeout), ...reference(request) });
    return {};
  },

  async PublishMessage({ engine }, request) {
    tenant('PublishMessage', request.tenantId);
    const { name, correlationKey, messageId, variables } = request;
    const timeToLive = Number(request.timeToLive);
    const published = await engine.publishMessage({ name, correlationKey, messageId, variables, timeToLive });
    return { key: published.messageKey, tenantId: published.tenantId };
  },

  async BroadcastSignal({ engine }, request) {
    tenant('BroadcastSignal', request.tenantId);
    const { signalKey, tenantId } = await engine.broadcastSignal(request);
    return { key: signalKey, tenantId };
  },

  async ResolveIncident({ engine }, request) {
    await engine.resolveIncident({ incidentKey: request.incidentKey, ...reference(request) });
    return {};
  },

  async SetVariables({ engine }, request) {
    const { elementInstanceKey, variables, local } = request;
    return await engine.setVariables({ elementInstanceKey, variables, local, ...reference(request) });
  },

  async EvaluateDecision({ engine }, request) {
    tenant('EvaluateDecision', request.tenantId);
    // Both given: the id wins (contract 1.2).
    const which = request.decisionId ? { decisionId: request.decisionId } : { decisionKey: key(request.decisionKey) };
    const result = await engine.evaluateDecision({ ...which, variables: request.variables });
    return {
      ...result,
      decisionEvaluationKey: result.decisionInstanceKey,
      evaluatedDecisions: result.evaluatedDecisions.map((decision, at) => ({
        ...decision,
        decisionEvaluationInstanceKey: `${result.decisionInstanceKey}-${at + 1}`,
      })),
    };
  },
};

function tenant(call: string, tenantId: string): void {
  requireDefaultTenant(`gRPC request ${call}`, tenantId);
}

/** A key field that was left out comes as 0; clients also send -1. */
function key(value: string): string | undefined {
  return value === '0' || value.startsWith('-') ? undefined : value;
}

/** An unsigned number of 64 bits, kept as Zeebe keeps it: as a signed one. */
function reference(request: { operationReference?: string }): { operationReference?: Whole } {
  const given = BigInt.asIntN(64, BigInt(request.operationReference ?? 0));
  return given === 0n ? {} : { operationReference: parseExact(String(given)) as Whole };
}

function jobResult(result: NonNullable<Requests['CompleteJob']['result']>): JobResult {
  const { type, corrections } = result;
  if (type !== undefined && type !== 'userTask' && type !== 'adHocSubProcess') {
    throw new BadRequest(`Expected a job result of the type 'userTask' or 'adHocSubProcess', but got '${type}'.`);
  }
  return {
    ...result,
    type,
    corrections: corrections && {
      ...corrections,
      candidateUsers: corrections.candidateUsers?.values,
      candidateGroups: corrections.candidateGroups?.values,
    },
  };
}

function creation(request: CreateMessage): CreateInstanceRequest {
  const { bpmnProcessId, version, variables, startInstructions, tags } = request;
  const processDefinitionKey = key(request.processDefinitionKey);
  const which = processDefinitionKey ? { processDefinitionKey } : { bpmnProcessId, version };
  const runtimeInstructions = request.runtimeInstructions.flatMap(({ terminate }) => terminate ?? []);
  return { ...which, variables, startInstructions, runtimeInstructions, tags, ...reference(request) };
}

function created(instance: CreatedInstance): object {
  const { processDefinitionKey, bpmnProcessId, version, processInstanceKey, tenantId, tags } = instance;
  return { processDefinitionKey, bpmnProcessId, version, processInstanceKey, tenantId, tags };
}

/** Processes first, then decisions, requirements, forms: suites read the first entry (contract 1.2). */
function deployments(deployed: DeployResult): object[] {
  return [
    ...deployed.processes.map((process) => ({ process })),
    ...deployed.decisions.map(({ decisionId, decisionName, decisionRequirementsId, ...rest }) => ({
      decision: {
        ...rest,
        dmnDecisionId: decisionId,
        dmnDecisionName: decisionName,
        dmnDecisionRequirementsId: decisionRequirementsId,
      },
    })),
    ...deployed.decisionRequirements.map(({ decisionRequirementsId, decisionRequirementsName, ...rest }) => ({
      decisionRequirements: {
        ...rest,
        dmnDecisionRequirementsId: decisionRequirementsId,
        dmnDecisionRequirementsName: decisionRequirementsName,
      },
    })),
    ...deployed.forms.map((form) => ({ form })),
  ];
}
