/**
 * The truth check: every promise of the ledger against what the engine's records tell and what the database holds, the
 * projection against a fresh replay of all records, the audit log against itself.
 */
import { join } from 'node:path';
import { anchorsIn } from '../../../store/audit-anchors.ts';
import { openStore } from '../../../store/store.ts';
import type { House } from '../../house/house.ts';
import type { MailServer } from '../../house/mail-server.ts';
import type { Ledger } from '../load/ledger.ts';
import type { RecordFile } from './record-file.ts';
import { replayDiffers } from './replay.ts';
import { listen, type Told } from './told.ts';

export interface Truth {
  /** A line for each promise that was not kept. */
  lost: string[];
  /** A line for each thing that is there, or was done, more than once. */
  doubled: string[];
  /** What else is not as it should be. */
  wrong: string[];
}

export async function checkTruth(house: House, ledger: Ledger, records: RecordFile, mails: MailServer): Promise<Truth> {
  const { told, hear } = listen();
  for await (const piece of records.read()) for (const record of piece) hear(record);
  const truth: Truth = { lost: [], doubled: [...told.twice], wrong: [] };
  for (const gap of records.gaps) truth.lost.push(`a record of ${gap}`);
  promises(ledger, told, truth);
  await stored(house, ledger, mails, truth);
  const database = new URL(house.databaseUri).pathname.slice(1);
  truth.wrong.push(...(await replayDiffers(house.ownerUri, database, records.read())));
  return truth;
}

/** What was answered, against the records. */
function promises(ledger: Ledger, told: Told, { lost, doubled, wrong }: Truth): void {
  const done = new Set<string>();
  for (const { task, by, outcome } of ledger.completions) {
    if (done.has(task)) doubled.push(`completion of task ${task}: two answers of 204`);
    done.add(task);
    const { completed = [] } = told.tasks.get(task) ?? {};
    if (completed.length === 0) lost.push(`completion of task ${task} by ${by}`);
    else if (completed[0] !== outcome)
      wrong.push(`task ${task} was completed with ${completed[0]}, answered: ${outcome}`);
  }
  for (const { task, by } of ledger.claims)
    if (!told.tasks.get(task)?.assigned.has(by)) lost.push(`claim of task ${task} by ${by}`);
  for (const { code, what } of ledger.said) if (!told.arrived.has(`${code} ${what}`)) lost.push(`${what} of ${code}`);
  for (const [what, times] of told.arrived)
    if (times > 1 && / (feedback|withdrawal)$/.test(what)) doubled.push(`${what}: arrived ${times} times`);
  for (const { code, plan } of ledger.accepted.values()) {
    const instances = told.instances.get(code)?.size ?? 0;
    if (instances === 0) lost.push(`${code}: no instance`);
    if (instances > 1) doubled.push(`${code}: ${instances} instances`);
    const published = told.published.get(code) ?? 0;
    const owed = plan.end === 'answered' || plan.end === 'closed' ? 1 : 0;
    if (published < owed) lost.push(`reply of ${code}`);
    if (published > owed) doubled.push(`reply of ${code}: ${published} times`);
    for (const instance of told.instances.get(code) ?? [])
      if (!plan.open && !told.endedInstances.has(instance)) lost.push(`${code} (${plan.name}): never ended`);
  }
  for (const code of told.instances.keys()) if (!ledger.accepted.has(code)) doubled.push(`${code}: answered to nobody`);
}

/** What was answered, against the database. */
async function stored(house: House, ledger: Ledger, mails: MailServer, truth: Truth): Promise<void> {
  const { lost, doubled, wrong } = truth;
  const store = await openStore({ uri: house.databaseUri });
  try {
    const reports = new Map(
      (await store.reports.model.collection.find({}, { projection: { status: 1 } }).toArray()).map((one) => [
        String(one._id),
        String(one.status),
      ]),
    );
    for (const { code, plan } of ledger.accepted.values()) {
      const status = reports.get(code);
      if (status === undefined) lost.push(`${code}: no report`);
      else if (status !== plan.end) wrong.push(`${code} (${plan.name}) is ${status}, not ${plan.end}`);
    }
    for (const code of reports.keys())
      if (!ledger.accepted.has(code)) doubled.push(`${code}: a report nobody was answered`);
    const adopted = await store.completions.model.collection
      .aggregate([{ $match: { state: 'adopted' } }, { $group: { _id: '$taskKey', times: { $sum: 1 } } }])
      .toArray();
    for (const { _id, times } of adopted) if (times > 1) doubled.push(`task ${_id}: ${times} completions adopted`);
    const times = new Map(adopted.map(({ _id, times: n }) => [String(_id), Number(n)]));
    for (const { task } of ledger.completions) if (!times.has(task)) lost.push(`texts of the completion of ${task}`);
    await told(store, mails, truth);
    const { anchors, broken } = await anchorsIn(join(house.folder, 'audit-anchors.log')).read();
    const { fault } = await store.audit.verify(anchors);
    if (fault) wrong.push(`audit log: entry ${fault.number} ${fault.kind}`);
    if (broken !== null) wrong.push(`audit anchors: line ${broken} does not follow`);
  } finally {
    await store.close();
  }
}

/** Each mail that was owed has arrived; one that came twice came under one id, as is promised (test/faults/mail.test.ts). */
async function told(
  store: Awaited<ReturnType<typeof openStore>>,
  mails: MailServer,
  { lost, doubled, wrong }: Truth,
): Promise<void> {
  const entries = await store.outbox.model.collection.find({ kind: 'mail' } as never).toArray();
  const done = entries.filter(({ state }) => state === 'done').length;
  for (const { _id, state, lastError } of entries)
    if (state !== 'done' && state !== 'dropped') wrong.push(`mail ${_id} is ${state}: ${lastError ?? ''}`);
  const arrived = new Set(mails.received.map(({ headers }) => headers['message-id'])).size;
  if (arrived < done) lost.push(`${done - arrived} of ${done} mails`);
  if (arrived > done) doubled.push(`${arrived - done} mails that nobody owed`);
}
