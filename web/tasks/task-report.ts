/** What was reported: words, pictures, place, and the sender as far as the right reaches. */
import { html, nothing, type TemplateResult } from 'lit';
import type { TaskDetail } from '../data/tasks.ts';
import { erasedNotice } from '../elements/erased.ts';
import { icon } from '../elements/icons.ts';
import type { MapPoint } from '../elements/map-view.ts';
import { districtName, fieldName } from '../text/names.ts';
import { t } from '../text/text.ts';
import { fullTime } from '../text/times.ts';
import '../elements/map-view.ts';
import '../elements/picture-grid.ts';

/** A report that the person may not read comes without its words. */
const isClosed = (task: TaskDetail): boolean => task.report.content === '';

export function reportContent(task: TaskDetail): TemplateResult {
  const { report } = task;
  if (report.erased?.words) return html`${erasedNotice(report.erased)} ${reportFacts(task)}`;
  if (isClosed(task)) return html`<p class="soft">${icon('lock')} ${t('tasks.hidden')}</p>`;
  return html`<p class="pre content" lang="vi">${report.content}</p>
    <qn-pictures .ids=${report.attachments}></qn-pictures>
    ${reportFacts(task)}`;
}

function reportFacts(task: TaskDetail): TemplateResult {
  const { report } = task;
  const place = [report.place.text, districtName(report.place.district)].filter(Boolean).join(', ');
  const received = report.receivedAt ?? report.history[0]?.at;
  const happened = report.occurredAt;
  return html`<dl class="facts">
    <dt>${t('follow.place')}</dt>
    <dd>${place}</dd>
    ${report.field ? html`<dt>${t('follow.field')}</dt><dd>${fieldName(report.field)}</dd>` : nothing}
    ${received ? html`<dt>${t('task.received')}</dt><dd>${fullTime(received)}</dd>` : nothing}
    ${happened ? html`<dt>${t('task.occurred')}</dt><dd>${fullTime(happened)}</dd>` : nothing}
    ${report.reply ? html`<dt>${t('task.before.reply')}</dt><dd class="pre" lang="vi">${report.reply.text}</dd>` : nothing}
  </dl>`;
}

let lastPoint: readonly MapPoint[] = [];

/** The place on the map, where the sender gave one. The same list for the same report: a redrawing moves no map. */
export function reportMap({ report }: TaskDetail): TemplateResult | typeof nothing {
  const { lat, lng, text } = report.place;
  if (lat === undefined || lng === undefined) return nothing;
  if (lastPoint[0]?.id !== report.code) lastPoint = [{ id: report.code, lat, lng, label: text }];
  return html`<qn-map .label=${t('follow.place')} .points=${lastPoint}></qn-map>`;
}

export function reportSender(task: TaskDetail): TemplateResult {
  const { sender, hideIdentity, erased } = task.report;
  if (erased && !erased.words) return erasedNotice(erased);
  if (!sender || Object.keys(sender).length === 0) {
    return html`<p class="soft">${t(task.confidential ? 'task.sender.confidential' : 'task.sender.hidden')}</p>`;
  }
  return html`<dl class="facts">
      ${sender.name ? html`<dt>${t('task.name')}</dt><dd>${sender.name}</dd>` : nothing}
      ${sender.phone ? html`<dt>${t('task.phone')}</dt><dd><a href="tel:${sender.phone.replace(/[^+\d]/g, '')}">${sender.phone}</a></dd>` : nothing}
      ${sender.email ? html`<dt>${t('task.email')}</dt><dd><a href="mailto:${sender.email}">${sender.email}</a></dd>` : nothing}
      ${sender.address ? html`<dt>${t('task.address')}</dt><dd>${sender.address}</dd>` : nothing}
    </dl>
    ${hideIdentity ? html`<p class="s soft">${t('task.sender.hides')}</p>` : nothing}`;
}
