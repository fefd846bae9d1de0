/** Read: published reports with search and filters. The filters stand in the address, so that a list can be shared. */
import { html, nothing } from 'lit';
import { fileAddress } from '../data/files.ts';
import { listPublished, type PublishedReport } from '../data/published.ts';
import { selectField, textField } from '../elements/fields.ts';
import { define, Page } from '../elements/light.ts';
import { Loading } from '../elements/loading.ts';
import { busyButton, emptyState, loadingState, problemState } from '../elements/states.ts';
import { go } from '../shell/router.ts';
import { agencyName, districtChoices, districtName, fieldChoices, fieldName } from '../text/names.ts';
import { t } from '../text/text.ts';
import { day } from '../text/times.ts';
import './portal.css';

interface Shown {
  items: PublishedReport[];
  next: string | null;
}

export class PublishedPage extends Page {
  #words = '';
  #read = '';
  #more = false;
  readonly #list = new Loading<Shown>(this, (signal) => listPublished({ ...this.#filter(), limit: 24 }, signal));

  #filter(): Record<string, string> {
    const filter: Record<string, string> = {};
    for (const name of ['q', 'field', 'district']) {
      const value = this.query.get(name);
      if (value) filter[name] = value;
    }
    return filter;
  }

  override willUpdate(): void {
    const filter = JSON.stringify(this.#filter());
    if (filter === this.#read) return;
    this.#read = filter;
    this.#words = this.query.get('q') ?? '';
    queueMicrotask(() => void this.#list.start());
  }

  #go(change: Record<string, string>): void {
    const next = new URLSearchParams(
      Object.entries({ ...this.#filter(), ...change }).filter(([, value]) => value !== ''),
    );
    const text = next.toString();
    go(text ? `/p?${text}` : '/p');
  }

  async #further(): Promise<void> {
    const shown = this.#list.value;
    if (!shown?.next || this.#more) return;
    this.#more = true;
    this.requestUpdate();
    try {
      const page = await listPublished({ ...this.#filter(), after: shown.next, limit: 24 });
      this.#list.put({ items: [...shown.items, ...page.items], next: page.next });
    } finally {
      this.#more = false;
      this.requestUpdate();
    }
  }

  override render() {
    const filter = this.#filter();
    return html`<div class="stack loose">
      <header class="stack tight read">
        <h1 tabindex="-1">${t('published.title')}</h1>
        <p class="soft">${t('published.intro')}</p>
      </header>
      <form
        class="filter-bar"
        role="search"
        @submit=${(event: Event) => {
          event.preventDefault();
          this.#go({ q: this.#words.trim() });
        }}
      >
        ${textField({
          id: 'q',
          label: t('published.words'),
          value: this.#words,
          type: 'search',
          optional: false,
          maxlength: 200,
          autocomplete: 'off',
          onInput: (value) => {
            this.#words = value;
          },
        })}
        ${selectField({
          id: 'field',
          label: t('follow.field'),
          value: filter.field ?? '',
          none: t('filter.all'),
          choices: fieldChoices(),
          onChange: (field) => this.#go({ field }),
        })}
        ${selectField({
          id: 'district',
          label: t('send.district'),
          value: filter.district ?? '',
          none: t('filter.all'),
          choices: districtChoices(),
          onChange: (district) => this.#go({ district }),
        })}
        <button type="submit" class="button large">${t('act.search')}</button>
      </form>
      ${this.#body(Object.keys(filter).length > 0)}
    </div>`;
  }

  #body(filtered: boolean) {
    const { value, problem } = this.#list;
    if (problem && !value) return problemState(problem, () => this.#list.start());
    if (!value) return loadingState();
    if (value.items.length === 0) {
      return filtered
        ? emptyState(
            t('published.none'),
            t('published.none.text'),
            html`<a class="button" href="/p">${t('filter.clear')}</a>`,
            'search',
          )
        : emptyState(t('published.empty'), t('published.empty.text'));
    }
    return html`<ul class="published">
        ${value.items.map((one) => html`<li>${this.#card(one)}</li>`)}
      </ul>
      ${value.next ? html`<div>${busyButton({ text: t('act.more'), busy: this.#more, onClick: () => this.#further() })}</div>` : nothing}`;
  }

  #card(one: PublishedReport) {
    const picture = one.attachments[0];
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
        <p class="s soft">${[fieldName(one.field), districtName(one.district)].filter(Boolean).join(' · ')}</p>
        <p class="s soft">${t('published.answered', { agency: agencyName(one.reply.agency), at: day(one.publishedAt) })}</p>
      </div>
    </article>`;
  }
}
define('qn-published-page', PublishedPage);
