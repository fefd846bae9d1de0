/** That a report's data were erased, and when: for its sender and for staff. */
import type { TemplateResult } from 'lit';
import type { ReportView } from '../../domain/api/reports.ts';
import { t } from '../text/text.ts';
import { day } from '../text/times.ts';
import { notice } from './states.ts';

export function erasedNotice({ at, words }: NonNullable<ReportView['erased']>): TemplateResult {
  return notice('info', t('follow.erased'), t(words ? 'follow.erased.words' : 'follow.erased.text', { at: day(at) }));
}
