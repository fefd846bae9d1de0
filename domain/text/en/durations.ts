/** Time as people say it. */

/** `1 h 20 min`; working minutes, rounded to a minute. */
export function duration(minutes: number): string {
  const whole = Math.round(Math.abs(minutes));
  const hours = Math.floor(whole / 60);
  const rest = whole % 60;
  if (hours === 0) return `${rest} min`;
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}

export const remaining = (minutes: number) => `${duration(minutes)} of working time left`;
export const late = (minutes: number) => `overdue by ${duration(minutes)} of working time`;

/** `15:00 on 06/01/2026`, from an ISO 8601 time with +07:00. */
export function moment(iso: string): string {
  return `${iso.slice(11, 16)} on ${iso.slice(8, 10)}/${iso.slice(5, 7)}/${iso.slice(0, 4)}`;
}
