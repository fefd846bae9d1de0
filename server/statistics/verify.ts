/** A fixed report is run again: the same questions over the same records, and what differs, row by row. */
import type { Division, NewErratum, Verification, VerificationRequest } from '../../domain/api/statistics.ts';
import type { Figure, Query } from '../../domain/statistics/figures.ts';
import { divisionsOf } from '../../domain/statistics/report.ts';
import type { Row, RowKind, Rows } from '../../domain/statistics/rows.ts';
import type { FixedReport, KeptErratum, Sum } from '../../store/fixed-reports.ts';
import type { Actor, House } from '../house.ts';
import { readRows } from '../plugins/statistics-rows.ts';
import { Problem } from '../problem.ts';
import { wire } from '../views/time.ts';
import { Behind, erratumSeal, evidenceHash, sealOf } from './seal.ts';

type Slot = { name: string; by?: Division | null | undefined; cell?: string | null | undefined };
type AsKnown = 'then' | 'now';

/** More than this are counted, not told. */
const mostTold = 200;

/** The figure as its definition in the report has it, whatever its newest version asks. */
function figuresOf({ definitions }: FixedReport): Map<string, Figure> {
  return new Map(
    definitions.map(({ name, version, query, of }) => {
      const { of: _, ...asked } = JSON.parse(query) as Query & { of?: string };
      return [name, { name, version, query: asked, of }];
    }),
  );
}

interface Again {
  figures: Map<string, Figure>;
  kept: Record<RowKind, Row[]>;
  before: Behind;
  after: Behind;
}

async function again(house: House, report: FixedReport, asKnown: AsKnown): Promise<Again> {
  const figures = figuresOf(report);
  const cut = asKnown === 'then' ? report.cut : await house.clock.now();
  const divisions = divisionsOf(report._id);
  const kept = await house.store.fixedReports.rowsOf(report.evidence);
  const rows = await readRows(house.store, report, cut);
  return {
    figures,
    kept,
    before: new Behind(figures, kept as unknown as Rows, report, divisions),
    after: new Behind(figures, rows, report, divisions),
  };
}

/** What counts of a figure now: its last erratum, or what was fixed. */
function standing(report: FixedReport, { name, by, cell }: Slot): Sum | undefined {
  const erratum = report.errata.findLast(
    (one) => one.name === name && one.division === (by ?? null) && one.cell === (cell ?? null),
  );
  if (erratum) return erratum.after;
  return report.figures.find((one) => one.name === name && one.by === (by ?? null) && one.cell === (cell ?? null));
}

/** What differs between the rows that were kept and those that are found. */
function differencesOf({ before, after }: Again, { name, by = null, cell = null }: Slot) {
  const was = before.lines(name, by, cell);
  const is = after.lines(name, by, cell);
  const keys = [...new Set([...was.keys(), ...is.keys()])].filter((key) => was.get(key) !== is.get(key)).sort();
  const differences = keys
    .slice(0, mostTold)
    .map((row) => ({ row, before: was.get(row) ?? null, after: is.get(row) ?? null }));
  return { differences, differing: keys.length };
}

const equal = (a: Sum, b: Sum): boolean => a.hash === b.hash && a.value === b.value && a.of === b.of;
const bare = ({ value, of, rows, hash }: Sum): Sum => ({ value, of, rows, hash });

/** @throws 404 for a period that is not fixed, 422 for a figure that is not in its report */
export async function verify(
  house: House,
  period: string,
  { figure, asKnown = 'then' }: VerificationRequest,
): Promise<Verification> {
  const report = await needFixed(house, period);
  const slots: Slot[] = figure ? [needSlot(report, figure)] : report.figures;
  const run = await again(house, report, asKnown);
  const different = [];
  for (const slot of slots) {
    const fixed = standing(report, slot)!;
    const found = run.after.sum(slot.name, slot.by ?? null, slot.cell ?? null);
    if (equal(fixed, found)) continue;
    different.push({
      name: slot.name,
      by: slot.by ?? null,
      cell: slot.cell ?? null,
      fixed: bare(fixed),
      found,
      ...differencesOf(run, slot),
    });
  }
  return {
    period,
    at: wire(await house.clock.now()),
    asKnown,
    checked: slots.length,
    same: slots.length - different.length,
    sealWhole: sealOf(report) === report.hash && errataWhole(report),
    chainWhole: await chainWhole(house),
    evidenceWhole: evidenceHash(run.kept) === report.evidenceHash,
    different,
  };
}

/** Each report names the hash of the one before. */
async function chainWhole(house: House): Promise<boolean> {
  const chain = await house.store.fixedReports.chain();
  return chain.every(
    ({ number, previous }, index) => number === index + 1 && previous === (chain[index - 1]?.hash ?? ''),
  );
}

function errataWhole({ hash, errata }: FixedReport): boolean {
  return errata.every(
    (one, index) =>
      one.number === index + 1 && one.previous === (errata[index - 1]?.hash ?? hash) && erratumSeal(one) === one.hash,
  );
}

/** @throws 409 where the figure is found as it stands */
export async function addErratum(
  house: House,
  actor: Actor,
  period: string,
  { figure, why, asKnown = 'then' }: NewErratum,
): Promise<KeptErratum> {
  const report = await needFixed(house, period);
  const slot = needSlot(report, figure);
  const run = await again(house, report, asKnown);
  const found = run.after.sum(slot.name, slot.by ?? null, slot.cell ?? null);
  const before = bare(standing(report, slot)!);
  if (equal(before, found)) throw new Problem('nothing-differs');
  const content = {
    number: report.errata.length + 1,
    at: await house.clock.now(),
    by: actor.username,
    why: why.normalize('NFC').trim(),
    name: slot.name,
    division: slot.by ?? null,
    cell: slot.cell ?? null,
    before,
    after: found,
    ...differencesOf(run, slot),
    previous: report.errata.at(-1)?.hash ?? report.hash,
  };
  const erratum: KeptErratum = { ...content, hash: erratumSeal(content) };
  const data = { period, number: erratum.number, figure: slot.name, hash: erratum.hash };
  await house.store.transaction(async (session) => {
    if (!(await house.store.fixedReports.addErratum(period, erratum, session))) throw new Problem('conflict');
    await house.store.audit.append(
      { who: actor.username, what: 'correct-statistics', data },
      house.machineNow(),
      session,
    );
  });
  return erratum;
}

export async function needFixed(house: House, period: string): Promise<FixedReport> {
  const report = await house.store.fixedReports.find(period);
  if (!report) throw new Problem('not-found');
  return report;
}

function needSlot(report: FixedReport, slot: Slot): Slot {
  if (!standing(report, slot)) throw new Problem('invalid', { errors: [{ pointer: '/figure', code: 'unknown' }] });
  return slot;
}
