/** What happened to a report or a task, line by line. */
import { html, nothing, type TemplateResult } from 'lit';
import type { HistoryLine } from '../data/reports.ts';
import { type TextKey, t } from '../text/text.ts';
import { shortTime } from '../text/times.ts';

/** What happened, newest first. `by` is an agency, for staff also a person, who may have stood in for another. */
export function historyList(history: readonly HistoryLine[], sayBy: (by: string) => string): TemplateResult {
  return html`<ol class="history">
    ${[...history].reverse().map(
      (line) =>
        html`<li>
          <time datetime=${line.at}>${shortTime(line.at)}</time>
          <span>${sayHistory(line.what)}${line.by ? html` <span class="soft">· ${sayBy(line.by)}</span>` : nothing}${line.onBehalfOf ? html` <span class="soft">${t('history.onBehalf', { name: sayBy(line.onBehalfOf) })}</span>` : nothing}${line.reason ? html`<br /><span class="soft" lang="vi">${line.reason}</span>` : nothing}</span>
        </li>`,
    )}
  </ol>`;
}

/** Words of an entry; what has no words is shown as it is, never dropped. */
export function sayHistory(what: string): string {
  const key = `history.${what}`;
  const said = t(key as TextKey);
  return said === key ? what : said;
}
