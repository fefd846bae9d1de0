/** What was deployed, as it was deployed: XML of processes and decisions, forms (contract 2.3). */
import type { FormView } from '../../engine.ts';
import { NothingFound } from '../failures.ts';
import { pathKey } from './bodies.ts';
import type { RouteGroup } from './routes.ts';
import { some } from './searches.ts';

export const resourceRoutes: RouteGroup = (app, { engine }) => {
  const xml = (path: string, what: string, known: (key: string) => object | undefined) =>
    app.get(path, (request, reply) => {
      const key = pathKey(request.params);
      some(what, key, known(key));
      return reply.type('text/xml; charset=utf-8').send(engine.resourceXml(key));
    });
  xml('/process-definitions/:key/xml', 'Process Definition', (key) => engine.processDefinition(key));
  xml('/decision-requirements/:key/xml', 'Decision Requirements', (key) => engine.decisionRequirements(key));
  app.get('/decision-definitions/:key/xml', (request, reply) => {
    const key = pathKey(request.params);
    const { decisionRequirementsKey } = some('Decision Definition', key, engine.decisionDefinition(key));
    return reply.type('text/xml; charset=utf-8').send(engine.resourceXml(decisionRequirementsKey));
  });

  // No process here has a start form.
  app.get('/process-definitions/:key/form', (request, reply) => {
    const key = pathKey(request.params);
    some('Process Definition', key, engine.processDefinition(key));
    return reply.code(204).send();
  });
  app.get('/user-tasks/:key/form', (request, reply) => {
    const key = pathKey(request.params);
    const { formKey } = some('User Task', key, engine.userTask(key));
    const form = formKey === null ? undefined : engine.form(formKey);
    return form ? reply.send(formAnswer(form)) : reply.code(204).send();
  });

  // On Zeebe these two know neither processes, decisions nor forms; what they know cannot be deployed here.
  for (const path of ['/resources/:key', '/resources/:key/content'])
    app.get(path, (request) => {
      throw new NothingFound(`Resource with key '${pathKey(request.params)}' not found`);
    });
};

function formAnswer({ formKey, formId, version, tenantId, schema }: FormView): object {
  return { formKey, formId, version, tenantId, schema: JSON.parse(schema) };
}
