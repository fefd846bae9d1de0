/**
 * Any diagram, any order of commands: no token is lost or left over, nothing belongs to an element that is gone, one
 * live instance a message key, and the log and a snapshot give the state that is live.
 */
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import type { JobResult } from './engine.ts';
import { type Bench, bench } from './testing/bench.ts';
import { type Block, block, drawn } from './testing/random-diagram.ts';
import { dumped, recovered } from './testing/recovered.ts';
import { Rejection } from './types.ts';

const hour = 3_600_000;
let commands = 0;
let diagrams = 0;
afterAll(() => console.log(`${diagrams} random diagrams, ${commands} commands`));

/** One command; `pick` says which of what is there. What is not there is no deed. */
type Deed = { kind: string; pick: number };
const deed: fc.Arbitrary<Deed> = fc.record({
  kind: fc.constantFrom(
    ...['create', 'begin', 'work', 'work', 'work', 'user', 'user', 'fail', 'throw', 'tell', 'horn', 'later', 'cancel'],
    ...['resolve', 'terminate', 'activate', 'migrate', 'set', 'choose', 'hand', 'claim', 'update'],
  ),
  pick: fc.nat(1000),
});

/** What was deployed: ids of elements of `p`, and for each definition the one that its instances may go over to. */
interface Drawn {
  ids: readonly string[];
  other: ReadonlyMap<string, string>;
}

async function deployed(b: Bench, inside: Block, called: Block, byMessage: boolean): Promise<Drawn> {
  const p = drawn(inside, byMessage, { called: 'q' });
  const resources = [
    { name: 'p.bpmn', content: p },
    { name: 'q.bpmn', content: drawn(called, false, { id: 'q' }) },
  ];
  const versions = [];
  for (const name of ['p.bpmn', 'p2.bpmn']) {
    const [process] = (await b.engine.deploy([{ ...resources[0]!, name }, resources[1]!])).processes;
    versions.push(process!.processDefinitionKey);
  }
  const ids = [...p.matchAll(/<bpmn:\w*(?:[tT]ask|Process|Event|Activity) id="([^"]+)"/g)].map(([, id]) => id!);
  return { ids, other: new Map([versions, versions.toReversed()] as [string, string][]) };
}

/** Ids of what can begin in an ad-hoc sub-process, as it tells its worker. */
function activatable({ engine }: Bench, elementId: string): string[] {
  const [instance] = engine.searchElementInstances({ filter: { elementId, type: 'AD_HOC_SUB_PROCESS' } }).items;
  const filter = { scopeKey: instance!.elementInstanceKey, name: 'adHocSubProcessElements' };
  const [told] = engine.searchVariables({ filter }).items;
  const all: { elementId: string }[] = told ? JSON.parse(told.value) : [{ elementId: 'unknown' }];
  return all.map((one) => one.elementId);
}

function resultOf(kind: string, b: Bench, elementId: string, pick: number): JobResult {
  if (kind === 'TASK_LISTENER') return pick % 4 === 0 ? { denied: true } : { corrections: { priority: pick % 100 } };
  const isCancelRemainingInstances = pick % 3 === 0;
  if (pick % 2 === 0) return { isCompletionConditionFulfilled: true, isCancelRemainingInstances };
  const activateElements = activatable(b, elementId).map((id) => ({ elementId: id }));
  return { activateElements, isCancelRemainingInstances };
}

async function perform(b: Bench, { ids, other }: Drawn, { kind, pick }: Deed): Promise<unknown> {
  const { engine } = b;
  const one = <T>(items: readonly T[]): T | undefined => items[pick % Math.max(1, items.length)];
  const page = { limit: 1000 };
  const job = () => one(engine.searchJobs({ page }).items);
  const instance = () => one(engine.searchProcessInstances({ page }).items);
  switch (kind) {
    case 'create':
      return engine.createInstance({ bpmnProcessId: 'p', variables: { key: 'k', flag: pick % 2 === 0 } });
    case 'begin':
      return engine.publishMessage({
        name: 'begin',
        correlationKey: `k${pick % 2}`,
        timeToLive: pick % 3 === 0 ? hour : 0,
        variables: { key: 'k', flag: pick % 2 === 0 },
      });
    case 'work': {
      const { jobKey = '', kind, elementId = '' } = job() ?? {};
      if (kind === undefined) return;
      const plain = kind === 'BPMN_ELEMENT' || kind === 'EXECUTION_LISTENER';
      const result = plain ? undefined : resultOf(kind, b, elementId, pick);
      return engine.completeJob({ jobKey, result, variables: plain ? { flag: pick % 2 === 1 } : {} });
    }
    case 'hand': {
      const some = { type: 'w', worker: 'x', maxJobsToActivate: 1 + (pick % 3), requestTimeout: -1 };
      return engine.activateJobs({ ...some, timeout: hour / 2 });
    }
    case 'fail': {
      const { jobKey } = job() ?? {};
      return (
        jobKey && engine.failJob({ jobKey, retries: pick % 3, errorMessage: 'no', retryBackOff: (pick % 2) * hour })
      );
    }
    case 'throw':
      return job() && engine.throwError({ jobKey: job()!.jobKey, errorCode: 'E' });
    case 'user': {
      const found = one(engine.searchUserTasks({ page }).items);
      if (!found) return;
      const { userTaskKey } = found;
      const call =
        pick % 3 === 0
          ? engine.assignUserTask({ userTaskKey, assignee: 'x' })
          : engine.completeUserTask({ userTaskKey });
      // Listeners may hold the answer up for longer than the walk lasts.
      return Promise.race([call, engine.idle()]);
    }
    case 'claim':
    case 'update': {
      const found = one(engine.searchUserTasks({ page }).items);
      if (!found) return;
      const { userTaskKey } = found;
      const call =
        kind === 'claim'
          ? engine.assignUserTask({ userTaskKey, assignee: `x${pick % 2}`, allowOverride: false })
          : engine.updateUserTask({ userTaskKey, changeset: { priority: pick % 100 } });
      return Promise.race([call, engine.idle()]);
    }
    case 'choose': {
      const found = one(engine.searchElementInstances({ filter: { type: 'AD_HOC_SUB_PROCESS' }, page }).items);
      if (!found) return;
      const { elementInstanceKey, elementId } = found;
      return engine.activateAdHoc({
        adHocSubProcessInstanceKey: elementInstanceKey,
        elements: [{ elementId: activatable(b, elementId)[0]!, variables: { n: 1 } }],
        cancelRemainingInstances: pick % 3 === 0,
      });
    }
    case 'tell':
      return engine.publishMessage({ name: 'm', correlationKey: 'k', timeToLive: (pick % 2) * hour });
    case 'horn':
      return engine.broadcastSignal({ signalName: 'horn' });
    case 'later':
      return b.forward(((pick % 3) + 1) * hour);
    case 'cancel':
      return instance() && engine.cancelInstance(instance()!);
    case 'resolve': {
      const incident = one(engine.searchIncidents({ page }).items);
      if (!incident) return;
      if (incident.jobKey) await engine.updateJobRetries({ jobKey: incident.jobKey, retries: 1 });
      return engine.resolveIncident(incident);
    }
    case 'terminate': {
      const element = one(engine.searchElementInstances({ page }).items);
      return (
        element &&
        engine.modifyInstance({ processInstanceKey: element.processInstanceKey, terminateInstructions: [element] })
      );
    }
    case 'activate': {
      return (
        instance() &&
        engine.modifyInstance({
          processInstanceKey: instance()!.processInstanceKey,
          activateInstructions: [{ elementId: one(ids)! }],
        })
      );
    }
    case 'migrate': {
      if (!instance()) return;
      const { processInstanceKey, processDefinitionKey } = instance()!;
      const active = engine.searchElementInstances({ filter: { processInstanceKey }, page }).items;
      const ids = new Set(active.map((element) => element.elementId).filter((id) => id !== 'p'));
      const mappingInstructions = [...ids].map((id) => ({ sourceElementId: id, targetElementId: id }));
      return engine.migrateInstance({
        processInstanceKey,
        targetProcessDefinitionKey: other.get(processDefinitionKey) ?? processDefinitionKey,
        mappingInstructions,
      });
    }
    default:
      return (
        instance() &&
        engine.setVariables({ elementInstanceKey: instance()!.processInstanceKey, variables: { flag: pick % 2 === 0 } })
      );
  }
}

interface InstanceDump {
  key: number;
  type: string;
  state: string;
  parentKey: number;
  tokens: unknown;
  incidentKey: number;
  callerKey: number;
  calledKey: number;
}

// biome-ignore lint/suspicious/noExplicitAny: a dump is plain data.
function check(state: any): void {
  const instances = new Map<number, InstanceDump>(
    state.instances.map((instance: InstanceDump) => [instance.key, instance]),
  );
  const children = new Map<number, number>();
  for (const { parentKey } of instances.values()) {
    if (parentKey === -1) continue;
    expect(instances.has(parentKey)).toBe(true);
    children.set(parentKey, (children.get(parentKey) ?? 0) + 1);
  }
  const incidents = new Set(
    state.incidents.map((incident: { elementInstanceKey: number }) => incident.elementInstanceKey),
  );
  const listened = new Set(
    state.jobs
      .filter(({ kind }: { kind: string }) => kind !== 'BPMN_ELEMENT')
      .map((job: { elementKey: number }) => job.elementKey),
  );
  for (const { key, elementInstanceKey } of state.incidents)
    expect([key, instances.get(elementInstanceKey)?.incidentKey]).toEqual([key, key]);
  for (const { key, type, state: lifecycle, tokens, callerKey, calledKey } of instances.values()) {
    if (callerKey > 0) expect([key, instances.get(callerKey)?.calledKey]).toEqual([key, key]);
    const scope = [
      ...['PROCESS', 'SUB_PROCESS', 'EVENT_SUB_PROCESS', 'MULTI_INSTANCE_BODY'],
      'AD_HOC_SUB_PROCESS_INNER_INSTANCE',
    ].includes(type);
    // A scope that is active has something in it; what is entering or leaving waits for a person.
    if (scope && lifecycle === 'ACTIVATED')
      expect([key, (children.get(key) ?? 0) > 0 || tokens !== null]).toEqual([key, true]);
    // So does what its user task's listeners hold up, and what ends around that.
    const within = children.has(key) || instances.has(calledKey);
    const waits = incidents.has(key) || listened.has(key) || (lifecycle === 'TERMINATING' && within);
    if (type === 'CALL_ACTIVITY' && lifecycle === 'ACTIVATED')
      expect([key, instances.has(calledKey)]).toEqual([key, true]);
    if (lifecycle !== 'ACTIVATED') expect([lifecycle, waits]).toEqual([lifecycle, true]);
  }
  const belong = (list: object[], name: string) => {
    for (const one of list) {
      const owner = (one as Record<string, number>)[name]!;
      if (owner !== -1) expect([name, instances.has(owner)]).toEqual([name, true]);
    }
  };
  belong(state.jobs, 'elementKey');
  belong(state.userTasks, 'elementKey');
  belong(state.incidents, 'elementInstanceKey');
  belong(state.timers, 'elementInstanceKey');
  belong(state.subscriptions, 'elementInstanceKey');
  belong(state.signalSubscriptions, 'elementInstanceKey');
  for (const [scope] of [...state.variables, ...state.triggers])
    expect([scope, instances.has(scope)]).toEqual([scope, true]);
  const undone = new Set(state.compensations.map((one: { activityInstanceKey: number }) => one.activityInstanceKey));
  for (const { scopeKey } of state.compensations) expect(instances.has(scopeKey) || undone.has(scopeKey)).toBe(true);
  const started = state.lockOfInstance.map(([, lock]: [number, { correlationKey: string }]) => lock.correlationKey);
  expect(new Set(started).size).toBe(started.length);
  expect(state.pending).toEqual([]);
  expect(state.banned).toEqual([]);
}

const isRefusal = (error: unknown) => error instanceof Rejection && error.type !== 'PROCESSING_ERROR';

test('any interleaving of commands keeps the invariants', { timeout: 600_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(
      block,
      block,
      fc.boolean(),
      fc.constantFrom(1, 2, 5, 1000),
      // Several at once: they take turns with what was cut.
      fc.array(fc.array(deed, { minLength: 1, maxLength: 3 }), { minLength: 3, maxLength: 15 }),
      async (inside, called, byMessage, stepsPerBatch, deeds) => {
        const b = await bench({ stepsPerBatch });
        const known = await deployed(b, inside, called, byMessage);
        diagrams++;
        await perform(b, known, { kind: byMessage ? 'begin' : 'create', pick: 1 });
        for (const some of deeds) {
          const answers = await Promise.allSettled(some.map((one) => perform(b, known, one)));
          // Refused is an answer; anything else is not.
          for (const answer of answers)
            if (answer.status === 'rejected' && !isRefusal(answer.reason)) throw answer.reason;
          await b.engine.idle();
          commands += some.length;
          check(dumped(b.engine));
        }
        for (const again of await recovered(b)) {
          expect(dumped(again)).toEqual(dumped(b.engine));
          await again.close();
        }
        await b.engine.close();
      },
    ),
    { numRuns: Number(process.env.INVARIANT_RUNS ?? 300), endOnFailure: false },
  );
});
