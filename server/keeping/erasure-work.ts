/**
 * Carries confirmed erasures out, report by report: the change and its entry on the audit log in one transaction, then
 * the keys and bytes. What a stop leaves between the two is destroyed before anything else. Several servers may try:
 * who moves `next` has done the report.
 */
import type { ClientSession } from 'mongoose';
import type { Erasure } from '../../store/erasures.ts';
import type { StoredMail } from '../../store/mails.ts';
import type { Report } from '../../store/reports.ts';
import type { House } from '../house.ts';
import type { Work } from '../keeper.ts';
import { type Doomed, eraseMail, eraseReport } from './erase-report.ts';
import { standingOf } from './standing.ts';

export function erasureWork(house: Pick<House, 'store' | 'clock' | 'machineNow'>): Work {
  const { store } = house;
  let stopped = false;

  async function destroy({ pending }: Erasure): Promise<void> {
    const bucket = store.files.bucket();
    for (const blob of pending.blobs)
      await bucket.delete(blob as never).catch((error: Error) => {
        // Gone already: this is a repeat.
        if (!/FileNotFound|File not found/.test(`${error.name} ${error.message}`)) throw error;
      });
    store.seals.destroy(pending.keys);
  }

  /** Null where it stands otherwise than at the dry run. */
  async function eraseOne(
    { what }: Erasure,
    { code, standing }: Erasure['reports'][number],
    at: number,
    session: ClientSession,
  ): Promise<Doomed | null> {
    if (what === 'mails') {
      const kept = await store.mails.model.collection.findOne({ _id: code } as never, { session });
      const mail = kept as unknown as StoredMail | null;
      return mail?.state === standing && !mail.reportCode ? eraseMail(store, mail, at, session) : null;
    }
    const report = (await store.reports.model.findById(code).session(session).lean().exec()) as Report | null;
    return report && standingOf(report) === standing ? eraseReport(store, report, what, at, session) : null;
  }

  /** One report of the list, or the end of it. */
  async function step(erasure: Erasure): Promise<void> {
    const at = await house.clock.now();
    const { _id, next, reports } = erasure;
    await store.transaction(async (session) => {
      const mine = { _id, state: 'running', next } as never;
      const set: Record<string, unknown> = { pending: { keys: [], blobs: [] } };
      const line = reports[next];
      if (!line) {
        await store.erasures.model.updateOne(mine, { $set: { ...set, state: 'done', endedAt: at } }, { session });
        return;
      }
      const moved = await store.erasures.model.updateOne(mine, { $inc: { next: 1 } }, { session });
      // Another server was faster.
      if (moved.matchedCount === 0) return;
      const doomed = await eraseOne(erasure, line, at, session);
      if (!doomed) {
        const skip = { $set: set, $push: { skipped: line.code } };
        await store.erasures.model.updateOne({ _id }, skip as never, { session });
        return;
      }
      set.pending = doomed;
      await store.erasures.model.updateOne({ _id }, { $set: set }, { session });
      const said = { erasure: _id, rule: erasure.rule, of: erasure.what, ground: erasure.ground };
      const which =
        erasure.what === 'mails' ? { data: { ...said, mail: line.code } } : { reportCode: line.code, data: said };
      const who = erasure.confirmedBy ?? erasure.by;
      await store.audit.append({ who, what: 'erase', ...which }, house.machineNow(), session);
    });
  }

  return {
    async work() {
      while (!stopped) {
        const erasure = await store.erasures.running();
        if (!erasure) return 'idle';
        await destroy(erasure);
        await step(erasure);
      }
      return 'idle';
    },
    stop() {
      stopped = true;
    },
  };
}
