/**
 * `<qn-person-picker>`: one person out of a few, found by typing part of the name, with or without diacritics. A combobox
 * with a list that is always open: arrows move, Enter takes, and a press on a person takes that one.
 */
import { html, nothing } from 'lit';
import { foldText } from '../../domain/search-text.ts';
import type { Candidate } from '../data/tasks.ts';
import { define, Light } from '../elements/light.ts';
import { t } from '../text/text.ts';
import { shortTime } from '../text/times.ts';

export class PersonPicker extends Light {
  static override properties = { people: { attribute: false } };
  people: readonly Candidate[] = [];
  #words = '';
  #at = 0;

  protected override firstUpdated(): void {
    this.querySelector('input')?.focus();
  }

  /** Those that fit what is typed: every word must be part of name or user name. */
  get #found(): readonly Candidate[] {
    const words = foldText(this.#words).split(' ').filter(Boolean);
    return this.people.filter((one) => {
      const text = foldText(`${one.name} ${one.username}`);
      return words.every((word) => text.includes(word));
    });
  }

  /** The person who would be taken now. */
  get chosen(): Candidate | undefined {
    return this.#found[this.#at];
  }

  #key(event: KeyboardEvent): void {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by !== undefined) {
      event.preventDefault();
      this.#at = Math.max(0, Math.min(this.#found.length - 1, this.#at + by));
      this.requestUpdate();
      void this.updateComplete.then(() =>
        this.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' }),
      );
    } else if (event.key === 'Enter') {
      event.preventDefault();
      if (this.chosen) this.dispatchEvent(new CustomEvent('taken'));
    }
  }

  #remark(one: Candidate): string {
    if (one.away) return t('handOver.away', { until: shortTime(one.away.until), name: one.away.standIn.name });
    return one.standsInFor ? t('handOver.standsIn', { name: one.standsInFor.name }) : '';
  }

  override render() {
    const found = this.#found;
    return html`<div class="field">
      <label for="person-words">${t('handOver.who')}</label>
      <input
        class="control"
        id="person-words"
        role="combobox"
        autocomplete="off"
        aria-expanded="true"
        aria-controls="person-list"
        aria-autocomplete="list"
        aria-activedescendant=${found.length ? `person-${this.#at}` : nothing}
        .value=${this.#words}
        @input=${(event: Event) => {
          this.#words = (event.target as HTMLInputElement).value;
          this.#at = 0;
          this.requestUpdate();
        }}
        @keydown=${(event: KeyboardEvent) => this.#key(event)}
      />
      <ul class="people" role="listbox" id="person-list" aria-label=${t('handOver.people')}>
        ${found.map((one, n) => {
          const remark = this.#remark(one);
          return html`<li
            role="option"
            id="person-${n}"
            aria-selected=${n === this.#at ? 'true' : 'false'}
            @click=${() => {
              this.#at = n;
              this.requestUpdate();
            }}
            @dblclick=${() => this.dispatchEvent(new CustomEvent('taken'))}
          >
            <span>${one.name}</span> <span class="soft s">${one.username}</span>
            ${remark ? html`<span class="xs soft person-remark">${remark}</span>` : nothing}
          </li>`;
        })}
      </ul>
      <p class="s soft" role="status">${found.length ? nothing : t('handOver.nobody')}</p>
    </div>`;
  }
}
define('qn-person-picker', PersonPicker);
