/** POST /api/statistics/reports/{period}: the period's report is fixed, once, when the period is over (article 13.9). */
import type { FixedReport as View } from '../../domain/api/statistics.ts';
import { figures } from '../../domain/statistics/figures.ts';
import { readPeriod } from '../../domain/statistics/periods.ts';
import { divisionsOf } from '../../domain/statistics/report.ts';
import type { FixedReport, KeptErratum } from '../../store/fixed-reports.ts';
import type { Actor, House } from '../house.ts';
import { ofAgencies, readRows } from '../plugins/statistics-rows.ts';
import { Problem } from '../problem.ts';
import { wire } from '../views/time.ts';
import { definitionView } from './count.ts';
import { known } from './question.ts';
import { Behind, evidenceHash, evidenceRows, reportFigures, sealOf } from './seal.ts';

const byName = new Map(figures.map((figure) => [figure.name, figure]));

/** A period's figures as its report has them, known until its end or until now; of some agencies only where named. */
export async function reckon(house: House, period: string, now: number, agencies: readonly string[] | null = null) {
  const span = readPeriod(period);
  if (!span || span.from > now) throw new Problem('invalid', { errors: [{ pointer: '/period', code: 'range' }] });
  const { cut, ended } = known(span, now);
  const rows = ofAgencies(await readRows(house.store, span, cut), agencies);
  const behind = new Behind(byName, rows, span, divisionsOf(period));
  return { span, cut, ended, behind, figures: reportFigures(period, [...byName.values()], behind) };
}

/** @throws 409 for a period that is fixed already, or not over */
export async function fixReport(house: House, actor: Actor, period: string): Promise<FixedReport> {
  const now = await house.clock.now();
  const { span, cut, ended, behind, figures: counted } = await reckon(house, period, now);
  if (!ended) throw new Problem('period-not-over');
  if (await house.store.fixedReports.find(period)) throw new Problem('already-fixed');
  const rows = evidenceRows(figures, behind);
  const evidence = Buffer.from(house.random(16)).toString('hex');
  // The rows first: a report is never there without them.
  await house.store.fixedReports.keepRows(evidence, rows);
  const last = (await house.store.fixedReports.chain()).at(-1);
  const content = {
    _id: period,
    number: (last?.number ?? 0) + 1,
    from: span.from,
    to: span.to,
    cut,
    fixedAt: now,
    fixedBy: actor.username,
    definitions: figures.map(definitionView),
    figures: counted,
    evidence,
    evidenceHash: evidenceHash(rows),
    previous: last?.hash ?? '',
    errata: [],
  };
  const report: FixedReport = { ...content, hash: sealOf(content) };
  const entry = { who: actor.username, what: 'fix-statistics', data: { period, hash: report.hash } };
  try {
    await house.store.transaction(async (session) => {
      await house.store.fixedReports.add(report, session);
      await house.store.audit.append(entry, house.machineNow(), session);
    });
  } catch (error) {
    if ((error as { code?: number }).code !== 11000) throw error;
    throw new Problem((await house.store.fixedReports.find(period)) ? 'already-fixed' : 'conflict');
  }
  return report;
}

export const summaryView = (report: Omit<FixedReport, 'figures' | 'definitions'>) => ({
  period: report._id,
  from: wire(report.from),
  to: wire(report.to),
  asOf: wire(report.cut),
  fixedAt: wire(report.fixedAt),
  fixedBy: report.fixedBy,
  hash: report.hash,
  previous: report.previous,
  errata: report.errata.length,
});

export const erratumView = ({ previous: _, at, ...rest }: KeptErratum) => ({ ...rest, at: wire(at) });

export const fixedView = (report: FixedReport): View => ({
  ...summaryView(report),
  errata: report.errata.map(erratumView),
  definitions: report.definitions,
  figures: report.figures,
});
