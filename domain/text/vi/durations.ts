/** Thời gian theo cách nói thường ngày. */

/** `1 giờ 20 phút`; số phút làm việc, làm tròn đến phút. */
export function duration(minutes: number): string {
  const whole = Math.round(Math.abs(minutes));
  const hours = Math.floor(whole / 60);
  const rest = whole % 60;
  if (hours === 0) return `${rest} phút`;
  return rest === 0 ? `${hours} giờ` : `${hours} giờ ${rest} phút`;
}

export const remaining = (minutes: number) => `còn ${duration(minutes)} làm việc`;
export const late = (minutes: number) => `quá hạn ${duration(minutes)} làm việc`;

/** `15:00 ngày 06/01/2026`, từ thời điểm ISO 8601 có +07:00. */
export function moment(iso: string): string {
  return `${iso.slice(11, 16)} ngày ${iso.slice(8, 10)}/${iso.slice(5, 7)}/${iso.slice(0, 4)}`;
}
