/** Counts over all reports, for the page of figures: asked of `reports`, kept nowhere. */
import type { Connection } from 'mongoose';

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

export function figuresOf(connection: Connection) {
  return {
    /** Every cell that has a report, in no order. */
    async count(): Promise<FigureCell[]> {
      const sums = Object.fromEntries(
        Object.entries(questions).map(([name, condition]) => [name, { $sum: { $cond: [condition, 1, 0] } }]),
      );
      const rows = await connection
        .collection('reports')
        .aggregate<{ _id: Omit<FigureCell, 'counts'> } & Record<FigureName, number>>([
          {
            $group: {
              _id: {
                month: { $dateToString: { date: { $toDate: '$receivedAt' }, format: '%Y-%m', timezone: '+07:00' } },
                field: { $ifNull: ['$field', ''] },
                district: { $ifNull: ['$district', { $ifNull: ['$place.district', ''] }] },
              },
              ...sums,
            },
          },
        ])
        .toArray();
      return rows.map(({ _id, ...counts }) => ({ ..._id, counts }));
    },
  };
}
