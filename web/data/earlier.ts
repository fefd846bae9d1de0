/**
 * What an earlier version of these pages left in localStorage: photos of the draft as ids of uploaded files, and one
 * attempt to send whose answer never came. Moved into the box once; nothing that was kept is lost by the new version.
 */
import type { NewReport } from '../../domain/api/reports.ts';
import { box } from './box.ts';
import { type Draft, emptyDraft } from './draft.ts';
import { keepDraft, readDraft } from './kept.ts';

interface EarlierDraft extends Partial<Draft> {
  files?: { id: string; name: string; type: string; size: number }[];
}
const attemptKey = 'qn.attempt';

function readAttempt(): { key: string; body: NewReport } | null {
  try {
    return JSON.parse(localStorage.getItem(attemptKey) ?? 'null');
  } catch {
    return null;
  }
}

/** Answers whether there was something. */
export async function takeOver(): Promise<boolean> {
  const { files = [], ...draft } = readDraft() as Draft & EarlierDraft;
  const attempt = readAttempt();
  if (files.length === 0 && !attempt) return false;
  const store = await box();
  const at = Date.now();
  for (const { id, ...file } of files) {
    const uploaded = { ...file, key: id, blob: null, fileId: id, uploadedAt: at, keptAt: at };
    await store.write({ shelf: 'photos', put: uploaded });
  }
  const photos = [...draft.photos, ...files.map(({ id, ...file }) => ({ ...file, key: id }))];
  if (!attempt) {
    keepDraft({ ...draft, photos });
    return true;
  }
  const parcel = {
    key: attempt.key,
    draft: { ...draft, id: attempt.key, photos },
    at,
    language: 'vi',
    body: attempt.body,
  };
  await store.write({ shelf: 'parcels', put: { ...parcel, notice: { title: '', body: '' } } });
  keepDraft({ ...emptyDraft, name: draft.name, phone: draft.phone, email: draft.email });
  localStorage.removeItem(attemptKey);
  return true;
}
