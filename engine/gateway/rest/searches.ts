/**
 * Searches and single reads, as tables (contract 2.2, 2.3). They know what is still alive; what has ended is the
 * records' to tell.
 */
import type { Engine, SearchRequest, SearchResult } from '../../engine.ts';
import { BadRequest, NothingFound } from '../failures.ts';
import { bodyOf, optionalNumber, optionalText, pathKey } from './bodies.ts';
import { jobPage, jobSearch } from './job-search.ts';
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
  const from = optionalNumber(page, 'from');
  if (from !== undefined && from < 0) throw new BadRequest(`The value for from is '${from}' but must not be negative.`);
  const after = optionalText(page, 'after');
  const before = optionalText(page, 'before');
  if (after && before) throw new BadRequest('Both after and before cannot be set at the same time.');
  return {
    filter: bodyOf(body.filter),
    sort: sort.map((one) => {
      const field = optionalText(bodyOf(one), 'field');
      if (!field) throw new BadRequest('Sort field must not be null.');
      const order = (optionalText(bodyOf(one), 'order') ?? 'ASC').toUpperCase();
      if (order !== 'ASC' && order !== 'DESC') throw new BadRequest(`Unknown sort order: ${order}.`);
      return { field, order };
    }),
    page: { from, limit, after, before },
  };
}

/** A found page with each item changed. */
export function page<T>(found: SearchResult<T>, change: (item: T) => object): object {
  return { items: found.items.map(change), page: found.page };
}

/** Variables of a search say that their value was not cut. */
export const whole = (variable: object): object => ({ ...variable, isTruncated: false });

const searches: Record<string, (engine: Engine, request: SearchRequest) => object> = {
  '/user-tasks/search': (engine, request) => engine.searchUserTasks(request),
  '/process-instances/search': (engine, request) => engine.searchProcessInstances(request),
  '/element-instances/search': (engine, request) => engine.searchElementInstances(request),
  '/incidents/search': (engine, request) => engine.searchIncidents(request),
  '/variables/search': (engine, request) => page(engine.searchVariables(request), whole),
  '/jobs/search': (engine, request) => jobPage(engine.searchJobs(jobSearch(request))),
  '/process-definitions/search': (engine, request) => engine.searchProcessDefinitions(request),
  '/decision-definitions/search': (engine, request) => engine.searchDecisionDefinitions(request),
  '/decision-requirements/search': (engine, request) => engine.searchDecisionRequirements(request),
  '/message-subscriptions/search': (engine, request) => engine.searchMessageSubscriptions(request),
};

/** Path → what it is called in "… with key '…' not found", and how it is read. */
const reads: Record<string, [what: string, read: (engine: Engine, key: string) => object | undefined]> = {
  '/user-tasks/:key': ['User Task', (engine, key) => engine.userTask(key)],
  '/process-instances/:key': ['Process Instance', (engine, key) => engine.processInstance(key)],
  '/process-instances/:key/call-hierarchy': ['Process Instance', (engine, key) => engine.callHierarchy(key)],
  '/process-instances/:key/statistics/element-instances': [
    'Process Instance',
    (engine, key) => items(engine.instanceStatistics(key)),
  ],
  '/element-instances/:key': ['Element Instance', (engine, key) => engine.elementInstance(key)],
  '/incidents/:key': ['Incident', (engine, key) => engine.incident(key)],
  '/variables/:key': ['Variable', (engine, key) => engine.variable(key)],
  '/process-definitions/:key': ['Process Definition', (engine, key) => engine.processDefinition(key)],
  '/decision-definitions/:key': ['Decision Definition', (engine, key) => engine.decisionDefinition(key)],
  '/decision-requirements/:key': ['Decision Requirements', (engine, key) => engine.decisionRequirements(key)],
};

const items = (found: object[] | undefined) => found && { items: found };

/** The thing, or the answer that there is none. */
export function some<T>(what: string, key: string, found: T | undefined): T {
  if (found === undefined) throw new NothingFound(`${what} with key '${key}' not found`);
  return found;
}

export const searchRoutes: RouteGroup = (app, { engine }) => {
  for (const [path, search] of Object.entries(searches))
    app.post(path, (request) => search(engine, searchOf(request.body)));
  for (const [path, [what, read]] of Object.entries(reads))
    app.get(path, (request) => {
      const key = pathKey(request.params);
      return some(what, key, read(engine, key));
    });

  app.post('/process-instances/:key/incidents/search', (request) => {
    const processInstanceKey = pathKey(request.params);
    some('Process Instance', processInstanceKey, engine.processInstance(processInstanceKey));
    const search = searchOf(request.body);
    return engine.searchIncidents({ ...search, filter: { ...search.filter, processInstanceKey } });
  });

  app.post('/user-tasks/:key/variables/search', (request) => {
    const key = pathKey(request.params);
    return page(some('User Task', key, engine.searchUserTaskVariables(key, searchOf(request.body))), whole);
  });

  app.post('/process-definitions/:key/statistics/element-instances', (request) => {
    const key = pathKey(request.params);
    const { filter } = bodyOf(request.body);
    return { items: some('Process Definition', key, engine.definitionStatistics(key, bodyOf(filter))) };
  });
};
