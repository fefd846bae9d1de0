/** Entries of the audit log as a table: when, who, what with its details, which report. */
import { html, nothing, type TemplateResult } from 'lit';
import { auditActs } from '../../../domain/audit.ts';
import { stageIds } from '../../../domain/stages.ts';
import type { AuditItem } from '../../data/audit.ts';
import { type TextKey, t } from '../../text/text.ts';
import { fullTime, shortTime } from '../../text/times.ts';

export function auditRows(items: readonly AuditItem[]): TemplateResult {
  return html`<div class="table-scroll" tabindex="0" role="group" aria-label=${t('audit.title')}>
    <table class="table audit-table" role="table">
      <thead role="rowgroup">
        <tr role="row">
          <th scope="col" role="columnheader">${t('audit.at')}</th>
          <th scope="col" role="columnheader">${t('audit.who')}</th>
          <th scope="col" role="columnheader">${t('audit.what')}</th>
          <th scope="col" role="columnheader">${t('audit.report')}</th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${items.map(row)}
      </tbody>
    </table>
  </div>`;
}

const known = new Set<string>(auditActs);

function row(one: AuditItem): TemplateResult {
  const what = known.has(one.what) ? t(`audit.what.${one.what}` as TextKey) : one.what;
  // On a phone a row is a block: it stays a row to who listens.
  return html`<tr role="row">
    <td class="nowrap" role="cell">
      <time datetime=${one.at} title=${fullTime(one.at)}>${shortTime(one.at)}</time>
      <span class="xs soft">${t('audit.number', { n: one.number })}</span>
    </td>
    <td role="cell">${one.whoName ? html`${one.whoName}<span class="xs soft">${one.who}</span>` : one.who}</td>
    <td role="cell">${what}${details(one.data)}</td>
    <td class="code nowrap" role="cell">${one.reportCode ?? nothing}</td>
  </tr>`;
}

/** Those that people ask for have words; the others keep the name that the server gave them. */
const named = [
  ...['reason', 'where', 'onBehalfOf', 'standIn', 'absent', 'stage', 'clause', 'name', 'note', 'from', 'until'],
  ...['to', 'ground', 'authority', 'document', 'rule', 'instance', 'stood'],
];

function details(data: Record<string, unknown>): TemplateResult | typeof nothing {
  const entries = Object.entries(data).filter(([, value]) => value !== null && value !== '');
  if (entries.length === 0) return nothing;
  return html`<dl class="audit-details xs soft">
    ${entries.map(
      ([key, value]) =>
        html`<div>
          <dt>${named.includes(key) ? t(`audit.data.${key}` as TextKey) : key}</dt>
          <dd>${textOf(key, value)}</dd>
        </div>`,
    )}
  </dl>`;
}

function textOf(key: string, value: unknown): string {
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value.map(wordOf).join(', ');
  if (typeof value !== 'string') return JSON.stringify(value);
  if (key === 'where' && ['report', 'way', 'file'].includes(value)) return t(`audit.where.${value}` as TextKey);
  if (/^\d{4}-\d\d-\d\dT/.test(value)) return shortTime(value);
  return wordOf(/^task (.+)$/.exec(value)?.[1] ?? value);
}

/** A step's name, or the word itself. */
const wordOf = (word: string): string =>
  (stageIds as readonly string[]).includes(word) ? t(`stage.${word}` as TextKey) : word;
