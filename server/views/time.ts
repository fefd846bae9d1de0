/** Times on the wire: ISO 8601 with +07:00. */
import { formatTime } from '../../domain/iso-time.ts';

export const wire = (epochMs: number): string => formatTime(epochMs);
export const wireOrNull = (epochMs: number | null | undefined): string | null =>
  epochMs === null || epochMs === undefined ? null : formatTime(epochMs);
