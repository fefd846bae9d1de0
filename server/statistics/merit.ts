/** Article 15: who kept the dates and was rated well, reports of value, reports that were refused or untrue. */
import type { Merit, NewMark } from '../../domain/api/statistics.ts';
import { may } from '../../domain/rights.ts';
import { selected } from '../../domain/statistics/count.ts';
import { figureNamed } from '../../domain/statistics/figures.ts';
import { byGround, byMerit, minimum, workBy } from '../../domain/statistics/merit.ts';
import type { ReportRow, StepRow } from '../../domain/statistics/rows.ts';
import type { Report } from '../../store/reports.ts';
import type { Actor, House } from '../house.ts';
import { namesOf } from '../plugins/names.ts';
import { mayReadReport, needReport } from '../plugins/reach.ts';
import { readRows } from '../plugins/statistics-rows.ts';
import { Problem } from '../problem.ts';
import { wire, wireOrNull } from '../views/time.ts';
import { periodView } from './count.ts';
import type { Question } from './question.ts';

export async function readMerit(house: House, actor: Actor, question: Question): Promise<Merit> {
  const { span, cut } = question;
  const rows = await readRows(house.store, span, cut);
  const answers = selected(rows, figureNamed('answered')!, span) as unknown as ReportRow[];
  const refused = selected(rows, figureNamed('rejected')!, span) as unknown as ReportRow[];
  const inSpan = ({ doneAt }: StepRow) => doneAt >= span.from && doneAt < span.to;
  const agencies = workBy(rows.steps, answers, inSpan, ({ agency }) => agency);
  const officers = workBy(rows.steps, answers, inSpan, ({ by }) => by);
  const agencyOf = new Map(rows.steps.map(({ by, agency }) => [by, agency]));
  const marks = await house.store.marks.within(span.from, span.to);
  const marked = new Map(marks.map((mark) => [mark._id, mark]));
  const repaired = answers.filter(({ resolution }) => resolution === 'fixed');
  const codes = [...repaired, ...refused].map(({ code }) => code);
  const reports = await readable(house, actor, [...new Set([...codes, ...marked.keys()])]);
  const repeats = await house.store.reports.repeatsOf([...reports.keys()]);
  const nameOf = await namesOf(house, [...officers.keys()]);
  const sender = (code: string) => senderOf(actor, reports.get(code)!);
  const byCode = new Map(rows.reports.map((row) => [row.code, row]));
  const valued = new Set([
    // Who tells of what is known already did not bring it to light.
    ...repaired.map(({ code }) => code).filter((code) => reports.has(code) && !reports.get(code)!.duplicateOf),
    ...marks.filter(({ mark, _id }) => mark === 'valuable' && reports.has(_id)).map(({ _id }) => _id),
  ]);
  for (const { mark, _id } of marks) if (mark === 'false') valued.delete(_id);
  const grounds = byGround(
    refused
      .filter(({ code }) => reports.has(code))
      .map(({ code }) => ({ code, ground: reports.get(code)!.ground ?? '' })),
  );
  return {
    period: periodView(question),
    asOf: wire(cut),
    minimum,
    agencies: [...agencies].sort(byMerit).map(([agency, work]) => ({ agency, ...work })),
    officers: [...officers].sort(byMerit).map(([username, work]) => ({
      username,
      name: nameOf(username),
      agency: agencyOf.get(username) ?? null,
      ...work,
    })),
    valuable: [...valued]
      .map((code) => {
        const row = byCode.get(code);
        const mark = marked.get(code);
        return {
          code,
          field: row?.field ?? reports.get(code)!.field ?? null,
          agency: row?.agency ?? reports.get(code)!.leadAgency ?? null,
          answeredAt: wireOrNull(row?.answeredAt),
          repeats: repeats.get(code) ?? 0,
          rating: row?.rating ?? null,
          marked: mark !== undefined,
          ...(mark ? { why: mark.why } : {}),
          ...sender(code),
        };
      })
      .sort((a, b) => Number(b.marked) - Number(a.marked) || b.repeats - a.repeats || (a.code < b.code ? -1 : 1)),
    refused: {
      total: refused.length,
      byGround: grounds.map(({ ground, codes: own }) => ({ ground, count: own.length, codes: own })),
    },
    untrue: marks
      .filter(({ mark, _id }) => mark === 'false' && reports.has(_id))
      .map(({ _id, at, by, why }) => ({ code: _id, at: wire(at), by, why, ...sender(_id) })),
  };
}

/** The reports of these codes that the person may read. */
async function readable(house: House, actor: Actor, codes: string[]): Promise<Map<string, Report>> {
  const found = await house.store.reports.findMany(codes);
  return new Map(found.filter((report) => mayReadReport(actor, report)).map((report) => [report._id, report]));
}

/** The sender's name, for those who may see all senders; never of a confidential report, nor of an erased one. */
function senderOf(actor: Actor, report: Report): { sender?: string } {
  const seen = may(actor.groups, 'sender.see-all') && !report.confidential && report.sender.name !== '';
  return seen ? { sender: report.sender.name } : {};
}

/** @throws 404 for a report that the person may not know of */
export async function putMark(house: House, actor: Actor, code: string, { mark, why }: NewMark): Promise<void> {
  const report = needReport(actor, await house.store.reports.find(code));
  const at = await house.clock.now();
  const entry = { who: actor.username, what: 'mark-report', reportCode: report._id, data: { mark, why } };
  await house.store.transaction(async (session) => {
    await house.store.marks.put({ _id: report._id, mark, why, by: actor.username, at }, session);
    await house.store.audit.append(entry, house.machineNow(), session);
  });
}

/** @throws 404 where there is no mark */
export async function dropMark(house: House, actor: Actor, code: string): Promise<void> {
  const report = needReport(actor, await house.store.reports.find(code));
  const entry = { who: actor.username, what: 'unmark-report', reportCode: report._id, data: {} };
  await house.store.transaction(async (session) => {
    if (!(await house.store.marks.drop(report._id, session))) throw new Problem('not-found');
    await house.store.audit.append(entry, house.machineNow(), session);
  });
}
