/**
 * The part of a draft in which its files are edited: the files by kind, and the editor of the one that is open. The
 * address says which (`?file=`) and which element of it (`?at=`). Says `files-changed` with the file that changed.
 */
import { html, nothing, type TemplateResult } from 'lit';
import type { ModelDetail, ModelFile } from '../../data/models.ts';
import { define, Light } from '../../elements/light.ts';
import { emptyState, loadingState, notice } from '../../elements/states.ts';
import { t } from '../../text/text.ts';
import { byKind, type FileKind, fileToOpen, kindOfFile, shortName } from './files.ts';
import './edit.css';

/** What draws a file, by its kind; each is loaded when the first such file is opened. */
const editors: Record<FileKind, { edit: () => Promise<unknown>; read: () => Promise<unknown> }> = {
  bpmn: { edit: () => import('./diagram-editor.ts'), read: () => import('../../elements/diagram-view.ts') },
  dmn: { edit: () => import('./table-editor.ts'), read: () => import('./table-editor.ts') },
  form: { edit: () => import('./form-editor.ts'), read: () => import('../../elements/form-view.ts') },
};

export class EditTab extends Light {
  static override properties = {
    model: { attribute: false },
    query: { attribute: false },
    readonly: { type: Boolean },
  };
  model: ModelDetail | null = null;
  query: URLSearchParams = new URLSearchParams();
  readonly = false;
  readonly #loaded = new Set<string>();
  #failed = false;
  /** Changes are told here, even those that come while this element is taken away. */
  #home: EventTarget = this;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#home = this.parentElement ?? this;
  }

  protected override render() {
    if (!this.model) return loadingState();
    const file = fileToOpen(this.model.files, this.query.get('file'));
    if (!file) return emptyState(t('studio.edit.empty'), t('studio.edit.empty.text'));
    return html`<div class="edit-tab">
      <nav class="file-list" aria-label=${t('studio.edit.files')}>
        ${byKind(this.model.files).map(
          ({ kind, files }) =>
            html`<h2>${t(`studio.edit.files.${kind}`)}</h2>
              <ul>
                ${files.map(
                  ({ name }) =>
                    html`<li>
                      <a href="?file=${encodeURIComponent(name)}" title=${name} aria-current=${name === file.name ? 'page' : nothing}>${shortName(name)}</a>
                    </li>`,
                )}
              </ul>`,
        )}
      </nav>
      <div class="edit-file">${this.#failed ? notice('late', t('studio.edit.notLoaded'), '', 'alert') : this.#editor(file)}</div>
    </div>`;
  }

  #editor(file: ModelFile): TemplateResult {
    const kind = kindOfFile(file.name);
    if (!this.#loaded.has(this.#part(kind))) {
      void this.#load(kind);
      return loadingState();
    }
    const label = t('studio.edit.of', { name: file.name });
    const at = this.query.get('at') ?? '';
    const edited = (content: string) => this.#edited({ name: file.name, content });
    if (this.readonly) return this.#reading(kind, file, label, at);
    if (kind === 'bpmn')
      return html`<qn-diagram-editor .content=${file.content} .label=${label} .at=${at} .edited=${edited}></qn-diagram-editor>`;
    if (kind === 'dmn')
      return html`<qn-table-editor .content=${file.content} .label=${label} .at=${at} .edited=${edited}></qn-table-editor>`;
    return html`<qn-form-editor .content=${file.content} .label=${label} .at=${at} .edited=${edited}></qn-form-editor>`;
  }

  /** Without editing: the diagram, table or form as it is used. */
  #reading(kind: FileKind, { content }: ModelFile, label: string, at: string): TemplateResult {
    if (kind === 'bpmn') return html`<qn-diagram .xml=${content} .label=${label} .focusOn=${at}></qn-diagram>`;
    if (kind === 'dmn') return html`<qn-table-editor readonly .content=${content} .label=${label}></qn-table-editor>`;
    return html`<qn-form readonly .schema=${JSON.parse(content)} .readOnly=${true}></qn-form>`;
  }

  readonly #part = (kind: FileKind): string => `${kind} ${this.readonly}`;

  async #load(kind: FileKind): Promise<void> {
    const part = this.#part(kind);
    try {
      await editors[kind][this.readonly ? 'read' : 'edit']();
      this.#loaded.add(part);
      this.#failed = false;
    } catch (cause) {
      console.error(cause);
      this.#failed = true;
    }
    this.requestUpdate();
  }

  #edited(file: ModelFile): void {
    this.#home.dispatchEvent(new CustomEvent('files-changed', { detail: [file], bubbles: true }));
  }
}
define('qn-edit-tab', EditTab);
