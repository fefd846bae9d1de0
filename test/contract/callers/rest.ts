/** The two published REST clients behind the tests' tongue: the SDK's, and the one that is generated from the 8.8 API. */
import { type CamundaClient, createCamundaClient } from '@camunda8/orchestration-cluster-api';
import { type RestClient, restClient } from '../clients.ts';
import type { Target } from '../cluster.ts';
import { byId, type Caller, type File, type Job, Refusal, refusing, type Variables } from './caller.ts';

const statuses: Record<number, string> = {
  400: 'INVALID_ARGUMENT',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  500: 'INTERNAL',
  503: 'UNAVAILABLE',
  504: 'DEADLINE_EXCEEDED',
};

function read(error: { status?: number; title?: string; detail?: string }): Refusal | undefined {
  const { status, title = '', detail = '' } = error;
  if (typeof status !== 'number') return undefined;
  if (status === 409) return new Refusal(title === 'ALREADY_EXISTS' ? title : 'FAILED_PRECONDITION', detail);
  return new Refusal(title === 'RESOURCE_EXHAUSTED' ? title : (statuses[status] ?? `HTTP ${status}`), detail);
}

const plain = (value: unknown): never => JSON.parse(JSON.stringify(value ?? {})) as never;
const creation = ({ bpmnProcessId, version, processDefinitionKey, variables = {} }: Parameters<Caller['create']>[0]) =>
  ({
    ...(bpmnProcessId === undefined ? {} : { processDefinitionId: bpmnProcessId }),
    ...(version === undefined ? {} : { processDefinitionVersion: version }),
    ...(processDefinitionKey === undefined ? {} : { processDefinitionKey }),
    variables,
  }) as never;

interface Made {
  processInstanceKey: unknown;
  processDefinitionKey: unknown;
  processDefinitionVersion: unknown;
}
const created = (made: Made) => ({
  key: String(made.processInstanceKey),
  definitionKey: String(made.processDefinitionKey),
  version: Number(made.processDefinitionVersion),
});

const job = (given: Record<string, never>): Job => ({
  key: String(given.jobKey),
  type: given.type!,
  worker: given.worker!,
  retries: Number(given.retries),
  deadline: Number(given.deadline),
  elementId: given.elementId!,
  elementInstanceKey: String(given.elementInstanceKey),
  processInstanceKey: String(given.processInstanceKey),
  bpmnProcessId: given.processDefinitionId!,
  variables: plain(given.variables),
  headers: plain(given.customHeaders),
});

const activation = ({ type, maxJobs = 10, timeout = 60_000, wait = 10_000, fetchVariables }: ActivateOf) =>
  ({
    type,
    worker: 'contract',
    maxJobsToActivate: maxJobs,
    timeout,
    requestTimeout: wait,
    ...(fetchVariables ? { fetchVariable: fetchVariables } : {}),
  }) as never;
type ActivateOf = Parameters<Caller['activate']>[0];

const publication = ({ name, correlationKey = '', timeToLive = 0, messageId, variables = {} }: PublishOf) =>
  ({ name, correlationKey, timeToLive, ...(messageId ? { messageId } : {}), variables }) as never;
type PublishOf = Parameters<Caller['publish']>[0];

interface Evaluation {
  output?: unknown;
  evaluatedDecisions: { matchedRules: { ruleId: string }[] }[];
}
const evaluated = (given: unknown) => {
  const { output, evaluatedDecisions } = given as Evaluation;
  return {
    output: JSON.parse(String(output)),
    rules: evaluatedDecisions.flatMap((one) => one.matchedRules.map((rule) => rule.ruleId)),
  };
};
const question = ({ id, key, variables = {} }: Parameters<Caller['evaluate']>[0]) =>
  ({
    ...(id ? { decisionDefinitionId: id } : {}),
    ...(key ? { decisionDefinitionKey: key } : {}),
    variables,
  }) as never;

const changes = (activate: { elementId: string; variables?: Variables }[], terminate: string[]) => ({
  activateInstructions: activate.map(({ elementId, variables }) => ({
    elementId,
    ...(variables ? { variableInstructions: [{ variables, scopeId: '' }] } : {}),
  })),
  terminateInstructions: terminate.map((elementInstanceKey) => ({ elementInstanceKey })),
});
const plan = (target: string, mapping: Record<string, string>) => ({
  targetProcessDefinitionKey: target,
  mappingInstructions: Object.entries(mapping).map(([sourceElementId, targetElementId]) => ({
    sourceElementId,
    targetElementId,
  })),
});

interface Entry {
  processDefinition?: { processDefinitionId: string; processDefinitionKey: unknown; processDefinitionVersion: unknown };
  decisionDefinition?: { decisionDefinitionId: string; decisionDefinitionKey: unknown; version: unknown };
  decisionRequirements?: { decisionRequirementsId: string; decisionRequirementsKey: unknown; version: unknown };
  form?: { formId: string; formKey: unknown; version: unknown };
}
function deployed(given: unknown): Awaited<ReturnType<Caller['deploy']>> {
  const entries = given as Entry[];
  return {
    processes: byId(entries, ({ processDefinition: one }) =>
      one
        ? { id: one.processDefinitionId, key: one.processDefinitionKey, version: one.processDefinitionVersion }
        : undefined,
    ),
    decisions: byId(entries, ({ decisionDefinition: one }) =>
      one ? { id: one.decisionDefinitionId, key: one.decisionDefinitionKey, version: one.version } : undefined,
    ),
    requirements: byId(entries, ({ decisionRequirements: one }) =>
      one ? { id: one.decisionRequirementsId, key: one.decisionRequirementsKey, version: one.version } : undefined,
    ),
    forms: byId(entries, ({ form: one }) =>
      one ? { id: one.formId, key: one.formKey, version: one.version } : undefined,
    ),
  };
}

interface Topology {
  gatewayVersion?: unknown;
  partitionsCount?: unknown;
  brokers: { partitions: { role: string }[] }[];
}
const topology = (given: unknown) => {
  const { gatewayVersion, partitionsCount, brokers } = given as Topology;
  return {
    gatewayVersion: String(gatewayVersion),
    partitionsCount: Number(partitionsCount),
    roles: brokers.flatMap((broker) => broker.partitions.map((one) => one.role.toUpperCase())),
  };
};

export function sdkRestCaller(target: Target): Caller {
  const client: RestClient = restClient(target);
  const adapter: Caller = {
    topology: async () => topology(await client.getTopology()),
    deploy: async (...files: File[]) => deployed((await client.deployResources(files)).deployments),
    create: async (request) => created(await client.createProcessInstance(creation(request))),
    async run({ fetchVariables, timeout = 20_000, ...request }) {
      const result = await client.createProcessInstanceWithResult({
        ...(creation(request) as object),
        ...(fetchVariables ? { fetchVariables } : {}),
        requestTimeout: timeout,
      } as never);
      return plain((result as { variables: unknown }).variables);
    },
    cancel: (processInstanceKey) => client.cancelProcessInstance({ processInstanceKey }),
    activate: async (request) =>
      ((await client.activateJobs(activation(request))) as unknown as Record<string, never>[]).map(job),
    complete: (jobKey, variables = {}) => client.completeJob({ jobKey, variables } as never),
    fail: (jobKey, more) => client.failJob({ jobKey, errorMessage: '', retryBackOff: 0, ...more } as never),
    throwError: (jobKey, more) => client.errorJob({ jobKey, errorMessage: '', variables: {}, ...more } as never),
    updateRetries: (jobKey, retries) => client.updateJob({ jobKey, retries } as never),
    updateTimeout: (jobKey, timeout) => client.updateJob({ jobKey, timeout } as never),
    publish: async (message) =>
      String(((await client.publishMessage(publication(message))) as { messageKey: unknown }).messageKey),
    broadcast: (signalName, variables = {}) => client.broadcastSignal({ signalName, variables } as never),
    setVariables: (elementInstanceKey, variables, local = false) =>
      client.updateElementInstanceVariables({ elementInstanceKey, variables, local } as never),
    resolveIncident: (incidentKey) => client.resolveIncident(incidentKey),
    evaluate: async (decision) => evaluated(await client.evaluateDecision(question(decision))),
    deleteResource: (resourceKey) => client.deleteResource({ resourceKey }),
    modify: (processInstanceKey, activate, terminate) =>
      client.modifyProcessInstance({ processInstanceKey, ...changes(activate, terminate) } as never),
    migrate: (processInstanceKey, to, mapping) =>
      client.migrateProcessInstance({ processInstanceKey, ...plan(to, mapping) } as never),
    close: async () => client.stopWorkers(),
  };
  return refusing(adapter, read);
}

export function generatedRestCaller(target: Target): Caller {
  const client: CamundaClient = createCamundaClient({
    config: { CAMUNDA_REST_ADDRESS: `${target.restUrl}/v2`, CAMUNDA_AUTH_STRATEGY: 'NONE' },
    env: {},
    log: { level: 'silent' },
  } as never);
  const adapter: Caller = {
    topology: async () => topology(await client.getTopology()),
    async deploy(...files) {
      const resources = files.map(({ name, content }) => new File([content], name));
      return deployed((await client.createDeployment({ resources } as never)).deployments);
    },
    create: async (request) => created(await client.createProcessInstance(creation(request))),
    async run({ fetchVariables, timeout = 20_000, ...request }) {
      const result = await client.createProcessInstance({
        ...(creation(request) as object),
        ...(fetchVariables ? { fetchVariables } : {}),
        awaitCompletion: true,
        requestTimeout: timeout,
      } as never);
      return plain(result.variables);
    },
    cancel: (processInstanceKey) => client.cancelProcessInstance({ processInstanceKey } as never),
    async activate(request) {
      const { jobs } = await client.activateJobs(activation(request));
      return (jobs as unknown as Record<string, never>[]).map(job);
    },
    complete: (jobKey, variables = {}) => client.completeJob({ jobKey, variables } as never),
    fail: (jobKey, more) => client.failJob({ jobKey, ...more } as never),
    throwError: (jobKey, more) => client.throwJobError({ jobKey, ...more } as never),
    updateRetries: (jobKey, retries) => client.updateJob({ jobKey, changeset: { retries } } as never),
    updateTimeout: (jobKey, timeout) => client.updateJob({ jobKey, changeset: { timeout } } as never),
    publish: async (message) => String((await client.publishMessage(publication(message))).messageKey),
    broadcast: (signalName, variables = {}) => client.broadcastSignal({ signalName, variables }),
    setVariables: (elementInstanceKey, variables, local = false) =>
      client.createElementInstanceVariables({ elementInstanceKey, variables, local } as never),
    resolveIncident: (incidentKey) => client.resolveIncident({ incidentKey } as never),
    evaluate: async (decision) => evaluated(await client.evaluateDecision(question(decision))),
    deleteResource: (resourceKey) => client.deleteResource({ resourceKey } as never),
    modify: (processInstanceKey, activate, terminate) =>
      client.modifyProcessInstance({ processInstanceKey, ...changes(activate, terminate) } as never),
    migrate: (processInstanceKey, to, mapping) =>
      client.migrateProcessInstance({ processInstanceKey, ...plan(to, mapping) } as never),
    close: async () => {},
  };
  return refusing(adapter, read);
}
