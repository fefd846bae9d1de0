/**
 * The bell in the bar of the staff's pages: how many notices are unread, the newest in a panel, live. A notice that
 * needs its person now is also said at the foot of the screen; new tasks only count.
 */
import { html, nothing } from 'lit';
import { learnCalendar } from '../data/calendar.ts';
import { listNotices, markRead, type NoticeItem, type NoticeList } from '../data/notices.ts';
import { listen } from '../data/stream.ts';
import { icon } from '../elements/icons.ts';
import { define, Light } from '../elements/light.ts';
import { Loading } from '../elements/loading.ts';
import { loadingState, problemText } from '../elements/states.ts';
import { throttle } from '../elements/throttle.ts';
import { toast } from '../elements/toasts.ts';
import { t } from '../text/text.ts';
import { number } from '../text/times.ts';
import { noticeRow, noticeText } from './notice-row.ts';
import './notices.css';

const shown = 12;
/** The panel's width in rem, and what it keeps from the edges in px. */
const panelRem = 29;
const margin = 8;

export class Bell extends Light {
  readonly #list = new Loading<NoticeList>(this, (signal) => listNotices({ limit: shown }, signal));

  override connectedCallback(): void {
    super.connectedCallback();
    const again = throttle(() => void this.#list.again(), 500);
    void this.#list.start();
    this.untilGone(listen('reset', again));
    // Every page of the staff counts with the calendar in force.
    this.untilGone(listen('calendar', ({ version }) => void learnCalendar(version)));
    // What is done, and a new task that somebody has taken, is no longer unread: the server knows.
    const look = throttle(() => void this.#list.again(), 5_000);
    this.untilGone(
      listen('task', () => {
        if (this.#list.value?.unread) look();
      }),
    );
    this.untilGone(
      listen('notice', (item) => {
        again();
        if (item.kind !== 'newTask' && !item.read) toast(noticeText(item));
      }),
    );
    // The page of notices says what was read there.
    addEventListener('qn-notices-read', again);
    this.untilGone(() => removeEventListener('qn-notices-read', again));
  }

  get #panel(): HTMLElement | null {
    return this.querySelector('.bell-panel');
  }

  /** Below the bell, wherever the page is scrolled to, and never over an edge of the screen. */
  #place(event: ToggleEvent): void {
    if (event.newState !== 'open') return;
    const { bottom, right } = this.querySelector('.bell')!.getBoundingClientRect();
    const panel = this.#panel!;
    panel.style.top = `${Math.max(0, Math.round(bottom)) + 4}px`;
    const { clientWidth } = document.documentElement;
    const wanted = panelRem * Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    const width = Math.min(wanted, clientWidth - 2 * margin);
    panel.style.width = `${width}px`;
    panel.style.left = `${Math.max(margin, Math.round(Math.min(right, clientWidth - margin) - width))}px`;
  }

  async #read(ids?: string[]): Promise<void> {
    await markRead(ids).catch(() => {});
    await this.#list.again();
    dispatchEvent(new CustomEvent('qn-notices-changed'));
  }

  readonly #open = (item: NoticeItem): void => {
    this.#panel?.hidePopover();
    if (!item.read) void this.#read([item.id]);
  };

  override render() {
    const unread = this.#list.value?.unread ?? 0;
    const count = unread > 99 ? t('notices.many') : number(unread);
    return html`<button
        type="button"
        class="button quiet icon bell"
        popovertarget="bell-panel"
        aria-label=${unread ? t('notices.bell.unread', { n: unread }) : t('notices.bell')}
      >
        ${icon('bell')}${unread ? html`<span class="bell-count" aria-hidden="true">${count}</span>` : nothing}
      </button>
      <section
        popover
        id="bell-panel"
        class="bell-panel"
        aria-labelledby="bell-title"
        @beforetoggle=${(event: ToggleEvent) => this.#place(event)}
      >
        <div class="row spread bell-head">
          <h2 id="bell-title">${t('notices.title')}</h2>
          ${
            unread
              ? html`<button type="button" class="button quiet small" @click=${() => void this.#read()}>
                  ${t('notices.readAll')}
                </button>`
              : nothing
          }
        </div>
        ${this.#body()}
        <div class="bell-foot">
          <a href="/notices" @click=${() => this.#panel?.hidePopover()}>${t('notices.all')}</a>
        </div>
      </section>`;
  }

  #body() {
    const { value, problem } = this.#list;
    if (!value) return problem ? html`<p class="bell-empty">${problemText(problem).text}</p>` : loadingState();
    if (value.items.length === 0) return html`<p class="bell-empty">${t('notices.none')}</p>`;
    return html`<ul class="notice-list">
      ${value.items.map((item) => noticeRow(item, this.#open))}
    </ul>`;
  }
}
define('qn-bell', Bell);
