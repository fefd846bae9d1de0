/** What a file would change: counts, cells to correct, rows to be written. */
import { html, nothing, type TemplateResult } from 'lit';
import type { ImportItem, ImportPreview } from '../../data/sheets.ts';
import { notice } from '../../elements/states.ts';
import { t } from '../../text/text.ts';
import { number } from '../../text/times.ts';

export function countsOf(rows: ImportPreview['rows']): TemplateResult {
  const one = (name: string, n: number, wrong = false) =>
    html`<div class="card import-count ${wrong && n > 0 ? 'wrong' : ''}"><dt>${name}</dt><dd>${number(n)}</dd></div>`;
  return html`<dl class="import-counts">
    ${one(t('import.count.new'), rows.new)} ${one(t('import.count.changed'), rows.changed)}
    ${one(t('import.count.unchanged'), rows.unchanged)} ${one(t('import.count.wrong'), rows.wrong, true)}
  </dl>`;
}

export function errorTable(errors: ImportPreview['errors']): TemplateResult {
  return html`${notice('late', t('import.errors'), t('import.errors.text'), 'alert')}
    <div class="table-scroll" role="region" tabindex="0" aria-label=${t('import.errors')}>
      <table class="table import-table">
        <thead>
          <tr>
            <th scope="col">${t('import.column.row')}</th>
            <th scope="col">${t('import.column.column')}</th>
            <th scope="col">${t('import.column.error')}</th>
          </tr>
        </thead>
        <tbody>
          ${errors.map(
            ({ row, column, detail }) =>
              html`<tr>
                <td>${row}</td>
                <td>${column}</td>
                <td>${detail}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${errors.length >= 200 ? html`<p class="s soft">${t('import.errors.first', { n: errors.length })}</p>` : nothing}`;
}

export function rowTable(items: readonly ImportItem[], all: number): TemplateResult {
  return html`<h3>${t('import.rows')}</h3>
    <div class="table-scroll" role="region" tabindex="0" aria-label=${t('import.rows')}>
      <table class="table import-table">
        <thead>
          <tr>
            <th scope="col">${t('import.column.row')}</th>
            <th scope="col">${t('import.column.title')}</th>
            <th scope="col">${t('import.column.changes')}</th>
          </tr>
        </thead>
        <tbody>
          ${items.map(
            ({ row, state, title, changes }) =>
              html`<tr>
                <td>${row}</td>
                <th scope="row">
                  ${title} <span class="import-state">${t(state === 'new' ? 'import.state.new' : 'import.state.changed')}</span>
                </th>
                <td>${changes.map((one) => changeOf(one, state))}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${
      items.length < all
        ? html`<p class="s soft">${t('import.rows.first', { n: number(items.length), all: number(all) })}</p>`
        : nothing
    }`;
}

function changeOf({ column, from, to }: ImportItem['changes'][number], state: ImportItem['state']) {
  if (state === 'new') return to ? html`<p><span class="soft">${column}:</span> ${to}</p>` : nothing;
  return html`<p>
    <span class="soft">${column}:</span> <del>${from || t('import.blank')}</del> <span class="sr-only">${t('import.becomes')}</span>
    <ins>${to || t('import.blank')}</ins>
  </p>`;
}
