/** The province's clock as `<input type="datetime-local">` writes it. Pure; +07:00 whatever the device's zone is. */
const offsetMs = 7 * 3_600_000;

/** `2026-03-01T08:12` of an ISO time; empty for none. */
export function localTime(iso: string): string {
  const at = Date.parse(iso);
  return Number.isNaN(at) ? '' : new Date(at + offsetMs).toISOString().slice(0, 16);
}

/** ISO 8601 with offset of what the control says; empty for none. */
export function timeOfLocal(local: string): string {
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(local) ? `${local.slice(0, 16)}:00+07:00` : '';
}
