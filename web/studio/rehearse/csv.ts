/** A rehearsal as a table for a spreadsheet: semicolons, decimal points, and a mark that says UTF-8. Pure. */
import type { RehearsalResult, SideResult, Spread } from '../../../domain/rehearsal/result.ts';

type Row = readonly (string | number | null)[];
export interface CsvNames {
  stage(id: string): string;
  agency(id: string): string;
  group(id: string): string;
}

const spread = (one: Spread | null): (number | null)[] => (one ? [one.median, one.low, one.high] : [null, null, null]);
const parts = ['median', 'p10', 'p90'];
const three = (name: string): string[] => parts.map((part) => `${name}_${part}`);
const head: Row = [
  'side',
  'part',
  'id',
  'name',
  ...[
    'done',
    'dated',
    'in_time_first',
    'in_time_extended',
    'waiting_minutes',
    'working_minutes',
    'total_minutes',
  ].flatMap(three),
  'queue_mean',
  'queue_max',
  'people',
  'busy',
];

/** Every stage, agency and queue of both diagrams. */
export function csvOf(result: RehearsalResult, names: CsvNames): string {
  const sides: [string, SideResult][] = [
    ['draft', result.draft],
    ...(result.inForce ? [['in-force', result.inForce] as [string, SideResult]] : []),
  ];
  const rows = sides.flatMap(([name, side]) => rowsOf(name, side, names));
  return `\uFEFF${[head, ...rows].map(line).join('\r\n')}\r\n`;
}

function rowsOf(name: string, side: SideResult, names: CsvNames): Row[] {
  const measured = (one: SideResult['stages'][number] | SideResult['agencies'][number]): Row => [
    ...[one.done, one.dated, one.first, one.extended, one.waiting, one.working, one.took].flatMap(spread),
    ...Array<null>(4).fill(null),
  ];
  const none = Array<null>(21).fill(null);
  return [
    ...side.stages.map((one) => [name, 'stage', one.stage, names.stage(one.stage), ...measured(one)]),
    ...side.agencies.map((one) => [name, 'agency', one.agency, names.agency(one.agency), ...measured(one)]),
    ...side.queues.map((one) => {
      const { group, mean, max, people, busy } = one;
      return [name, 'queue', group, names.group(group), ...none, mean, max, people, busy];
    }),
  ];
}

/** A cell that begins like a formula is text all the same. */
function line(row: Row): string {
  return row
    .map((cell) => {
      if (cell === null) return '';
      if (typeof cell === 'number') return String(Math.round(cell * 10_000) / 10_000);
      const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
      return /[";\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
    })
    .join(';');
}
