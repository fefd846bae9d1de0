/** What is asked of the statistics: which span, known until when, divided and filtered how, and whose figures one may see. */
import type { StatisticsQuery } from '../../domain/api/statistics.ts';
import { scopeOf } from '../../domain/rights.ts';
import type { Filter } from '../../domain/statistics/count.ts';
import { type PeriodSpan, periodOf, readDays, readPeriod } from '../../domain/statistics/periods.ts';
import type { Actor, House, Request } from '../house.ts';
import { needRight } from '../plugins/session.ts';
import { Problem } from '../problem.ts';

export interface Question {
  span: PeriodSpan;
  /** Nothing later is counted. */
  cut: number;
  ended: boolean;
  filter: Filter;
  /** The agencies whose figures may be seen; null: all. */
  agencies: string[] | null;
}

type Asked = Pick<StatisticsQuery, 'period' | 'from' | 'to' | 'field' | 'agency' | 'district' | 'stage'>;

/** @throws 422 for a period that is none, or that has not begun */
export async function readQuestion(house: House, actor: Actor, asked: Asked): Promise<Question> {
  const now = await house.clock.now();
  const span = spanOf(asked, now);
  if (span.from > now) throw refused('/period', 'range');
  const { field, agency, district, stage } = asked;
  const filter = Object.fromEntries(
    Object.entries({ field, agency, district, stage }).filter(([, value]) => value !== undefined),
  );
  return { span, ...known(span, now), filter, agencies: agenciesOf(actor) };
}

/** A period that is over is counted as it was at its end; one that runs, as it is now. */
export function known(span: PeriodSpan, now: number): Pick<Question, 'cut' | 'ended'> {
  const ended = span.to <= now;
  return { ended, cut: ended ? span.to - 1 : now };
}

/** The person, who may see the figures of the whole province: its report is of all agencies. @throws 401, 403 */
export function needWhole(request: Request): Actor {
  const actor = needRight(request, 'statistics.see');
  if (agenciesOf(actor) !== null) throw new Problem('missing-right');
  return actor;
}

/** The agencies whose figures a person may see; null: all. */
export function agenciesOf(actor: Actor): string[] | null {
  const scope = scopeOf(actor.groups, 'statistics.see');
  return scope.everything ? null : scope.agencies;
}

function spanOf({ period, from, to }: Asked, now: number): PeriodSpan {
  if (from !== undefined || to !== undefined) {
    if (period !== undefined) throw refused('/period', 'twice');
    if (from === undefined || to === undefined) throw refused(from === undefined ? '/from' : '/to', 'required');
    return readDays(from, to) ?? orRefuse('/to');
  }
  return readPeriod(period ?? periodOf(now, 'month')) ?? orRefuse('/period');
}

function orRefuse(pointer: string): never {
  throw refused(pointer, 'range');
}

const refused = (pointer: string, code: string): Problem => new Problem('invalid', { errors: [{ pointer, code }] });
