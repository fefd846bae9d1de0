/** GET /api/statistics/reports: exactly the rows behind a figure or a cell of it, as far as the person may see them. */
import type { Counted, CountedRow, DrillQuery } from '../../domain/api/statistics.ts';
import { cellOf, knows, numberOf, selected } from '../../domain/statistics/count.ts';
import { type Figure, figureNamed } from '../../domain/statistics/figures.ts';
import type { Row, Rows } from '../../domain/statistics/rows.ts';
import type { Report } from '../../store/reports.ts';
import type { Actor, House } from '../house.ts';
import { makeCursor, readCursor } from '../plugins/cursor.ts';
import { mayReadReport } from '../plugins/reach.ts';
import { ofAgencies, readRows } from '../plugins/statistics-rows.ts';
import { Problem } from '../problem.ts';
import { wire, wireOrNull } from '../views/time.ts';
import { definitionView } from './count.ts';
import type { Question } from './question.ts';

export async function drill(
  house: House,
  actor: Actor,
  question: Question,
  { figure: name, by, cell, after, limit = 50 }: DrillQuery,
): Promise<Counted> {
  const figure = figureNamed(name);
  if (!figure) throw new Problem('invalid', { errors: [{ pointer: '/figure', code: 'unknown' }] });
  const division = by ?? ('stage' in question.filter ? 'stage' : undefined);
  if (division && !knows(figure, division))
    throw new Problem('invalid', { errors: [{ pointer: '/by', code: 'unknown' }] });
  const rows = ofAgencies(await readRows(house.store, question.span, question.cut), question.agencies);
  const behind = (one: Figure): Row[] => {
    const found = selected(rows, one, question.span, question.filter);
    return by === undefined || cell === undefined ? found : found.filter((row) => cellOf(row, one.query, by) === cell);
  };
  const counted = behind(figure);
  const seen = await visible(house, actor, counted);
  const reports = new Map(rows.reports.map((row) => [row.code, row]));
  const items = counted
    .filter(({ code }) => seen.has(code))
    .map((row) => ({ row, at: timeOf(figure, row, reports) }))
    .sort((a, b) => a.at - b.at || (a.row.key < b.row.key ? -1 : 1));
  const [at = Number.NEGATIVE_INFINITY, key = ''] = after
    ? (readCursor(house.settings.secret, 'counted', after) as [number, string])
    : [];
  const rest = items.filter((one) => one.at > at || (one.at === at && one.row.key > key));
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  return {
    figure: definitionView(figure),
    value: numberOf(figure, counted, (whole) => behind(figureNamed(whole)!).length),
    asOf: wire(question.cut),
    items: page.map((one) => itemOf(one.row, one.at, reports)),
    next: rest.length > limit && last ? makeCursor(house.settings.secret, 'counted', [last.at, last.row.key]) : null,
    hidden: counted.filter(({ code }) => !seen.has(code)).length,
  };
}

/** The codes of those reports that the person may read. */
async function visible(house: House, actor: Actor, rows: Row[]): Promise<Set<string>> {
  const codes = [...new Set(rows.map(({ code }) => code))];
  const found = await house.store.reports.facesOf(codes);
  return new Set(found.filter((report) => mayReadReport(actor, report as Report)).map(({ _id }) => _id));
}

type Reports = ReadonlyMap<string, Rows['reports'][number]>;

const timeOf = ({ query }: Figure, row: Row, reports: Reports): number =>
  query.time === 'end' ? (reports.get(row.code)?.receivedAt ?? 0) : (row[query.time] as number);

function itemOf(row: Row, at: number, reports: Reports): CountedRow {
  const report = reports.get(row.code);
  const { code, field, district, agency } = row;
  return {
    code,
    field,
    district,
    agency,
    stage: (row.stage as string | null | undefined) ?? null,
    receivedAt: wire(report?.receivedAt ?? (row.receivedAt as number)),
    at: wire(at),
    answeredAt: wireOrNull(report?.answeredAt),
    firstDueAt: wireOrNull(row.first as number | null | undefined),
    dueAt: wireOrNull(row.due as number | null | undefined),
    minutes: (row.minutes as number | null | undefined) ?? null,
  };
}
