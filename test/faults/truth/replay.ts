/**
 * A second projection of all records into an empty database, in large pieces, beside what others wrote by then; every
 * document of the projection must come out as it stands in the first. Nothing of the second is shown to anybody.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Model } from 'mongoose';
import { createProjector } from '../../../server/records/projector.ts';
import type { EngineRecord } from '../../../server/records/record.ts';
import { projectedFields, projectedStart } from '../../../store/reports.ts';
import { openStore, type Store } from '../../../store/store.ts';

// biome-ignore lint/suspicious/noExplicitAny: documents of every collection
type Document = any;

/** What others write and the projection reads. */
const given = (store: Store) =>
  [store.replies, store.deadlines, store.calendars, store.webhooks].map(
    ({ model }) => model as unknown as Model<Document>,
  );

/** What the projection alone writes. */
const projected = (store: Store): Record<string, Model<Document>> =>
  ({
    tasks: store.tasks.model,
    instances: store.instances.model,
    elements: store.instances.elements,
    incidents: store.incidents.model,
    subscriptions: store.subscriptions.model,
    definitions: store.definitions.model,
    forms: store.definitions.forms,
    tables: store.definitions.tables,
    counts: store.definitions.counts,
    dossiers: store.dossiers.model,
    timers: store.timers.model,
    passages: store.passages.model,
    trails: store.trails.model,
    poison: store.positions.poison,
  }) as never;

/** What differs, a line each; none when the two are the same. `ownerUri`: of a user who may make databases. */
export async function replayDiffers(
  ownerUri: string,
  database: string,
  records: AsyncIterable<EngineRecord[]>,
): Promise<string[]> {
  const at = (name: string) => {
    const uri = new URL(ownerUri);
    uri.pathname = `/${name}`;
    return openStore({ uri: uri.href });
  };
  const [first, second] = [await at(database), await at(`${database}-again`)];
  try {
    await second.connection.dropDatabase();
    await second.prepare();
    await copyGiven(first, second);
    const projector = createProjector({ store: second, machineNow: Date.now });
    for await (const piece of records) await projector.project(piece);
    const differences: string[] = [];
    for (const [name, model] of Object.entries(projected(first)))
      differences.push(...(await compare(name, model, projected(second)[name]!)));
    differences.push(...(await compare('reports', first.reports.model as never, second.reports.model as never, face)));
    const state = ({ state }: Document) => state;
    const { completions } = first;
    differences.push(
      ...(await compare('completions', completions.model as never, second.completions.model as never, state)),
    );
    differences.push(...(await noticesDiffer(first, second)));
    return differences;
  } finally {
    await second.connection.dropDatabase();
    await Promise.all([first.close(), second.close()]);
  }
}

async function copyGiven(first: Store, second: Store): Promise<void> {
  const copy = async (model: Model<Document>, before: (document: Document) => Document = (one) => one) => {
    const { collectionName: name } = model.collection;
    const to = second.connection.collection(name);
    for await (const document of first.connection.collection(name).find()) await to.insertOne(before(document));
  };
  for (const model of given(first)) await copy(model);
  await copy(first.completions.model as never, (one) => ({ ...one, state: 'offered' }));
  await copy(first.reports.model as never, (report) => {
    for (const name of projectedFields) delete report[name];
    return { ...report, ...projectedStart(report.promisedDueAt) };
  });
}

/** The projected half of a report. */
const face = (report: Document) => Object.fromEntries(projectedFields.map((name) => [name, report[name]]));

/** Sums of hours depend in their last digits on the order in which they were added: on how records came together. */
const rounded = (document: Document): Document =>
  Object.fromEntries(
    Object.entries(document).map(([name, value]) => [
      name,
      typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(12)) : value,
    ]),
  );

const shown = 400;

async function compare(
  name: string,
  first: Model<Document>,
  second: Model<Document>,
  what: (document: Document) => unknown = rounded,
): Promise<string[]> {
  const others = new Map<string, Document>();
  for await (const one of second.collection.find()) others.set(String(one._id), one);
  const differences: string[] = [];
  for await (const one of first.collection.find()) {
    const other = others.get(String(one._id));
    others.delete(String(one._id));
    if (!other) differences.push(`${name} ${one._id}: not in the replay`);
    else if (!isDeepStrictEqual(what(one), what(other)))
      differences.push(`${name} ${one._id}: ${difference(what(one), what(other))}`);
  }
  for (const id of others.keys()) differences.push(`${name} ${id}: only in the replay`);
  return differences;
}

function difference(one: Document, other: Document): string {
  const text = (value: unknown) => JSON.stringify(value)?.slice(0, shown);
  if (typeof one !== 'object' || one === null || typeof other !== 'object' || other === null)
    return `${text(one)}, replayed ${text(other)}`;
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  const name = names.find((key) => !isDeepStrictEqual(one[key], other[key])) ?? '';
  return `${name} is ${text(one[name])}, replayed ${text(other[name])}`;
}

/** Notices that records give rise to: each is owed once, in both. */
async function noticesDiffer(first: Store, second: Store): Promise<string[]> {
  const ids = async (store: Store) => {
    const found = store.outbox.model.collection.find({
      _id: /^(notice:(task|step|followers|ended):|cancel:)/,
    } as never);
    return new Set((await found.project({ _id: 1 }).toArray()).map(({ _id }) => String(_id)));
  };
  const [own, again] = [await ids(first), await ids(second)];
  return [...own.symmetricDifference(again)].map((id) => `${id}: owed by one of the two only`);
}
