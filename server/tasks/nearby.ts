/**
 * Reports that may be the same thing as a task's: close by, of late, of the same field or in similar words. What lies
 * outside the person's reach shows only what anyone may know (server/nearby); nothing here changes the procedure.
 */
import type { OtherReport, Others } from '../../domain/api/duplicates.ts';
import { summaryOf } from '../../domain/redact.ts';
import { may } from '../../domain/rights.ts';
import { likeness } from '../../domain/similar.ts';
import type { Report } from '../../store/reports.ts';
import type { Task } from '../../store/tasks.ts';
import type { Actor, House } from '../house.ts';
import { agenciesOf, mayReadReport } from '../plugins/reach.ts';
import { wire } from '../views/time.ts';
import { findTask } from './find.ts';

/** Metres, days, and how many are looked at and shown. */
const reach = 200;
const days = 90;
const looked = 100;
const shown = 5;
/** From this share of common words on, two texts are taken to be alike. */
const alike = 0.4;

const publicly = new Set<Report['status']>(['in-progress', 'answered', 'closed']);

/** @throws 404 */
export async function othersOf(house: House, actor: Actor, key: string): Promise<Others> {
  const task = await findTask(house, actor, key);
  const report = await house.store.reports.find(task.reportCode);
  if (!report || !mayReadReport(actor, report, task.groups))
    return { items: [], duplicateOf: null, duplicates: [], mayLink: false };
  const { model } = house.store.reports;
  const [close, duplicates, original] = await Promise.all([
    closeTo(house, report),
    model.find({ duplicateOf: report._id }).sort({ receivedAt: 1 }).limit(looked).lean<Report[]>().exec(),
    report.duplicateOf ? house.store.reports.find(report.duplicateOf) : null,
  ]);
  const linked = new Set([...duplicates.map((one) => one._id), report.duplicateOf]);
  const likely = close
    .filter((one) => !linked.has(one._id))
    .map((one) => ({ one, like: likenessOf(report, one) }))
    .filter(({ like }) => like > 0)
    .sort((a, b) => b.like - a.like)
    .map(({ one }) => one);
  const every = [...likely.slice(0, shown), ...duplicates, ...(original ? [original] : [])];
  const tasks = await tasksOf(house, actor, every);
  const view = (one: Report) => viewOf(actor, report, one, tasks.get(one._id));
  return {
    items: likely.flatMap(view).slice(0, shown),
    duplicateOf: original ? (view(original)[0] ?? null) : null,
    duplicates: duplicates.flatMap(view),
    mayLink: may(actor.groups, 'report.link', { agencies: agenciesOf(report), candidateGroups: task.groups }),
  };
}

async function closeTo(house: House, report: Report): Promise<Report[]> {
  if (!report.geo) return [];
  const since = (await house.clock.now()) - days * 86_400_000;
  return house.store.reports.model
    .find({
      geo: { $nearSphere: { $geometry: report.geo, $maxDistance: reach } },
      receivedAt: { $gte: since },
      status: { $ne: 'withdrawn' },
      _id: { $ne: report._id },
    } as never)
    .limit(looked)
    .lean<Report[]>()
    .exec();
}

/** 0: not likely the same. The field weighs as much as all the words. A confidential text is not compared. */
function likenessOf(report: Report, other: Report): number {
  const field = report.field !== undefined && report.field === other.field ? 1 : 0;
  const words = report.confidential || other.confidential ? 0 : likeness(report.content, other.content);
  return field + (words >= alike ? words : 0);
}

/** Nothing where the person may not even know of it. */
function viewOf(actor: Actor, report: Report, other: Report, task: Task | undefined): OtherReport[] {
  const mayRead = mayReadReport(actor, other, task?.groups ?? []);
  if (!mayRead && (other.confidential || !publicly.has(other.status))) return [];
  const metres = distance(report.place, other.place);
  return [
    {
      code: other._id,
      status: other.status,
      receivedAt: wire(other.receivedAt),
      summary: mayRead && !other.confidential ? summaryOf(other.content) : '',
      ...(other.field ? { field: other.field } : {}),
      ...(metres === undefined ? {} : { metres }),
      ...(task && mayRead ? { taskKey: task._id } : {}),
    },
  ];
}

/** For each report the task that the person would open: an open one before one that is over, then the newest. */
async function tasksOf(house: House, actor: Actor, reports: Report[]): Promise<Map<string, Task>> {
  const found = await house.store.tasks.model
    .find({ reportCode: { $in: reports.map((one) => one._id) } })
    .sort({ open: 1, createdAt: 1 })
    .lean<Task[]>()
    .exec();
  const seen = found.filter((task) =>
    may(actor.groups, 'task.see', { candidateGroups: task.groups, agencies: task.agency ? [task.agency] : [] }),
  );
  return new Map(seen.map((task) => [task.reportCode, task]));
}

/** Metres between two places, on a plane: exact enough for a few hundred metres. */
function distance(a: Report['place'], b: Report['place']): number | undefined {
  if (a.lat === undefined || a.lng === undefined || b.lat === undefined || b.lng === undefined) return undefined;
  const metre = 111_195;
  const east = (b.lng - a.lng) * Math.cos((a.lat * Math.PI) / 180) * metre;
  return Math.round(Math.hypot(east, (b.lat - a.lat) * metre));
}
