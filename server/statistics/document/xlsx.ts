/** The period's report as a workbook: numbers as numbers, dates as dates, one sheet a table. */
import writeExcelFile, { type Cell, type SheetData } from 'write-excel-file/node';
import type { FixedFigure } from '../../../domain/api/statistics.ts';
import { offsetMs } from '../../../domain/iso-time.ts';
import * as say from '../../../domain/text/vi/official-report.ts';
import type { ReportContent, ReportTable } from './content.ts';

const bold = (value: string): Cell => ({ value, type: String, fontWeight: 'bold', wrap: true, alignVertical: 'top' });
const text = (value: string | null): Cell =>
  value === null ? null : { value, type: String, wrap: true, alignVertical: 'top' };
const number = (value: number | null): Cell => (value === null ? null : { value, type: Number });
/** A workbook knows no zones: the wall clock of Vietnam is what it shows. */
const date = (at: number | null): Cell =>
  at === null ? null : { value: new Date(at + offsetMs), type: Date, format: 'dd/mm/yyyy hh:mm' };

export async function reportWorkbook(content: ReportContent): Promise<Buffer> {
  const tables = content.sections.flatMap((section) => section.tables);
  const find = (id: ReportTable['id']) => tables.filter((one) => one.id === id).flatMap(tableRows);
  const sheets: { sheet: string; data: SheetData; widths: number[] }[] = [
    { sheet: say.sheets.summary, data: summary(content), widths: [44, 14, 18, 26] },
    ...(['field', 'agency', 'stage', 'district', 'month'] as const)
      .filter((id) => id !== 'month' || content.period.includes('Q'))
      .map((id) => ({ sheet: say.sheets[id], data: find(id), widths: [40] })),
    {
      sheet: say.sheets.extensions,
      data: [...find('extensions'), [], ...requests(content)],
      widths: [40, 18, 18, 18, 18, 40, 18, 18],
    },
    { sheet: say.sheets.ratings, data: find('ratings'), widths: [40] },
    { sheet: say.sheets.definitions, data: definitions(content), widths: [34, 18, 26, 14, 10, 10, 22, 90, 12, 70] },
  ];
  return writeExcelFile(
    sheets.map(({ sheet, data, widths }) => ({
      sheet,
      data: data.length === 0 ? [[text(say.words.none)]] : data,
      columns: Array.from({ length: Math.max(1, ...data.map((row) => row.length)) }, (_, n) => ({
        width: widths[n] ?? 16,
      })),
      stickyRowsCount: data.length > 1 ? 1 : undefined,
    })) as never,
  ).toBuffer();
}

function summary({ periodName, asOf, fixed, summary: figures }: ReportContent): SheetData {
  const w = say.sheetWords;
  return [
    [bold(say.annexColumns.figure), bold(say.annexColumns.value), bold(w.whole), bold(say.annexColumns.basis)],
    [text(w.period), text(periodName)],
    [text(w.asOf), date(asOf)],
    [text(w.fixedAt), fixed ? date(fixed.fixedAt) : text(w.notFixed)],
    ...(fixed ? [[text(w.hash), text(fixed.hash)]] : []),
    ...figures.map(({ figure, definition }) => [
      text(titled(figure.name, definition.unit)),
      number(figure.value),
      number(figure.of),
      text(say.bases[definition.basis]!),
    ]),
  ];
}

const titled = (name: string, unit: string): string =>
  unit === 'minutes' ? say.sheetWords.minutes(say.figures[name]!) : say.figures[name]!;

/** A share takes two columns, so that both of its numbers are numbers. */
function tableRows({ title, columns, rows }: ReportTable): SheetData {
  const w = say.sheetWords;
  const heads = columns.flatMap(({ title: name, kind }) => {
    if (kind === 'count') return [bold(name)];
    return kind === 'share' ? [bold(name), bold(w.of(name))] : [bold(w.minutes(name)), bold(w.over(name))];
  });
  const cells = (figures: FixedFigure[]) =>
    figures.flatMap(({ value, of }, n) =>
      columns[n]!.kind === 'count' ? [number(value)] : [number(value), number(of)],
    );
  return [[bold(title), ...heads], ...rows.map((row) => [text(row.name), ...cells(row.cells)])];
}

function requests({ requests: list, personName }: ReportContent): SheetData {
  const w = say.sheetWords;
  const names = [
    'code',
    'agency',
    'askedAt',
    'askedBy',
    'days',
    'reason',
    'firstDueAt',
    'dueAt',
    'afterFirst',
    'afterBreach',
    'decision',
    'decidedAt',
    'approver',
    'daysGranted',
  ] as const;
  const yes = (value: boolean) => text(value ? w.yes : w.no);
  return [
    names.map((name) => bold(w[name])),
    ...list.map((one) => [
      text(one.code),
      text(one.agencyName),
      date(one.askedAt),
      text(personName(one.askedBy)),
      number(one.days),
      text(one.reason),
      date(one.first),
      date(one.due),
      yes(one.afterFirst),
      yes(one.afterBreach),
      text(w.decisions[one.decision]!),
      date(one.decidedAt),
      text(personName(one.approver)),
      number(one.decision === 'granted' ? one.daysGranted : null),
    ]),
  ];
}

/** Every figure of the report, the whole and each cell, with its query and the hash of its rows. */
function definitions({ all, summary: figures, cellName }: ReportContent): SheetData {
  const w = say.sheetWords;
  const c = say.annexColumns;
  const byName = new Map(figures.map(({ definition }) => [definition.name, definition]));
  return [
    [c.figure, w.division, w.cell, c.value, w.whole, w.version, c.basis, c.query, c.rows, c.hash].map(bold),
    ...all.map(({ name, by, cell, value, of, version, rows, hash }) => {
      const definition = byName.get(name)!;
      const table = by === null ? say.sheets.summary : say.sheets[by as keyof typeof say.sheets];
      return [
        text(titled(name, definition.unit)),
        text(table),
        by === null ? null : text(cellName(by, cell!)),
        number(value),
        number(of),
        number(version),
        text(say.bases[definition.basis]!),
        text(definition.query),
        number(rows),
        text(hash),
      ];
    }),
  ];
}
