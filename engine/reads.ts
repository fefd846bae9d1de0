/**
 * Every read of the door, from the state as it is now. What could go wrong: a search that walks over everything; where
 * the filter names a key, only that thing, or what belongs to that process instance, is looked at. All others are one
 * pass over their kind (users' tasks, incidents, jobs; for variables and elements: everything that is alive).
 */
import { visible } from './behaviors/variables.ts';
import { keyOf } from './commands/refuse.ts';
import type { Reads, SearchRequest, SearchResult } from './door-reads.ts';
import type { Instance } from './state/entities.ts';
import { demanded } from './state/filters.ts';
import { inside, Reading } from './state/reading.ts';
import { matcher, type Noun, search, viewOf } from './state/search.ts';
import type { Known } from './state/state.ts';
import { elementStatistics } from './state/statistics.ts';
import * as views from './state/views.ts';

export function readsOf(known: Known): Reads {
  const one = <E, V extends object>(noun: Noun<E, V, Reading>, entity: E | undefined): V | undefined =>
    entity === undefined ? undefined : viewOf(noun, entity, new Reading(known));
  const many = <E, V extends object>(
    noun: Noun<E, V, Reading>,
    candidates: Iterable<E>,
    request: SearchRequest | undefined,
  ): SearchResult<V> => search(noun, candidates, new Reading(known), request);

  const processInstance = (key: string): Instance | undefined => {
    const instance = known.instances.get(keyOf(key));
    return instance && isProcess(instance) ? instance : undefined;
  };
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
  const mapped = function* <A, B>(items: Iterable<A>, change: (item: A) => B): Generator<B> {
    for (const item of items) yield change(item);
  };

  return {
    userTask: (key) => one(views.userTasks, known.userTasks.get(keyOf(key))),
    searchUserTasks: (request) =>
      many(
        views.userTasks,
        keyed(request, 'userTaskKey', single(known.userTasks)) ??
          keyed(request, 'processInstanceKey', tasksIn) ??
          known.userTasks.values(),
        request,
      ),
    searchUserTaskVariables(key, request) {
      const task = known.userTasks.get(keyOf(key));
      return task && many(views.variables, seenFrom(task.element), request);
    },

    processInstance: (key) => one(views.processInstances, processInstance(key)),
    searchProcessInstances: (request) =>
      many(
        views.processInstances,
        processes(keyed(request, 'processInstanceKey', single(known.instances)) ?? known.instances.values()),
        request,
      ),
    callHierarchy(key) {
      const way: Instance[] = [];
      for (let at = processInstance(key); at; at = known.instances.get(at.callerInstanceKey)) way.unshift(at);
      if (way.length === 0) return undefined;
      return way.map(({ key: processInstanceKey, definition }) => ({
        processInstanceKey: String(processInstanceKey),
        processDefinitionKey: String(definition.key),
        processDefinitionName: definition.model.name || definition.bpmnProcessId,
      }));
    },
    instanceStatistics(key) {
      const instance = processInstance(key);
      return instance && elementStatistics([instance]);
    },
    definitionStatistics(key, filter) {
      const definition = known.processes.byKey.get(keyOf(key));
      return definition && elementStatistics(instancesOf(known, definition.key, filter ?? {}));
    },

    elementInstance: (key) => one(views.elementInstances, known.instances.get(keyOf(key))),
    searchElementInstances: (request) =>
      many(
        views.elementInstances,
        keyed(request, 'elementInstanceKey', single(known.instances)) ??
          keyed(request, 'elementInstanceScopeKey', (key) => known.instances.get(key)?.children ?? []) ??
          keyed(request, 'processInstanceKey', tree) ??
          known.instances.values(),
        request,
      ),

    incident: (key) => one(views.incidents, known.incidents.get(keyOf(key))),
    searchIncidents: (request) =>
      many(
        views.incidents,
        keyed(request, 'incidentKey', single(known.incidents)) ?? known.incidents.values(),
        request,
      ),

    /** Walks over all variables that are alive: there is no index by their keys. */
    variable(key) {
      const wanted = keyOf(key);
      return one(
        views.variables,
        variablesOf(known.variables.keys()).find(({ variable }) => variable.key === wanted),
      );
    },
    searchVariables: (request) =>
      many(
        views.variables,
        keyed(request, 'scopeKey', variablesAt) ??
          keyed(request, 'processInstanceKey', (key) => variablesOf(mapped(tree(key), (scope) => scope.key))) ??
          variablesOf(known.variables.keys()),
        request,
      ),
    visibleVariables(key) {
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
    job: (key) => one(views.jobs, known.jobs.get(keyOf(key))),
    searchJobs: (request) =>
      many(views.jobs, keyed(request, 'jobKey', single(known.jobs)) ?? known.jobs.values(), request),
  };
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
