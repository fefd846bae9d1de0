/**
 * A report linked to the one that it repeats. It changes nothing of the procedure: each keeps its sender, its deadlines
 * and its answer. Links are flat: what repeats a repetition repeats the first one.
 */
import { readReportCode } from '../../domain/report-code.ts';
import { may } from '../../domain/rights.ts';
import type { Report } from '../../store/reports.ts';
import type { Actor, House } from '../house.ts';
import { agenciesOf, needReport } from '../plugins/reach.ts';
import { Problem } from '../problem.ts';

/** Links `code` to `to`, or unlinks it (null). Audited. @throws 403, 404, 422 */
export async function linkDuplicate(house: House, actor: Actor, code: string, to: string | null): Promise<void> {
  const report = await find(house, actor, code);
  if (!may(actor.groups, 'report.link', { agencies: agenciesOf(report) })) throw new Problem('missing-right');
  const first = to === null ? null : await firstOf(house, actor, to);
  if (first?._id === report._id) throw new Problem('invalid', { errors: [{ pointer: '/code', code: 'unknown-code' }] });
  if ((report.duplicateOf ?? null) === (first?._id ?? null)) return;
  await house.store.transaction(async (session) => {
    const { collection } = house.store.reports.model;
    const change = first ? { $set: { duplicateOf: first._id } } : { $unset: { duplicateOf: '' } };
    await collection.updateOne({ _id: report._id } as never, change as never, { session });
    // Those that repeat this one repeat the first one too.
    if (first) await collection.updateMany({ duplicateOf: report._id } as never, change as never, { session });
    const entry = {
      who: actor.username,
      what: 'link-duplicate',
      reportCode: report._id,
      data: { to: first?._id ?? null },
    };
    await house.store.audit.append(entry, house.machineNow(), session);
  });
}

/** The report that is meant, or the one that it repeats itself. */
async function firstOf(house: House, actor: Actor, code: string): Promise<Report> {
  const meant = await find(house, actor, code).catch((error: unknown) => {
    if (error instanceof Problem && error.code === 'not-found')
      throw new Problem('invalid', { errors: [{ pointer: '/code', code: 'unknown-code' }] });
    throw error;
  });
  const first = meant.duplicateOf ? await house.store.reports.find(meant.duplicateOf) : null;
  return first ?? meant;
}

async function find(house: House, actor: Actor, code: string): Promise<Report> {
  const id = readReportCode(code) ?? code;
  const [report, tasks] = await Promise.all([house.store.reports.find(id), house.store.tasks.openOfReport(id)]);
  return needReport(
    actor,
    report,
    tasks.flatMap((task) => task.groups),
  );
}
