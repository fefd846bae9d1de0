/** The part of a draft that holds the regulation against it: as it is edited just now, against what is in force. */
import { html, type PropertyValues } from 'lit';
import { changesBetween, type ElementChange } from '../../../domain/regulation/changes.ts';
import { type ClauseItem, clausesInForce } from '../../data/articles.ts';
import { listDefinitions, readDefinition } from '../../data/definitions.ts';
import { type ContradictionList, readContradictions } from '../../data/law.ts';
import type { ModelDetail } from '../../data/models.ts';
import { define, Light } from '../../elements/light.ts';
import { Loading } from '../../elements/loading.ts';
import { emptyState, loadingState, problemState } from '../../elements/states.ts';
import { t } from '../../text/text.ts';
import './law-view.ts';
import { type LawOfFile, readLaw } from './read-law.ts';
import './touched-list.ts';

interface Ground {
  clauses: ClauseItem[];
  inForce: LawOfFile | null;
}

export class LawTab extends Light {
  static override properties = { model: { attribute: false }, query: { attribute: false } };
  declare model: ModelDetail;
  query: URLSearchParams = new URLSearchParams();
  readonly #ground = new Loading<Ground>(this, async (signal) => {
    const [clauses, definitions] = await Promise.all([clausesInForce(), listDefinitions(signal)]);
    const newest = definitions.find(({ inForce }) => inForce);
    return {
      clauses,
      inForce: newest ? await readLaw((await readDefinition(newest.definitionKey, signal)).files) : null,
    };
  });
  readonly #contradictions = new Loading<ContradictionList>(this, (signal) =>
    readContradictions(this.model.id, signal),
  );
  #law: LawOfFile | null | undefined;
  #changes: ElementChange[] | null = null;
  #read: ModelDetail['files'] | null = null;
  #looked = -1;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#ground.start();
  }

  protected override willUpdate(_changed: PropertyValues): void {
    if (!this.model) return;
    if (this.model.files !== this.#read) {
      this.#read = this.model.files;
      void this.#readDraft(this.model.files);
    }
    // The server looks at what is saved: anew with each save.
    if (this.model.version !== this.#looked) {
      this.#looked = this.model.version;
      void this.#contradictions.again();
    }
    const before = this.#ground.value?.inForce;
    this.#changes = before && this.#law ? changesBetween(before.reading, this.#law.reading) : null;
  }

  async #readDraft(files: ModelDetail['files']): Promise<void> {
    const law = await readLaw(files);
    if (files !== this.#read) return;
    this.#law = law;
    this.requestUpdate();
  }

  override render() {
    const { value: ground, problem } = this.#ground;
    if (!ground) return problem ? problemState(problem, () => void this.#ground.start()) : loadingState();
    if (this.#law === undefined) return loadingState();
    if (this.#law === null)
      return emptyState(t('studio.law.unreadable'), t('studio.law.unreadable.text'), undefined, 'alert');
    const contradictions = this.#contradictions;
    return html`<div class="stack loose">
      ${contradictions.problem ? problemState(contradictions.problem, () => void contradictions.again()) : ''}
      <qn-law-view
        .law=${this.#law}
        .clauses=${ground.clauses}
        .changes=${this.#changes}
        .contradictions=${contradictions.value}
        .modelId=${this.model.id}
      ></qn-law-view>
      <qn-touched .model=${this.model}></qn-touched>
    </div>`;
  }
}
define('qn-law-tab', LawTab);
