/**
 * What a batch of records is folded into: the documents that its records touch, counters as differences, and the deeds
 * on the outbox and completions that follow. Loaded and written inside one transaction, so that no reader ever sees one
 * collection ahead of another.
 */
import type { AnyBulkWriteOperation, ClientSession } from 'mongoose';
import type { Calendar } from '../../domain/calendar.ts';
import { formatDay } from '../../domain/iso-time.ts';
import { type Dossier, newDossier } from '../../domain/statistics/dossier.ts';
import type { WebhookEvent } from '../../domain/webhooks.ts';
import type { Completion } from '../../store/completions.ts';
import type { Deadline } from '../../store/deadlines.ts';
import type { Definition, Form, Table } from '../../store/definitions.ts';
import type { NewEvent } from '../../store/events.ts';
import type { Incident } from '../../store/incidents.ts';
import type { ElementInstance, Instance } from '../../store/instances.ts';
import type { Mail } from '../../store/outbox.ts';
import type { Reply } from '../../store/replies.ts';
import { projectedFields, type Report } from '../../store/reports.ts';
import type { Store } from '../../store/store.ts';
import type { Subscription } from '../../store/subscriptions.ts';
import type { Task } from '../../store/tasks.ts';
import type { Timer } from '../../store/timers.ts';
import { Kept } from './kept.ts';
import { loadTogether } from './load-together.ts';
import { PassageSums } from './passage-sums.ts';
import type { EngineRecord } from './record.ts';
import { TrailSteps } from './trail-steps.ts';
import { type Announced, oweWebhooks } from './webhooks.ts';

/** Ids that the records of a batch will ask for, by collection. */
export class Wanted {
  readonly tasks = new Set<string>();
  readonly instances = new Set<string>();
  readonly elements = new Set<string>();
  readonly incidents = new Set<string>();
  readonly subscriptions = new Set<string>();
  readonly definitions = new Set<string>();
  readonly forms = new Set<string>();
  readonly tables = new Set<string>();
  readonly reports = new Set<string>();
  readonly completions = new Set<string>();
  readonly replies = new Set<string>();
  readonly deadlines = new Set<string>();
  readonly timers = new Set<string>();
}

type Count = { active: number; incidents: number; completed: number; terminated: number };

export class Unit {
  readonly store: Store;
  readonly session: ClientSession;
  readonly tasks: Kept<Task>;
  readonly instances: Kept<Instance>;
  readonly elements: Kept<ElementInstance>;
  readonly incidents: Kept<Incident>;
  readonly subscriptions: Kept<Subscription>;
  readonly definitions: Kept<Definition>;
  readonly forms: Kept<Form>;
  readonly tables: Kept<Table>;
  readonly reports: Kept<Report>;
  readonly dossiers: Kept<Dossier>;
  readonly completions: Kept<Completion>;
  readonly replies: Kept<Reply>;
  readonly deadlines: Kept<Deadline>;
  readonly timers: Kept<Timer>;
  /** What working time is measured by: the calendar in force when the batch is folded. */
  readonly calendar: Calendar;
  readonly passages: PassageSums;
  readonly trail = new TrailSteps();
  readonly #counts = new Map<string, Count & { definitionKey: string; elementId: string }>();
  readonly #outbox: AnyBulkWriteOperation<never>[] = [];
  readonly #announced: Announced[] = [];
  /** Completions that the engine did not take after all: their task ended otherwise. */
  readonly #abandoned = new Set<string>();
  /** Instances whose agency was succeeded by another: what else names it follows. */
  readonly #succeeded = new Map<string, { from: string; to: string }>();
  /** What the reports looked like before: events are sent for what changed. */
  readonly #reportsBefore = new Map<string, string>();
  /** When everything was over with them, before. */
  readonly #overBefore = new Map<string, number | null>();

  /** `definitions`: those that are known from earlier batches (they hold the XML and never change). */
  constructor(store: Store, session: ClientSession, calendar: Calendar, definitions: Iterable<Definition> = []) {
    this.store = store;
    this.session = session;
    this.tasks = new Kept(store.tasks.model, session);
    this.instances = new Kept(store.instances.model, session);
    this.elements = new Kept(store.instances.elements, session);
    this.incidents = new Kept(store.incidents.model, session);
    this.subscriptions = new Kept(store.subscriptions.model, session);
    this.definitions = new Kept(store.definitions.model, session);
    this.definitions.seed(definitions);
    this.forms = new Kept(store.definitions.forms, session);
    this.tables = new Kept(store.definitions.tables, session);
    this.reports = new Kept(store.reports.model, session);
    this.dossiers = new Kept(store.dossiers.model, session);
    this.completions = new Kept(store.completions.model, session);
    this.replies = new Kept(store.replies.model, session);
    this.deadlines = new Kept(store.deadlines.model, session);
    this.timers = new Kept(store.timers.model, session);
    this.calendar = calendar;
    this.passages = new PassageSums(calendar);
  }

  async load(wanted: Wanted): Promise<void> {
    const { store, session } = this;
    await loadTogether(store, session, [
      [this.tasks, wanted.tasks],
      [this.instances, wanted.instances],
      [this.elements, wanted.elements],
      [this.timers, wanted.timers],
      [this.incidents, wanted.incidents],
      [this.subscriptions, wanted.subscriptions],
      [this.completions, wanted.completions],
      [this.replies, wanted.replies],
      [this.deadlines, wanted.deadlines],
    ]);
    // A timer of a deadline's watch asks the watch, its scope, for the task.
    const catching = this.elements.loaded().filter(({ type }) => type === 'INTERMEDIATE_CATCH_EVENT');
    for (const instance of this.instances.loaded()) if (instance.reportCode) wanted.reports.add(instance.reportCode);
    await loadTogether(store, session, [
      [this.elements, catching.map(({ scope }) => scope)],
      [this.reports, wanted.reports],
      [this.dossiers, wanted.reports],
    ]);
    for (const element of this.elements.loaded()) wanted.definitions.add(element.definitionKey);
    // Files of the procedure are large and, but for new ones, known already.
    await this.definitions.load(wanted.definitions);
    await this.forms.load(wanted.forms);
    await this.tables.load(wanted.tables);
    for (const { _id, until } of this.dossiers.loaded()) this.#overBefore.set(_id, until);
    for (const report of this.reports.loaded()) this.#reportsBefore.set(report._id, faceOf(report));
  }

  /** The report that an instance handles; null for instances of other processes and before the code is known. */
  reportOf(instance: Instance | null): Report | null {
    return instance?.reportCode ? this.reports.get(instance.reportCode) : null;
  }

  /** What figures are made of, of this report, to be changed; it is written with the batch. */
  dossierOf(report: Report): Dossier {
    const known = this.dossiers.get(report._id);
    return this.dossiers.put(known ?? newDossier(report._id, report.receivedAt, report.place.district ?? null));
  }

  count(definitionKey: string, elementId: string, change: Partial<Count>): void {
    const id = `${definitionKey}:${elementId}`;
    const sum = this.#counts.get(id) ?? {
      definitionKey,
      elementId,
      active: 0,
      incidents: 0,
      completed: 0,
      terminated: 0,
    };
    for (const [name, by] of Object.entries(change)) sum[name as keyof Count] += by;
    this.#counts.set(id, sum);
  }

  /** The record stream shows that a message of the outbox has arrived. */
  confirmStart(reportCode: string, at: number): void {
    this.#outbox.push(outboxUpdate({ _id: `start:${reportCode}` }, { state: 'done', doneAt: at }));
    this.#outbox.push(outboxUpdate({ reportCode, kind: 'message', state: 'pending' }, { nextAt: 0 }));
  }
  /** Something waits for this message now: one that is owed is due at once. */
  messageMayGo(reportCode: string, name: string): void {
    this.#outbox.push(outboxUpdate({ reportCode, 'message.name': name, state: 'pending' }, { nextAt: 0 }));
  }
  confirmMessage(
    reportCode: string,
    name: string,
    stamp: { variable: string; value: unknown } | null,
    at: number,
  ): void {
    const filter: Record<string, unknown> = { reportCode, 'message.name': name, state: { $in: ['pending', 'sent'] } };
    if (stamp) filter[`message.variables.${stamp.variable}`] = stamp.value;
    this.#outbox.push(outboxUpdate(filter, { state: 'done', doneAt: at }));
  }
  /** The engine is asked to end an instance that should not be. */
  cancel(instanceKey: string, reportCode: string, order: number): void {
    const start = { state: 'pending', order, createdAt: 0, nextAt: 0, attempts: 0 };
    const update = { $setOnInsert: { kind: 'cancellation', reportCode, instanceKey, ...start } };
    const upsert = { updateOne: { filter: { _id: `cancel:${instanceKey}` }, update, upsert: true } };
    this.#outbox.push(upsert as unknown as AnyBulkWriteOperation<never>);
  }
  /** People are to be told. Written once, however often the record comes; `template` and `data` as in domain/mail.ts. */
  tell(id: string, reportCode: string, mail: Mail): void {
    const start = { state: 'pending', order: 0, createdAt: 0, nextAt: 0, attempts: 0 };
    const update = { $setOnInsert: { kind: 'notice', reportCode, mail, ...start } };
    const upsert = { updateOne: { filter: { _id: `notice:${id}` }, update, upsert: true } };
    this.#outbox.push(upsert as unknown as AnyBulkWriteOperation<never>);
  }
  /** Whoever follows the report hears how it ends, once for each end and reply. */
  tellFollowers(report: Report): void {
    const { _id: code, status, publishedAt = 0, reply } = report;
    const published = reply?.kind === 'public' && !report.confidential;
    const data = { status, published, ...(report.field ? { field: report.field } : {}) };
    const mail = { to: { followersOf: code }, template: 'followed', data };
    this.tell(`followers:${code}:${status}:${publishedAt}`, code, mail);
  }
  /**
   * Agencies' software is to be told (domain/webhooks.ts): owed to each webhook of these agencies that wants to hear of
   * it. `data` names codes, keys and times, never what anybody wrote.
   */
  announce(
    record: EngineRecord,
    type: WebhookEvent,
    agencies: readonly string[],
    reportCode: string,
    data: object,
  ): void {
    if (agencies.length > 0) this.#announced.push({ record, type, agencies, reportCode, data });
  }
  /** What was held until this job ended may go out, or never will. */
  releaseHeld(jobKey: string, state: 'pending' | 'dropped'): void {
    this.#outbox.push(outboxUpdate({ holdUntilJob: jobKey, state: 'held' }, { state }));
  }
  /** Offers for this task that were not adopted can never be. */
  abandonOffers(taskKey: string): void {
    this.#abandoned.add(taskKey);
  }

  succeed(instanceKey: string, from: string, to: string): void {
    this.#succeeded.set(instanceKey, { from, to });
  }

  /** Whether the report's face (status, stage, due date) is another than before the batch. */
  changedReports(): Report[] {
    return this.reports.changed.filter((report) => this.#reportsBefore.get(report._id) !== faceOf(report));
  }

  async write(events: NewEvent[], machineNow: number) {
    const { store, session } = this;
    await this.tasks.replaceAll();
    await this.instances.replaceAll();
    await this.elements.replaceAll();
    await this.incidents.replaceAll();
    await this.subscriptions.replaceAll();
    await this.definitions.replaceAll();
    await this.forms.replaceAll();
    await this.tables.replaceAll();
    await bulk(store.reports.model, this.reports.changed.map(reportUpdate), session);
    await store.figures.touch(
      this.reports.changed.map(({ receivedAt }) => receivedAt),
      session,
    );
    await this.dossiers.replaceAll();
    await store.figureDays.touch(this.#daysOver(), session);
    const adopt = this.completions.changed.map((one) => ({
      updateOne: { filter: { _id: one._id }, update: { $set: { state: one.state } } },
    }));
    await bulk(store.completions.model, adopt, session);
    if (this.#abandoned.size > 0)
      await store.completions.model.collection.deleteMany(
        { taskKey: { $in: [...this.#abandoned] }, state: 'offered' } as never,
        { session },
      );
    await this.timers.replaceAll();
    for (const [instanceKey, { from, to }] of this.#succeeded)
      await store.timers.model.collection.updateMany(
        { instanceKey, state: 'pending', agency: from } as never,
        { $set: { agency: to } } as never,
        { session },
      );
    await store.passages.add(this.passages.changes(), session);
    await store.trails.add(this.trail.steps(), session);
    await bulk(store.definitions.counts, [...this.#counts].map(countUpdate), session);
    await bulk(store.outbox.model, this.#outbox, session);
    await oweWebhooks(store, this.#announced, machineNow, session);
    return store.events.append(events, machineNow, session);
  }

  /** The days whose rows of figures are others now: those on which everything is over, or was, with what has changed. */
  #daysOver(): string[] {
    const over = this.dossiers.changed.flatMap(({ _id, until }) => [until, this.#overBefore.get(_id) ?? null]);
    return over.filter((at) => at !== null).map(formatDay);
  }

  get outboxTouched(): boolean {
    return this.#outbox.length > 0 || this.#announced.length > 0;
  }
}

const faceOf = (report: Report): string =>
  JSON.stringify([
    report.status,
    report.stage,
    report.dueAt,
    report.flow.settled,
    report.publishedAt,
    report.leadAgency,
  ]);

const outboxUpdate = (filter: object, set: object) =>
  ({ updateMany: { filter, update: { $set: set } } }) as unknown as AnyBulkWriteOperation<never>;

function countUpdate([id, sum]: [string, Count & { definitionKey: string; elementId: string }]) {
  const { definitionKey, elementId, ...inc } = sum;
  const update = { $inc: inc, $setOnInsert: { definitionKey, elementId } };
  return { updateOne: { filter: { _id: id }, update, upsert: true } };
}

/** Sets the projected half only; the sender's half is not the projection's to write. */
function reportUpdate(report: Report) {
  const set: Record<string, unknown> = {};
  const unset: Record<string, ''> = {};
  for (const name of projectedFields) {
    if (report[name] === undefined) unset[name] = '';
    else set[name] = report[name];
  }
  const update = Object.keys(unset).length === 0 ? { $set: set } : { $set: set, $unset: unset };
  return { updateOne: { filter: { _id: report._id }, update } };
}

// biome-ignore lint/suspicious/noExplicitAny: the model's type plays no part in a raw write
async function bulk(model: { collection: any }, writes: unknown[], session: ClientSession): Promise<void> {
  if (writes.length > 0) await model.collection.bulkWrite(writes, { session, ordered: true });
}
