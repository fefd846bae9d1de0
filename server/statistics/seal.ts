/** Hashes of figures, reports and errata: SHA-256 over canonical JSON, so that anyone can reckon them again. */
import { createHash } from 'node:crypto';
import type { Division, FixedFigure } from '../../domain/api/statistics.ts';
import { canonical, cellOf, evidenceOf, knows, numberOf, type Span, selected } from '../../domain/statistics/count.ts';
import type { Figure } from '../../domain/statistics/figures.ts';
import { divisionsOf, tables } from '../../domain/statistics/report.ts';
import type { Row, RowKind, Rows } from '../../domain/statistics/rows.ts';
import type { FixedReport, KeptErratum, Sum } from '../../store/fixed-reports.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const byKey = (a: Row, b: Row): number => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);

/** The rows of each figure, for the whole and for each cell of the report's tables. */
export class Behind {
  readonly #cells = new Map<string, Row[]>();
  readonly #figures: ReadonlyMap<string, Figure>;
  /** A row's text for a figure: the whole and each division ask for the same. */
  readonly #lines = new Map<string, Map<Row, string>>();

  constructor(figures: ReadonlyMap<string, Figure>, rows: Rows, span: Span, divisions: readonly Division[]) {
    this.#figures = figures;
    for (const figure of figures.values()) {
      // Parts keep the order of the whole, so that it is sorted once.
      const all = selected(rows, figure, span).sort(byKey);
      this.#cells.set(idOf(figure.name, null, null), all);
      for (const division of divisions)
        if (knows(figure, division))
          for (const row of all) this.#add(idOf(figure.name, division, cellOf(row, figure.query, division)), row);
    }
  }

  #add(id: string, row: Row): void {
    const known = this.#cells.get(id);
    if (known) known.push(row);
    else this.#cells.set(id, [row]);
  }

  rows(name: string, by: Division | null, cell: string | null): Row[] {
    return this.#cells.get(idOf(name, by, cell)) ?? [];
  }

  sum(name: string, by: Division | null, cell: string | null): Sum {
    const rows = this.rows(name, by, cell);
    const number = numberOf(this.#figures.get(name)!, rows, (whole) => this.rows(whole, by, cell).length);
    return { ...number, rows: rows.length, hash: sha256([...this.lines(name, by, cell).values()].join('\n')) };
  }

  /** The rows behind a figure as it uses them, by key and in its order. */
  lines(name: string, by: Division | null, cell: string | null): Map<string, string> {
    const figure = this.#figures.get(name)!;
    const known = this.#lines.get(name) ?? new Map<Row, string>();
    this.#lines.set(name, known);
    return new Map(
      this.rows(name, by, cell).map((row) => {
        const line = known.get(row) ?? evidenceOf(figure, row);
        known.set(row, line);
        return [row.key, line];
      }),
    );
  }

  /** The cells of a division in which any of these figures has a row; what has none of it comes last. */
  cells(division: Division, names: readonly string[]): string[] {
    const found = new Set<string>();
    for (const id of this.#cells.keys()) {
      const [name, by, cell] = JSON.parse(id) as [string, string | null, string | null];
      if (by === division && names.includes(name)) found.add(cell!);
    }
    return [...found].sort((a, b) => (a === '' ? 1 : b === '' ? -1 : a < b ? -1 : 1));
  }
}

const idOf = (name: string, by: Division | null, cell: string | null): string => JSON.stringify([name, by, cell]);

/** Every figure of a period's report: the whole, then table by table. */
export function reportFigures(period: string, figures: readonly Figure[], behind: Behind): FixedFigure[] {
  const versions = new Map(figures.map(({ name, version }) => [name, version]));
  const slot = (name: string, by: Division | null, cell: string | null): FixedFigure => ({
    name,
    version: versions.get(name)!,
    by,
    cell,
    ...behind.sum(name, by, cell),
  });
  const inTable = (by: keyof typeof tables) =>
    behind.cells(by, tables[by]).flatMap((cell) => tables[by].map((name) => slot(name, by, cell)));
  return [...figures.map(({ name }) => slot(name, null, null)), ...divisionsOf(period).flatMap(inTable)];
}

const kinds: readonly RowKind[] = ['reports', 'steps', 'extensions', 'returns'];

/** Those rows that a figure of the report counts, by key; the rest of what was read is not its evidence. */
export function evidenceRows(figures: Iterable<Figure>, behind: Behind): Record<RowKind, Row[]> {
  const kept: Record<RowKind, Map<string, Row>> = {
    reports: new Map(),
    steps: new Map(),
    extensions: new Map(),
    returns: new Map(),
  };
  for (const figure of figures)
    for (const row of behind.rows(figure.name, null, null)) kept[figure.query.rows].set(row.key, row);
  const sorted = (rows: Map<string, Row>) => [...rows.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  return Object.fromEntries(kinds.map((kind) => [kind, sorted(kept[kind])])) as Record<RowKind, Row[]>;
}

export const evidenceHash = (rows: Record<RowKind, Row[]>): string =>
  sha256(kinds.map((kind) => rows[kind].map(canonical).join('\n')).join('\n\n'));

/** Over everything but the seal itself and what was added later. */
export const sealOf = (report: Omit<FixedReport, 'hash'>): string =>
  sha256(canonical({ ...report, hash: undefined, errata: undefined }));

export const erratumSeal = (erratum: Omit<KeptErratum, 'hash'>): string =>
  sha256(canonical({ ...erratum, hash: undefined }));
