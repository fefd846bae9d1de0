/**
 * Epoch milliseconds ↔ ISO 8601 with the offset +07:00. Vietnam has kept UTC+7 without daylight time since 1975,
 * so plain arithmetic is exact; a time with another offset is accepted and means the same instant.
 */

export const offsetMs = 7 * 3_600_000;

/** `2026-01-05T07:00:00+07:00`; milliseconds are written only when there are any. */
export function formatTime(epochMs: number): string {
  const text = new Date(epochMs + offsetMs).toISOString();
  return `${text.endsWith('.000Z') ? text.slice(0, 19) : text.slice(0, 23)}+07:00`;
}

/** The day in Vietnam, `2026-01-05`. */
export function formatDay(epochMs: number): string {
  return new Date(epochMs + offsetMs).toISOString().slice(0, 10);
}

const pattern =
  /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2})(:\d{2})?(\.\d{1,9})?(Z|[+-]\d{2}:?\d{2})?(?:@([\w/+-]+)|\[([\w/+-]+)\])?$/;

/**
 * Reads an ISO 8601 date-time: with an offset, with `Z`, with a zone after it as FEEL writes it
 * (`2026-01-05T07:00+07:00[Asia/Ho_Chi_Minh]`, `…@Asia/Ho_Chi_Minh`), or with neither, which then means Vietnam's time.
 * Answers epoch milliseconds, or null where the text is no such time.
 */
export function parseTime(text: string): number | null {
  const found = pattern.exec(text);
  if (!found) return null;
  const [, minute, second = ':00', fraction = '', offset = offsetOf(found[5] ?? found[6])] = found;
  if (offset === undefined) return null;
  const zone = offset === 'Z' ? 'Z' : offset.includes(':') ? offset : `${offset.slice(0, 3)}:${offset.slice(3)}`;
  const epochMs = Date.parse(`${minute}${second}${fraction.slice(0, 4)}${zone}`);
  return Number.isNaN(epochMs) ? null : epochMs;
}

/** The offset of a zone that stands alone; another than these two kinds would need a zone table. */
function offsetOf(zone: string | undefined): string | undefined {
  if (zone === undefined || /^(Asia\/Ho_Chi_Minh|Asia\/Saigon|Asia\/Bangkok)$/.test(zone)) return '+07:00';
  return /^(Etc\/)?(UTC|GMT|Z)$/.test(zone) ? 'Z' : undefined;
}
