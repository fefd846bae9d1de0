/** What the shape of a sender's call can't say: dates, districts, half coordinates, empty words (422, with pointers). */
import type { Feedback, NewReport, Supplement } from './api/reports.ts';
import type { InputProblem } from './completion.ts';
import { parseTime } from './iso-time.ts';
import { cleanText } from './search-text.ts';

/** A sender's clock may run a little fast. */
const allowedSkewMs = 10 * 60_000;

/** Problems of a report whose shape is right. `now`: business time in epoch ms. */
export function checkReport(
  report: NewReport,
  { now, isDistrict }: { now: number; isDistrict(id: string): boolean },
): InputProblem[] {
  const problems: InputProblem[] = [];
  const words: [string, string][] = [
    ['/sender/name', report.sender.name],
    ['/content', report.content],
    ['/place/text', report.place.text],
  ];
  for (const [pointer, text] of words) if (cleanText(text) === '') problems.push({ pointer, code: 'required' });
  const digits = report.sender.phone.replace(/\D/g, '').length;
  if (digits < 8 || digits > 15) problems.push({ pointer: '/sender/phone', code: 'format' });
  const { district, lat, lng } = report.place;
  if (district !== undefined && !isDistrict(district))
    problems.push({ pointer: '/place/district', code: 'unknown-code' });
  if (lat !== undefined && lng === undefined) problems.push({ pointer: '/place/lng', code: 'required' });
  if (lng !== undefined && lat === undefined) problems.push({ pointer: '/place/lat', code: 'required' });
  if (report.occurredAt !== undefined) {
    const occurredAt = parseTime(report.occurredAt);
    if (occurredAt === null) problems.push({ pointer: '/occurredAt', code: 'format' });
    else if (occurredAt > now + allowedSkewMs) problems.push({ pointer: '/occurredAt', code: 'future' });
  }
  return problems;
}

/** A supplement says or shows something. */
export function checkSupplement({ content, attachments }: Supplement): InputProblem[] {
  const something = (content !== undefined && cleanText(content) !== '') || (attachments?.length ?? 0) > 0;
  return something ? [] : [{ pointer: '', code: 'incomplete' }];
}

/** Feedback has a rating or a comment. */
export function checkFeedback({ rating, comment }: Feedback): InputProblem[] {
  if (comment !== undefined && cleanText(comment) === '') return [{ pointer: '/comment', code: 'required' }];
  return rating === undefined && comment === undefined ? [{ pointer: '', code: 'incomplete' }] : [];
}
