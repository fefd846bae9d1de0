/** The whole state as JSON-able data and back. Two states are equal if their dumps are. */
import { nodeOf } from '../model/model.ts';
import { addCompensation } from './apply/compensation.ts';
import { enqueue } from './apply/jobs.ts';
import type { ElementInstance, Job, UserTask } from './entities.ts';
import type { Models } from './models.ts';
import { addTo, pair, State, type Versions } from './state.ts';

const versions = (catalogue: Versions<never>): [string, number][] => [...catalogue.lastVersion];

export function dump(state: State) {
  return {
    lastKey: state.lastKey,
    lastPosition: state.lastPosition,
    processes: [...state.processes.byKey.values()].map(({ model: _model, instances: _count, ...rest }) => rest),
    requirements: [...state.requirements.byKey.values()].map(({ model: _model, ...rest }) => rest),
    decisions: [...state.decisions.byKey.values()].map(({ model: _model, ...rest }) => rest),
    forms: [...state.forms.byKey.values()].map((form) => ({ ...form })),
    lastVersions: {
      processes: versions(state.processes as never),
      requirements: versions(state.requirements as never),
      decisions: versions(state.decisions as never),
      forms: versions(state.forms as never),
    },
    instances: [...state.instances.values()].map(dumpInstance),
    variables: [...state.variables].map(([scope, names]) => [
      scope,
      [...names].map(([name, variable]) => [name, variable.key, variable.text]),
    ]),
    triggers: [...state.triggers],
    banned: [...state.banned],
    endsAfter: [...state.endsAfter],
    jobs: [...state.jobs.values()].map(({ element, ...rest }) => ({ ...rest, elementKey: element.key })),
    userTasks: [...state.userTasks.values()].map(({ element, ...rest }) => ({ ...rest, elementKey: element.key })),
    incidents: [...state.incidents.values()].map((incident) => ({ ...incident })),
    timers: [...state.timers.values()].map((timer) => ({ ...timer })),
    messages: [...state.messages.values()].map((m) => ({ ...m, correlatedTo: [...m.correlatedTo] })),
    subscriptions: [...state.subscriptions.values()].map((subscription) => ({ ...subscription })),
    startSubscriptions: [...state.startSubscriptions.values()].map((subscription) => ({ ...subscription })),
    startLocks: [...state.startLocks],
    lockOfInstance: [...state.lockOfInstance],
    signalSubscriptions: [...state.signalSubscriptions.values()].map((subscription) => ({ ...subscription })),
    compensations: [...state.compensations.values()].map((subscription) => ({ ...subscription })),
    pending: [...state.pending],
  };
}
export type Snapshot = ReturnType<typeof dump>;

function dumpInstance(instance: ElementInstance) {
  const { node, definition, parent, children: _children, tokens, timers, messages, signals, ...rest } = instance;
  return {
    ...rest,
    elementId: node.id,
    type: node.type,
    definitionKey: definition.key,
    parentKey: parent?.key ?? -1,
    tokens: tokens ? [...tokens] : null,
    loop: instance.loop ?? null,
    // Whether it has begun to listen, even if nothing of what it listened to is left.
    listens: (timers ?? messages ?? signals) !== undefined,
  };
}

/** Resources must have been parsed into `models` before. */
export function restore(snapshot: Snapshot, models: Models): State {
  const state = new State();
  state.lastKey = snapshot.lastKey;
  state.lastPosition = snapshot.lastPosition;
  restoreDefinitions(state, snapshot, models);
  for (const { elementId, type, definitionKey, parentKey, tokens, loop, listens, ...rest } of snapshot.instances) {
    const definition = state.processes.byKey.get(definitionKey)!;
    const parent = parentKey === -1 ? undefined : state.instances.get(parentKey)!;
    const instance: ElementInstance = {
      // Absent from what an engine that held nothing up wrote.
      ...{ ended: false },
      ...rest,
      node: nodeOf(definition.model, elementId, type)!,
      definition,
      parent,
      children: undefined,
      tokens: tokens ? new Map(tokens) : undefined,
      timers: listens ? new Set() : undefined,
      messages: undefined,
      signals: undefined,
      loop: loop ?? undefined,
    };
    state.instances.set(instance.key, instance);
    if (type === 'PROCESS') definition.instances++;
    if (!parent) continue;
    parent.children ??= new Set();
    parent.children.add(instance);
  }
  for (const [scope, names] of snapshot.variables as [number, [string, number, string][]][]) {
    state.variables.set(scope, new Map(names.map(([name, key, text]) => [name, { key, text }])));
  }
  for (const [key, list] of snapshot.triggers) state.triggers.set(key, list);
  for (const key of snapshot.banned) state.banned.add(key);
  // Absent from what an engine without runtime instructions wrote.
  for (const [key, ids] of snapshot.endsAfter ?? []) state.endsAfter.set(key, ids);
  restoreWork(state, snapshot);
  restoreWaiting(state, snapshot);
  for (const [position, followUps] of snapshot.pending) state.pending.set(position, followUps);
  return state;
}

function restoreDefinitions(state: State, snapshot: Snapshot, models: Models): void {
  for (const rest of snapshot.processes) {
    const model = models.process(rest.checksum, rest.bpmnProcessId);
    state.processes.add(rest.bpmnProcessId, { ...rest, model, instances: 0 });
  }
  for (const rest of snapshot.requirements) {
    state.requirements.add(rest.id, { ...rest, model: models.requirements(rest.checksum) });
  }
  for (const rest of snapshot.decisions) {
    const model = state.requirements.byKey.get(rest.requirementsKey)!.model.decisions.get(rest.id)!;
    state.decisions.add(rest.id, { ...rest, model });
  }
  for (const form of snapshot.forms) state.forms.add(form.id, { ...form });
  for (const name of ['processes', 'requirements', 'decisions', 'forms'] as const) {
    for (const [id, version] of snapshot.lastVersions[name]) state[name].lastVersion.set(id, version);
  }
}

function restoreWork(state: State, snapshot: Snapshot): void {
  for (const { elementKey, ...rest } of snapshot.jobs) {
    const job: Job = { ...rest, element: state.instances.get(elementKey)! };
    state.jobs.set(job.key, job);
    if (job.state === 'ACTIVATABLE') enqueue(state, job);
    if (job.state === 'ACTIVATED') state.due.set('jobDeadline', job.key, job.deadline);
    if (job.backoffUntil > 0) state.due.set('jobBackoff', job.key, job.backoffUntil);
  }
  for (const { elementKey, ...rest } of snapshot.userTasks) {
    const held = { transition: undefined, initialAssignee: '', document: undefined };
    const task: UserTask = { ...held, ...rest, element: state.instances.get(elementKey)! };
    state.userTasks.set(task.key, task);
  }
  for (const incident of snapshot.incidents) state.incidents.set(incident.key, { ...incident });
}

function restoreWaiting(state: State, snapshot: Snapshot): void {
  for (const timer of snapshot.timers) {
    state.timers.set(timer.key, { ...timer });
    state.due.set('timer', timer.key, timer.due);
    const element = state.instances.get(timer.elementInstanceKey);
    if (element) {
      element.timers ??= new Set();
      element.timers.add(timer.key);
    } else {
      addTo(state.startTimers, timer.definitionKey, timer.key);
    }
  }
  for (const message of snapshot.messages) {
    state.messages.set(message.key, { ...message, correlatedTo: new Set(message.correlatedTo) });
    const name = pair(message.name, message.correlationKey);
    addTo(state.buffered, name, message.key);
    if (message.messageId !== '') state.messageIds.set(pair(name, message.messageId), message.key);
    if (message.timeToLive > 0) state.due.set('message', message.key, message.deadline);
  }
  for (const subscription of snapshot.subscriptions) {
    state.subscriptions.set(subscription.key, { ...subscription });
    if (subscription.open) {
      addTo(state.openSubscriptions, pair(subscription.name, subscription.correlationKey), subscription.key);
    }
    const element = state.instances.get(subscription.elementInstanceKey)!;
    element.messages ??= new Set();
    element.messages.add(subscription.key);
  }
  for (const subscription of snapshot.startSubscriptions) {
    state.startSubscriptions.set(subscription.key, { ...subscription });
    addTo(state.startsByName, pair(subscription.kind, subscription.name), subscription.key);
  }
  // Absent from what an engine without compensation wrote.
  for (const subscription of snapshot.compensations ?? []) addCompensation(state, { ...subscription });
  for (const [name, key] of snapshot.startLocks) state.startLocks.set(name, key);
  for (const [key, lock] of snapshot.lockOfInstance) state.lockOfInstance.set(key, lock);
  for (const subscription of snapshot.signalSubscriptions) {
    state.signalSubscriptions.set(subscription.key, { ...subscription });
    addTo(state.signalsByName, subscription.name, subscription.key);
    const element = state.instances.get(subscription.elementInstanceKey)!;
    element.signals ??= new Set();
    element.signals.add(subscription.key);
  }
}

/** Parses every resource of a snapshot. */
export async function prepareModels(snapshot: Snapshot, models: Models): Promise<void> {
  for (const { xml } of snapshot.processes) await models.addBpmn(xml);
  for (const { xml } of snapshot.requirements) await models.addDmn(xml);
}
