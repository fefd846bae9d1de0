/** Creating and cancelling process instances, and setting variables (contract 2.3). */
import type { ModifyInstanceRequest } from '../../door.ts';
import type { CreatedInstance, CreateInstanceRequest } from '../../engine.ts';
import { BadRequest } from '../failures.ts';
import { requireDefaultTenant } from '../tenants.ts';
import {
  activateElementsOf,
  type Body,
  bodyOf,
  jsonWithTexts,
  objects,
  operationReference,
  optionalFlag,
  optionalKey,
  optionalNumber,
  optionalText,
  optionalTexts,
  optionalVariables,
  pathKey,
  requiredText,
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

  app.post('/process-instances/:key/modification', async (request, reply) => {
    await engine.modifyInstance(modificationOf(pathKey(request.params), bodyOf(request.body)));
    return reply.code(204).send();
  });

  app.post('/process-instances/:key/migration', async (request, reply) => {
    const body = bodyOf(request.body);
    const targetProcessDefinitionKey = optionalKey(body, 'targetProcessDefinitionKey');
    if (targetProcessDefinitionKey === undefined) throw new BadRequest('No targetProcessDefinitionKey provided.');
    const mappingInstructions = objects(body, 'mappingInstructions').map((one) => ({
      sourceElementId: requiredText(one, 'sourceElementId'),
      targetElementId: requiredText(one, 'targetElementId'),
    }));
    if (mappingInstructions.length === 0) throw new BadRequest('No mappingInstructions provided.');
    await engine.migrateInstance({
      processInstanceKey: pathKey(request.params),
      targetProcessDefinitionKey,
      mappingInstructions,
      ...operationReference(body),
    });
    return reply.code(204).send();
  });

  app.post('/element-instances/ad-hoc-activities/:key/activation', async (request, reply) => {
    const body = bodyOf(request.body);
    const elements = activateElementsOf(body, 'elements');
    if (elements.length === 0) throw new BadRequest('No elements provided.');
    await engine.activateAdHoc({
      adHocSubProcessInstanceKey: pathKey(request.params),
      elements,
      cancelRemainingInstances: optionalFlag(body, 'cancelRemainingInstances'),
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
    runtimeInstructions: objects(body, 'runtimeInstructions').map((one) => {
      if (requiredText(one, 'type') !== 'TERMINATE_PROCESS_INSTANCE')
        throw new BadRequest(
          `Unexpected value '${one.type}' for enum field 'type'. Use any of the following values: [TERMINATE_PROCESS_INSTANCE]`,
        );
      return { afterElementId: requiredText(one, 'afterElementId') };
    }),
    tags: optionalTexts(body, 'tags'),
    ...operationReference(body),
  };
}

function modificationOf(processInstanceKey: string, body: Body): ModifyInstanceRequest {
  return {
    processInstanceKey,
    activateInstructions: objects(body, 'activateInstructions').map((one) => ({
      elementId: requiredText(one, 'elementId'),
      ancestorElementInstanceKey: ancestorOf(one),
      variableInstructions: objects(one, 'variableInstructions').map((given) => ({
        scopeId: optionalText(given, 'scopeId'),
        variables: optionalVariables(given) ?? {},
      })),
    })),
    terminateInstructions: objects(body, 'terminateInstructions').map((one) => {
      const elementInstanceKey = optionalKey(one, 'elementInstanceKey');
      if (elementInstanceKey === undefined) throw new BadRequest('No elementInstanceKey provided.');
      return { elementInstanceKey };
    }),
    ...operationReference(body),
  };
}

/** Clients also send -1 for "no ancestor". */
function ancestorOf(body: Body): string | undefined {
  const given = body.ancestorElementInstanceKey;
  return given === -1 || given === '-1' ? undefined : optionalKey(body, 'ancestorElementInstanceKey');
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
