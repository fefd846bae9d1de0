/** Tabs, tables, facts, cards. */
import { html } from 'lit';
import { t } from '../../text/text.ts';
import { type Section, specimen } from '../specimen.ts';
import { dates, moment } from './samples.ts';
import '../../elements/due-badge.ts';
import '../../elements/table.css';

const rows = [
  ['QN-260102-2F9P', 'gallery.sample.one', 'scope', dates.late],
  ['QN-251230-8XQ1', 'gallery.sample.two', 'publication', dates.soon],
  ['QN-260105-1ZT6', 'gallery.sample.three', 'handling', dates.farOff],
] as const;

function tabs() {
  const views = ['open', 'mine', 'overdue'] as const;
  return html`<nav class="tabs" aria-label=${t('tasks.views')}>
    ${views.map(
      (one) =>
        html`<button type="button" aria-pressed=${one === 'open' ? 'true' : 'false'}>${t(`tasks.view.${one}`)}</button>`,
    )}
  </nav>`;
}

function table() {
  return html`<div class="table-scroll" tabindex="0" role="region" aria-label=${t('gallery.table.caption')}>
    <table class="table">
      <caption class="sr-only">${t('gallery.table.caption')}</caption>
      <thead>
        <tr>
          <th scope="col">${t('tasks.column.due')}</th>
          <th scope="col">${t('tasks.column.report')}</th>
          <th scope="col">${t('tasks.column.stage')}</th>
          <th scope="col">${t('tasks.column.summary')}</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([code, summary, stage, due]) =>
            html`<tr>
              <td><qn-due .at=${moment} .dueAt=${due.dueAt} .remindAt=${due.remindAt} .brief=${true}></qn-due></td>
              <td><a href="#lists" class="code row-link">${code}</a></td>
              <td>${t(`stage.${stage}`)}</td>
              <td>${t(summary)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function facts() {
  return html`<dl class="facts">
    <dt>${t('task.name')}</dt>
    <dd>${t('gallery.sample.person')}</dd>
    <dt>${t('task.phone')}</dt>
    <dd>0905 123 456</dd>
    <dt>${t('follow.place')}</dt>
    <dd>${t('gallery.sample.place')}</dd>
  </dl>`;
}

export const listsSection: Section = {
  id: 'lists',
  title: 'gallery.lists',
  draw: () => html`${specimen('gallery.tabs', tabs(), true)} ${specimen('gallery.table', table(), true)}
    ${specimen('gallery.facts', facts())}
    ${specimen('gallery.cards', html`<div class="card"><p>${t('gallery.sample.one')}</p></div>`)}`,
};
