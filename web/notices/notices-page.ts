/** `/notices`: all of one's notices, and how one wants to be told. */
import { html, nothing } from 'lit';
import { listNotices, markRead, type NoticeItem, type NoticeList } from '../data/notices.ts';
import { listen } from '../data/stream.ts';
import { define, Page } from '../elements/light.ts';
import { Loading } from '../elements/loading.ts';
import { busyButton, emptyState, loadingState, notice, problemState } from '../elements/states.ts';
import { throttle } from '../elements/throttle.ts';
import { t } from '../text/text.ts';
import { noticeRow } from './notice-row.ts';
import './settings-form.ts';
import './notices.css';

const pageSize = 30;

export class NoticesPage extends Page {
  #wanted = pageSize;
  #more = false;
  readonly #list = new Loading<NoticeList>(this, (signal) => this.#readList(signal));

  async #readList(signal: AbortSignal): Promise<NoticeList> {
    const all = await listNotices({ limit: Math.min(200, this.#wanted) }, signal);
    while (all.next && all.items.length < this.#wanted) {
      const limit = Math.min(200, this.#wanted - all.items.length);
      const page = await listNotices({ after: all.next, limit }, signal);
      all.items.push(...page.items);
      all.next = page.next;
    }
    return all;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#list.start();
    const again = throttle(() => void this.#list.again(), 500);
    this.untilGone(listen('notice', again));
    this.untilGone(listen('reset', again));
    addEventListener('qn-notices-changed', again);
    this.untilGone(() => removeEventListener('qn-notices-changed', again));
  }

  async #read(ids?: string[]): Promise<void> {
    await markRead(ids).catch(() => {});
    await this.#list.again();
    dispatchEvent(new CustomEvent('qn-notices-read'));
  }

  readonly #open = (item: NoticeItem): void => {
    if (!item.read) void this.#read([item.id]);
  };

  async #further(): Promise<void> {
    this.#more = true;
    this.#wanted += pageSize;
    await this.#list.again();
    this.#more = false;
    this.requestUpdate();
  }

  override render() {
    return html`<div class="stack loose">
      <header class="row spread">
        <h1 tabindex="-1">${t('notices.title')}</h1>
        ${
          this.#list.value?.unread
            ? html`<button type="button" class="button" @click=${() => void this.#read()}>${t('notices.readAll')}</button>`
            : nothing
        }
      </header>
      <div class="notices-columns">
        <section class="stack" aria-label=${t('notices.title')}>${this.#body()}</section>
        <qn-notice-settings></qn-notice-settings>
      </div>
    </div>`;
  }

  #body() {
    const { value, problem } = this.#list;
    if (!value) return problem ? problemState(problem, () => void this.#list.start()) : loadingState();
    if (value.items.length === 0) return emptyState(t('notices.none'), t('notices.none.text'), nothing, 'bell');
    return html`${problem ? notice('soon', t('state.old'), t('state.old.text'), 'status') : nothing}
      <ul class="notice-list card">
        ${value.items.map((item) => noticeRow(item, this.#open))}
      </ul>
      ${
        value.next
          ? html`<div class="row">
              ${busyButton({ text: t('act.more'), busy: this.#more, onClick: () => void this.#further() })}
            </div>`
          : nothing
      }`;
  }
}
define('qn-notices-page', NoticesPage);
