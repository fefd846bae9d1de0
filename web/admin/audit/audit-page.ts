/** `/admin/audit`: what is on record, filtered by the address; whether it is whole; the same as a table to take along. */
import { html, nothing, type TemplateResult } from 'lit';
import { auditActs } from '../../../domain/audit.ts';
import type { AuditVerification } from '../../data/audit.ts';
import { type AuditList, type AuditQuery, auditTable, listAudit, verifyAudit } from '../../data/audit.ts';
import { field, selectField } from '../../elements/fields.ts';
import { icon } from '../../elements/icons.ts';
import { define, Page } from '../../elements/light.ts';
import { Loading } from '../../elements/loading.ts';
import { busyButton, emptyState, loadingState, problemState } from '../../elements/states.ts';
import { go } from '../../shell/router.ts';
import { type TextKey, t } from '../../text/text.ts';
import { adminFrame } from '../frame.ts';
import { auditRows } from './rows.ts';
import { verdict } from './verdict.ts';
import '../../elements/table.css';
import './audit.css';

const path = '/admin/audit';
const names = ['who', 'what', 'report', 'from', 'to'] as const;
type Filter = Record<(typeof names)[number], string>;
const pageSize = 50;

export class AuditPage extends Page {
  /** What stands in the fields; asked for when it is sent off. */
  #filter: Filter = { who: '', what: '', report: '', from: '', to: '' };
  #asked: string | undefined;
  #wanted = pageSize;
  #verified = false;
  readonly #list = new Loading<AuditList>(this, async (signal) => {
    const items: AuditList['items'] = [];
    let after: string | undefined;
    do {
      const page = await listAudit({ ...this.#query(), limit: pageSize, ...(after && { after }) }, signal);
      items.push(...page.items);
      after = page.next ?? undefined;
    } while (after && items.length < this.#wanted);
    return { items, next: after ?? null };
  });
  readonly #verdict = new Loading<AuditVerification>(this, () => verifyAudit());

  /** Days are Vietnam's, the last one with all its hours. */
  #query(): AuditQuery {
    const given = (name: string) => this.query.get(name) || undefined;
    const [who, what, report, from, to] = names.map(given);
    const midnight = (day: string, later = 0) => new Date(Date.parse(`${day}T00:00:00+07:00`) + later).toISOString();
    return {
      ...(who && { who }),
      ...(what && { what }),
      ...(report && { reportCode: report }),
      ...(from && { from: midnight(from) }),
      ...(to && { to: midnight(to, 86_400_000) }),
    };
  }

  override willUpdate(): void {
    const asked = this.query.toString();
    if (asked === this.#asked) return;
    this.#asked = asked;
    this.#wanted = pageSize;
    this.#filter = Object.fromEntries(names.map((name) => [name, this.query.get(name) ?? ''])) as Filter;
    queueMicrotask(() => void this.#list.start());
  }

  #apply(event: Event): void {
    event.preventDefault();
    const next = new URLSearchParams();
    for (const name of names) if (this.#filter[name].trim()) next.set(name, this.#filter[name].trim());
    const text = next.toString();
    if (text === this.#asked) void this.#list.again();
    else go(text ? `${path}?${text}` : path);
  }

  #set(name: keyof Filter, value: string): void {
    this.#filter = { ...this.#filter, [name]: value };
    this.requestUpdate();
  }

  override render() {
    return adminFrame(
      path,
      'audit.title',
      html`<p class="soft read">${t('audit.intro')}</p>
        ${this.#verification()} ${this.#filters()} ${this.#body()}`,
    );
  }

  #verification(): TemplateResult {
    const { value, problem, busy } = this.#verdict;
    return html`<section class="stack tight">
      <div class="row">
        ${busyButton({
          text: t('audit.verify'),
          busy,
          onClick: () => {
            this.#verified = true;
            void this.#verdict.start();
          },
        })}
        <a class="button" href=${auditTable(this.#query())} download>${icon('file')}${t('audit.export')}</a>
      </div>
      <div aria-live="polite">
        ${
          !this.#verified
            ? nothing
            : value
              ? verdict(value)
              : problem
                ? problemState(problem, () => void this.#verdict.start())
                : loadingState(t('audit.verify.busy'))
        }
      </div>
    </section>`;
  }

  #filters(): TemplateResult {
    const input = (name: keyof Filter, label: string, type: 'text' | 'date') =>
      field(
        { id: name, label },
        html`<input
          class="control"
          id=${name}
          name=${name}
          type=${type}
          autocomplete="off"
          maxlength="100"
          .value=${this.#filter[name]}
          @input=${(event: Event) => this.#set(name, (event.target as HTMLInputElement).value)}
        />`,
      );
    const filtered = names.some((name) => this.query.get(name));
    return html`<form
      class="audit-filter"
      role="search"
      aria-label=${t('audit.filters')}
      @submit=${(event: Event) => this.#apply(event)}
    >
      ${selectField({
        id: 'what',
        label: t('audit.what'),
        value: this.#filter.what,
        none: t('audit.what.all'),
        choices: auditActs.map((act) => ({ value: act, text: t(`audit.what.${act}` as TextKey) })),
        onChange: (value) => this.#set('what', value),
      })}
      ${input('who', t('audit.who'), 'text')} ${input('report', t('audit.report'), 'text')}
      ${input('from', t('audit.from'), 'date')} ${input('to', t('audit.to'), 'date')}
      <div class="row">
        <button class="button primary">${t('audit.apply')}</button>
        ${filtered ? html`<a class="button quiet" href=${path}>${t('audit.clear')}</a>` : nothing}
      </div>
    </form>`;
  }

  #body(): TemplateResult {
    const { value, problem, busy } = this.#list;
    if (!value) return problem ? problemState(problem, () => void this.#list.start()) : loadingState();
    if (value.items.length === 0) return emptyState(t('audit.none'), t('audit.none.text'));
    return html`${auditRows(value.items)}
    ${
      value.next
        ? html`<div>
            ${busyButton({
              text: t('act.more'),
              busy,
              onClick: () => {
                this.#wanted += pageSize;
                void this.#list.again();
              },
            })}
          </div>`
        : nothing
    }`;
  }
}
define('qn-audit-page', AuditPage);
