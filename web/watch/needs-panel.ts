/** What needs somebody now: how many of each kind, and of the one that is open each thing with whom to call. */
import { html, nothing, type TemplateResult } from 'lit';
import { hasRight } from '../data/session.ts';
import type { Contact, NeedItem, NeedKind, NeedList, Needs } from '../data/watch.ts';
import { type IconName, icon } from '../elements/icons.ts';
import { agencyName } from '../text/names.ts';
import { type TextKey, t } from '../text/text.ts';
import { number, shortTime } from '../text/times.ts';
import '../elements/due-badge.ts';

const signs: Record<NeedKind, { tone: 'late' | 'soon'; sign: IconName }> = {
  overdue: { tone: 'late', sign: 'late' },
  soon: { tone: 'soon', sign: 'hourglass' },
  unclaimed: { tone: 'soon', sign: 'inbox' },
  unclaimable: { tone: 'late', sign: 'cannot' },
  incidents: { tone: 'late', sign: 'alert' },
  roster: { tone: 'late', sign: 'person' },
};

/** One button a list; `open`: the one whose things are shown below. */
export function needButtons(needs: Needs, open: NeedKind | '', onOpen: (kind: NeedKind | '') => void): TemplateResult {
  return html`<div class="needs" role="group" aria-label=${t('watch.needs.label')}>
    ${needs.lists.map((list) => needButton(list, open, onOpen))}
  </div>`;
}

function needButton({ kind, count, roster }: NeedList, open: NeedKind | '', onOpen: (kind: NeedKind | '') => void) {
  const { tone, sign } = signs[kind];
  const face = html`<span class="value">${count > 0 ? icon(sign) : nothing}${kind === 'roster' ? nothing : number(count)}</span>
    <span class="s">${kind === 'roster' ? rosterText(count, roster) : t(`watch.needs.kind.${kind}` as TextKey)}</span>`;
  // The roster is a fact, not a list; who may see it goes there.
  if (kind === 'roster' && count > 0 && hasRight('roster.see'))
    return html`<a class="need ${tone}" href="/admin/roster">${face}</a>`;
  if (kind === 'roster') return html`<span class="need ${count > 0 ? tone : ''}">${face}</span>`;
  return html`<button
    type="button"
    class="need ${count > 0 ? tone : ''}"
    aria-expanded=${open === kind ? 'true' : 'false'}
    @click=${() => onOpen(open === kind ? '' : kind)}
  >
    ${face}
  </button>`;
}

function rosterText(count: number, roster: NeedList['roster']): string {
  if (roster && !roster.now) return t('watch.needs.noDuty');
  if (roster?.gap) return t('watch.needs.gap', { at: shortTime(roster.gap) });
  return t(count ? 'watch.needs.noDuty' : 'watch.needs.duty');
}

export function needRows(list: NeedList): TemplateResult {
  if (list.items.length === 0) return html`<p class="soft s">${t('watch.needs.none')}</p>`;
  return html`<div class="table-scroll" tabindex="0" role="group" aria-label=${t(`watch.needs.kind.${list.kind}` as TextKey)}>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">${t('watch.column.report')}</th>
            <th scope="col">${t('watch.needs.step')}</th>
            <th scope="col">${t(list.kind === 'incidents' ? 'watch.needs.since' : 'watch.column.due')}</th>
            <th scope="col">${t('watch.needs.holder')}</th>
            <th scope="col">${t('watch.needs.call')}</th>
          </tr>
        </thead>
        <tbody>
          ${list.items.map((item) => needRow(item, list.kind))}
        </tbody>
      </table>
    </div>
    ${
      list.count > list.items.length
        ? html`<p class="soft s">${t('watch.needs.more', { n: number(list.items.length), of: number(list.count) })}</p>`
        : nothing
    }`;
}

function needRow(item: NeedItem, kind: NeedKind): TemplateResult {
  const task = item.taskKey && hasRight('task.see') ? `/tasks/${item.taskKey}` : '';
  return html`<tr>
    <td><a class="code nowrap" href="/watch/${item.instanceKey}">${item.reportCode ?? item.instanceKey}</a></td>
    <td>
      ${task ? html`<a href=${task}>${item.name}</a>` : item.name}
      ${item.message ? html`<code class="xs message">${item.message}</code>` : nothing}
    </td>
    <td>
      ${
        item.at === null
          ? nothing
          : kind === 'incidents'
            ? html`<span class="nowrap">${shortTime(item.at)}</span>`
            : html`<qn-due .dueAt=${item.at} .overdue=${kind === 'overdue'} .brief=${true}></qn-due>`
      }
    </td>
    <td>${item.holder ? who(item.holder) : html`<span class="soft">${kind === 'incidents' ? '' : t('watch.needs.nobody')}</span>`}</td>
    <td>
      ${item.agency ? html`<span>${agencyName(item.agency)}</span>` : nothing}
      ${item.contacts.map((one) => html`<span class="s">${who(one)}</span> `)}
      ${!item.agency && item.contacts.length === 0 ? html`<span class="soft">${t('watch.needs.nobodyThere')}</span>` : nothing}
    </td>
  </tr>`;
}

/** A member of staff, with the number to call where it is known. */
function who({ name, phone }: Contact): TemplateResult {
  return html`${name}${phone ? html` <a class="nowrap" href="tel:${phone}">${phone}</a>` : nothing}`;
}
