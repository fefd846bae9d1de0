/** A sheet is looked at, and carried out: all of it or nothing, over the very state that was looked at. */
import { createHash } from 'node:crypto';
import type { ImportDone, ImportPreview } from '../../../domain/api/sheets.ts';
import { newId } from '../../../domain/ids.ts';
import { may } from '../../../domain/rights.ts';
import { type Column, previewMs, type SheetKind, sheets } from '../../../domain/sheets.ts';
import { type Language, texts } from '../../../domain/text/texts.ts';
import type { SheetImport } from '../../../store/imports.ts';
import type { Actor, House } from '../../house.ts';
import { Problem } from '../../problem.ts';
import { wire } from '../../views/time.ts';
import { showCell } from './cells.ts';
import { readGrid, Unreadable } from './grid.ts';
import type { CellError, State, Step } from './kind.ts';
import { kinds } from './kinds/index.ts';
import { type Plan, planOf } from './plan.ts';

/** Rows and errors that an answer shows; the counts are of all. */
const shown = 200;
/** Rows of one entry of the audit log. */
const rowsOnRecord = 200;

const hashOf = ({ rows, basis }: State<unknown>): string =>
  createHash('sha256')
    .update(JSON.stringify([rows, basis]))
    .digest('hex');

/** @throws 422 for a file that is no such sheet, with the reason in the reader's language */
export async function previewImport(
  house: House,
  actor: Actor,
  name: SheetKind,
  bytes: Buffer,
  language: Language,
): Promise<ImportPreview> {
  const kind = kinds[name];
  const state = await kind.read(house);
  let plan: Plan;
  try {
    plan = planOf(kind, await readGrid(bytes), state);
  } catch (error) {
    if (error instanceof Unreadable) throw refused(error, language);
    throw error;
  }
  const expiresAt = new Date(house.machineNow() + previewMs);
  const kept: SheetImport = {
    _id: newId(house.random),
    kind: name,
    by: actor.username,
    basis: hashOf(state),
    wrong: plan.counts.wrong,
    steps: plan.steps as SheetImport['steps'],
    expiresAt,
  };
  await house.store.imports.add(kept);
  return {
    id: kept._id,
    kind: name,
    rows: plan.counts,
    items: plan.steps.slice(0, shown).map((step) => itemOf(name, step, language)),
    errors: plan.errors.slice(0, shown).map((one) => errorOf(one, language)),
    ignored: plan.ignored,
    until: wire(expiresAt.getTime()),
  };
}

function refused({ code, column }: Unreadable, language: Language): Problem {
  const { fileErrors, headers } = texts(language).sheets;
  const said = fileErrors[code]!.replace('{column}', column ? headers[column]! : '');
  return new Problem('invalid', { errors: [{ pointer: '/file', code, said }] });
}

function itemOf(name: SheetKind, { at, row, before }: Step, language: Language): ImportPreview['items'][number] {
  const { columns } = sheets[name];
  const show = ({ key, as }: Column, of: Step['row']): string => showCell(as, of[key] ?? '', language);
  const differs = columns.filter(({ key, names }) => !names && (row[key] ?? '') !== (before?.[key] ?? ''));
  return {
    row: at,
    state: before ? 'changed' : 'new',
    title: columns
      .filter(({ names }) => names)
      .map((one) => show(one, row))
      .join(' · '),
    changes: differs.map((one) => ({
      column: texts(language).sheets.headers[one.key]!,
      from: before ? show(one, before) : '',
      to: show(one, row),
    })),
  };
}

function errorOf({ at, column, code }: CellError, language: Language): ImportPreview['errors'][number] {
  const { cellErrors, headers } = texts(language).sheets;
  return { row: at, column: headers[column]!, code, detail: cellErrors[code] ?? cellErrors.format! };
}

/** @throws 403, 404 after an hour, 409 when what it was made over is another by now, 422 with rows that are wrong */
export async function executeImport(house: House, actor: Actor, id: string): Promise<ImportDone> {
  const { store } = house;
  const found = await store.imports.open(id, actor.username, house.machineNow());
  if (!found) throw new Problem('not-found');
  if (!may(actor.groups, sheets[found.kind].right)) throw new Problem('missing-right');
  if (found.wrong > 0) throw new Problem('invalid', { errors: [{ pointer: '/rows/wrong', code: 'format' }] });
  const kind = kinds[found.kind];
  const isNew = found.steps.filter(({ before }) => before === null).length;
  const counts = { new: isNew, changed: found.steps.length - isNew };
  const written = await house.store.transaction(async (session) => {
    const state = await kind.read(house, session);
    if (hashOf(state) !== found.basis || !(await store.imports.take(id, session))) throw new Problem('conflict');
    if (found.steps.length === 0) return null;
    const done = await kind.write(house, actor, found.steps, state, session);
    for (let n = 0; n < done.onRecord.length; n += rowsOnRecord) {
      const data = { sheet: found.kind, ...counts, rows: done.onRecord.slice(n, n + rowsOnRecord) };
      await store.audit.append({ who: actor.username, what: 'import-sheet', data }, house.machineNow(), session);
    }
    return done;
  });
  written?.after?.();
  return counts;
}
