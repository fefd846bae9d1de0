/**
 * The door of the engine room: starts the core and offers every call (door.ts says what each may be relied on for).
 * The core does not know a transport, a file or a product; the journal, the clock and the listeners are passed in.
 */
import type { Begun, Step } from './behaviors/step.ts';
import { activateAdHoc } from './commands/ad-hoc.ts';
import { evaluateDecision } from './commands/decisions.ts';
import { deleteResource } from './commands/delete-resource.ts';
import { deploy } from './commands/deploy.ts';
import { readResources } from './commands/deployment.ts';
import { cancelInstance, createInstance } from './commands/instances.ts';
import { completeJob, failJob, throwError, updateJob, updateRetries, updateTimeout } from './commands/jobs.ts';
import { broadcastSignal, correlateMessage, publishMessage } from './commands/messages.ts';
import { migrateInstance } from './commands/migrate.ts';
import { modifyInstance } from './commands/modify.ts';
import { assignUserTask, completeUserTask, unassignUserTask, updateUserTask } from './commands/user-tasks.ts';
import { resolveIncident, setVariables } from './commands/variables-and-incidents.ts';
import { Dispatcher } from './dispatch.ts';
import type { CreateInstanceWithResultRequest, Engine, EngineOptions, InstanceResult } from './door.ts';
import { elements } from './elements/index.ts';
import { Loop } from './loop.ts';
import { readsOf } from './reads.ts';
import { recover } from './recover.ts';
import { awaitResult, Results } from './results.ts';
import { RecentlyEnded } from './state/ended.ts';
import { dump } from './state/snapshot.ts';
import { Transitions } from './transitions.ts';

import type { Whole } from './types.ts';

export type * from './door.ts';

/** Recovers what the journal has, then goes on from there: what is due is done at once. */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const { state, models } = await recover(options.journal);
  const recent = options.rememberEnded ? new RecentlyEnded() : undefined;
  const loop = new Loop({
    state,
    recent,
    models,
    elements,
    clock: options.clock,
    journal: options.journal,
    capacity: options.capacity,
    brokerVersion: options.brokerVersion ?? '8.8.0',
    wholeJobBatches: options.wholeJobBatches,
    zone: options.zone ?? 'Z',
    random: options.random ?? Math.random,
    stepsPerBatch: options.stepsPerBatch,
  });
  if (options.onRecords) loop.subscribe(options.onRecords);
  const dispatcher = new Dispatcher(loop);
  const results = new Results(loop);
  const transitions = new Transitions(loop);
  const known = loop.state;

  /** A call that is one command and needs nothing else. */
  const command =
    <R extends object, A>(valueType: string, intent: string, run: (step: Step, request: R) => A) =>
    (request: R & { operationReference?: Whole }): Promise<A> =>
      loop.submit(intent, (step) => run(step, request), request.operationReference, { valueType, request });

  /** A command that changes a user task: answered when the task's listeners are through. */
  const change =
    <R extends object, A>(valueType: string, intent: string, run: (step: Step, request: R) => Begun<A>) =>
    (request: R & { operationReference?: Whole }): Promise<A> =>
      transitions.run(intent, (step) => run(step, request), request.operationReference, { valueType, request });

  const engine: Engine = {
    async deploy(resources, { operationReference = -1 } = {}) {
      // A refusal waits for its turn, so that it stands in the log.
      const read = await readResources(resources, models).catch((error: unknown) => error);
      const run = (step: Step) => {
        if (!Array.isArray(read)) throw read;
        return deploy(step, read, models);
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

    activateAdHoc: command('AD_HOC_SUB_PROCESS_INSTRUCTION', 'ACTIVATE', activateAdHoc),
    resolveIncident: command('INCIDENT', 'RESOLVE', resolveIncident),
    setVariables: change('VARIABLE_DOCUMENT', 'UPDATE', setVariables),
    evaluateDecision: command('DECISION_EVALUATION', 'EVALUATE', evaluateDecision),

    assignUserTask: change('USER_TASK', 'ASSIGN', assignUserTask),
    unassignUserTask: change('USER_TASK', 'ASSIGN', unassignUserTask),
    updateUserTask: change('USER_TASK', 'UPDATE', updateUserTask),
    completeUserTask: change('USER_TASK', 'COMPLETE', completeUserTask),

    ...readsOf(known, recent),

    subscribe: (listener) => loop.subscribe(listener),
    idle: () => loop.idle(),
    nextDue: () => known.due.next()?.due,
    dump: () => dump(state),
    position: () => known.lastPosition,
    async close() {
      dispatcher.close();
      transitions.close();
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
