/** Whether a person may see a report at all, and its confidential text; every look at a confidential one is audited. */
import { may } from '../../domain/rights.ts';
import type { Report } from '../../store/reports.ts';
import type { Actor, House } from '../house.ts';
import { Problem } from '../problem.ts';

export const agenciesOf = (report: Pick<Report, 'leadAgency' | 'coordinatingAgencies'>): string[] => [
  ...(report.leadAgency ? [report.leadAgency] : []),
  ...report.coordinatingAgencies,
];

/** `groups`: candidate groups of a task of this report, where that is how the person comes to it. */
export function mayReadReport(actor: Actor, report: Report, groups: readonly string[] = []): boolean {
  const subject = { agencies: agenciesOf(report), candidateGroups: groups };
  if (!may(actor.groups, 'report.see', subject)) return false;
  return !report.confidential || may(actor.groups, 'report.see-confidential', subject);
}

/** @throws 404: what one may not see one may not know of */
export function needReport(actor: Actor, report: Report | null, groups: readonly string[] = []): Report {
  if (!report || !mayReadReport(actor, report, groups)) throw new Problem('not-found');
  return report;
}

/** To be called before a confidential report is shown to staff. */
export async function auditLook(house: House, actor: Actor, report: Report, where: string): Promise<void> {
  if (!report.confidential) return;
  const entry = { who: actor.username, what: 'look-confidential', reportCode: report._id, data: { where } };
  await house.store.audit.append(entry, house.machineNow());
}
