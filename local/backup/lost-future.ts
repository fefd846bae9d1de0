/**
 * What the database of a backup knows and its engine does not: the database was read a moment after the engine, and what
 * workers wrote in that moment belongs to steps that the restored engine will take anew, with the same numbers for other
 * things. Keys rise, so the first key that the restored engine gives out tells what is of that lost future.
 */
import type { Store } from '../../store/store.ts';

export interface Forgotten {
  deadlines: number;
  moves: number;
  replies: number;
  outbox: number;
}

const partitionBits = 51n;
const keyPattern = /\d{16,19}/;

/** `firstKeys`: one key of each partition that the restored engine gave out anew. */
export async function forgetLostFuture(store: Store, firstKeys: readonly string[]): Promise<Forgotten> {
  const first = new Map(firstKeys.map((key) => [BigInt(key) >> partitionBits, BigInt(key)]));
  const isLost = (text: string | undefined): boolean => {
    const [digits] = keyPattern.exec(text ?? '') ?? [];
    if (!digits) return false;
    const key = BigInt(digits);
    const from = first.get(key >> partitionBits);
    return from !== undefined && key >= from;
  };
  const forgotten: Forgotten = { deadlines: 0, moves: 0, replies: 0, outbox: 0 };

  for await (const { _id, moves } of store.deadlines.model.find().select({ moves: 1 }).lean().cursor()) {
    if (isLost(_id)) {
      await store.deadlines.model.deleteOne({ _id });
      forgotten.deadlines += 1;
      continue;
    }
    const lost = moves.findIndex(({ by }) => by?.startsWith('job ') && isLost(by));
    if (lost === -1) continue;
    // The first date before all of them holds again; the reminder is set anew with the next move.
    const change = { $set: { dueAt: moves[lost]!.from, moves: moves.slice(0, lost) } };
    await store.deadlines.model.updateOne({ _id }, change);
    forgotten.moves += moves.length - lost;
  }
  for await (const { _id } of store.replies.model.find().select({ _id: 1 }).lean().cursor()) {
    if (isLost(_id)) forgotten.replies += (await store.replies.model.deleteOne({ _id })).deletedCount;
  }
  const written = store.outbox.model.find().select({ holdUntilJob: 1, instanceKey: 1 }).lean().cursor();
  for await (const { _id, holdUntilJob, instanceKey } of written) {
    // `sender:<job>:…`, `remind:<task instance>:…`: what tells of a step is named by it.
    if ([holdUntilJob, instanceKey, _id.split(':')[1]].some(isLost))
      forgotten.outbox += (await store.outbox.model.deleteOne({ _id })).deletedCount;
  }
  return forgotten;
}

/**
 * Messages that were handed to the engine in that moment and that it does not know any more are owed again: those whose
 * subscription is still open in it. `isOpen` asks the engine. Returns how many.
 */
export async function oweAgain(
  store: Store,
  since: number,
  isOpen: (name: string, correlationKey: string) => Promise<boolean>,
): Promise<number> {
  let owed = 0;
  const given = { kind: 'message' as const, state: 'done' as const, doneAt: { $gte: since } };
  for (const { _id, message } of await store.outbox.model.find(given).lean().exec()) {
    if (!message || message.messageId !== undefined || !(await isOpen(message.name, message.correlationKey))) continue;
    await store.outbox.model.updateOne({ _id }, { $set: { state: 'pending', attempts: 0 }, $unset: { doneAt: '' } });
    owed += 1;
  }
  return owed;
}
