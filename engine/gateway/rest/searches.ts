/** Searches and single reads (contract 2.2, 2.3). They know what is still alive; what has ended is the records' to tell. */
import type { SearchRequest, SearchResult } from '../../engine.ts';
import { BadRequest, NothingFound } from '../failures.ts';
import { bodyOf, optionalNumber, optionalText, pathKey } from './bodies.ts';
import type { RouteGroup } from './routes.ts';

/** A search body: `filter`, `sort` (any case of order) and `page`. Throws `BadRequest`. */
export function searchOf(value: unknown): SearchRequest {
  const body = bodyOf(value);
  const page = bodyOf(body.page);
  const sort = body.sort ?? [];
  if (!Array.isArray(sort)) throw new BadRequest('Expected sort to be a list.');
  const limit = optionalNumber(page, 'limit');
  if (limit !== undefined && (limit < 1 || limit > 10_000))
    throw new BadRequest(`The value for limit is '${limit}' but must be a number from 1 to 10000.`);
  return {
    filter: bodyOf(body.filter),
    sort: sort.map((one) => {
      const field = optionalText(bodyOf(one), 'field');
      if (!field) throw new BadRequest('Sort field must not be null.');
      const order = (optionalText(bodyOf(one), 'order') ?? 'ASC').toUpperCase();
      if (order !== 'ASC' && order !== 'DESC') throw new BadRequest(`Unknown sort order: ${order}.`);
      return { field, order };
    }),
    page: {
      from: optionalNumber(page, 'from'),
      limit,
      after: optionalText(page, 'after'),
      before: optionalText(page, 'before'),
    },
  };
}

/** A found page with each item changed. */
export function page<T>(found: SearchResult<T>, change: (item: T) => object): object {
  return { items: found.items.map(change), page: found.page };
}

export const searchRoutes: RouteGroup = (app, { engine }) => {
  /** The thing, or the answer that there is none. */
  const some = <T>(what: string, key: string, found: T | undefined): T => {
    if (found === undefined) throw new NothingFound(`${what} with key '${key}' not found`);
    return found;
  };
  const keyed = (path: string, what: string, read: (key: string) => object | undefined) =>
    app.get(path, (request) => {
      const key = pathKey(request.params);
      return some(what, key, read(key));
    });

  app.post('/process-instances/search', (request) => engine.searchProcessInstances(searchOf(request.body)));
  keyed('/process-instances/:key', 'Process Instance', (key) => engine.processInstance(key));
  app.post('/process-instances/:key/incidents/search', (request) => {
    const processInstanceKey = pathKey(request.params);
    some('Process Instance', processInstanceKey, engine.processInstance(processInstanceKey));
    const search = searchOf(request.body);
    return engine.searchIncidents({ ...search, filter: { ...search.filter, processInstanceKey } });
  });

  app.post('/element-instances/search', (request) => engine.searchElementInstances(searchOf(request.body)));
  keyed('/element-instances/:key', 'Element Instance', (key) => engine.elementInstance(key));

  app.post('/incidents/search', (request) => engine.searchIncidents(searchOf(request.body)));
  keyed('/incidents/:key', 'Incident', (key) => engine.incident(key));

  app.post('/variables/search', (request) =>
    page(engine.searchVariables(searchOf(request.body)), (variable) => ({ ...variable, isTruncated: false })),
  );
  keyed('/variables/:key', 'Variable', (key) => engine.variable(key));

  app.post('/jobs/search', (request) => engine.searchJobs(searchOf(request.body)));

  const withoutXml = ({ xml: _xml, ...definition }: { xml: string }) => definition;
  app.post('/process-definitions/search', (request) =>
    page(engine.searchProcessDefinitions(searchOf(request.body)), withoutXml),
  );
  keyed('/process-definitions/:key', 'Process Definition', (key) => {
    const found = engine.processDefinition(key);
    return found && withoutXml(found);
  });
  app.get('/process-definitions/:key/xml', (request, reply) => {
    const key = pathKey(request.params);
    const { xml } = some('Process Definition', key, engine.processDefinition(key));
    return reply.type('text/xml; charset=utf-8').send(xml);
  });
  // No process here has a start form.
  app.get('/process-definitions/:key/form', (request, reply) => {
    const key = pathKey(request.params);
    some('Process Definition', key, engine.processDefinition(key));
    return reply.code(204).send();
  });
};
