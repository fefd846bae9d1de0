/** A published report in a list: its picture, what was said, where, who answered, and what became of it. */
import { html, nothing, type TemplateResult } from 'lit';
import { fileAddress } from '../data/files.ts';
import type { PublishedReport } from '../data/published.ts';
import { resolutionMark } from '../elements/resolution.ts';
import { agencyName, districtName, fieldName } from '../text/names.ts';
import { t } from '../text/text.ts';
import { day } from '../text/times.ts';

export function publishedCard(one: PublishedReport): TemplateResult {
  // The picture of the finished work says more than that of the complaint.
  const picture = one.reply.attachments[0] ?? one.attachments[0];
  return html`<article class="card">
    ${
      picture
        ? html`<img
            src=${fileAddress(picture, true)}
            alt=""
            loading="lazy"
            @error=${(event: Event) => (event.target as HTMLElement).remove()}
          />`
        : nothing
    }
    <div class="text">
      <h2><a href="/p/${encodeURIComponent(one.code)}" lang="vi">${one.content}</a></h2>
      ${resolutionMark(one.reply.resolution)}
      <p class="s soft">${[fieldName(one.field), districtName(one.district)].filter(Boolean).join(' · ')}</p>
      <p class="s soft">${t('published.answered', { agency: agencyName(one.reply.agency, one.publishedAt), at: day(one.publishedAt) })}</p>
    </div>
  </article>`;
}
