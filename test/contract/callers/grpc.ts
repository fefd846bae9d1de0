/** The two published gRPC clients behind the tests' tongue: zeebe-node, and the SDK that came after it. */

import type { GrpcClient } from '../clients.ts';
import type { Target } from '../cluster.ts';
import { byId, type Caller, type File, type Job, Refusal, refusing } from './caller.ts';

const names = [
  ...['OK', 'CANCELLED', 'UNKNOWN', 'INVALID_ARGUMENT', 'DEADLINE_EXCEEDED', 'NOT_FOUND', 'ALREADY_EXISTS'],
  ...['PERMISSION_DENIED', 'RESOURCE_EXHAUSTED', 'FAILED_PRECONDITION', 'ABORTED', 'OUT_OF_RANGE', 'UNIMPLEMENTED'],
  ...['INTERNAL', 'UNAVAILABLE'],
];

const read = (error: { code?: number; details?: string }) =>
  typeof error.code === 'number' ? new Refusal(names[error.code]!, error.details ?? '') : undefined;

const plain = (value: unknown): never => JSON.parse(JSON.stringify(value ?? {})) as never;

/** @param old - zeebe-node: deploys file by file, and its activateJobs never answers an empty poll. */
export function grpcCaller(connect: (target: Target) => GrpcClient, old: boolean): (target: Target) => Caller {
  return (target) => {
    const client = connect(target);
    const kind = (name: string) => (name.endsWith('.dmn') ? 'decision' : name.endsWith('.form') ? 'form' : 'process');
    const deployAll = async (files: File[]) => {
      const named = files.map(({ name, content }) => ({ [kind(name)]: Buffer.from(content), name }));
      if (!old) return (await client.deployResources(named as never)).deployments;
      const answers = [];
      for (const file of named) answers.push((await client.deployResource(file as never)).deployments);
      return answers.flat();
    };
    const adapter: Caller = {
      async topology() {
        const { gatewayVersion, partitionsCount, brokers } = await client.topology();
        const roles = brokers.flatMap((broker) => broker.partitions.map((one) => String(one.role)));
        return { gatewayVersion, partitionsCount, roles };
      },
      async deploy(...files) {
        const list = (await deployAll(files)) as unknown as Record<string, Record<string, never> | undefined>[];
        return {
          processes: byId(list, ({ process: p }) =>
            p ? { id: p.bpmnProcessId!, key: p.processDefinitionKey, version: p.version } : undefined,
          ),
          decisions: byId(list, ({ decision: d }) =>
            d ? { id: d.dmnDecisionId!, key: d.decisionKey, version: d.version } : undefined,
          ),
          requirements: byId(list, ({ decisionRequirements: r }) =>
            r ? { id: r.dmnDecisionRequirementsId!, key: r.decisionRequirementsKey, version: r.version } : undefined,
          ),
          forms: byId(list, ({ form: f }) => (f ? { id: f.formId!, key: f.formKey, version: f.version } : undefined)),
        };
      },
      async create({ variables = {}, ...rest }) {
        const made = await client.createProcessInstance({ ...rest, variables } as never);
        return {
          key: made.processInstanceKey,
          definitionKey: made.processDefinitionKey,
          version: Number(made.version),
        };
      },
      async run({ variables = {}, timeout = 20_000, ...rest }) {
        const request = { ...rest, variables, requestTimeout: timeout };
        const result = await client.createProcessInstanceWithResult(request as never);
        return plain(result.variables);
      },
      cancel: (key) => client.cancelProcessInstance(key),
      async activate({ type, maxJobs = 10, timeout = 60_000, wait = 10_000, fetchVariables = [] }) {
        const asked = client.activateJobs({
          type,
          worker: 'contract',
          maxJobsToActivate: maxJobs,
          timeout,
          requestTimeout: wait,
          fetchVariable: fetchVariables,
        } as never);
        const empty = new Promise<never[]>((resolve) => setTimeout(resolve, Math.max(wait, 0) + 1000, []));
        const jobs = await (old ? Promise.race([asked, empty]) : asked);
        return jobs.map(
          (job): Job => ({
            key: job.key,
            type: job.type,
            worker: job.worker,
            retries: job.retries,
            deadline: Number(job.deadline),
            elementId: job.elementId,
            elementInstanceKey: job.elementInstanceKey,
            processInstanceKey: job.processInstanceKey,
            bpmnProcessId: job.bpmnProcessId,
            variables: plain(job.variables),
            headers: plain(job.customHeaders),
          }),
        );
      },
      complete: (jobKey, variables = {}) => client.completeJob({ jobKey, variables } as never),
      fail(jobKey, { retries, errorMessage = '', retryBackOff = 0, variables }) {
        // zeebe-node sends this request as it is given.
        const given = old && variables ? JSON.stringify(variables) : variables;
        return client.failJob({ jobKey, retries, errorMessage, retryBackOff, variables: given } as never);
      },
      throwError: (jobKey, { errorMessage = '', ...more }) =>
        client.throwError({ jobKey, errorMessage, ...more } as never),
      updateRetries: (jobKey, retries) => client.updateJobRetries({ jobKey, retries }),
      updateTimeout: (jobKey, timeout) => client.updateJobTimeout({ jobKey, timeout }),
      async publish({ correlationKey = '', timeToLive = 0, messageId = '', variables = {}, name }) {
        const message = { name, correlationKey, timeToLive, messageId, variables };
        return String((await client.publishMessage(message as never)).key);
      },
      broadcast: (signalName, variables = {}) => client.broadcastSignal({ signalName, variables } as never),
      setVariables: (elementInstanceKey, variables, local = false) =>
        client.setVariables({ elementInstanceKey, variables, local } as never),
      resolveIncident: (incidentKey) => client.resolveIncident({ incidentKey }),
      async evaluate({ id, key, variables = {} }) {
        const request = { ...(id ? { decisionId: id } : {}), ...(key ? { decisionKey: key } : {}), variables };
        const answer = await client.evaluateDecision(request as never);
        const rules = answer.evaluatedDecisions.flatMap((one) => one.matchedRules.map((rule) => rule.ruleId));
        return { output: JSON.parse(answer.decisionOutput), rules };
      },
      deleteResource: (resourceKey) => client.deleteResource({ resourceKey }),
      modify: (processInstanceKey, activate, terminate) =>
        client.modifyProcessInstance({
          processInstanceKey,
          activateInstructions: activate.map(({ elementId, variables }) => ({
            elementId,
            ancestorElementInstanceKey: '-1',
            variableInstructions: variables ? [{ variables, scopeId: '' }] : [],
          })),
          terminateInstructions: terminate.map((elementInstanceKey) => ({ elementInstanceKey })),
        } as never),
      migrate: (processInstanceKey, target, mapping) =>
        client.migrateProcessInstance({
          processInstanceKey,
          migrationPlan: {
            targetProcessDefinitionKey: target,
            mappingInstructions: Object.entries(mapping).map(([sourceElementId, targetElementId]) => ({
              sourceElementId,
              targetElementId,
            })),
          },
        } as never),
      close: () => client.close(),
    };
    return refusing(adapter, read);
  };
}
