/**
 * The steps of a diagram as a table, for those who do not see or do not like the drawing: what each is, its article, its
 * budget and who does it. Says `jump` with an element's id, and `field` when one of its plain fields was changed here.
 */
import { html, nothing, type TemplateResult } from 'lit';
import '../../elements/table.css';
import { define, Light } from '../../elements/light.ts';
import { emptyState } from '../../elements/states.ts';
import { t } from '../../text/text.ts';
import { kindText } from '../kind-text.ts';
import type { Row } from './element-rows.ts';
import type { Field } from './fields.ts';
import { choicesOf, type ElementTemplate } from './templates.ts';

const columns = ['name', 'kind', 'article', 'budget', 'candidateGroups'] as const;

export class ElementList extends Light {
  static override properties = { rows: { attribute: false }, templates: { attribute: false } };
  rows: readonly Row[] = [];
  templates: readonly ElementTemplate[] = [];
  #words = '';
  /** The row whose fields are open. */
  #open = '';

  protected override render() {
    const wanted = this.#words.toLocaleLowerCase();
    const shown = this.rows.filter((row) => this.#wordsOf(row).includes(wanted));
    return html`<div class="element-list stack tight">
      <div class="row spread">
        <label class="row">
          <span class="s soft">${t('studio.edit.list.find')}</span>
          <input
            class="control compact"
            type="search"
            .value=${this.#words}
            @input=${(event: Event) => {
              this.#words = (event.target as HTMLInputElement).value;
              this.requestUpdate();
            }}
          />
        </label>
        <span class="s soft" role="status">${t('studio.edit.list.count', { n: shown.length, of: this.rows.length })}</span>
      </div>
      ${shown.length === 0 ? emptyState(t('studio.edit.list.none')) : this.#table(shown)}
    </div>`;
  }

  #wordsOf(row: Row): string {
    return [
      row.name,
      row.id,
      kindText(row.kind),
      row.values.article,
      row.values.budget,
      this.#value('candidateGroups', row),
    ]
      .join(' ')
      .toLocaleLowerCase();
  }

  /** A value as the templates call it. */
  #value(field: Field, row: Row): string {
    const value = row.values[field];
    return choicesOf(this.templates, field).find((one) => one.value === value)?.name ?? value;
  }

  #table(rows: readonly Row[]): TemplateResult {
    return html`<div class="table-scroll" tabindex="0" role="region" aria-label=${t('studio.edit.list')}>
      <table class="table">
        <caption class="sr-only">${t('studio.edit.list')}</caption>
        <thead>
          <tr>
            ${columns.map((column) => html`<th scope="col">${t(`studio.edit.field.${column}`)}</th>`)}
            <th scope="col"><span class="sr-only">${t('studio.edit.list.change')}</span></th>
          </tr>
        </thead>
        <tbody>
          ${rows.map((row) => this.#row(row))}
        </tbody>
      </table>
    </div>`;
  }

  #row(row: Row): TemplateResult {
    const open = this.#open === row.id;
    return html`<tr>
        <th scope="row">
          <button type="button" class="link-button" @click=${() => this.#say('jump', row.id)}>
            ${row.name}<span class="sr-only">, ${t('studio.edit.list.jump')}</span>
          </button>
        </th>
        <td>${kindText(row.kind)}</td>
        <td>${row.values.article}</td>
        <td>${row.values.budget}</td>
        <td>${this.#value('candidateGroups', row)}</td>
        <td>
          <button
            type="button"
            class="button small"
            aria-expanded=${open}
            @click=${() => {
              this.#open = open ? '' : row.id;
              this.requestUpdate();
            }}
          >
            ${t('studio.edit.list.change')}<span class="sr-only"> ${row.name}</span>
          </button>
        </td>
      </tr>
      ${open ? html`<tr class="fields-row"><td colspan=${columns.length + 1}>${this.#fields(row)}</td></tr>` : nothing}`;
  }

  #fields(row: Row): TemplateResult {
    return html`<fieldset class="plain-fields">
      <legend class="sr-only">${row.name}</legend>
      ${row.fields.map((field) => {
        const choices = choicesOf(this.templates, field);
        const value = row.values[field];
        const id = `field-${row.id}-${field}`;
        const write = (event: Event) =>
          this.#say('field', { id: row.id, field, value: (event.target as HTMLInputElement).value.trim() });
        return html`<div class="field">
          <label class="s" for=${id}>${t(`studio.edit.field.${field}`)}</label>
          ${
            choices.length > 0
              ? html`<select class="control" id=${id} @change=${write}>
                  ${choices.some((one) => one.value === value) ? nothing : html`<option value=${value} selected>${value || '–'}</option>`}
                  ${choices.map((one) => html`<option value=${one.value} ?selected=${one.value === value}>${one.name}</option>`)}
                </select>`
              : html`<input class="control" id=${id} .value=${value} @change=${write} />`
          }
        </div>`;
      })}
    </fieldset>`;
  }

  #say(type: 'jump' | 'field', detail: unknown): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true }));
  }
}
define('qn-element-list', ElementList);
