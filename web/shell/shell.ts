/** The frame of every page: skip link, bar with navigation and language, main, footer; shows the page of a URL. */
import { html, nothing } from 'lit';
import { onSessionEnd } from '../data/http.ts';
import { forgetSession, logOut, type Session, whoAmI } from '../data/session.ts';
import { icon, mark } from '../elements/icons.ts';
import { define, Light } from '../elements/light.ts';
import { currentLanguage, t, useLanguage, useWords } from '../text/text.ts';
import type { Area } from './area.ts';
import { type Found, findPage, navigation, wordsOf } from './pages.ts';
import { takeOver } from './reading.ts';
import { go } from './router.ts';

type PageElement = HTMLElement & { params: unknown; query: unknown; updateComplete?: Promise<unknown> };

export class Shell extends Light {
  #found: Found | null = null;
  #page: PageElement | null = null;
  #session: Session | null = null;
  #offline = !navigator.onLine;
  #failed = false;
  /** Counts the moves: a page that was slow to come does not push away the one that one went to meanwhile. */
  #turn = 0;
  /** The heading of the page that is shown. */
  #named = '';
  #first = true;

  override connectedCallback(): void {
    super.connectedCallback();
    const network = () => {
      this.#offline = !navigator.onLine;
      this.requestUpdate();
    };
    addEventListener('online', network);
    addEventListener('offline', network);
    this.untilGone(() => {
      removeEventListener('online', network);
      removeEventListener('offline', network);
    });
  }

  /** Shows the page of a URL: loads it, moves focus to its heading, sets the title. */
  async show(url: URL): Promise<void> {
    const found = findPage(url.pathname);
    const query = url.searchParams;
    this.#turn += 1;
    const turn = this.#turn;
    try {
      const [session] = await Promise.all([
        found.entry.area === 'staff' && !found.entry.open ? whoAmI().catch(() => null) : null,
        useWords(wordsOf(found.entry)),
        found.entry.load(),
      ]);
      // One has gone on, or back, while this page was on its way.
      if (turn !== this.#turn) return;
      // Not waited for: the page comes first. Where it does not come through, the next page asks for it again.
      if (session?.rights.includes('stream.listen')) import('../notices/bell.ts').catch(() => {});
      this.#session = session;
      if (session) onSessionEnd(async () => (await import('../tasks/log-in-again.ts')).logInAgain());
      this.#failed = false;
    } catch (cause) {
      if (turn !== this.#turn) return;
      console.error(cause);
      this.#failed = true;
    }
    const same = this.#found?.entry === found.entry && this.#page?.dataset.path === url.pathname;
    if (found.entry.area === 'staff' && !found.entry.open && !this.#session && !this.#failed) {
      go(`/login?to=${encodeURIComponent(url.pathname + url.search)}`, { replace: true });
      return;
    }
    const { keeps } = found.entry;
    const kept =
      keeps !== undefined && this.#found?.entry === found.entry && this.#found.params[keeps] === found.params[keeps];
    this.#found = found;
    if ((same || kept) && this.#page && !this.#failed) {
      this.#page.dataset.path = url.pathname;
      this.#page.params = found.params;
      this.#page.query = query;
    } else {
      const page = document.createElement(found.entry.tag) as PageElement;
      page.dataset.path = url.pathname;
      page.params = found.params;
      page.query = query;
      this.#page = page;
      if (!this.#failed) takeOver(page, this.#first);
    }
    this.requestUpdate();
    await this.updateComplete;
    await this.#page.updateComplete;
    this.#arrive(same);
  }

  /** After a page change the heading gets the focus, so that a screen reader says where one is; not on first load. */
  #arrive(same: boolean): void {
    const heading = this.querySelector<HTMLElement>('main h1');
    const named = heading?.textContent?.trim() ?? '';
    const renamed = named !== this.#named;
    this.#named = named;
    document.title = [named, t('site.title')].filter(Boolean).join(' · ');
    if (this.#first) {
      this.#first = false;
      return;
    }
    // A filter was changed, and what is shown has the name it had: who did it goes on where the filter is.
    if (same && !renamed && document.activeElement !== document.body) return;
    const target = heading ?? this.querySelector<HTMLElement>('main');
    target?.setAttribute('tabindex', '-1');
    target?.focus({ preventScroll: true });
  }

  async #switch(): Promise<void> {
    await useLanguage(currentLanguage() === 'vi' ? 'en' : 'vi');
    await this.updateComplete;
    const heading = this.querySelector('main h1');
    document.title = [heading?.textContent?.trim(), t('site.title')].filter(Boolean).join(' · ');
  }

  async #leave(): Promise<void> {
    // Who leaves a desk leaves nothing ringing there.
    await import('../data/push.ts').then(({ myPush, switchOff }) => switchOff(myPush)).catch(() => {});
    await logOut().catch(() => forgetSession());
    this.#session = null;
    go('/login');
  }

  #bar(area: Area) {
    const here = this.#found?.entry.nav;
    const links = navigation[area].filter((one) => !one.right || this.#session?.rights.includes(one.right));
    const other = currentLanguage() === 'vi' ? 'en' : 'vi';
    return html`<header class="bar ${this.#found?.entry.wide ? 'wide' : ''}">
      <div>
        <a class="brand" href=${area === 'staff' && this.#session ? '/tasks' : '/'}>
          ${mark()}<span>${t('site.name')}<small>${t(area === 'staff' ? 'site.staff' : 'site.place')}</small></span>
        </a>
        ${
          links.length
            ? html`<nav aria-label=${t('nav.label')}>
                ${links.map(
                  (one) =>
                    html`<a href=${one.path} aria-current=${here === one.path ? 'page' : nothing}>${t(one.text)}</a>`,
                )}
              </nav>`
            : nothing
        }
        <div class="tools">
          ${this.#session?.rights.includes('stream.listen') ? html`<qn-bell></qn-bell>` : nothing}
          ${this.#session ? html`<a class="who" href="/account" aria-current=${here === '/account' ? 'page' : nothing} title=${this.#session.name}>${icon('person')}<span>${this.#session.name}</span></a>` : nothing}
          ${
            area === 'staff'
              ? html`<a class="button quiet small" href="/handbook" aria-label=${t('nav.handbook')} title=${t('nav.handbook')}>?</a>`
              : nothing
          }
          <button type="button" class="button quiet small" lang=${other} @click=${() => this.#switch()}>
            ${t('language.other')}
          </button>
          ${
            this.#session
              ? html`<button type="button" class="button quiet small" @click=${() => this.#leave()}>${t('act.logOut')}</button>`
              : nothing
          }
        </div>
      </div>
    </header>`;
  }

  override render() {
    if (!this.#found) return nothing;
    const area = this.#found.entry.area;
    return html`<a class="skip" href="#main">${t('nav.skip')}</a>
      ${this.#bar(area)}
      ${this.#offline ? html`<p class="offline" role="status">${t('state.offline')}</p>` : nothing}
      <main id="main" class=${this.#found.entry.wide ? 'wide' : ''} tabindex="-1">
        ${
          this.#failed
            ? html`<div class="state" role="alert">
                <h1>${t('state.pageFailed')}</h1>
                <button type="button" class="button" @click=${() => location.reload()}>${t('act.again')}</button>
              </div>`
            : this.#page
        }
      </main>
      ${
        area === 'portal'
          ? html`<footer class="foot">
              <div>
                <span>${t('foot.who')}</span>
                <a href="mailto:paht@quangnam.gov.vn">paht@quangnam.gov.vn</a>
                <a href="/handbook/nguoi-dan">${t('foot.handbook')}</a>
                <a href="/login">${t('foot.staff')}</a>
                <qn-install></qn-install>
              </div>
            </footer>`
          : nothing
      }`;
  }
}
define('qn-shell', Shell);
