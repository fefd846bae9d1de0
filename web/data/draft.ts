/** What a sender writes, step by step, and how it becomes the body of a report. Pure. */
import type { NewReport } from '../../domain/api/reports.ts';
import type { Taken } from './taken.ts';

/** A photo or video of the draft; its bytes and the state of its upload stand in the box under `key`. */
export interface PhotoRef {
  key: string;
  name: string;
  type: string;
  /** Bytes. */
  size: number;
}

export interface Draft {
  /** Of this report from the first letter to the answer: its Idempotency-Key. Empty until something is written. */
  id: string;
  content: string;
  photos: PhotoRef[];
  place: string;
  district: string;
  lat: number | null;
  lng: number | null;
  /** ISO 8601 with offset, or empty. */
  occurredAt: string;
  /** Where and when a photo says that it was taken, until its sender has answered. It stays on the device. */
  proposal: Taken | null;
  name: string;
  phone: string;
  email: string;
  hideIdentity: boolean;
  confidential: boolean;
}

export const emptyDraft: Draft = {
  id: '',
  content: '',
  photos: [],
  place: '',
  district: '',
  lat: null,
  lng: null,
  occurredAt: '',
  proposal: null,
  name: '',
  phone: '',
  email: '',
  hideIdentity: false,
  confidential: false,
};

/** Whether there is anything in it besides who sends. */
export const isBlank = (draft: Draft): boolean =>
  draft.content.trim() === '' && draft.photos.length === 0 && draft.place.trim() === '' && draft.lat === null;

/** The body of POST /api/reports. Texts are trimmed and normalised (NFC); what is empty is left out. */
export function bodyOf(draft: Draft, fileIds: readonly string[]): NewReport {
  const clean = (text: string) => text.normalize('NFC').trim();
  const email = clean(draft.email);
  return {
    sender: { name: clean(draft.name), phone: clean(draft.phone), ...(email && { email }) },
    content: clean(draft.content),
    place: {
      text: clean(draft.place),
      ...(draft.district && { district: draft.district }),
      ...(draft.lat !== null && draft.lng !== null && { lat: draft.lat, lng: draft.lng }),
    },
    ...(draft.occurredAt && { occurredAt: draft.occurredAt }),
    ...(draft.hideIdentity && { hideIdentity: true }),
    ...(draft.confidential && { confidential: true }),
    ...(fileIds.length > 0 && { attachments: [...fileIds] }),
  };
}
