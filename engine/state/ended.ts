/**
 * What has ended a moment ago, as it was last seen: searches of a task list or a live view, and tests of clients, ask
 * for it. Bounded: of each kind the newest are kept, in memory only; after a restart nothing is. What could go wrong:
 * values as large as a message; a value beyond a few thousand characters is cut, as 8.8's searches cut it.
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
import { Reading } from './reading.ts';
import { Ended, viewOf } from './search.ts';
import type { Known } from './state.ts';
import * as views from './views.ts';

const longestValue = 8191;
/** What has ended has no incident; to look for one at each end would take a walk over all that are open. */
const noTrouble: ReadonlySet<number> = new Set();
const readingOf = (known: Known) => new Reading(known, noTrouble);

export class RecentlyEnded {
  readonly processInstances = new Newest<ProcessInstanceView>(2000);
  readonly elementInstances = new Newest<ElementInstanceView>(20_000);
  readonly userTasks = new Newest<UserTaskView>(5000);
  readonly incidents = new Newest<IncidentView>(1000);
  readonly jobs = new Newest<JobView>(5000);
  readonly variables = new Newest<VariableView>(2000);
  /** Of instances that are alive, too. */
  readonly sequenceFlows = new Newest<SequenceFlowView>(20_000);

  /** Looks at what an event is about to end, while it is still there. */
  before(record: LogRecord, known: Known): void {
    const end = ends[`${record.valueType} ${record.intent}`];
    if (end) end(this, record, known);
  }
}

/** The newest by key; what comes again takes its old place. */
export class Newest<V> {
  readonly #most: number;
  readonly #kept = new Map<string, Ended<V>>();
  constructor(most: number) {
    this.#most = most;
  }
  add(key: string, view: V): void {
    this.#kept.set(key, new Ended(view));
    if (this.#kept.size > this.#most) this.#kept.delete(this.#kept.keys().next().value!);
  }
  get(key: string): V | undefined {
    return this.#kept.get(key)?.view;
  }
  values(): MapIterator<Ended<V>> {
    return this.#kept.values();
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
    const ended = { state, endDate: iso(record), hasIncident: false };
    const reading = readingOf(known);
    const view = { ...viewOf(views.elementInstances, instance, reading), ...ended, incidentKey: null };
    recent.elementInstances.add(record.key, view);
    for (const [name, variable] of known.variables.get(instance.key) ?? []) {
      const whole = viewOf(views.variables, { name, variable, scopeKey: instance.key }, reading);
      const isTruncated = whole.value.length > longestValue;
      const value = isTruncated ? beginningOf(whole.value) : whole.value;
      recent.variables.add(whole.variableKey, { ...whole, value, isTruncated });
    }
    if (instance.node.type === 'PROCESS')
      recent.processInstances.add(record.key, { ...viewOf(views.processInstances, instance, reading), ...ended });
  };
}

function userTask(state: 'COMPLETED' | 'CANCELED'): End {
  return (recent, record, known) => {
    const task = known.userTasks.get(Number(record.key));
    if (!task) return;
    const completionDate = iso(record);
    recent.userTasks.add(record.key, { ...viewOf(views.userTasks, task, readingOf(known)), state, completionDate });
  };
}

function job(state: 'COMPLETED' | 'CANCELED'): End {
  return (recent, record, known) => {
    const found = known.jobs.get(Number(record.key));
    if (!found) return;
    const ended = { state, publishedState: state, endTime: iso(record), deadline: null };
    recent.jobs.add(record.key, { ...viewOf(views.jobs, found, readingOf(known)), ...ended });
  };
}

const ends: Record<string, End | undefined> = {
  'PROCESS_INSTANCE ELEMENT_COMPLETED': element('COMPLETED'),
  'PROCESS_INSTANCE ELEMENT_TERMINATED': element('TERMINATED'),
  'PROCESS_INSTANCE SEQUENCE_FLOW_TAKEN': (recent, { value }) => {
    const processInstanceKey = String(value.processInstanceKey);
    const elementId = String(value.elementId);
    const sequenceFlowId = `${processInstanceKey}_${elementId}`;
    recent.sequenceFlows.add(sequenceFlowId, {
      sequenceFlowId,
      processInstanceKey,
      processDefinitionKey: String(value.processDefinitionKey),
      processDefinitionId: String(value.bpmnProcessId),
      elementId,
      tenantId: String(value.tenantId),
    });
  },
  'USER_TASK COMPLETED': userTask('COMPLETED'),
  'USER_TASK CANCELED': userTask('CANCELED'),
  'JOB COMPLETED': job('COMPLETED'),
  'JOB CANCELED': job('CANCELED'),
  'INCIDENT RESOLVED': (recent, record, known) => {
    const incident = known.incidents.get(Number(record.key));
    if (!incident) return;
    recent.incidents.add(record.key, { ...viewOf(views.incidents, incident, readingOf(known)), state: 'RESOLVED' });
  },
};
