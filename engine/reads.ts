/**
 * Every read of the door, from the state as it is now and what is remembered of what ended. What could go wrong: a search
 * that walks over everything; where the filter names a key, only that thing, or what belongs to that process instance,
 * is looked at. All others are one pass over their kind (for variables and elements: over everything that is alive).
 */
import { visible } from './behaviors/variables.ts';
import { keyOf } from './commands/refuse.ts';
import type { Reads, SearchRequest, SearchResult, VariableView } from './door-reads.ts';
import { type Newest, RecentlyEnded } from './state/ended.ts';
import type { Instance } from './state/entities.ts';
import { demanded } from './state/filters.ts';
import { inside, Reading } from './state/reading.ts';
import { type Ended, matcher, type Noun, search, viewOf, withEnded } from './state/search.ts';
import type { Known } from './state/state.ts';
import { elementStatistics } from './state/statistics.ts';
import * as views from './state/views.ts';

const mixed = {
  userTasks: withEnded(views.userTasks, 'userTaskKey'),
  processInstances: withEnded(views.processInstances, 'processInstanceKey'),
  elementInstances: withEnded(views.elementInstances, 'elementInstanceKey'),
  incidents: withEnded(views.incidents, 'incidentKey'),
  variables: withEnded(views.variables, 'variableKey'),
  jobs: withEnded(views.jobs, 'jobKey'),
};

export function readsOf(known: Known, recent = new RecentlyEnded()): Reads {
  const one = <E, V extends object>(noun: Noun<E, V, Reading>, entity: E | undefined): V | undefined =>
    entity === undefined ? undefined : viewOf(noun, entity, new Reading(known));
  const many = <E, V extends object>(
    noun: Noun<E, V, Reading>,
    candidates: Iterable<E>,
    request: SearchRequest | undefined,
  ): SearchResult<V> => search(noun, candidates, new Reading(known), request);
  /** The same, and what has ended. */
  const all = <E, V extends object>(
    noun: Noun<E | Ended<V>, V, Reading>,
    alive: Iterable<E>,
    ended: Newest<V>,
    request: SearchRequest | undefined,
  ): SearchResult<V> => {
    // Who asks for what waits, as task lists do all day, need not go through what has ended.
    const state = demanded(request?.filter?.state);
    const none = ended.states !== undefined && typeof state === 'string' && !ended.states.includes(state);
    return many(noun, none ? alive : both(alive, ended.values()), request);
  };

  const processInstance = (key: string): Instance | undefined => {
    const instance = known.instances.get(keyOf(key));
    return instance && isProcess(instance) ? instance : undefined;
  };
  const processView = (key: string) =>
    one(views.processInstances, processInstance(key)) ?? recent.processInstances.get(key);
  /** Where the filter demands one key, the things of that key; else undefined. */
  const keyed = <T>(request: SearchRequest | undefined, name: string, find: (key: number) => Iterable<T>) => {
    const wanted = demanded(request?.filter?.[name]);
    return wanted === undefined || wanted === null ? undefined : find(keyOf(keyText(wanted)));
  };
  const single = <T>(from: ReadonlyMap<number, T>) =>
    function* (key: number): Generator<T> {
      const found = from.get(key);
      if (found !== undefined) yield found;
    };
  const tree = (key: number): Iterable<Instance> => {
    const instance = known.instances.get(key);
    return instance ? inside(instance) : [];
  };
  function* variablesAt(scopeKey: number): Generator<views.Placed> {
    for (const [name, variable] of known.variables.get(scopeKey) ?? []) yield { name, variable, scopeKey };
  }
  function* variablesOf(scopes: Iterable<number>): Generator<views.Placed> {
    for (const scopeKey of scopes) yield* variablesAt(scopeKey);
  }
  function* seenFrom(instance: Instance): Generator<views.Placed> {
    for (const [name, variable] of visible(known, instance)) yield { name, variable, scopeKey: variable.scope };
  }
  function* tasksIn(key: number) {
    for (const { userTaskKey } of tree(key)) yield* single(known.userTasks)(userTaskKey);
  }
  const endedIn = (of: 'processInstanceKey' | 'processDefinitionKey', key: string) =>
    recent.elementInstances
      .values()
      .filter(({ view }) => view[of] === key)
      .map(({ view }) => view);

  return {
    userTask: (key) => one(views.userTasks, known.userTasks.get(keyOf(key))) ?? recent.userTasks.get(key),
    searchUserTasks: (request) =>
      all(
        mixed.userTasks,
        keyed(request, 'userTaskKey', single(known.userTasks)) ??
          keyed(request, 'processInstanceKey', tasksIn) ??
          known.userTasks.values(),
        recent.userTasks,
        request,
      ),
    searchUserTaskVariables(key, request) {
      const task = known.userTasks.get(keyOf(key));
      if (task) return many(views.variables, seenFrom(task.element), request);
      const ended = recent.userTasks.get(key);
      if (!ended) return undefined;
      const scopes = [ended.elementInstanceKey, ended.processInstanceKey];
      const left = recent.variables.values().filter(({ view }) => scopes.includes(view.scopeKey));
      return many(mixed.variables, both(variablesAt(keyOf(ended.processInstanceKey)), left), request);
    },

    processInstance: processView,
    searchProcessInstances: (request) =>
      all(
        mixed.processInstances,
        processes(keyed(request, 'processInstanceKey', single(known.instances)) ?? known.instances.values()),
        recent.processInstances,
        request,
      ),
    callHierarchy(key) {
      const way: NonNullable<ReturnType<typeof processView>>[] = [];
      for (let at = processView(key); at; at = processView(at.parentProcessInstanceKey ?? '')) way.unshift(at);
      if (way.length === 0) return undefined;
      return way.map(({ processInstanceKey, processDefinitionKey, processDefinitionName }) => ({
        processInstanceKey,
        processDefinitionKey,
        processDefinitionName,
      }));
    },
    sequenceFlows: (key) =>
      processView(key) && [
        ...recent.sequenceFlows
          .values()
          .filter(({ view }) => view.processInstanceKey === key)
          .map(({ view }) => view),
      ],
    instanceStatistics(key) {
      const instance = processInstance(key);
      if (!instance && !recent.processInstances.get(key)) return undefined;
      return elementStatistics(instance ? [instance] : [], endedIn('processInstanceKey', key));
    },
    definitionStatistics(key, filter = {}) {
      const definition = known.processes.byKey.get(keyOf(key));
      if (!definition) return undefined;
      const ended = Object.keys(filter).length === 0 ? endedIn('processDefinitionKey', key) : [];
      return elementStatistics(instancesOf(known, definition.key, filter), ended);
    },

    elementInstance: (key) =>
      one(views.elementInstances, known.instances.get(keyOf(key))) ?? recent.elementInstances.get(key),
    searchElementInstances: (request) =>
      all(
        mixed.elementInstances,
        keyed(request, 'elementInstanceKey', single(known.instances)) ??
          keyed(request, 'elementInstanceScopeKey', (key) => known.instances.get(key)?.children ?? []) ??
          keyed(request, 'processInstanceKey', tree) ??
          known.instances.values(),
        recent.elementInstances,
        request,
      ),

    incident: (key) => one(views.incidents, known.incidents.get(keyOf(key))) ?? recent.incidents.get(key),
    searchIncidents: (request) =>
      all(
        mixed.incidents,
        keyed(request, 'incidentKey', single(known.incidents)) ?? known.incidents.values(),
        recent.incidents,
        request,
      ),

    /** Walks over all variables that are alive: there is no index by their keys. */
    variable(key) {
      const wanted = keyOf(key);
      const alive = variablesOf(known.variables.keys()).find(({ variable }) => variable.key === wanted);
      return one(views.variables, alive) ?? recent.variables.get(key);
    },
    searchVariables: (request) =>
      all(
        mixed.variables,
        keyed(request, 'scopeKey', variablesAt) ??
          keyed(request, 'processInstanceKey', (key) => variablesOf(mapped(tree(key), (scope) => scope.key))) ??
          variablesOf(known.variables.keys()),
        recent.variables,
        request,
      ),
    visibleVariables(key): VariableView[] | undefined {
      const instance = known.instances.get(keyOf(key));
      if (!instance) return undefined;
      const reading = new Reading(known);
      return [...mapped(seenFrom(instance), (placed) => viewOf(views.variables, placed, reading))];
    },

    processDefinition: (key) => one(views.processDefinitions, known.processes.byKey.get(keyOf(key))),
    searchProcessDefinitions: (request) => many(views.processDefinitions, known.processes.byKey.values(), request),
    resourceXml: (key) => (known.processes.byKey.get(keyOf(key)) ?? known.requirements.byKey.get(keyOf(key)))?.xml,
    decisionDefinition: (key) => one(views.decisionDefinitions, known.decisions.byKey.get(keyOf(key))),
    searchDecisionDefinitions: (request) => many(views.decisionDefinitions, known.decisions.byKey.values(), request),
    decisionRequirements: (key) => one(views.decisionRequirements, known.requirements.byKey.get(keyOf(key))),
    searchDecisionRequirements: (request) =>
      many(views.decisionRequirements, known.requirements.byKey.values(), request),
    form: (key) => one(views.forms, known.forms.byKey.get(keyOf(key))),

    searchMessageSubscriptions: (request) => many(views.messageSubscriptions, known.subscriptions.values(), request),
    job: (key) => one(views.jobs, known.jobs.get(keyOf(key))) ?? recent.jobs.get(key),
    searchJobs: (request) =>
      all(mixed.jobs, keyed(request, 'jobKey', single(known.jobs)) ?? known.jobs.values(), recent.jobs, request),
  };
}

function* both<A, B>(first: Iterable<A>, second: Iterable<B>): Generator<A | B> {
  yield* first;
  yield* second;
}
function* mapped<A, B>(items: Iterable<A>, change: (item: A) => B): Generator<B> {
  for (const item of items) yield change(item);
}

const isProcess = (instance: Instance): boolean => instance.node.type === 'PROCESS';
function* processes(instances: Iterable<Instance>): Generator<Instance> {
  for (const instance of instances) if (isProcess(instance)) yield instance;
}

/** One pass over all that is alive. */
function* instancesOf(known: Known, definitionKey: number, filter: Record<string, unknown>): Generator<Instance> {
  const matches = matcher(views.processInstances, filter);
  const reading = new Reading(known);
  for (const instance of processes(known.instances.values()))
    if (instance.definition.key === definitionKey && matches(instance, reading)) yield instance;
}

/** A key in a filter is a text, a number, or a number kept as it was written. */
const keyText = (wanted: unknown): string => (typeof wanted === 'object' ? JSON.stringify(wanted) : String(wanted));
