/** The agency's reply in the form of Annex 2, with its files. */
import { html, type TemplateResult } from 'lit';
import type { ReportView } from '../data/reports.ts';
import { resolutionMark } from '../elements/resolution.ts';
import { agencyName } from '../text/names.ts';
import { t } from '../text/text.ts';
import { fullTime } from '../text/times.ts';
import '../elements/picture-grid.ts';
import '../elements/way-line.css';

export function replyView(reply: NonNullable<ReportView['reply']>, token?: string | null): TemplateResult {
  return html`<section class="stack read" aria-labelledby="reply">
    <h2 id="reply">${t('reply.title')}</h2>
    <div class="reply stack tight">
      <p class="soft s">${agencyName(reply.agency, reply.at)} · ${fullTime(reply.at)}</p>
      ${resolutionMark(reply.resolution)}
      <p class="pre" lang="vi">${reply.text}</p>
      <qn-pictures .ids=${reply.attachments} .token=${token ?? undefined}></qn-pictures>
    </div>
  </section>`;
}
