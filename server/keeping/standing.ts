/** How a report stands as far as an erasure is concerned: one that stands otherwise than at the dry run is left alone. */
import { createHash } from 'node:crypto';
import { isOpen } from '../../domain/keeping.ts';
import type { Report } from '../../store/reports.ts';

export type Standing = Pick<
  Report,
  'status' | 'flow' | 'publishedAt' | 'reply' | 'confidential' | 'takenDown' | 'erased' | 'supplements' | 'feedback'
>;

/** What of a report `standingOf` needs, for a projection. */
export const standingFields = {
  status: 1,
  'flow.ended': 1,
  publishedAt: 1,
  'reply.kind': 1,
  confidential: 1,
  takenDown: 1,
  erased: 1,
  'supplements.id': 1,
  'feedback.id': 1,
} as const;

export function standingOf(report: Standing): string {
  const { status, flow, publishedAt, erased, supplements, feedback } = report;
  const said = [supplements?.length ?? 0, feedback?.length ?? 0];
  const stands = [status, flow?.ended === true, publishedAt ?? null, isOpen(report), erased?.words ?? null, said];
  return createHash('sha256').update(JSON.stringify(stands)).digest('base64url').slice(0, 22);
}
