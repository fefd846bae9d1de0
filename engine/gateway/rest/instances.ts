/** Creating and cancelling process instances, and setting variables (contract 2.3). */
import type { CreatedInstance, CreateInstanceRequest } from '../../engine.ts';
import { BadRequest } from '../failures.ts';
import { requireDefaultTenant } from '../tenants.ts';
import {
  type Body,
  bodyOf,
  jsonWithTexts,
  operationReference,
  optionalFlag,
  optionalKey,
  optionalNumber,
  optionalText,
  optionalTexts,
  optionalVariables,
  pathKey,
} from './bodies.ts';
import { goneSignal } from './gone.ts';
import type { RouteGroup } from './routes.ts';

export const instanceRoutes: RouteGroup = (app, { engine }) => {
  app.post('/process-instances', async (request, reply) => {
    const body = bodyOf(request.body);
    requireDefaultTenant('request Create Process Instance', body.tenantId);
    const creation = creationOf(body);
    reply.type('application/json; charset=utf-8');
    if (!optionalFlag(body, 'awaitCompletion'))
      return jsonWithTexts(createdAnswer(await engine.createInstance(creation)), { variables: '{}' });
    const result = await engine.createInstanceWithResult(
      {
        ...creation,
        fetchVariables: optionalTexts(body, 'fetchVariables'),
        requestTimeout: optionalNumber(body, 'requestTimeout') || undefined,
      },
      { signal: goneSignal(reply) },
    );
    return jsonWithTexts(createdAnswer(result), { variables: result.variables });
  });

  app.post('/process-instances/:key/cancellation', async (request, reply) => {
    await engine.cancelInstance({
      processInstanceKey: pathKey(request.params),
      ...operationReference(bodyOf(request.body)),
    });
    return reply.code(204).send();
  });

  // Some clients send POST, others PUT (contract 2.3).
  app.route({
    method: ['PUT', 'POST'],
    url: '/element-instances/:key/variables',
    handler: async (request, reply) => {
      const body = bodyOf(request.body);
      const variables = optionalVariables(body);
      if (variables === undefined) throw new BadRequest('No variables provided.');
      await engine.setVariables({
        elementInstanceKey: pathKey(request.params),
        variables,
        local: optionalFlag(body, 'local'),
        ...operationReference(body),
      });
      return reply.code(204).send();
    },
  });
};

function creationOf(body: Body): CreateInstanceRequest {
  const processDefinitionKey = optionalKey(body, 'processDefinitionKey');
  const bpmnProcessId = optionalText(body, 'processDefinitionId');
  if (processDefinitionKey === undefined && !bpmnProcessId)
    throw new BadRequest('At least one of [processDefinitionId, processDefinitionKey] is required.');
  const version = optionalNumber(body, 'processDefinitionVersion') ?? -1;
  const which = processDefinitionKey === undefined ? { bpmnProcessId, version } : { processDefinitionKey };
  const instructions = body.startInstructions ?? [];
  if (!Array.isArray(instructions)) throw new BadRequest('Expected startInstructions to be a list.');
  return {
    ...which,
    variables: optionalVariables(body),
    startInstructions: instructions.map((one) => ({ elementId: optionalText(bodyOf(one), 'elementId') ?? '' })),
    tags: optionalTexts(body, 'tags'),
    ...operationReference(body),
  };
}

function createdAnswer(instance: CreatedInstance): object {
  return {
    processDefinitionKey: instance.processDefinitionKey,
    processDefinitionId: instance.bpmnProcessId,
    processDefinitionVersion: instance.version,
    processInstanceKey: instance.processInstanceKey,
    tenantId: instance.tenantId,
    tags: instance.tags,
  };
}
