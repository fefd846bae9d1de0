/** `/admin/import`: a list is downloaded as a sheet; a file is looked at, then written, all of it or nothing. */
import { html, nothing, type TemplateResult } from 'lit';
import { largestSheet, type SheetKind, sheetKinds, sheets } from '../../../domain/sheets.ts';
import { Problem } from '../../data/http.ts';
import { hasRight } from '../../data/session.ts';
import { carryOut, type ImportDone, type ImportPreview, previewSheet, sheetAddress } from '../../data/sheets.ts';
import { field } from '../../elements/fields.ts';
import { icon } from '../../elements/icons.ts';
import { define, Page } from '../../elements/light.ts';
import { busyButton, emptyState, loadingState, notice, problemText } from '../../elements/states.ts';
import { type TextKey, t } from '../../text/text.ts';
import { fullTime, number } from '../../text/times.ts';
import { adminFrame } from '../frame.ts';
import { countsOf, errorTable, rowTable } from './preview.ts';
import '../../elements/table.css';
import './import.css';

const texts: Readonly<Record<SheetKind, { name: TextKey; note: TextKey }>> = {
  people: { name: 'import.kind.people', note: 'import.note.people' },
  roster: { name: 'import.kind.roster', note: 'import.note.roster' },
  holidays: { name: 'import.kind.holidays', note: 'import.note.holidays' },
  agencies: { name: 'import.kind.agencies', note: 'import.note.dated' },
  areas: { name: 'import.kind.areas', note: 'import.note.dated' },
  fields: { name: 'import.kind.fields', note: 'import.note.dated' },
};

export class ImportPage extends Page {
  #kind: SheetKind | null = null;
  /** Of the file that was chosen last. */
  #name = '';
  #busy: 'look' | 'write' | null = null;
  #over = false;
  #refused = '';
  #preview: ImportPreview | null = null;
  #done: ImportDone | null = null;
  /** Rises with each file, so that an answer that comes late is not shown. */
  #turn = 0;

  get #mine(): SheetKind[] {
    return sheetKinds.filter((kind) => hasRight(sheets[kind].right));
  }

  #forget(): void {
    this.#turn += 1;
    this.#busy = null;
    this.#refused = '';
    this.#preview = null;
    this.#done = null;
    this.requestUpdate();
  }

  async #look(kind: SheetKind, file: File | undefined): Promise<void> {
    if (!file || this.#busy === 'write') return;
    this.#forget();
    this.#name = file.name;
    if (file.size > largestSheet) this.#refused = t('import.tooLarge');
    else {
      this.#busy = 'look';
      const turn = this.#turn;
      try {
        const preview = await previewSheet(kind, file);
        if (turn === this.#turn) this.#preview = preview;
      } catch (cause) {
        if (!(cause instanceof Problem)) throw cause;
        if (turn === this.#turn) this.#refused = reasonOf(cause);
      }
      if (turn !== this.#turn) return;
      this.#busy = null;
    }
    await this.#point(this.#preview ? '#preview' : '#refused');
  }

  async #write(id: string): Promise<void> {
    if (this.#busy) return;
    this.#busy = 'write';
    this.#refused = '';
    this.requestUpdate();
    try {
      this.#done = await carryOut(id);
      this.#preview = null;
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      this.#refused =
        cause.status === 409 ? t('import.stale') : cause.status === 404 ? t('import.late') : reasonOf(cause);
      // What is of another state, or too old, can't be written any more; after anything else it may be tried again.
      if (cause.status === 409 || cause.status === 404) this.#preview = null;
    }
    this.#busy = null;
    await this.#point(this.#done ? '#done' : '#refused');
  }

  async #point(where: string): Promise<void> {
    this.requestUpdate();
    await this.updateComplete;
    const target = this.querySelector<HTMLElement>(where);
    target?.focus();
    target?.scrollIntoView({ block: 'nearest' });
  }

  override render() {
    const mine = this.#mine;
    const kind = this.#kind ?? mine[0];
    return adminFrame(
      '/admin/import',
      'import.title',
      html`<p class="soft read">${t('import.intro')}</p>
        ${kind ? this.#whole(mine, kind) : emptyState(t('problem.right.title'), t('problem.right.text'))}`,
    );
  }

  #whole(mine: readonly SheetKind[], kind: SheetKind): TemplateResult {
    return html`${this.#choice(mine, kind)} ${this.#file(kind)}
      ${this.#busy === 'look' ? loadingState(t('import.looking', { name: this.#name })) : nothing}
      ${
        this.#refused
          ? html`<div id="refused" tabindex="-1">
              ${notice('late', t('import.refused', { name: this.#name }), this.#refused, 'alert')}
            </div>`
          : nothing
      }
      ${this.#preview ? this.#looked(this.#preview) : nothing}
      ${
        this.#done
          ? html`<div id="done" tabindex="-1">
              ${notice('done', t('import.done', { new: number(this.#done.new), changed: number(this.#done.changed) }), t(texts[kind].note), 'status')}
            </div>`
          : nothing
      }`;
  }

  #choice(mine: readonly SheetKind[], kind: SheetKind): TemplateResult {
    const table = (ending: 'csv' | 'xlsx', name: string) =>
      html`<a class="button" href=${sheetAddress(kind, ending)} download>${icon('file')}${name}</a>`;
    return html`<section class="card stack" aria-labelledby="take">
      ${field(
        { id: 'kind', label: t('import.kind') },
        html`<select
          class="control import-kind"
          id="kind"
          aria-describedby="kind-note"
          @change=${(event: Event) => {
            this.#kind = (event.target as HTMLSelectElement).value as SheetKind;
            this.#forget();
          }}
        >
          ${mine.map((one) => html`<option value=${one} ?selected=${one === kind}>${t(texts[one].name)}</option>`)}
        </select>`,
      )}
      <p class="s soft read" id="kind-note">${t(texts[kind].note)}</p>
      <div class="stack tight">
        <h2 id="take" class="row-title">${t('import.take')}</h2>
        <div class="row">${table('xlsx', 'XLSX')} ${table('csv', 'CSV')}</div>
      </div>
    </section>`;
  }

  #file(kind: SheetKind): TemplateResult {
    const over = (is: boolean) => (event: DragEvent) => {
      event.preventDefault();
      this.#over = is;
      this.requestUpdate();
    };
    return html`<section class="stack" aria-labelledby="bring">
      <h2 id="bring">${t('import.bring')}</h2>
      <div
        class="import-drop ${this.#over ? 'over' : ''}"
        @dragover=${over(true)}
        @dragleave=${over(false)}
        @drop=${(event: DragEvent) => {
          over(false)(event);
          void this.#look(kind, event.dataTransfer?.files[0]);
        }}
      >
        <p class="soft" id="drop-hint">${t('import.drop')}</p>
        <label class="button picker">
          ${icon('file')}${t('import.choose')}
          <input
            class="sr-only"
            type="file"
            accept=".xlsx,.csv,.txt,.tsv"
            aria-describedby="drop-hint"
            @change=${(event: Event) => {
              const input = event.target as HTMLInputElement;
              const file = input.files?.[0];
              // So that the same file may be chosen again when it was mended.
              input.value = '';
              void this.#look(kind, file);
            }}
          />
        </label>
      </div>
    </section>`;
  }

  #looked(preview: ImportPreview): TemplateResult {
    const { rows, errors, items, ignored, id, until } = preview;
    const all = rows.new + rows.changed;
    return html`<section class="stack" aria-labelledby="preview">
      <h2 id="preview" tabindex="-1">${t('import.preview', { name: this.#name })}</h2>
      ${countsOf(rows)}
      ${ignored.length > 0 ? notice('info', t('import.ignored'), ignored.join(' · ')) : nothing}
      ${errors.length > 0 ? errorTable(errors) : nothing}
      ${all === 0 && errors.length === 0 ? notice('info', t('import.nothing'), t('import.nothing.text')) : nothing}
      ${items.length > 0 && errors.length === 0 ? rowTable(items, all) : nothing}
      <div class="row">
        ${
          all > 0 && rows.wrong === 0
            ? busyButton({
                text: t('import.act', { n: number(all) }),
                busy: this.#busy === 'write',
                kind: 'primary',
                onClick: () => void this.#write(id),
              })
            : nothing
        }
        <button
          type="button"
          class="button"
          @click=${() => {
            this.#forget();
            void this.#point('.import-drop input');
          }}
        >
          ${t('import.cancel')}
        </button>
      </div>
      ${all > 0 && rows.wrong === 0 ? html`<p class="s soft">${t('import.act.hint', { until: fullTime(until) })}</p>` : nothing}
    </section>`;
  }
}

/** The server's own words where it says what is wrong with the file. */
function reasonOf(problem: Problem): string {
  if (problem.status === 413) return t('import.tooLarge');
  const said = problem.shape.errors?.find((one) => one.said)?.said;
  return said ?? problemText(problem).text;
}
define('qn-import-page', ImportPage);
