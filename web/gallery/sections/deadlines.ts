/** Deadlines in every tone, badges, and the article that answers "says who?". */
import { html, type TemplateResult } from 'lit';
import { icon } from '../../elements/icons.ts';
import { t } from '../../text/text.ts';
import { type Section, specimen } from '../specimen.ts';
import { dates, moment } from './samples.ts';
import '../../elements/due-badge.ts';
import '../../elements/says-who.ts';

function due(given: {
  dueAt: string | null;
  remindAt?: string;
  originalDueAt?: string;
  done?: boolean;
  brief?: boolean;
}): TemplateResult {
  return html`<qn-due
    .at=${moment}
    .dueAt=${given.dueAt}
    .remindAt=${given.remindAt ?? null}
    .originalDueAt=${given.originalDueAt ?? null}
    .done=${given.done ?? false}
    .brief=${given.brief ?? false}
    .article=${given.dueAt && !given.brief ? '8.3' : ''}
  ></qn-due>`;
}

export const deadlinesSection: Section = {
  id: 'deadlines',
  title: 'gallery.deadlines',
  draw: () => html`${specimen('gallery.due.calm', due(dates.farOff))} ${specimen('gallery.due.soon', due(dates.soon))}
    ${specimen('gallery.due.late', due(dates.late))}
    ${specimen('gallery.due.moved', due({ ...dates.farOff, originalDueAt: dates.first }))}
    ${specimen('gallery.due.done', due({ ...dates.farOff, done: true }))}
    ${specimen('gallery.due.none', due({ dueAt: null }))}
    ${specimen('gallery.due.brief', due({ ...dates.soon, brief: true }))}
    ${specimen('gallery.article', html`<qn-says-who article="6.2"></qn-says-who>`)}
    ${specimen(
      'gallery.badges',
      html`<div class="row">
        <span class="badge">${t('status.received')}</span>
        <span class="badge soon">${icon('hourglass')}${t('gallery.due.soon')}</span>
        <span class="badge late">${icon('late')}${t('gallery.due.late')}</span>
        <span class="badge done">${icon('check')}${t('status.answered')}</span>
      </div>`,
    )}`,
};
