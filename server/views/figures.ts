/** The public figures: counted over all reports at most once a minute, summed up by field, district and month. */
import type { FigureCounts, FigureRow, Figures } from '../../domain/api/published.ts';
import { districts } from '../../domain/districts.ts';
import { fields } from '../../domain/fields.ts';
import { type FigureCell, type FigureName, figureNames } from '../../store/figures.ts';
import type { House } from '../house.ts';
import { wire } from './time.ts';

const keptMs = 60_000;
interface Counted {
  cells: Promise<FigureCell[]>;
  /** Machine time until which they are kept, business time of the count. */
  until: number;
  asOf: Promise<number>;
}
/** By house: a process has one, a test file has its own. */
const counted = new WeakMap<House, Counted>();

/** Figures of one year of reception, or of all. */
export async function readFigures(house: House, year?: number): Promise<Figures> {
  const now = house.machineNow();
  let last = counted.get(house);
  if (!last || last.until <= now) {
    const asOf = house.clock.now();
    last = { cells: asOf.then(house.store.figures.count), until: now + keptMs, asOf };
    counted.set(house, last);
    // A count that failed is not kept.
    Promise.all([last.cells, last.asOf]).catch(() => counted.delete(house));
  }
  const all = await last.cells;
  const cells = year === undefined ? all : all.filter(({ month }) => month.startsWith(`${year}-`));
  const years = [...new Set(all.map(({ month }) => Number(month.slice(0, 4))))].sort((a, b) => b - a);
  return {
    asOf: wire(await last.asOf),
    total: sum(cells),
    byField: rows(cells, ({ field }) => field, [...fields.map(({ id }) => id), '']),
    byDistrict: rows(cells, ({ district }) => district, [...districts.map(({ id }) => id), '']),
    byMonth: rows(cells, ({ month }) => month, [...new Set(cells.map(({ month }) => month))].sort().reverse()),
    years,
  };
}

/** One row for each of `order` that has a report; what stands in no order comes last, so that nothing is lost. */
function rows(cells: FigureCell[], idOf: (cell: FigureCell) => string, order: readonly string[]): FigureRow[] {
  const byId = new Map<string, FigureCell[]>();
  for (const cell of cells) byId.set(idOf(cell), [...(byId.get(idOf(cell)) ?? []), cell]);
  const known = order.filter((id) => byId.has(id));
  const others = [...byId.keys()].filter((id) => !order.includes(id)).sort();
  return [...known, ...others].map((id) => ({ id, ...sum(byId.get(id)!) }));
}

function sum(cells: FigureCell[]): FigureCounts {
  const total = Object.fromEntries(figureNames.map((name) => [name, 0])) as Record<FigureName, number>;
  for (const { counts } of cells) for (const name of figureNames) total[name] += counts[name];
  return total;
}
