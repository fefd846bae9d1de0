/**
 * The door of the engine room: starts the core and offers every call (door.ts says what each may be relied on for).
 * The core does not know a transport, a file or a product; the journal, the clock and the listeners are passed in.
 */
import type { Step } from './behaviors/step.ts';
import { visible } from './behaviors/variables.ts';
import { evaluateDecision } from './commands/decisions.ts';
import { deleteResource } from './commands/delete-resource.ts';
import { deploy } from './commands/deploy.ts';
import { readResources } from './commands/deployment.ts';
import { cancelInstance, createInstance } from './commands/instances.ts';
import { completeJob, failJob, throwError, updateJob, updateRetries, updateTimeout } from './commands/jobs.ts';
import { broadcastSignal, correlateMessage, publishMessage } from './commands/messages.ts';
import { migrateInstance } from './commands/migrate.ts';
import { modifyInstance } from './commands/modify.ts';
import { keyOf } from './commands/refuse.ts';
import { assignUserTask, completeUserTask, unassignUserTask, updateUserTask } from './commands/user-tasks.ts';
import { resolveIncident, setVariables } from './commands/variables-and-incidents.ts';
import { Dispatcher } from './dispatch.ts';
import type { CreateInstanceWithResultRequest, Engine, EngineOptions, InstanceResult, VariableView } from './door.ts';
import { elements } from './elements/index.ts';
import { Loop } from './loop.ts';
import { recover } from './recover.ts';
import { awaitResult, Results } from './results.ts';
import { search } from './state/search.ts';
import { dump } from './state/snapshot.ts';
import * as views from './state/views.ts';

export type * from './door.ts';

/** Recovers what the journal has, then goes on from there: what is due is done at once. */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const { state, models } = await recover(options.journal);
  const loop = new Loop({
    state,
    models,
    elements,
    clock: options.clock,
    journal: options.journal,
    capacity: options.capacity,
    brokerVersion: options.brokerVersion ?? '8.8.0',
    wholeJobBatches: options.wholeJobBatches,
    zone: options.zone ?? 'Z',
    random: options.random ?? Math.random,
  });
  if (options.onRecords) loop.subscribe(options.onRecords);
  const dispatcher = new Dispatcher(loop);
  const results = new Results(loop);
  const known = loop.state;

  /** A call that is one command and needs nothing else. */
  const command =
    <R extends object, A>(valueType: string, intent: string, run: (step: Step, request: R) => A) =>
    (request: R & { operationReference?: number }): Promise<A> =>
      loop.submit(intent, (step) => run(step, request), request.operationReference, { valueType, request });

  function* allVariables(): Generator<VariableView> {
    for (const [scopeKey, names] of known.variables) {
      const processInstanceKey = known.instances.get(scopeKey)?.processInstanceKey ?? scopeKey;
      for (const [name, variable] of names) yield views.variableView(name, variable, scopeKey, processInstanceKey);
    }
  }
  const withIncident = () => new Set([...known.incidents.values()].map((incident) => incident.processInstanceKey));
  const map = function* <V, T>(items: Iterable<V>, view: (item: V) => T | undefined): Generator<T & object> {
    for (const item of items) {
      const seen = view(item);
      if (seen) yield seen as T & object;
    }
  };

  const engine: Engine = {
    async deploy(resources, { operationReference = -1 } = {}) {
      // A refusal waits for its turn, so that it stands in the log.
      const read = await readResources(resources, models).catch((error: unknown) => error);
      const run = (step: Step) => {
        if (!Array.isArray(read)) throw read;
        return deploy(step, read);
      };
      return loop.submit('CREATE', run, operationReference, { valueType: 'DEPLOYMENT', request: asked(resources) });
    },
    deleteResource: command('RESOURCE_DELETION', 'DELETE', deleteResource),

    createInstance: command('PROCESS_INSTANCE_CREATION', 'CREATE', createInstance),
    createInstanceWithResult: (request: CreateInstanceWithResultRequest, { signal } = {}): Promise<InstanceResult> =>
      awaitResult(loop, results, request, signal),
    cancelInstance: command('PROCESS_INSTANCE', 'CANCEL', cancelInstance),
    modifyInstance: command('PROCESS_INSTANCE_MODIFICATION', 'MODIFY', modifyInstance),
    migrateInstance: command('PROCESS_INSTANCE_MIGRATION', 'MIGRATE', migrateInstance),

    publishMessage: command('MESSAGE', 'PUBLISH', publishMessage),
    correlateMessage: command('MESSAGE_CORRELATION', 'CORRELATE', correlateMessage),
    broadcastSignal: command('SIGNAL', 'BROADCAST', broadcastSignal),

    activateJobs: (request, { signal } = {}) => dispatcher.activate(request, signal),
    streamJobs: (request, onJob) => dispatcher.stream(request, onJob),
    yieldJobs: (jobKeys) => dispatcher.yield(jobKeys),
    completeJob: command('JOB', 'COMPLETE', completeJob),
    failJob: command('JOB', 'FAIL', failJob),
    throwError: command('JOB', 'THROW_ERROR', throwError),
    updateJobRetries: command('JOB', 'UPDATE_RETRIES', updateRetries),
    updateJobTimeout: command('JOB', 'UPDATE_TIMEOUT', updateTimeout),
    updateJob: command('JOB', 'UPDATE', updateJob),

    resolveIncident: command('INCIDENT', 'RESOLVE', resolveIncident),
    setVariables: command('VARIABLE_DOCUMENT', 'UPDATE', setVariables),
    evaluateDecision: command('DECISION_EVALUATION', 'EVALUATE', evaluateDecision),

    assignUserTask: command('USER_TASK', 'ASSIGN', assignUserTask),
    unassignUserTask: command('USER_TASK', 'ASSIGN', unassignUserTask),
    updateUserTask: command('USER_TASK', 'UPDATE', updateUserTask),
    completeUserTask: command('USER_TASK', 'COMPLETE', completeUserTask),

    userTask: (key) => optional(known.userTasks.get(keyOf(key)), views.userTaskView),
    searchUserTasks: (request) => search(map(known.userTasks.values(), views.userTaskView), request),
    processInstance(key) {
      const instance = known.instances.get(keyOf(key));
      if (instance?.node.type !== 'PROCESS') return undefined;
      return views.processInstanceView(instance, withIncident().has(instance.key));
    },
    searchProcessInstances(request) {
      const incidents = withIncident();
      return search(
        map(known.instances.values(), (instance) =>
          instance.node.type === 'PROCESS'
            ? views.processInstanceView(instance, incidents.has(instance.key))
            : undefined,
        ),
        request,
      );
    },
    elementInstance: (key) => optional(known.instances.get(keyOf(key)), views.elementInstanceView),
    searchElementInstances: (request) => search(map(known.instances.values(), views.elementInstanceView), request),
    incident: (key) => optional(known.incidents.get(keyOf(key)), views.incidentView),
    searchIncidents: (request) => search(map(known.incidents.values(), views.incidentView), request),
    variable(key) {
      for (const view of allVariables()) if (view.variableKey === key) return view;
      return undefined;
    },
    searchVariables: (request) => search(allVariables(), request),
    visibleVariables(key) {
      const instance = known.instances.get(keyOf(key));
      if (!instance) return undefined;
      return [...visible(known, instance)].map(([name, variable]) =>
        views.variableView(name, variable, variable.scope, instance.processInstanceKey),
      );
    },
    processDefinition: (key) => optional(known.processes.byKey.get(keyOf(key)), views.processDefinitionView),
    searchProcessDefinitions: (request) =>
      search(map(known.processes.byKey.values(), views.processDefinitionView), request),
    form: (key) => optional(known.forms.byKey.get(keyOf(key)), views.formView),
    job: (key) => optional(known.jobs.get(keyOf(key)), views.jobView),
    searchJobs: (request) => search(map(known.jobs.values(), views.jobView), request),

    subscribe: (listener) => loop.subscribe(listener),
    idle: () => loop.idle(),
    nextDue: () => known.due.next()?.due,
    dump: () => dump(state),
    position: () => known.lastPosition,
    async close() {
      dispatcher.close();
      await loop.close();
    },
  };
  loop.start();
  return engine;
}

/** A deployment as its command has it. */
const asked = (resources: readonly { name: string; content: string | Uint8Array }[]) => ({
  resources: resources.map(({ name, content }) => ({
    resourceName: name,
    resource: Buffer.from(content as string).toString('base64'),
  })),
});

const optional = <V, T>(value: V | undefined, view: (value: V) => T): T | undefined =>
  value === undefined ? undefined : view(value);
