/**
 * Counts over all reports, for the page of figures: asked of `reports` month by month of reception, and kept until the
 * projection changes one of the month's reports (rollups.ts).
 */
import type { ClientSession, Connection } from 'mongoose';
import { periodOf, readPeriod } from '../domain/statistics/periods.ts';
import { rollupsOf } from './rollups.ts';

/** Reports of one month of reception, field and district. */
export interface FigureCell {
  /** `2026-03`, in Vietnam. */
  month: string;
  field: string;
  district: string;
  counts: Record<FigureName, number>;
}

const answered = { $gt: ['$publishedAt', 0] };
const not = (condition: object) => ({ $not: [condition] });
const both = (...conditions: object[]) => ({ $and: conditions });
const resolution = (name: string) => both(answered, { $eq: ['$reply.resolution', name] });
const rating = (name: string) => both(answered, { $eq: ['$rating', name] });
const onTime = (by: string) => both(answered, { $eq: [`$timeliness.${by}`, true] });

/** What is counted. A report is answered, or else rejected, withdrawn, or open: never two of them. */
const questions = {
  received: true,
  answered,
  rejected: both(not(answered), { $in: ['$status', ['rejected', 'closed']] }),
  withdrawn: both(not(answered), { $eq: ['$status', 'withdrawn'] }),
  open: both(not(answered), not({ $in: ['$status', ['rejected', 'closed', 'withdrawn']] })),
  fixed: resolution('fixed'),
  onlyAnswered: resolution('answered'),
  cannotFix: resolution('cannot-fix'),
  unsaid: both(answered, not({ $in: ['$reply.resolution', ['fixed', 'answered', 'cannot-fix']] })),
  timed: both(answered, { $eq: [{ $type: '$timeliness.byFirst' }, 'bool'] }),
  onTimeByFirst: onTime('byFirst'),
  onTimeByMoved: onTime('byMoved'),
  satisfied: rating('satisfied'),
  acceptable: rating('acceptable'),
  unsatisfied: rating('unsatisfied'),
};
export type FigureName = keyof typeof questions;
export const figureNames = Object.keys(questions) as FigureName[];

type KeptCell = Omit<FigureCell, 'month'>;

const monthOf = (at: number): string => periodOf(at, 'month');
const nextTo = (month: string): string => monthOf(readPeriod(month)!.to);

export function figuresOf(connection: Connection) {
  const months = rollupsOf<KeptCell[]>(connection, 'FigureMonth', 'figure-months');
  const reports = () => connection.collection('reports');
  const look = JSON.stringify(questions);

  async function countMonth(month: string): Promise<KeptCell[]> {
    const { from, to } = readPeriod(month)!;
    const sums = Object.fromEntries(
      Object.entries(questions).map(([name, condition]) => [name, { $sum: { $cond: [condition, 1, 0] } }]),
    );
    const rows = await reports()
      .aggregate<{ _id: Omit<KeptCell, 'counts'> } & Record<FigureName, number>>([
        { $match: { receivedAt: { $gte: from, $lt: to } } },
        {
          $group: {
            _id: {
              field: { $ifNull: ['$field', ''] },
              district: { $ifNull: ['$district', { $ifNull: ['$place.district', ''] }] },
            },
            ...sums,
          },
        },
      ])
      .toArray();
    return rows.map(({ _id, ...counts }) => ({ ..._id, counts }));
  }

  async function keepMonth(month: string): Promise<KeptCell[]> {
    const changed = await months.begin(month);
    const cells = await countMonth(month);
    await months.keep(month, changed, look, cells);
    return cells;
  }

  return {
    /** Reports that were received at these times are changed, within the caller's transaction. */
    touch: (receivedAt: readonly number[], session: ClientSession): Promise<void> =>
      months.touch(receivedAt.map(monthOf), session),
    /** Every cell that has a report, in no order. `now`: business time, epoch ms. */
    async count(now: number): Promise<FigureCell[]> {
      const first = await reports().findOne({}, { sort: { receivedAt: 1 }, projection: { receivedAt: 1 } });
      if (!first) return [];
      // What is received now is known to the projection later: these two months are counted each time.
      const young = monthOf(readPeriod(monthOf(now))!.from - 1);
      const oldest = monthOf(first.receivedAt as number);
      const kept = new Map((await months.read([oldest, young], look)).map(({ _id, value }) => [_id, value]));
      const all: FigureCell[] = [];
      for (let month = oldest; month <= monthOf(now); month = nextTo(month)) {
        const cells = kept.get(month) ?? (month < young ? await keepMonth(month) : await countMonth(month));
        all.push(...cells.map((cell) => ({ ...cell, month })));
      }
      return all;
    },
  };
}
