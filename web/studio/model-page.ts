/** One draft: its name, whether it is saved, and its parts. What a part changes is saved a moment later. */
import { html, nothing } from 'lit';
import { Problem } from '../data/http.ts';
import { type ModelDetail, type ModelFile, readModel, saveFiles } from '../data/models.ts';
import { define, Page } from '../elements/light.ts';
import { Loading } from '../elements/loading.ts';
import { loadingState, notice, problemState, problemText } from '../elements/states.ts';
import { t } from '../text/text.ts';
import { type FilesChanged, type TabElement, tabs } from './tabs.ts';
import './studio.css';

/** So long after the last change it is saved (ms). */
const pauseMs = 800;

export class ModelPage extends Page {
  readonly #draft = new Loading<ModelDetail>(this, (signal) => readModel(this.params.id ?? '', signal));
  readonly #unsaved = new Map<string, ModelFile>();
  #saving = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #trouble: Problem | null = null;
  #tab: TabElement | null = null;
  #shown = '';

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#draft.start().then(() => this.#open());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
    void this.#save();
  }

  override updated(): void {
    void this.#open();
  }

  /** The part of the address; the first where it names none. */
  get #part() {
    return tabs.find(({ id }) => id === this.params.tab) ?? tabs[0];
  }

  async #open(): Promise<void> {
    const part = this.#part;
    const model = this.#draft.value;
    if (!part || !model) return;
    if (this.#shown === part.id) {
      // On its way still, or there: never made twice.
      if (this.#tab) Object.assign(this.#tab, { model, query: this.query });
      return;
    }
    this.#shown = part.id;
    await part.load();
    if (this.#shown !== part.id) return;
    this.#tab = document.createElement(part.tag) as TabElement;
    Object.assign(this.#tab, { model, query: this.query });
    this.requestUpdate();
  }

  #changed(files: ModelFile[]): void {
    const model = this.#draft.value;
    if (!model) return;
    for (const file of files) this.#unsaved.set(file.name, file);
    const now = new Map([...model.files, ...files].map((file) => [file.name, file]));
    this.#draft.put({ ...model, files: [...now.values()] });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#save(), pauseMs);
  }

  async #save(): Promise<void> {
    const model = this.#draft.value;
    if (!model || this.#saving || this.#unsaved.size === 0) return;
    const files = [...this.#unsaved.values()];
    this.#unsaved.clear();
    this.#saving = true;
    this.requestUpdate();
    try {
      const saved = await saveFiles(model.id, { files }, model.version);
      this.#draft.put({ ...this.#draft.value!, ...saved });
      this.#trouble = null;
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      // What was not saved is still to be, under what has been changed since.
      for (const file of files) if (!this.#unsaved.has(file.name)) this.#unsaved.set(file.name, file);
      this.#trouble = cause;
    }
    this.#saving = false;
    this.requestUpdate();
    if (!this.#trouble && this.#unsaved.size > 0) void this.#save();
  }

  override render() {
    const { value: model, problem } = this.#draft;
    if (!model) return problem ? problemState(problem, () => this.#draft.start()) : loadingState();
    const state = this.#saving ? 'saving' : this.#unsaved.size > 0 ? 'unsaved' : 'saved';
    return html`<div class="stack">
      <header class="stack tight">
        <a class="s" href="/studio">‹ ${t('studio.drafts.back')}</a>
        <div class="row spread">
          <h1 tabindex="-1">${model.name}</h1>
          <span class="s soft" role="status">${t(`studio.drafts.${state}`)}</span>
        </div>
        ${this.#trouble ? notice('late', this.#trouble.status === 412 ? t('studio.drafts.stale') : problemText(this.#trouble).text, nothing, 'alert') : nothing}
        <nav class="tabs" aria-label=${t('studio.drafts.tabs')}>
          ${tabs.map(
            ({ id, text }) =>
              html`<a href="/studio/${model.id}/${id}" aria-current=${id === this.#part?.id ? 'page' : nothing}>${t(text)}</a>`,
          )}
        </nav>
      </header>
      <div @files-changed=${(event: FilesChanged) => this.#changed(event.detail)}>${this.#tab}</div>
    </div>`;
  }
}
define('qn-model-page', ModelPage);
