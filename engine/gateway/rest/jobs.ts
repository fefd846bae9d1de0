/** Jobs: activation by long poll, completion, failure, error, update (contract 2.3). */
import type { ActivatedJob, JobResult } from '../../engine.ts';
import { BadRequest } from '../failures.ts';
import { requireDefaultTenants } from '../tenants.ts';
import {
  activateElementsOf,
  type Body,
  bodyOf,
  jsonWithTexts,
  operationReference,
  optionalFlag,
  optionalNumber,
  optionalText,
  optionalTexts,
  optionalVariables,
  pathKey,
  requiredNumber,
  requiredText,
} from './bodies.ts';
import { goneSignal } from './gone.ts';
import type { RouteGroup } from './routes.ts';

export const jobRoutes: RouteGroup = (app, { engine }) => {
  app.post('/jobs/activation', async (request, reply) => {
    const body = bodyOf(request.body);
    requireDefaultTenants('request Activate Jobs', body.tenantIds);
    const signal = goneSignal(reply);
    const jobs = await engine.activateJobs(
      {
        type: requiredText(body, 'type'),
        worker: optionalText(body, 'worker') || 'default',
        timeout: requiredNumber(body, 'timeout'),
        maxJobsToActivate: requiredNumber(body, 'maxJobsToActivate'),
        fetchVariables: optionalTexts(body, 'fetchVariable'),
        requestTimeout: optionalNumber(body, 'requestTimeout'),
      },
      { signal },
    );
    if (signal.aborted && jobs.length > 0) await engine.yieldJobs(jobs.map((job) => job.key));
    reply.type('application/json; charset=utf-8');
    return `{"jobs":[${jobs.map(jobAnswer).join(',')}]}`;
  });

  app.post('/jobs/:key/completion', async (request, reply) => {
    const body = bodyOf(request.body);
    await engine.completeJob({
      jobKey: pathKey(request.params),
      variables: optionalVariables(body),
      result: resultOf(body),
    });
    return reply.code(204).send();
  });

  app.post('/jobs/:key/failure', async (request, reply) => {
    const body = bodyOf(request.body);
    await engine.failJob({
      jobKey: pathKey(request.params),
      retries: optionalNumber(body, 'retries') ?? 0,
      errorMessage: optionalText(body, 'errorMessage'),
      retryBackOff: optionalNumber(body, 'retryBackOff'),
      variables: optionalVariables(body),
    });
    return reply.code(204).send();
  });

  app.post('/jobs/:key/error', async (request, reply) => {
    const body = bodyOf(request.body);
    await engine.throwError({
      jobKey: pathKey(request.params),
      errorCode: requiredText(body, 'errorCode'),
      errorMessage: optionalText(body, 'errorMessage'),
      variables: optionalVariables(body),
    });
    return reply.code(204).send();
  });

  app.patch('/jobs/:key', async (request, reply) => {
    const body = bodyOf(request.body);
    const changeset = bodyOf(body.changeset);
    await engine.updateJob({
      jobKey: pathKey(request.params),
      retries: optionalNumber(changeset, 'retries'),
      timeout: optionalNumber(changeset, 'timeout'),
      ...operationReference(body),
    });
    return reply.code(204).send();
  });
};

function resultOf({ result }: Body): JobResult | undefined {
  if (result === undefined || result === null) return undefined;
  const given = bodyOf(result);
  const corrections = bodyOf(given.corrections);
  const type = optionalText(given, 'type');
  if (type !== undefined && type !== 'userTask' && type !== 'adHocSubProcess') {
    throw new BadRequest(
      `Unexpected value '${type}' for enum field 'type'. Use any of the following values: [userTask, adHocSubProcess]`,
    );
  }
  return {
    type,
    denied: optionalFlag(given, 'denied'),
    deniedReason: optionalText(given, 'deniedReason'),
    corrections: {
      assignee: optionalText(corrections, 'assignee'),
      dueDate: optionalText(corrections, 'dueDate'),
      followUpDate: optionalText(corrections, 'followUpDate'),
      candidateUsers: optionalTexts(corrections, 'candidateUsers'),
      candidateGroups: optionalTexts(corrections, 'candidateGroups'),
      priority: optionalNumber(corrections, 'priority'),
    },
    activateElements: activateElementsOf(given, 'activateElements'),
    isCompletionConditionFulfilled: optionalFlag(given, 'isCompletionConditionFulfilled'),
    isCancelRemainingInstances: optionalFlag(given, 'isCancelRemainingInstances'),
  };
}

function jobAnswer(job: ActivatedJob): string {
  const { key, bpmnProcessId, customHeaders, variables, ...rest } = job;
  return jsonWithTexts(
    { jobKey: key, processDefinitionId: bpmnProcessId, ...rest },
    { customHeaders: customHeaders || '{}', variables: variables || '{}' },
  );
}
