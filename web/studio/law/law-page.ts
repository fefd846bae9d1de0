/** The regulation beside the procedure in force; here analysts enter new wordings, clauses and repeals. */
import { html } from 'lit';
import { type ClauseItem, readArticles } from '../../data/articles.ts';
import { listDefinitions, readDefinition } from '../../data/definitions.ts';
import { type ContradictionList, readContradictions } from '../../data/law.ts';
import { define, Page } from '../../elements/light.ts';
import { Loading } from '../../elements/loading.ts';
import { emptyState, loadingState, problemState } from '../../elements/states.ts';
import { t } from '../../text/text.ts';
import './law-view.ts';
import { type LawOfFile, readLaw } from './read-law.ts';

interface Found {
  clauses: ClauseItem[];
  law: LawOfFile | null;
}

export class LawPage extends Page {
  readonly #found = new Loading<Found>(this, async (signal) => {
    const [{ items: clauses }, definitions] = await Promise.all([
      readArticles(undefined, signal),
      listDefinitions(signal),
    ]);
    const newest = definitions.find(({ inForce }) => inForce);
    return { clauses, law: newest ? await readLaw((await readDefinition(newest.definitionKey, signal)).files) : null };
  });
  readonly #contradictions = new Loading<ContradictionList>(this, (signal) => readContradictions('in-force', signal));

  override connectedCallback(): void {
    super.connectedCallback();
    this.#look();
  }

  #look(): void {
    void this.#found.again();
    void this.#contradictions.again();
  }

  override render() {
    return html`<div class="stack loose">
      <header class="stack tight">
        <a class="s" href="/studio">‹ ${t('studio.drafts.back')}</a>
        <h1 tabindex="-1">${t('studio.law.title')}</h1>
        <p class="soft">${t('studio.law.intro')}</p>
      </header>
      ${this.#body()}
    </div>`;
  }

  #body() {
    const { value, problem } = this.#found;
    if (!value) return problem ? problemState(problem, () => this.#look()) : loadingState();
    if (!value.law) return emptyState(t('studio.law.none'));
    return html`<qn-law-view
      .law=${value.law}
      .clauses=${value.clauses}
      .contradictions=${this.#contradictions.value}
      @law-changed=${() => this.#look()}
    ></qn-law-view>`;
  }
}
define('qn-law-page', LawPage);
