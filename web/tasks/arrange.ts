/** Rows as the screen lays them out: with a heading above each group where the list is grouped. Pure. */
import { stageIds } from '../../domain/stages.ts';
import type { Row } from './task-list.ts';
import type { Grouping } from './views.ts';

export const dueGroups = ['late', 'today', 'week', 'later', 'none'] as const;
export type DueGroup = (typeof dueGroups)[number];

/** A line of the screen. `n`: of a row, its place among rows from 0; of a heading, how many rows are below it. */
export type Line =
  | { kind: 'head'; key: string; group: string; n: number }
  | { kind: 'row'; key: string; row: Row; n: number };

const zoneMs = 7 * 3_600_000;
const dayMs = 24 * 3_600_000;

/** When something is due, as people plan: overdue, today, this week (to Sunday night), later. UTC+7. */
export function dueGroup(due: number | null, now: number): DueGroup {
  if (due === null) return 'none';
  if (due < now) return 'late';
  const today = Math.floor((now + zoneMs) / dayMs);
  const on = Math.floor((due + zoneMs) / dayMs);
  if (on === today) return 'today';
  // 1 January 1970 was a Thursday; a week begins on Monday.
  const weekday = (today + 3) % 7;
  return on <= today + (6 - weekday) ? 'week' : 'later';
}

/** Lines in order; rows keep their order within a group. */
export function arrange(rows: readonly Row[], group: Grouping, now: number): Line[] {
  if (!group) return rows.map((row, n) => ({ kind: 'row', key: row.item.key, row, n }));
  const groupOf = (row: Row): string => (group === 'stage' ? row.item.stage : dueGroup(row.due, now));
  const byGroup = Map.groupBy(rows, groupOf);
  const known: readonly string[] = group === 'stage' ? stageIds : dueGroups;
  // A stage of a diagram that this page does not know yet stands at the end, never nowhere.
  const order = [...known, ...[...byGroup.keys()].filter((id) => !known.includes(id))];
  const lines: Line[] = [];
  let n = 0;
  for (const id of order) {
    const own = byGroup.get(id);
    if (!own) continue;
    lines.push({ kind: 'head', key: `head:${id}`, group: id, n: own.length });
    for (const row of own) {
      lines.push({ kind: 'row', key: row.item.key, row, n });
      n += 1;
    }
  }
  return lines;
}
