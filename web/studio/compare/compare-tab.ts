/**
 * The part of a draft that shows what differs between two versions, file by file. The address says which
 * (`?from=`, `?to=`, `?file=`); at first what is in force and the draft as it is now.
 */
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { Problem } from '../../data/http.ts';
import type { ModelDetail, ModelFile } from '../../data/models.ts';
import { icon } from '../../elements/icons.ts';
import { define, Light } from '../../elements/light.ts';
import { Loading } from '../../elements/loading.ts';
import { emptyState, loadingState, notice, problemState } from '../../elements/states.ts';
import { go } from '../../shell/router.ts';
import { t } from '../../text/text.ts';
import { kindOfFile } from '../edit/files.ts';
import { type ChangedPair, filePairs, isChanged } from './file-pairs.ts';
import { type Known, knownVersions, type Side, sidesOf } from './sides.ts';
import './diagram-comparison.ts';
import './plain-comparison.ts';
import './compare.css';

export class CompareTab extends Light {
  static override properties = { model: { attribute: false }, query: { attribute: false } };
  model: ModelDetail | null = null;
  query: URLSearchParams = new URLSearchParams();
  readonly #known = new Loading<Known>(this, (signal) => knownVersions(this.model?.id ?? '', signal));
  #files: { from: readonly ModelFile[]; to: readonly ModelFile[] } | null = null;
  #problem: Problem | null = null;
  #sides: Side[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#known.start();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!this.model || !this.#known.value) return;
    if (this.#sides.length > 0 && !changed.has('model') && !changed.has('query')) return;
    this.#sides = sidesOf(this.model, this.#known.value);
    void this.#read();
  }

  #side(name: 'from' | 'to'): Side {
    const wanted = this.query.get(name) ?? (name === 'from' ? 'in-force' : 'draft');
    return this.#sides.find(({ id }) => id === wanted) ?? this.#sides[0]!;
  }

  async #read(): Promise<void> {
    try {
      const [from, to] = await Promise.all([this.#side('from').files(), this.#side('to').files()]);
      this.#files = { from, to };
      this.#problem = null;
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      this.#problem = cause;
    }
    this.requestUpdate();
  }

  protected override render() {
    const problem = this.#problem ?? this.#known.problem;
    if (problem) return problemState(problem, () => void this.#known.start());
    if (!this.model || !this.#files) return loadingState();
    const pairs = filePairs(this.#files.from, this.#files.to);
    const changed = pairs.filter(isChanged);
    const wanted = this.query.get('file');
    const shown = changed.find(({ name }) => name === wanted) ?? changed[0];
    return html`<div class="stack">
      <div class="row compare-sides">${this.#choice('from')}${icon('chevronRight')}${this.#choice('to')}</div>
      ${
        shown
          ? html`<nav class="tabs" aria-label=${t('studio.compare.files')}>
                ${changed.map(
                  ({ name, state }) =>
                    html`<a href=${this.#path({ file: name })} aria-current=${name === shown.name ? 'page' : nothing}>
                      ${name} <span class="xs soft">${t(`studio.compare.file.${state}`)}</span>
                    </a>`,
                )}
              </nav>
              ${this.#comparison(shown)}`
          : emptyState(t('studio.compare.same'), t('studio.compare.same.text', { n: pairs.length }), nothing, 'check')
      }
    </div>`;
  }

  #choice(name: 'from' | 'to'): TemplateResult {
    const chosen = this.#side(name);
    return html`<span class="row">
      <label class="s soft" for="compare-${name}">${t(`studio.compare.${name}`)}</label>
      <select
        id="compare-${name}"
        class="control compact"
        @change=${(event: Event) => go(this.#path({ [name]: (event.target as HTMLSelectElement).value }), { replace: true })}
      >
        ${this.#sides.map(({ id, text }) => html`<option value=${id} ?selected=${id === chosen.id}>${text}</option>`)}
      </select>
    </span>`;
  }

  /** The address of this part with some of the query changed. */
  #path(change: Record<string, string>): string {
    const query = new URLSearchParams(this.query);
    for (const [name, value] of Object.entries(change)) query.set(name, value);
    return `/studio/${this.model!.id}/compare?${query}`;
  }

  #comparison({ name, state, before, after }: ChangedPair): TemplateResult {
    if (kindOfFile(name) !== 'bpmn')
      return html`<qn-plain-comparison .name=${name} .earlier=${before} .later=${after}></qn-plain-comparison>`;
    if (state !== 'changed') return notice('info', t(`studio.compare.whole.${state}`, { name }));
    const labels = [this.#side('from').text, this.#side('to').text] as const;
    const edit = (id: string): string =>
      `/studio/${this.model!.id}/edit?file=${encodeURIComponent(name)}&at=${encodeURIComponent(id)}`;
    return html`<qn-diagram-comparison
      .earlier=${before}
      .later=${after}
      .labels=${labels}
      .editLink=${this.#side('to').id === 'draft' ? edit : null}
    ></qn-diagram-comparison>`;
  }
}
define('qn-compare-tab', CompareTab);
