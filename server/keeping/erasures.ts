/** Rules of retention, dry runs, and their confirmation by a second person (docs/decisions/0025). */
import type { ChangedRule, Erasure as ErasureView, NewErasure, RetentionRule } from '../../domain/api/erasures.ts';
import { newId } from '../../domain/ids.ts';
import type { Erasable } from '../../domain/keeping.ts';
import { readReportCode } from '../../domain/report-code.ts';
import { cleanText } from '../../domain/search-text.ts';
import type { Erasure } from '../../store/erasures.ts';
import type { StandingRule } from '../../store/retention.ts';
import type { Actor, House } from '../house.ts';
import { Problem } from '../problem.ts';
import { wire } from '../views/time.ts';
import { dryRunOf, dryRunOfOne, type Listed } from './dry-run.ts';

const invalid = (pointer: string, code: 'required' | 'unknown-code' = 'required'): Problem =>
  new Problem('invalid', { errors: [{ pointer, code }] });

export const ruleView = ({ id, what, afterDays, ground, active, version, by, at }: StandingRule): RetentionRule => ({
  ...{ id, what, afterDays, ground, active, version },
  changedBy: by,
  changedAt: at === null ? null : wire(at),
});

/** @throws 404, 412, 422 a rule in force without a ground */
export async function changeRule(house: House, actor: Actor, id: string, body: ChangedRule): Promise<RetentionRule> {
  const { retention, audit } = house.store;
  const rule = await retention.find(id);
  if (!rule) throw new Problem('not-found');
  const ground = cleanText(body.ground);
  if (body.active && !ground) throw invalid('/ground');
  const { afterDays, active, version } = body;
  const at = await house.clock.now();
  await house.store.transaction(async (session) => {
    const changed = { id, afterDays, ground, active, version, by: actor.username, at };
    if (!(await retention.change(changed, session))) throw new Problem('stale');
    const entry = { who: actor.username, what: 'change-retention', data: { rule: id, afterDays, ground, active } };
    await audit.append(entry, house.machineNow(), session);
  });
  return ruleView((await retention.find(id))!);
}

/** A dry run: nothing is erased by it. @throws 404, 409 a report that runs, 410, 422 */
export async function tryErasure(house: House, actor: Actor, body: NewErasure): Promise<Erasure> {
  const at = await house.clock.now();
  return keepTried(house, actor.username, at, await asked(house, body, at));
}

export async function keepTried(
  house: Pick<House, 'store' | 'random' | 'machineNow'>,
  by: string,
  at: number,
  { rule, what, ground, listed }: Asked,
): Promise<Erasure> {
  const erasure: Erasure = {
    _id: newId(house.random),
    ...{ rule, what, ground, ...listed },
    by,
    at,
    state: 'tried',
    confirmedBy: null,
    confirmedAt: null,
    next: 0,
    skipped: [],
    pending: { keys: [], blobs: [] },
    endedAt: null,
  };
  await house.store.erasures.insert(erasure);
  const data = { erasure: erasure._id, rule, of: what, ground, total: listed.reports.length };
  await house.store.audit.append({ who: by, what: 'ask-erasure', data }, house.machineNow());
  return erasure;
}

interface Asked {
  rule: string | null;
  what: Erasable;
  ground: string;
  listed: Listed;
}

async function asked(house: House, body: NewErasure, now: number): Promise<Asked> {
  const { store } = house;
  if ((body.rule === undefined) === (body.reportCode === undefined)) throw invalid('/rule');
  if (body.rule !== undefined) {
    const rule = await store.retention.find(body.rule);
    if (!rule) throw invalid('/rule', 'unknown-code');
    // One that is not in force erases nothing.
    if (!rule.active) throw new Problem('no-use-now');
    return { rule: rule.id, what: rule.what, ground: rule.ground, listed: await dryRunOf(store, rule, now) };
  }
  const ground = cleanText(body.ground ?? '');
  if (!ground) throw invalid('/ground');
  const report = await store.reports.find(readReportCode(body.reportCode!) ?? body.reportCode!);
  if (!report) throw new Problem('not-found');
  if (report.erased?.words) throw new Problem('erased');
  // While it is handled its sender is needed; who wants it gone withdraws it first.
  if (report.flow.ended !== true) throw new Problem('no-use-now');
  const listed = await dryRunOfOne(store, report);
  const what = listed.counts.words > 0 ? 'words' : 'sender';
  if (what === 'sender' && report.erased) throw new Problem('erased');
  return { rule: null, what, ground, listed };
}

/** Confirms exactly the list that was tried. @throws 403 the same person, 404, 409 confirmed already, 412 another list */
export async function confirmErasure(house: House, actor: Actor, id: string, hash: string): Promise<Erasure> {
  const { erasures, audit } = house.store;
  const found = await erasures.find(id);
  if (!found) throw new Problem('not-found');
  if (found.state !== 'tried') throw new Problem('conflict');
  if (found.by === actor.username) throw new Problem('four-eyes');
  if (found.hash !== hash) throw new Problem('stale');
  const confirmedAt = await house.clock.now();
  const set = { state: 'running', confirmedBy: actor.username, confirmedAt };
  await house.store.transaction(async (session) => {
    const changed = await erasures.model.updateOne({ _id: id, state: 'tried' }, { $set: set } as never, { session });
    if (changed.matchedCount === 0) throw new Problem('conflict');
    const data = { erasure: id, rule: found.rule, hash, total: found.reports.length };
    await audit.append({ who: actor.username, what: 'confirm-erasure', data }, house.machineNow(), session);
  });
  house.wakeKeeper();
  return (await erasures.find(id))!;
}

export function erasureView(erasure: Erasure, actor: Actor): ErasureView {
  const { _id: id, rule, what, ground, by, at, state, counts, hash, more, next, skipped } = erasure;
  const { confirmedBy, confirmedAt, endedAt } = erasure;
  return {
    ...{ id, rule, what, ground, state, counts, hash, more, skipped, confirmedBy },
    askedBy: by,
    askedAt: wire(at),
    confirmedAt: confirmedAt === null ? null : wire(confirmedAt),
    progress: next,
    endedAt: endedAt === null ? null : wire(endedAt),
    total: erasure.reports.length,
    mayConfirm: state === 'tried' && by !== actor.username,
  };
}
