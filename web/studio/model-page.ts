/** One draft: its name, whether it is saved, who else has it open, and its parts. */
import { html, nothing, type TemplateResult } from 'lit';
import { Problem } from '../data/http.ts';
import {
  beginModel,
  changeModel,
  importFiles,
  keepVersion,
  type ModelDetail,
  type ModelFile,
  readModel,
  saveFiles,
  sayLeft,
  sayOpen,
} from '../data/models.ts';
import { keepUnsaved, readUnsaved } from '../data/unsaved-model.ts';
import { openDialog } from '../elements/dialog.ts';
import { areaField } from '../elements/fields.ts';
import { icon } from '../elements/icons.ts';
import { define, Page } from '../elements/light.ts';
import { Loading } from '../elements/loading.ts';
import { loadingState, notice, problemState, problemText } from '../elements/states.ts';
import { toast } from '../elements/toasts.ts';
import { go } from '../shell/router.ts';
import { t } from '../text/text.ts';
import { shortTime } from '../text/times.ts';
import { Autosave } from './autosave.ts';
import { chooseFiles, refusedFiles, saveOnDevice, showRefused } from './carry.ts';
import { type FilesChanged, type TabElement, tabs } from './tabs.ts';
import './studio.css';

/** So often it is said that one has the draft open (ms). */
const presentMs = 20_000;

const after = (ms: number, act: () => void): (() => void) => {
  const timer = setTimeout(act, ms);
  return () => clearTimeout(timer);
};

export class ModelPage extends Page {
  readonly #draft = new Loading<ModelDetail>(this, (signal) => readModel(this.params.id ?? '', signal));
  #auto: Autosave | null = null;
  #others: { username: string; name: string }[] = [];
  #tab: TabElement | null = null;
  #shown = '';
  #naming = false;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#start();
    const back = (): void => void this.#auto?.flush();
    const leave = (event: BeforeUnloadEvent): void => {
      if (this.#auto && this.#auto.state !== 'saved') event.preventDefault();
    };
    addEventListener('online', back);
    addEventListener('beforeunload', leave);
    this.untilGone(() => {
      removeEventListener('online', back);
      removeEventListener('beforeunload', leave);
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    void this.#auto?.flush();
    if (this.params.id) void sayLeft(this.params.id).catch(() => {});
  }

  async #start(): Promise<void> {
    await this.#draft.start();
    const model = this.#draft.value;
    if (!model) return;
    this.#auto = this.#autosave(model);
    const unsaved = readUnsaved(model.id);
    // Left over from a page that was closed, or a network that was away.
    if (unsaved) {
      if (unsaved.seen !== model.version) this.#auto = this.#autosave({ ...model, version: unsaved.seen });
      this.#changed(unsaved.files);
    }
    await this.#open();
    await this.#present();
    const again = setInterval(() => void this.#present(), presentMs);
    this.untilGone(() => clearInterval(again));
  }

  #autosave({ id, version }: Pick<ModelDetail, 'id' | 'version'>): Autosave {
    this.#auto?.close();
    return new Autosave(version, {
      save: (files, seen) => saveFiles(id, { files }, seen),
      keep: (unsaved) => keepUnsaved(id, unsaved),
      onState: () => this.requestUpdate(),
      onSaved: (saved) => this.#draft.put({ ...this.#draft.value!, ...saved }),
      after,
    });
  }

  async #present(): Promise<void> {
    if (!this.isConnected || !this.params.id) return;
    try {
      this.#others = await sayOpen(this.params.id);
      this.requestUpdate();
    } catch (cause) {
      // Without a network nobody is told of anybody.
      if (!(cause instanceof Problem)) throw cause;
    }
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
    if (!part || !model || !this.#auto) return;
    if (this.#shown === part.id) {
      // On its way still, or there: never made twice.
      if (this.#tab) Object.assign(this.#tab, { model, query: this.query });
      return;
    }
    this.#shown = part.id;
    await part.load();
    if (this.#shown !== part.id) return;
    this.#tab = document.createElement(part.tag) as TabElement;
    Object.assign(this.#tab, { model: this.#draft.value, query: this.query });
    this.requestUpdate();
  }

  #changed(files: ModelFile[]): void {
    const model = this.#draft.value;
    if (!model) return;
    const now = new Map([...model.files, ...files].map((file) => [file.name, file]));
    this.#draft.put({ ...model, files: [...now.values()] });
    this.#auto?.change(files);
  }

  /** The draft as the server has it now: somebody else's, or an older version that it went back to. */
  async #takeNewest(): Promise<void> {
    await this.#draft.again();
    const model = this.#draft.value;
    if (model) this.#auto?.forget(model.version);
  }

  /** What I have changed becomes a draft of its own; the other stays as somebody else has saved it. */
  async #keepMine(): Promise<void> {
    const model = this.#draft.value;
    if (!model || !this.#auto) return;
    try {
      const made = await beginModel({ name: t('studio.drafts.mine', { name: model.name }), from: model.id });
      await saveFiles(made.id, { files: this.#auto.unsaved }, made.version);
      this.#auto.forget(model.version);
      go(`/studio/${made.id}`);
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      toast(problemText(cause).text);
    }
  }

  async #rename(name: string): Promise<void> {
    const model = this.#draft.value;
    this.#naming = false;
    this.requestUpdate();
    if (!model || name.trim() === '' || name.trim() === model.name) return;
    try {
      await changeModel(model.id, { name: name.trim() });
      this.#draft.put({ ...this.#draft.value!, name: name.trim() });
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      toast(problemText(cause).text);
    }
  }

  async #keepVersion(): Promise<void> {
    const model = this.#draft.value;
    if (!model) return;
    let note = '';
    const answer = await openDialog({
      title: t('studio.drafts.version'),
      body: areaField({
        id: 'version-note',
        label: t('studio.drafts.version.note'),
        hint: t('studio.drafts.version.hint'),
        value: '',
        rows: 3,
        maxlength: 500,
        onInput: (value) => {
          note = value;
        },
      }),
      foot: (close) =>
        html`<button type="button" class="button" @click=${() => close()}>${t('act.cancel')}</button>
          <button type="button" class="button primary" @click=${() => note.trim() && close('yes')}>${t('studio.drafts.version.keep')}</button>`,
    });
    if (answer !== 'yes') return;
    try {
      await this.#auto?.flush();
      const { n } = await keepVersion(model.id, note.trim());
      toast(t('studio.drafts.version.kept', { n }));
      this.dispatchEvent(new CustomEvent('draft-logged'));
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      toast(problemText(cause).text);
    }
  }

  async #import(): Promise<void> {
    const model = this.#draft.value;
    if (!model) return;
    const files = await chooseFiles(model.files);
    if (files.length === 0) return;
    await this.#auto?.flush();
    try {
      await importFiles(model.id, files, this.#draft.value!.version);
      await this.#takeNewest();
      toast(t('studio.drafts.imported', { names: files.map(({ name }) => name).join(', ') }));
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      const refused = refusedFiles(cause, files);
      if (refused.length > 0) await showRefused(refused);
      else toast(problemText(cause).text);
    }
  }

  async #export(): Promise<void> {
    const model = this.#draft.value;
    if (!model) return;
    await openDialog({
      title: t('studio.drafts.export'),
      body: html`<div class="stack">
        <p>${t('studio.drafts.export.text')}</p>
        <ul class="export-files">
          ${model.files.map(
            (file) =>
              html`<li>
                <button type="button" class="button quiet" @click=${() => saveOnDevice(file)}>${icon('file')}${file.name}</button>
              </li>`,
          )}
        </ul>
      </div>`,
      foot: (close) => html`<button type="button" class="button" @click=${() => close()}>${t('act.close')}</button>`,
    });
  }

  override render() {
    const { value: model, problem } = this.#draft;
    if (!model) return problem ? problemState(problem, () => this.#start()) : loadingState();
    return html`<div class="stack">
      <header class="stack tight">
        <a class="s" href="/studio">‹ ${t('studio.drafts.back')}</a>
        <div class="row spread">
          ${this.#name(model)}
          <div class="row">
            ${this.#state(model)}
            <button type="button" class="button" @click=${() => this.#keepVersion()}>${t('studio.drafts.version')}</button>
            <button type="button" class="button quiet" @click=${() => this.#import()}>${t('studio.drafts.import')}</button>
            <button type="button" class="button quiet" @click=${() => this.#export()}>${t('studio.drafts.export')}</button>
          </div>
        </div>
        ${
          this.#others.length > 0
            ? html`<p class="s row tight" role="status">
                ${icon('person')}${t('studio.drafts.others', { names: this.#others.map(({ name }) => name).join(', ') })}
              </p>`
            : nothing
        }
        ${this.#trouble()}
        <nav class="tabs" aria-label=${t('studio.drafts.tabs')}>
          ${tabs.map(
            ({ id, text }) =>
              html`<a href="/studio/${model.id}/${id}" aria-current=${id === this.#part?.id ? 'page' : nothing}>${t(text)}</a>`,
          )}
        </nav>
      </header>
      <div
        @files-changed=${(event: FilesChanged) => this.#changed(event.detail)}
        @take-newest=${() => this.#takeNewest()}
      >
        ${this.#tab ?? loadingState()}
      </div>
    </div>`;
  }

  #name({ name }: ModelDetail): TemplateResult {
    if (!this.#naming)
      return html`<div class="row">
        <h1 tabindex="-1">${name}</h1>
        <button
          type="button"
          class="button quiet icon"
          aria-label=${t('studio.drafts.rename')}
          @click=${async () => {
            this.#naming = true;
            this.requestUpdate();
            await this.updateComplete;
            this.querySelector<HTMLInputElement>('#draft-name')?.select();
          }}
        >
          ${icon('pen')}
        </button>
      </div>`;
    return html`<form
      class="row"
      @submit=${(event: Event) => {
        event.preventDefault();
        void this.#rename(this.querySelector<HTMLInputElement>('#draft-name')?.value ?? '');
      }}
    >
      <h1 class="sr-only" tabindex="-1">${name}</h1>
      <input
        id="draft-name"
        class="control"
        maxlength="120"
        aria-label=${t('studio.drafts.name')}
        .value=${name}
        @keydown=${(event: KeyboardEvent) => {
          if (event.key !== 'Escape') return;
          this.#naming = false;
          this.requestUpdate();
        }}
      />
      <button type="submit" class="button">${t('studio.drafts.version.keep')}</button>
    </form>`;
  }

  #state({ changedAt, changedBy }: ModelDetail): TemplateResult {
    const state = this.#auto?.state ?? 'saved';
    const said =
      state === 'saved'
        ? t('studio.drafts.state.saved', { at: shortTime(changedAt), by: changedBy })
        : t(`studio.drafts.state.${state}`);
    return html`<span class="s soft" role="status">${said}</span>`;
  }

  #trouble(): TemplateResult | typeof nothing {
    const auto = this.#auto;
    if (auto?.state === 'stale') {
      const acts = html`<p>${t('studio.drafts.stale.text')}</p>
        <div class="row">
          <button type="button" class="button" @click=${() => this.#takeNewest()}>${t('studio.drafts.stale.theirs')}</button>
          <button type="button" class="button" @click=${() => this.#keepMine()}>${t('studio.drafts.stale.mine')}</button>
        </div>`;
      return notice('late', t('studio.drafts.stale'), acts, 'alert');
    }
    if (auto?.state === 'offline') return notice('soon', t('studio.drafts.offline'), t('studio.drafts.offline.text'));
    if (auto?.state === 'failed' && auto.trouble instanceof Problem) {
      const { title, text } = problemText(auto.trouble);
      return notice('late', title, text, 'alert');
    }
    return nothing;
  }
}
define('qn-model-page', ModelPage);
