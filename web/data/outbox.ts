/**
 * Reports on their way. A report that its sender has sent becomes a parcel in the box and leaves it only with an answer:
 * photos first, then the body with the draft's id as Idempotency-Key. Pages and the service worker deliver by the same
 * code, one at a time; the server's idempotency makes even a repeat after a lost answer one report.
 */
import type { ReportReceipt } from '../../domain/api/reports.ts';
import { box, type Parcel, type SentParcel } from './box.ts';
import { bodyOf, type Draft } from './draft.ts';
import { alone, ifFree } from './lock.ts';
import { forgetUploads, uploadPhoto } from './photos.ts';
import { Problem, reach, readProblem, textOf } from './problem.ts';

/** What became of a parcel: it has its receipt, was refused, still waits, or is no longer there. */
export type Outcome = 'sent' | 'refused' | 'waiting' | 'gone';

/** News for every window: a parcel changed, or how much of its photos has arrived (0…1). */
export interface News {
  key: string;
  what: 'changed' | 'sending' | 'sent';
  share?: number;
}

const patience = 60_000;
const channel = () => (typeof BroadcastChannel === 'function' ? new BroadcastChannel('qn.outbox') : undefined);
let voice: BroadcastChannel | undefined;

function tell(news: News): void {
  voice ??= channel();
  voice?.postMessage(news);
}

/** Calls `listener` with what happens to parcels, in whichever window or worker; answers how to stop. */
export function onNews(listener: (news: News) => void): () => void {
  const ear = channel();
  if (!ear) return () => {};
  ear.onmessage = (event: MessageEvent<News>) => listener(event.data);
  return () => ear.close();
}

/** Puts a complete draft on its way. @throws DOMException where the device is full */
export async function enqueue(draft: Draft, language: string, notice: Parcel['notice']): Promise<void> {
  const store = await box();
  const key = draft.id;
  // Sent from another window already: its draft is the same report.
  if ((await store.get('parcels', key)) || (await store.get('sent', key))) return;
  await store.write({ shelf: 'parcels', put: { key, draft, at: Date.now(), language, notice } });
  tell({ key, what: 'changed' });
}

export const waiting = async (): Promise<Parcel[]> => (await (await box()).all('parcels')).sort((a, b) => a.at - b.at);

/** Delivers one parcel. Never rejects because of the network or a refusal: the parcel says what happened. */
export function deliver(key: string): Promise<Outcome> {
  return alone('outbox', () => attempt(key));
}

/** Delivers all that wait for a network, oldest first. Answers how many still wait. */
export function deliverAll(): Promise<number> {
  return alone('outbox', async () => {
    let left = 0;
    for (const parcel of await waiting()) {
      if (parcel.refusal) continue;
      if ((await attempt(parcel.key)) === 'waiting') left += 1;
    }
    return left;
  });
}

async function attempt(key: string): Promise<Outcome> {
  const store = await box();
  if (await store.get('sent', key)) return 'sent';
  const parcel = await store.get('parcels', key);
  if (!parcel) return 'gone';
  if (parcel.refusal) return 'refused';
  // Known to be without a network: nothing is posted, so the report may still be changed.
  if (!navigator.onLine) return 'waiting';
  try {
    tell({ key, what: 'sending', share: 0 });
    await post(parcel, true);
    return 'sent';
  } catch (cause) {
    if (!(cause instanceof Problem)) throw cause;
    const now = (await store.get('parcels', key)) ?? parcel;
    await store.write({ shelf: 'parcels', put: cause.refused ? refused(now, cause) : troubled(now, cause) });
    tell({ key, what: 'changed' });
    return cause.refused ? 'refused' : 'waiting';
  }
}

function refused({ body: _body, ...parcel }: Parcel, problem: Problem): Parcel {
  return { ...parcel, refusal: { status: problem.status, text: problem.message, fields: problem.fieldErrors() } };
}

const troubled = (parcel: Parcel, { status, retryAfter }: Problem): Parcel => ({
  ...parcel,
  trouble: { status, retryAfter },
});

/** Photos, then the report. `again`: photos that the server no longer has may be uploaded once more. */
async function post(parcel: Parcel, again: boolean): Promise<void> {
  const store = await box();
  const { key, draft, language } = parcel;
  const body = parcel.body ?? bodyOf(draft, await fileIds(parcel));
  // Kept before it goes: if the answer is lost, exactly this body must go again.
  await store.write({ shelf: 'parcels', put: { ...parcel, body } });
  const response = await reach('/api/reports', {
    method: 'POST',
    headers: {
      accept: 'application/json',
      'accept-language': language,
      'content-type': 'application/json',
      'idempotency-key': key,
    },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(patience),
  });
  if (!response.ok) {
    const problem = await readProblem(response);
    const stale =
      problem.status === 422 && Object.keys(problem.fieldErrors()).some((name) => /^attachments/.test(name));
    if (!stale || !again) throw problem;
    // Not stored, because its files were kept for a day only: they go up anew, from the device.
    await forgetUploads(draft.photos);
    return post({ ...parcel, body: undefined }, false);
  }
  await arrived(parcel, JSON.parse(await textOf(response)) as ReportReceipt);
}

async function arrived({ key, draft, notice }: Parcel, receipt: ReportReceipt): Promise<void> {
  const sent: SentParcel = { ...receipt, key, summary: draft.content.trim().slice(0, 120), seen: false };
  await (await box()).write(
    { shelf: 'sent', put: sent },
    { shelf: 'parcels', drop: key },
    ...draft.photos.map((photo) => ({ shelf: 'photos' as const, drop: photo.key })),
  );
  tell({ key, what: 'sent' });
  await onSent?.(sent, notice);
}

let onSent: ((sent: SentParcel, notice: Parcel['notice']) => Promise<void>) | undefined;

/** Called after each report that this window or worker has delivered. */
export function whenSent(act: typeof onSent): void {
  onSent = act;
}

/** Uploads what is missing of a parcel's photos, one after the other. */
async function fileIds({ key, draft, language }: Parcel): Promise<string[]> {
  const ids: string[] = [];
  const bytes = draft.photos.reduce((sum, photo) => sum + photo.size, 0) || 1;
  let before = 0;
  for (const photo of draft.photos) {
    const start = before;
    const id = await uploadPhoto(photo.key, {
      language,
      progress: (share) => tell({ key, what: 'sending', share: (start + share * photo.size) / bytes }),
    });
    if (id) ids.push(id);
    before += photo.size;
  }
  return ids;
}

/**
 * Takes a parcel back, to be changed or given up. Undefined where that can't be: it is being sent at this moment, was
 * sent, or may have arrived already.
 */
export async function takeBack(key: string): Promise<Parcel | undefined> {
  return ifFree('outbox', async () => {
    const store = await box();
    const parcel = await store.get('parcels', key);
    if (!parcel || parcel.body) return undefined;
    await store.write({ shelf: 'parcels', drop: key });
    tell({ key, what: 'changed' });
    return parcel;
  });
}

/** The receipts that nobody has been shown, newest first. */
export async function unseen(): Promise<SentParcel[]> {
  const all = await (await box()).all('sent');
  return all.filter((one) => !one.seen).sort((a, b) => b.receivedAt.localeCompare(a.receivedAt));
}

/** The receipt of a parcel that was sent. */
export async function receiptOf(key: string): Promise<SentParcel | undefined> {
  return (await box()).get('sent', key);
}

export async function markSeen(key: string): Promise<void> {
  const sent = await receiptOf(key);
  if (!sent || sent.seen) return;
  await (await box()).write({ shelf: 'sent', put: { ...sent, seen: true } });
  tell({ key, what: 'changed' });
}
