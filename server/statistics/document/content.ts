/**
 * What stands in a period's report, before it is a PDF or a workbook: both are written from this, so that they cannot
 * differ. Figures of a fixed report are taken as they were fixed; of one that is not, they are counted now and said to
 * be provisional.
 */
import type { Division, FigureDefinition, FixedFigure } from '../../../domain/api/statistics.ts';
import { formatDay } from '../../../domain/iso-time.ts';
import { stageIds } from '../../../domain/stages.ts';
import { figures as defined, figureNamed, unitOf } from '../../../domain/statistics/figures.ts';
import type { ExtensionRow } from '../../../domain/statistics/rows.ts';
import { texts } from '../../../domain/text/texts.ts';
import * as say from '../../../domain/text/vi/official-report.ts';
import type { FixedReport } from '../../../store/fixed-reports.ts';
import type { House } from '../../house.ts';
import { directoryOn } from '../../plugins/directory.ts';
import { namesOf } from '../../plugins/names.ts';
import { wire } from '../../views/time.ts';
import { definitionView } from '../count.ts';
import { reckon } from '../fix.ts';

export interface Column {
  title: string;
  name: string;
  /** `share`: value of whole; `minutes`: over how many. */
  kind: 'count' | 'share' | 'minutes';
}
export interface ReportTable {
  id: keyof typeof say.sheets;
  title: string;
  /** Of the first column. */
  of: string;
  columns: Column[];
  rows: { name: string; cells: FixedFigure[] }[];
}
export interface Section {
  heading: string;
  paragraphs: string[];
  tables: ReportTable[];
}
export interface ReportContent {
  period: string;
  /** `tháng 10 năm 2026` */
  periodName: string;
  /** Epoch ms. */
  asOf: number;
  fixed: Pick<FixedReport, 'fixedAt' | 'fixedBy' | 'hash' | 'previous'> | null;
  /** The agencies that it is cut down to; null: all. */
  agencies: string[] | null;
  sections: Section[];
  summary: { figure: FixedFigure; definition: FigureDefinition }[];
  all: FixedFigure[];
  cellName(by: Division, cell: string): string;
  /** In the order of Annex 1 and of the procedure; what has no name comes last. */
  inOrder(by: Division, cells: string[]): string[];
  /** A person's name; the user name of who is known no more. */
  personName(username: string | null): string | null;
  requests: (ExtensionRow & { reason: string | null; agencyName: string })[];
}

export async function reportContent(house: House, period: string, agencies: string[] | null): Promise<ReportContent> {
  const now = await house.clock.now();
  const fixed = agencies === null ? await house.store.fixedReports.find(period) : null;
  // What is fixed is not counted again.
  const counted = fixed ? null : await reckon(house, period, now, agencies);
  const all = fixed?.figures ?? counted!.figures;
  const asOf = fixed?.cut ?? counted!.cut;
  const directory = await directoryOn(house, asOf);
  const names = texts('vi').names;
  const cellName = (by: Division, cell: string): string => {
    if (cell === '') return say.words.nobody;
    if (by === 'field') return directory.fieldName(cell, 'vi');
    if (by === 'district') return directory.areaName(cell, 'vi');
    if (by === 'stage') return (names.stages as Record<string, string>)[cell] ?? cell;
    if (by === 'month' || by === 'quarter') return periodName(cell);
    if (cell === 'ioc') return names.groups['ioc-duty'].replace(/^[^,]*, /, '');
    return cell === 'province' ? names.groups.province : directory.agencyName(cell, 'vi');
  };
  const orders: Partial<Record<Division, readonly string[]>> = {
    field: directory.fields.map(({ id }) => id),
    district: directory.areas.map(({ id }) => id),
    agency: ['ioc', 'province', ...directory.agencies.map(({ id }) => id)],
    stage: stageIds,
  };
  const inOrder = (by: Division, cells: string[]): string[] => {
    const place = (cell: string): number => {
      const index = orders[by]?.indexOf(cell) ?? -1;
      return cell === '' ? Number.POSITIVE_INFINITY : index < 0 ? cells.length + 1_000 : index;
    };
    return cells.toSorted((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
  };
  const asked = (counted?.behind.rows('extensions', null, null) ??
    (await house.store.fixedReports.rowsOfKind(fixed!.evidence, 'extensions'))) as unknown as ExtensionRow[];
  const people = asked.flatMap(({ askedBy, approver }) => [askedBy ?? '', approver ?? '']);
  const nameOf = await namesOf(house, [...people, ...(fixed ? [fixed.fixedBy] : [])]);
  const personName = (username: string | null) => (username === null ? null : nameOf(username));
  const reasons = await house.store.completions.reasonsOf(asked.map(({ key }) => key.split(' ')[1]!));
  const definitions = fixed?.definitions ?? defined.map(definitionView);
  const content = {
    period,
    periodName: periodName(period),
    asOf,
    fixed,
    agencies: agencies?.map((one) => directory.agencyName(one, 'vi')) ?? null,
    summary: definitions.map((definition) => ({ definition, figure: pick(all, definition.name, null, null)! })),
    all,
    cellName,
    inOrder,
    personName,
    requests: asked
      .toSorted((a, b) => a.askedAt - b.askedAt)
      .map((row) => ({
        ...row,
        reason: reasons.get(row.key.split(' ')[1]!) ?? null,
        agencyName: cellName('agency', row.agency ?? ''),
      })),
  };
  return { ...content, sections: sections(content, fixed) };
}

/** `tháng 10 năm 2026`, `quý III năm 2026` */
export function periodName(period: string): string {
  const [year = '', part = ''] = period.split('-');
  return part.startsWith('Q')
    ? say.periods.quarter(part.slice(1), year)
    : say.periods.month(String(Number(part)), year);
}

const pick = (all: readonly FixedFigure[], name: string, by: Division | null, cell: string | null) =>
  all.find((one) => one.name === name && one.by === by && one.cell === cell);

const kindOf = (name: string): Column['kind'] => {
  const figure = figureNamed(name)!;
  if (unitOf(figure) === 'minutes') return 'minutes';
  return figure.of === null ? 'count' : 'share';
};

/** Thousands by a point, decimals by a comma, as Vietnam writes numbers. */
const written = new Intl.NumberFormat('vi-VN', { maximumFractionDigits: 2 });
const percent = new Intl.NumberFormat('vi-VN', {
  style: 'percent',
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});
export const inNumbers = (value: number): string => written.format(value);

function durationOf(minutes: number): string {
  const [whole, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (whole === 0) return say.words.minutes(String(rest));
  const hours = say.words.hours(inNumbers(whole));
  return rest === 0 ? hours : `${hours} ${say.words.minutes(String(rest))}`;
}

/** A figure in words: a share never without its two numbers, a median never without its count. */
export function inWords({ name, value, of }: Pick<FixedFigure, 'name' | 'value' | 'of'>): string {
  if (kindOf(name) === 'minutes') {
    if (value === null) return say.words.none;
    const minutes = Math.round(value);
    return say.words.measured(durationOf(minutes), inNumbers(of ?? 0));
  }
  const said = inNumbers(value ?? 0);
  if (of === null) return said;
  if (of === 0) return say.words.noShare(said, '0');
  return say.words.share(said, inNumbers(of), percent.format((value ?? 0) / of));
}

type Base = Pick<ReportContent, 'all' | 'cellName' | 'inOrder' | 'periodName' | 'period'>;

function table(base: Base, id: ReportTable['id'], by: Division, of: string, names: readonly string[]): ReportTable[] {
  const cells = base.inOrder(by, [
    ...new Set(base.all.filter((one) => one.by === by && names.includes(one.name)).map(({ cell }) => cell!)),
  ]);
  const rows = cells
    .map((cell) => ({ name: base.cellName(by, cell), cells: names.map((name) => pick(base.all, name, by, cell)!) }))
    // A row of nothing but zeros belongs to another table of the same division.
    .filter((row) => row.cells.some(({ rows: n }) => n > 0));
  if (rows.length === 0) return [];
  const columns = names.map((name) => ({ name, title: say.figures[name]!, kind: kindOf(name) }));
  return [{ id, title: say.tables[id as keyof typeof say.tables], of, columns, rows }];
}

function sections(base: Base, fixed: FixedReport | null): Section[] {
  const value = (name: string): string => inWords(pick(base.all, name, null, null)!);
  const { headings, paragraphs } = say;
  const byMonth = base.period.includes('Q')
    ? table(base, 'month', 'month', 'month', [
        'received',
        'answered',
        'onTimeByFirst',
        'onTimeByMoved',
        'fixed',
        'rated',
      ])
    : [];
  const list: Section[] = [
    {
      heading: headings.received,
      paragraphs: paragraphs.received(value, base.periodName),
      tables: [
        ...byMonth,
        ...table(base, 'district', 'district', 'district', ['received', 'answered', 'open', 'openOverdue']),
      ],
    },
    {
      heading: headings.handled,
      paragraphs: paragraphs.handled(value),
      tables: [
        ...table(base, 'field', 'field', 'field', [
          'received',
          'answered',
          'onTimeByFirst',
          'onTimeByMoved',
          'fixed',
          'onlyAnswered',
          'cannotFix',
        ]),
        ...table(base, 'agency', 'agency', 'agency', [
          'answered',
          'onTimeByFirst',
          'onTimeByMoved',
          'late',
          'fixed',
          'medianMinutes',
          'open',
          'openOverdue',
        ]),
        ...table(base, 'stage', 'stage', 'stage', [
          'steps',
          'stepsOnTimeByFirst',
          'stepsOnTimeByMoved',
          'stepsLate',
          'stepsMedianMinutes',
          'stepsMeanMinutes',
        ]),
      ],
    },
    {
      heading: headings.extensions,
      paragraphs: paragraphs.extensions(value),
      tables: table(base, 'extensions', 'agency', 'agency', [
        'extensions',
        'extensionsAfterFirst',
        'extensionsAfterBreach',
        'extensionsGranted',
        'extensionsRefused',
        'daysGranted',
        'returns',
      ]),
    },
    {
      heading: headings.ratings,
      paragraphs: paragraphs.ratings(value),
      tables: table(base, 'ratings', 'agency', 'agency', [
        'answered',
        'rated',
        'satisfied',
        'acceptable',
        'unsatisfied',
      ]),
    },
    { heading: headings.open, paragraphs: paragraphs.open(value), tables: [] },
  ];
  if (fixed && fixed.errata.length > 0)
    list.push({ heading: headings.errata, paragraphs: fixed.errata.map((one) => erratum(base, one)), tables: [] });
  return list;
}

function erratum(base: Base, one: FixedReport['errata'][number]): string {
  const where = one.division && one.cell !== null ? `, ${base.cellName(one.division, one.cell)}` : '';
  const name = `${say.figures[one.name]}${where}`;
  const [before, after] = [one.before, one.after].map((sum) => inWords({ name: one.name, ...sum }));
  return say.paragraphs.erratum(one.number, dayOf(one.at), name, before!, after!, one.why);
}

/** `05/11/2026` */
export const dayOf = (at: number): string => formatDay(at).split('-').reverse().join('/');
/** `08:00 ngày 05/11/2026` */
export const momentOf = (at: number): string => texts('vi').durations.moment(wire(at));
