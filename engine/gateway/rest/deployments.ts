/** `POST /deployments` (multipart) and `POST /resources/{key}/deletion` (contract 2.3). */
import type { DeployResult } from '../../engine.ts';
import { BadRequest } from '../failures.ts';
import { requireDefaultTenant } from '../tenants.ts';
import { bodyOf, operationReference, pathKey } from './bodies.ts';
import type { RouteGroup } from './routes.ts';

export const deploymentRoutes: RouteGroup = (app, { engine }) => {
  app.post('/deployments', async (request) => {
    if (!request.isMultipart()) throw new BadRequest('Expected multipart/form-data with parts named resources.');
    const resources: { name: string; content: Uint8Array }[] = [];
    for await (const part of request.parts()) {
      if (part.type === 'file') resources.push({ name: part.filename, content: await part.toBuffer() });
      else if (part.fieldname === 'tenantId') requireDefaultTenant('request Deploy Resources', part.value);
    }
    if (resources.length === 0) throw new BadRequest('Expected at least one part named resources, but none given.');
    return deploymentAnswer(await engine.deploy(resources));
  });

  app.post('/resources/:key/deletion', async (request, reply) => {
    await engine.deleteResource({
      resourceKey: pathKey(request.params),
      ...operationReference(bodyOf(request.body)),
    });
    return reply.code(204).send();
  });
};

function deploymentAnswer(deployed: DeployResult): object {
  return {
    deploymentKey: deployed.deploymentKey,
    tenantId: deployed.tenantId,
    deployments: [
      ...deployed.processes.map(({ bpmnProcessId, version, processDefinitionKey, resourceName, tenantId }) => ({
        processDefinition: {
          processDefinitionId: bpmnProcessId,
          processDefinitionVersion: version,
          processDefinitionKey,
          resourceName,
          tenantId,
        },
      })),
      ...deployed.decisions.map((decision) => ({
        decisionDefinition: {
          decisionDefinitionId: decision.decisionId,
          decisionDefinitionKey: decision.decisionKey,
          name: decision.decisionName,
          version: decision.version,
          decisionRequirementsId: decision.decisionRequirementsId,
          decisionRequirementsKey: decision.decisionRequirementsKey,
          tenantId: decision.tenantId,
        },
      })),
      ...deployed.decisionRequirements.map((requirements) => ({
        decisionRequirements: {
          decisionRequirementsId: requirements.decisionRequirementsId,
          decisionRequirementsKey: requirements.decisionRequirementsKey,
          decisionRequirementsName: requirements.decisionRequirementsName,
          version: requirements.version,
          resourceName: requirements.resourceName,
          tenantId: requirements.tenantId,
        },
      })),
      ...deployed.forms.map(({ formId, formKey, version, resourceName, tenantId }) => ({
        form: { formId, formKey, version, resourceName, tenantId },
      })),
    ],
  };
}
