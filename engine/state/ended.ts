/**
 * What has ended a moment ago, as it was last seen: searches of a task list or a live view, and tests of clients, ask
 * for it. Bounded: of each kind the newest are kept, in memory only; after a restart nothing is. Every end passes here,
 * so only the thing itself is kept, which nobody changes any more; its view is made when it is read. What could go
 * wrong: values as large as a message; a value beyond a few thousand characters is cut, as 8.8's searches cut it.
 */
import type {
  ElementInstanceView,
  IncidentView,
  JobView,
  ProcessInstanceView,
  SequenceFlowView,
  UserTaskView,
  VariableView,
} from '../door-reads.ts';
import type { LogRecord } from '../types.ts';
import type { Instance, Read, Variable } from './entities.ts';
import { Reading } from './reading.ts';
import { Ended, viewOf } from './search.ts';
import type { Known } from './state.ts';
import * as views from './views.ts';

const longestValue = 8191;
/** What has ended has no incident; to look for one at each end would take a walk over all that are open. */
const noTrouble: ReadonlySet<number> = new Set();
const readingOf = (known: Known) => new Reading(known, noTrouble);

export class RecentlyEnded {
  readonly processInstances = new Newest<ProcessInstanceView>(2000, ['COMPLETED', 'TERMINATED']);
  readonly elementInstances = new Newest<ElementInstanceView>(5000, ['COMPLETED', 'TERMINATED']);
  readonly userTasks = new Newest<UserTaskView>(5000, ['COMPLETED', 'CANCELED']);
  readonly incidents = new Newest<IncidentView>(1000);
  readonly jobs = new Newest<JobView>(5000);
  readonly variables = new Newest<VariableView>(2000);
  /** Of instances that are alive, too. */
  readonly sequenceFlows = new Newest<SequenceFlowView>(5000);

  /** Looks at what an event is about to end, while it is still there. */
  before(record: LogRecord, known: Known): void {
    ends[record.valueType]?.[record.intent]?.(this, record, known);
  }
}

/**
 * The newest by key. They stand in a ring, and in a map only when somebody reads: everything that ends is added, on the
 * way of every command, and few of them are ever read.
 */
export class Newest<V> {
  readonly #most: number;
  readonly #keys: string[] = [];
  readonly #ring: Ended<V>[] = [];
  #next = 0;
  #byKey: Map<string, Ended<V>> | undefined;
  /** The states that ended ones are in, where one can ask for a state. */
  readonly states: readonly string[] | undefined;
  constructor(most: number, states?: readonly string[]) {
    this.#most = most;
    this.states = states;
  }
  add(key: string, make: () => V): void {
    this.#byKey = undefined;
    this.#keys[this.#next] = key;
    this.#ring[this.#next] = new Ended(make);
    this.#next = (this.#next + 1) % this.#most;
  }
  get(key: string): V | undefined {
    return this.#read().get(key)?.view;
  }
  values(): MapIterator<Ended<V>> {
    return this.#read().values();
  }
  /** The oldest first; of what came several times, the last. */
  #read(): Map<string, Ended<V>> {
    if (this.#byKey) return this.#byKey;
    this.#byKey = new Map();
    for (let n = 0; n < this.#ring.length; n++) {
      const at = this.#ring.length < this.#most ? n : (this.#next + n) % this.#most;
      this.#byKey.set(this.#keys[at]!, this.#ring[at]!);
    }
    return this.#byKey;
  }
}

/** A copy: a slice would keep all of the text alive. */
const beginningOf = (text: string): string => Buffer.from(text.slice(0, longestValue)).toString();

type End = (recent: RecentlyEnded, record: LogRecord, known: Known) => void;
const iso = (record: LogRecord) => new Date(record.timestamp).toISOString();

function element(state: 'COMPLETED' | 'TERMINATED'): End {
  return (recent, record, known) => {
    const instance = known.instances.get(Number(record.key));
    if (!instance) return;
    const reading = readingOf(known);
    const ended = () => ({ state, endDate: iso(record), hasIncident: false });
    recent.elementInstances.add(record.key, () => ({
      ...viewOf(views.elementInstances, instance, reading),
      ...ended(),
      incidentKey: null,
    }));
    for (const [name, { key, text }] of known.variables.get(instance.key) ?? [])
      recent.variables.add(String(key), variable(name, { key, text }, instance, reading));
    if (instance.node.type === 'PROCESS') {
      recent.processInstances.add(record.key, () => ({
        ...viewOf(views.processInstances, instance, reading),
        ...ended(),
      }));
    }
  };
}

function variable(name: string, whole: Read<Variable>, scope: Instance, reading: Reading): () => VariableView {
  const isTruncated = whole.text.length > longestValue;
  const kept = isTruncated ? { ...whole, text: beginningOf(whole.text) } : whole;
  return () => ({
    ...viewOf(views.variables, { name, variable: kept, scopeKey: scope.key }, reading),
    processInstanceKey: String(scope.processInstanceKey),
    isTruncated,
  });
}

function userTask(state: 'COMPLETED' | 'CANCELED'): End {
  return (recent, record, known) => {
    const task = known.userTasks.get(Number(record.key));
    if (!task) return;
    recent.userTasks.add(record.key, () => ({
      ...viewOf(views.userTasks, task, readingOf(known)),
      state,
      completionDate: iso(record),
    }));
  };
}

function job(state: 'COMPLETED' | 'CANCELED'): End {
  return (recent, record, known) => {
    const found = known.jobs.get(Number(record.key));
    if (!found) return;
    // Its removal resets what is looked for by workers.
    const last = { ...found };
    recent.jobs.add(record.key, () => ({
      ...viewOf(views.jobs, last, readingOf(known)),
      state,
      publishedState: state,
      endTime: iso(record),
      deadline: null,
    }));
  };
}

const ends: Readonly<Record<string, Readonly<Record<string, End>>>> = {
  PROCESS_INSTANCE: {
    ELEMENT_COMPLETED: element('COMPLETED'),
    ELEMENT_TERMINATED: element('TERMINATED'),
    SEQUENCE_FLOW_TAKEN: (recent, { value }) =>
      recent.sequenceFlows.add(`${value.processInstanceKey}_${value.elementId}`, () => ({
        sequenceFlowId: `${value.processInstanceKey}_${value.elementId}`,
        processInstanceKey: String(value.processInstanceKey),
        processDefinitionKey: String(value.processDefinitionKey),
        processDefinitionId: String(value.bpmnProcessId),
        elementId: String(value.elementId),
        tenantId: String(value.tenantId),
      })),
  },
  USER_TASK: { COMPLETED: userTask('COMPLETED'), CANCELED: userTask('CANCELED') },
  JOB: { COMPLETED: job('COMPLETED'), CANCELED: job('CANCELED') },
  INCIDENT: {
    RESOLVED(recent, record, known) {
      const incident = known.incidents.get(Number(record.key));
      if (!incident) return;
      recent.incidents.add(record.key, () => ({
        ...viewOf(views.incidents, incident, readingOf(known)),
        state: 'RESOLVED',
      }));
    },
  },
};
