/** One notice: what it is, of which report, when; a press leads there and marks it as read. */
import { html, nothing, type TemplateResult } from 'lit';
import { now } from '../data/clock.ts';
import type { NoticeItem } from '../data/notices.ts';
import { type IconName, icon } from '../elements/icons.ts';
import { type TextKey, t, textFor } from '../text/text.ts';
import { briefTime, fullTime } from '../text/times.ts';

const signs: Record<NoticeItem['kind'], IconName> = {
  newTask: 'inbox',
  approval: 'check',
  handedOver: 'person',
  reminder: 'clock',
  overdue: 'late',
  addendum: 'file',
  release: 'check',
  inherited: 'inbox',
  roster: 'person',
  connection: 'offline',
};

/** What a notice says in one line. */
export function noticeText({ kind, stage, count }: NoticeItem): string {
  if (count > 1) return t(kind === 'handedOver' ? 'notices.manyHandedOver' : 'notices.newTasks', { n: count });
  return t(`notices.say.${kind}` as TextKey, { stage: textFor('stage', stage ?? '') ?? '' });
}

export function noticeRow(item: NoticeItem, onOpen: (item: NoticeItem) => void): TemplateResult {
  const { kind, code, dueAt, at, read, path, count } = item;
  const tone = kind === 'overdue' ? 'late' : kind === 'reminder' ? 'soon' : '';
  return html`<li class="notice-row ${read ? '' : 'unread'}">
    <a href=${path} @click=${() => onOpen(item)}>
      <span class="sign ${tone}">${icon(signs[kind])}</span>
      <span class="what">
        <strong>${noticeText(item)}</strong>
        <span class="xs soft">
          ${code && count < 2 ? html`<span class="code">${code}</span>` : nothing}
          ${dueAt && count < 2 ? html`<span>${t('due.by', { at: briefTime(dueAt, now()) })}</span>` : nothing}
        </span>
      </span>
      <time class="xs soft" datetime=${at} title=${fullTime(at)}>${briefTime(at, now())}</time>
      ${read ? nothing : html`<span class="dot" role="img" aria-label=${t('notices.unread')}></span>`}
    </a>
  </li>`;
}
