/** GET /api/statistics/extensions: each request for more time (article 8.3): when, why, decided how and by whom. */
import type { Extension, ExtensionsQuery } from '../../domain/api/statistics.ts';
import { selected } from '../../domain/statistics/count.ts';
import { figureNamed } from '../../domain/statistics/figures.ts';
import type { ExtensionRow } from '../../domain/statistics/rows.ts';
import type { House } from '../house.ts';
import { makeCursor, readCursor } from '../plugins/cursor.ts';
import { ofAgencies, readRows } from '../plugins/statistics-rows.ts';
import { wire, wireOrNull } from '../views/time.ts';
import type { Question } from './question.ts';

export async function listExtensions(
  house: House,
  { span, cut, filter, agencies }: Question,
  { after, limit = 50 }: Pick<ExtensionsQuery, 'after' | 'limit'>,
): Promise<{ items: Extension[]; next: string | null }> {
  const rows = ofAgencies(await readRows(house.store, span, cut), agencies);
  const found = selected(rows, figureNamed('extensions')!, span, filter) as unknown as ExtensionRow[];
  found.sort((a, b) => a.askedAt - b.askedAt || (a.key < b.key ? -1 : 1));
  const { secret } = house.settings;
  const [at = Number.NEGATIVE_INFINITY, key = ''] = after
    ? (readCursor(secret, 'extensions', after) as [number, string])
    : [];
  const rest = found.filter((row) => row.askedAt > at || (row.askedAt === at && row.key > key));
  const page = rest.slice(0, limit);
  const reasons = await house.store.completions.reasonsOf(page.map((row) => row.key.split(' ')[1]!));
  const last = page.at(-1);
  return {
    items: page.map((row) => extensionView(row, reasons)),
    next: rest.length > limit && last ? makeCursor(secret, 'extensions', [last.askedAt, last.key]) : null,
  };
}

const extensionView = (row: ExtensionRow, reasons: ReadonlyMap<string, string>): Extension => ({
  code: row.code,
  agency: row.agency ?? '',
  field: row.field,
  askedAt: wire(row.askedAt),
  askedBy: row.askedBy,
  days: row.days,
  reason: reasons.get(row.key.split(' ')[1]!) ?? null,
  firstDueAt: wireOrNull(row.first),
  dueAt: wireOrNull(row.due),
  afterFirst: row.afterFirst,
  afterBreach: row.afterBreach,
  decision: row.decision,
  decidedAt: wireOrNull(row.decidedAt),
  approver: row.approver,
  daysGranted: row.decision === 'granted' ? row.daysGranted : null,
});
