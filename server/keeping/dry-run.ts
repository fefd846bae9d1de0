/** What an erasure would erase: the list of reports and the counts by kind. Reads only, and needs no keys. */
import { createHash } from 'node:crypto';
import { type Erasable, isOpen, mostErased } from '../../domain/keeping.ts';
import type { MailState } from '../../domain/mail-in/letter.ts';
import type { Erasure } from '../../store/erasures.ts';
import type { Instance } from '../../store/instances.ts';
import type { Report } from '../../store/reports.ts';
import type { StandingRule } from '../../store/retention.ts';
import type { Store } from '../../store/store.ts';
import { type Standing, standingFields, standingOf } from './standing.ts';

const dayMs = 86_400_000;
const batch = 500;
/** A mail in one of these is done with. */
const mailsOver = ['refused', 'ignored', 'closed', 'dismissed'] as const satisfies readonly MailState[];
/** In these a procedure can have ended. */
const endings = ['answered', 'closed', 'rejected', 'withdrawn'];

type Candidate = Standing & Pick<Report, '_id' | 'instanceKey'>;
export type Listed = Pick<Erasure, 'reports' | 'hash' | 'counts' | 'more'>;

/** Reports or mails that the rule is due for at `now` (business time), oldest first. */
export async function dryRunOf(
  store: Store,
  rule: Pick<StandingRule, 'what' | 'afterDays'>,
  now: number,
): Promise<Listed> {
  const before = now - rule.afterDays * dayMs;
  if (rule.what === 'mails') return listedMails(store, before);
  const cursor = store.reports.model
    .find({ status: { $in: endings }, receivedAt: { $lte: before }, 'flow.ended': true, ...notYet(rule.what) } as never)
    .select({ ...standingFields, instanceKey: 1 })
    .sort({ receivedAt: 1, _id: 1 })
    .lean<Candidate[]>()
    .cursor({ batchSize: batch });
  const found: Candidate[] = [];
  let some: Candidate[] = [];
  const settle = async (): Promise<void> => {
    found.push(...(await endedBefore(store, some, before)));
    some = [];
  };
  for await (const one of cursor) {
    const report = one as unknown as Candidate;
    if (rule.what === 'words' && isOpen(report)) continue;
    some.push(report);
    if (some.length === batch) await settle();
    if (found.length > mostErased) break;
  }
  await settle();
  return listed(store, found, rule.what);
}

/** Mails that became nobody's report, and that nothing waits for. */
async function listedMails(store: Store, before: number): Promise<Listed> {
  const found = await store.mails.model
    .find({ state: { $in: [...mailsOver] }, reportCode: null, receivedAt: { $lte: before }, erasedAt: null } as never)
    .select({ state: 1 })
    .sort({ receivedAt: 1, _id: 1 })
    .limit(mostErased + 1)
    .lean<{ _id: string; state: string }[]>()
    .exec();
  const reports = found.slice(0, mostErased).map(({ _id, state }) => ({ code: _id, standing: state }));
  return {
    reports,
    hash: hashOf(reports),
    more: found.length > mostErased,
    counts: { reports: 0, senders: 0, followers: 0, devices: 0, mails: reports.length, words: 0, files: 0 },
  };
}

const hashOf = (reports: Listed['reports']): string =>
  createHash('sha256')
    .update(reports.map(({ code }) => code).join('\n'))
    .digest('hex');

/** The list of one report, at its sender's own request. */
export const dryRunOfOne = (store: Store, report: Report): Promise<Listed> =>
  listed(store, [report], isOpen(report) ? 'sender' : 'words');

const notYet = (what: Erasable): object => (what === 'words' ? { 'erased.words': { $ne: true } } : { erased: null });

async function endedBefore(store: Store, reports: Candidate[], before: number): Promise<Candidate[]> {
  const keys = reports.flatMap(({ instanceKey }) => instanceKey ?? []);
  const ended = await store.instances.model
    .find({ _id: { $in: keys }, endedAt: { $lte: before } } as never)
    .select({ _id: 1 })
    .lean<Pick<Instance, '_id'>[]>()
    .exec();
  const over = new Set(ended.map(({ _id }) => _id));
  return reports.filter(({ instanceKey }) => instanceKey !== undefined && over.has(instanceKey));
}

async function listed(store: Store, found: Candidate[], what: Erasable): Promise<Listed> {
  const reports = found.slice(0, mostErased).map((one) => ({ code: one._id, standing: standingOf(one) }));
  const codes = reports.map(({ code }) => code);
  const wordless = what === 'words' ? codes : [];
  const { followers, pushSubscriptions, files, mails } = store;
  const following = await followers.model
    .find({ reportCode: { $in: codes } })
    .select({ _id: 1 })
    .lean()
    .exec();
  const owners = [...codes.map((code) => `sender:${code}`), ...following.map(({ _id }) => `follower:${_id}`)];
  return {
    reports,
    hash: hashOf(reports),
    more: found.length > mostErased,
    counts: {
      reports: codes.length,
      senders: found.slice(0, mostErased).filter(({ erased }) => !erased).length,
      followers: following.length,
      devices: await pushSubscriptions.model.countDocuments({ owner: { $in: owners } }),
      mails: await mails.model.countDocuments({ reportCode: { $in: codes } }),
      words: wordless.length,
      files: await files.model.countDocuments({ reportCode: { $in: wordless }, erased: null } as never),
    },
  };
}
