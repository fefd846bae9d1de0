/**
 * Reports that may be the same thing: close by and alike, and the links between them. A link changes nothing of the
 * procedure: each sender still gets an answer.
 */
import { html, nothing, type PropertyValues } from 'lit';
import { linkDuplicate, type OtherReport, type Others, readOthers } from '../data/duplicates.ts';
import { Problem } from '../data/http.ts';
import type { TaskDetail } from '../data/tasks.ts';
import { textField } from '../elements/fields.ts';
import { define, Light } from '../elements/light.ts';
import { Loading } from '../elements/loading.ts';
import { problemText } from '../elements/states.ts';
import { toast } from '../elements/toasts.ts';
import { type TextKey, t } from '../text/text.ts';
import { shortTime } from '../text/times.ts';

export class OthersNearby extends Light {
  static override properties = { task: { attribute: false } };
  task: TaskDetail | null = null;
  #key = '';
  #code = '';
  #error: string | undefined;
  #busy = false;
  readonly #others = new Loading<Others>(this, (signal) => readOthers(this.#key, signal));

  override willUpdate(_changed: PropertyValues): void {
    if (!this.task || this.task.key === this.#key) return;
    this.#key = this.task.key;
    queueMicrotask(() => void this.#others.start());
  }

  async #link(to: string | null): Promise<void> {
    if (!this.task || this.#busy) return;
    this.#busy = true;
    this.#error = undefined;
    try {
      await linkDuplicate(this.task.reportCode, to);
      this.#code = '';
      toast(to === null ? t('others.unlinked') : t('others.linked', { code: to }));
      await this.#others.again();
      await this.updateComplete;
      this.querySelector<HTMLElement>('h2')?.focus({ preventScroll: true });
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      if (cause.status === 422 || cause.status === 400) this.#error = t('others.unknown');
      else toast(problemText(cause).text);
    } finally {
      this.#busy = false;
      this.requestUpdate();
    }
  }

  override render() {
    const others = this.#others.value;
    // A courtesy of the page: where it can't be read the task is done without it.
    if (!others) return nothing;
    const { items, duplicateOf, duplicates, mayLink } = others;
    if (!mayLink && items.length === 0 && duplicates.length === 0 && !duplicateOf) return nothing;
    return html`<section class="stack tight" aria-labelledby="others">
      <h2 id="others" tabindex="-1">${t('others.title')}</h2>
      ${
        duplicateOf
          ? html`<p>${t('others.repeats')}</p>
              ${this.#rows([duplicateOf], () =>
                mayLink
                  ? html`<button type="button" class="button small" @click=${() => void this.#link(null)}>${t('others.unlink')}</button>`
                  : nothing,
              )}`
          : nothing
      }
      ${duplicates.length > 0 ? html`<p>${t('others.repeated', { n: duplicates.length })}</p>${this.#rows(duplicates)}` : nothing}
      ${
        items.length > 0
          ? html`<p class="s soft">${t('others.alike')}</p>
              ${this.#rows(items, (one) => (mayLink && !duplicateOf && one.taskKey ? this.#linkButton(one) : nothing))}`
          : html`<p class="s soft">${t('others.none')}</p>`
      }
      ${mayLink && !duplicateOf ? this.#byCode() : nothing}
    </section>`;
  }

  #linkButton(one: OtherReport) {
    return html`<button
      type="button"
      class="button small"
      aria-label="${t('others.link')}: ${one.code}"
      @click=${() => void this.#link(one.code)}
    >
      ${t('others.link')}
    </button>`;
  }

  #rows(reports: readonly OtherReport[], act: (one: OtherReport) => unknown = () => nothing) {
    return html`<ul class="plain others">
      ${reports.map(
        (one) =>
          html`<li>
            <div class="stack tight">
              <span class="row">
                ${one.taskKey ? html`<a class="code" href="/tasks/${one.taskKey}">${one.code}</a>` : html`<span class="code">${one.code}</span>`}
                <span class="badge">${t(`status.${one.status}` as TextKey)}</span>
                <span class="xs soft"
                  >${one.metres === undefined ? nothing : html`${t('others.metres', { n: one.metres })} · `}${shortTime(one.receivedAt)}</span
                >
              </span>
              ${one.summary ? html`<span class="s" lang="vi">${one.summary}</span>` : nothing}
            </div>
            ${act(one)}
          </li>`,
      )}
    </ul>`;
  }

  #byCode() {
    return html`<details ?open=${this.#error !== undefined}>
      <summary class="s">${t('others.byCode')}</summary>
      <form
        class="stack tight others-code"
        novalidate
        @submit=${(event: Event) => {
          event.preventDefault();
          if (this.#code.trim()) void this.#link(this.#code.trim());
        }}
      >
        ${textField({
          id: 'others-code',
          label: t('others.code'),
          value: this.#code,
          error: this.#error,
          autocomplete: 'off',
          maxlength: 40,
          short: true,
          onInput: (value) => {
            this.#code = value;
          },
        })}
        <div><button type="submit" class="button small">${t('others.link')}</button></div>
      </form>
    </details>`;
  }
}
define('qn-others', OthersNearby);
