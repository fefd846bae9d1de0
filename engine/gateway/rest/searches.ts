/**
 * Searches and single reads, as tables (contract 2.2, 2.3). They know what is alive and the newest of what ended; the
 * rest is the records' to tell.
 */
import type { ElementInstanceView, Engine, SearchRequest, SearchResult, VariableView } from '../../engine.ts';
import { BadRequest, NothingFound } from '../failures.ts';
import { bodyOf, optionalNumber, optionalText, pathKey } from './bodies.ts';
import { jobSearch, publishedJob } from './job-search.ts';
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

/** A found page, its items as they are published. */
function page<T extends object>(found: SearchResult<T>, change: (item: T) => object = present): object {
  return { items: found.items.map(change), page: found.page };
}

/** What has no value is left out, as the published types have it. */
function present(view: object): object {
  return Object.fromEntries(Object.entries(view).filter(([, value]) => value !== null));
}
/** One variable alone is always whole, so it does not say so. */
const single = ({ isTruncated: _whole, ...variable }: VariableView): object => variable;
/** The published element instance does not name its scope; it can only be filtered by it. */
const element = ({ flowScopeKey: _scope, ...view }: ElementInstanceView): object => present(view);

const searches: Record<string, (engine: Engine, request: SearchRequest) => object> = {
  '/user-tasks/search': (engine, request) => page(engine.searchUserTasks(request)),
  '/process-instances/search': (engine, request) => page(engine.searchProcessInstances(request)),
  '/element-instances/search': (engine, request) => page(engine.searchElementInstances(request), element),
  '/incidents/search': (engine, request) => page(engine.searchIncidents(request)),
  '/variables/search': (engine, request) => page(engine.searchVariables(request)),
  '/jobs/search': (engine, request) => page(engine.searchJobs(jobSearch(request)), (job) => present(publishedJob(job))),
  '/process-definitions/search': (engine, request) => page(engine.searchProcessDefinitions(request)),
  '/decision-definitions/search': (engine, request) => page(engine.searchDecisionDefinitions(request)),
  '/decision-requirements/search': (engine, request) => page(engine.searchDecisionRequirements(request)),
  '/message-subscriptions/search': (engine, request) => page(engine.searchMessageSubscriptions(request)),
};

/** Path → what it is called in "… with key '…' not found", and how it is read. */
const reads: Record<string, [what: string, read: (engine: Engine, key: string) => object | undefined]> = {
  '/user-tasks/:key': ['User Task', (engine, key) => optional(engine.userTask(key), present)],
  '/process-instances/:key': ['Process Instance', (engine, key) => optional(engine.processInstance(key), present)],
  '/process-instances/:key/call-hierarchy': ['Process Instance', (engine, key) => engine.callHierarchy(key)],
  '/process-instances/:key/sequence-flows': ['Process Instance', (engine, key) => items(engine.sequenceFlows(key))],
  '/process-instances/:key/statistics/element-instances': [
    'Process Instance',
    (engine, key) => items(engine.instanceStatistics(key)),
  ],
  '/element-instances/:key': ['Element Instance', (engine, key) => optional(engine.elementInstance(key), element)],
  '/incidents/:key': ['Incident', (engine, key) => optional(engine.incident(key), present)],
  '/variables/:key': ['Variable', (engine, key) => optional(engine.variable(key), single)],
  '/process-definitions/:key': [
    'Process Definition',
    (engine, key) => optional(engine.processDefinition(key), present),
  ],
  '/decision-definitions/:key': ['Decision Definition', (engine, key) => engine.decisionDefinition(key)],
  '/decision-requirements/:key': ['Decision Requirements', (engine, key) => engine.decisionRequirements(key)],
};

const items = (found: object[] | undefined) => found && { items: found };
const optional = <T>(found: T | undefined, change: (item: T) => object) => found && change(found);

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
    return page(engine.searchIncidents({ ...search, filter: { ...search.filter, processInstanceKey } }));
  });

  app.post('/user-tasks/:key/variables/search', (request) => {
    const key = pathKey(request.params);
    return page(some('User Task', key, engine.searchUserTaskVariables(key, searchOf(request.body))));
  });

  app.post('/process-definitions/:key/statistics/element-instances', (request) => {
    const key = pathKey(request.params);
    const { filter } = bodyOf(request.body);
    return { items: some('Process Definition', key, engine.definitionStatistics(key, bodyOf(filter))) };
  });
};
