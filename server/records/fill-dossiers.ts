/**
 * Dossiers of reports that were projected before there were any: made once, at a start, from what the projection kept
 * of them, before new records are taken. Written in descending order of codes, so that the first code's dossier, which
 * comes last, says that all are there; a fill that was cut off begins anew.
 */
import { type Dossier, newDossier, turning } from '../../domain/statistics/dossier.ts';
import type { Report } from '../../store/reports.ts';
import type { Store } from '../../store/store.ts';
import * as way from './project/dossier-way.ts';

const started = { instanceKey: { $ne: null } };
type Kept = Omit<Report, 'sender'>;

/** How many would be made. */
export async function countDossiersMissing(store: Store): Promise<number> {
  const { collection } = store.reports.model;
  const first = await collection.findOne(started as never, { sort: { _id: 1 }, projection: { _id: 1 } });
  if (!first || (await store.dossiers.find(String(first._id)))) return 0;
  return collection.countDocuments(started as never);
}

/** Returns how many were made. */
export async function fillDossiers(store: Store): Promise<number> {
  const { collection } = store.reports.model;
  if ((await countDossiersMissing(store)) === 0) return 0;
  let made = 0;
  const found = collection.find(started as never, {
    sort: { _id: -1 },
    projection: { sender: 0, content: 0, search: 0 },
  });
  for await (const report of found) {
    const dossier = await dossierOf(store, report as unknown as Kept);
    await store.dossiers.model.replaceOne({ _id: dossier._id }, dossier, { upsert: true });
    made += 1;
  }
  // Days that were kept before have none of them.
  await store.figureDays.forget();
  return made;
}

async function dossierOf(store: Store, report: Kept): Promise<Dossier> {
  const code = report._id;
  const dossier = newDossier(code, report.receivedAt, report.place.district ?? null);
  const calendars = new Map((await store.deadlines.ofReport(code)).map((one) => [one._id, one.calendarVersion]));
  const completions = (await store.completions.ofReport(code)).filter(({ state }) => state === 'adopted');
  for (const task of await store.tasks.ofReport(code)) {
    const calendar = calendars.get(task.taskInstance) ?? null;
    way.opened(dossier, task, calendar);
    if (task.endedAt === null) continue;
    if (task.state === 'canceled') way.canceled(dossier, task, task.endedAt);
    else {
      const completion = completions.findLast(({ taskKey }) => taskKey === task._id);
      const variables = completion ? { ...completion.fields, completionId: completion._id } : {};
      way.completed(dossier, task, variables, calendar, task.endedAt);
      if (task.stage === 'intake' && task.outcome === 'rejected') way.refused(dossier, report as Report, task.endedAt);
    }
  }
  // What no completion tells is taken as it stands, from the first finished step on.
  const since = dossier.steps.find(({ doneAt }) => doneAt !== null)?.doneAt ?? report.receivedAt;
  for (const name of turning)
    if (report[name] && !dossier.turns.some((turn) => turn.name === name))
      way.turned(dossier, name, report[name], since);
  const published = report.history.filter(({ what }) => what === 'published');
  for (const [index, { at }] of published.entries())
    way.answered(dossier, at, index === published.length - 1 ? (report.reply?.resolution ?? null) : null);
  for (const { at, rating, addendum } of report.feedback) if (rating && !addendum) way.rated(dossier, rating, at);
  for (const { at, what } of report.history) if (what === 'withdrawn') way.withdrawn(dossier, at);
  const instance = await store.instances.model
    .findById(report.instanceKey)
    .lean<{ endedAt: number | null; state: string }>();
  if (instance?.endedAt) way.ended(dossier, report as Report, instance.endedAt, instance.state === 'terminated');
  return dossier;
}
