/** A clause's wordings so far, and the forms that enter a new one, a new clause, or a repeal. */
import { html, nothing, render, type TemplateResult } from 'lit';
import { type Binding, bindings } from '../../../domain/regulation/clauses.ts';
import { type ClauseDetail, type ClauseItem, enterWording, readClause, repealClause } from '../../data/articles.ts';
import { Problem } from '../../data/http.ts';
import { openDialog } from '../../elements/dialog.ts';
import { areaField, selectField, textField } from '../../elements/fields.ts';
import { busyButton, loadingState, notice, problemText } from '../../elements/states.ts';
import { toast } from '../../elements/toasts.ts';
import { inLanguage, t } from '../../text/text.ts';
import { day, shortTime } from '../../text/times.ts';
import { sayClause } from './words.ts';

type Values = Record<
  'clause' | 'title' | 'text' | 'binds' | 'why' | 'validFrom' | 'validTo' | 'source' | 'reason',
  string
>;

/** Answers whether something was entered. `of`: null for a clause that is new. */
export async function clauseDialog(of: ClauseItem | null): Promise<boolean> {
  const form = new ClauseForm(of);
  await openDialog({
    title: of ? t('studio.law.dialog', { clause: sayClause(of.clause) }) : t('studio.law.add'),
    body: html`${form.place}`,
    className: 'wide',
  });
  return form.entered;
}

class ClauseForm {
  readonly place = document.createElement('div');
  entered = false;
  readonly #of: ClauseItem | null;
  #detail: ClauseDetail | null = null;
  #values: Values;
  #missing: ReadonlySet<keyof Values> = new Set();
  #trouble = '';
  #busy = false;

  constructor(of: ClauseItem | null) {
    this.#of = of;
    this.#values = {
      clause: of?.clause ?? '',
      title: of?.title ?? '',
      text: of?.text ?? '',
      binds: of?.binds ?? 'process',
      why: of ? inLanguage(of.why) : '',
      validFrom: '',
      validTo: '',
      source: '',
      reason: '',
    };
    this.#draw();
    if (of) void this.#read(of.clause);
  }

  async #read(clause: string): Promise<void> {
    await this.#work(async () => {
      this.#detail = await readClause(clause);
    });
  }

  async #work(work: () => Promise<void>): Promise<boolean> {
    this.#busy = true;
    this.#trouble = '';
    this.#draw();
    try {
      await work();
      return true;
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      const wrongDay = cause.status === 422 && /^valid(From|To)$/.test(Object.keys(cause.fieldErrors())[0] ?? '');
      this.#trouble = wrongDay ? t('studio.law.wrongDay') : problemText(cause).text;
      return false;
    } finally {
      this.#busy = false;
      this.#draw();
    }
  }

  async #send(names: readonly (keyof Values)[], send: () => Promise<ClauseDetail>): Promise<void> {
    this.#missing = new Set(names.filter((name) => this.#values[name].trim() === ''));
    if (this.#missing.size > 0 || this.#busy) {
      this.#draw();
      this.place.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
      return;
    }
    const done = await this.#work(async () => {
      this.#detail = await send();
    });
    if (!done) return;
    this.entered = true;
    toast(t('studio.law.saved'));
    this.place.closest('dialog')?.close();
  }

  #enter(): void {
    const { clause, title, text, binds, why, validFrom, source, reason } = this.#values;
    void this.#send(['clause', 'title', 'text', 'why', 'validFrom', 'source', 'reason'], () =>
      enterWording(clause.trim(), { title, text, binds: binds as Binding, why, validFrom, source, reason }),
    );
  }

  #repeal(): void {
    const { clause, validTo, source, reason } = this.#values;
    void this.#send(['validTo', 'source', 'reason'], () => repealClause(clause, { validTo, source, reason }));
  }

  #field(name: keyof Values, kind: 'text' | 'date' | 'area' = 'text', hint?: string): TemplateResult {
    const options = {
      id: `law-${name}`,
      label: name === 'clause' ? t('studio.law.clause') : t(`studio.law.field.${name}`),
      value: this.#values[name],
      error: this.#missing.has(name) ? t('studio.law.field.required') : undefined,
      ...(hint ? { hint } : {}),
      onInput: (value: string) => {
        this.#values = { ...this.#values, [name]: value };
      },
    };
    return kind === 'area' ? areaField(options) : textField({ ...options, type: kind, short: kind === 'date' });
  }

  #draw(): void {
    const of = this.#of;
    const shared = html`${this.#field('source')} ${this.#field('reason', 'area')}`;
    render(
      html`<div class="stack">
        ${this.#trouble ? notice('late', this.#trouble, nothing, 'alert') : nothing} ${of ? this.#past() : nothing}
        ${of ? nothing : this.#field('clause', 'text', t('studio.law.clause.hint'))} ${this.#field('title')}
        ${this.#field('text', 'area')}
        ${selectField({
          id: 'law-binds',
          label: t('studio.law.field.binds'),
          value: this.#values.binds,
          none: t(`studio.law.binds.${this.#values.binds as Binding}`),
          choices: bindings.map((value) => ({ value, text: t(`studio.law.binds.${value}`) })),
          onChange: (value) => {
            this.#values = { ...this.#values, binds: value || this.#values.binds };
          },
        })}
        ${this.#field('why')} ${shared} ${this.#field('validFrom', 'date')}
        ${busyButton({ text: t('studio.law.save'), busy: this.#busy, kind: 'primary', onClick: () => this.#enter() })}
        ${
          of
            ? html`<details>
                <summary>${t('studio.law.repeal')}</summary>
                <div class="stack tight">
                  ${this.#field('validTo', 'date')}
                  ${busyButton({ text: t('studio.law.repeal.do'), busy: this.#busy, onClick: () => this.#repeal() })}
                </div>
              </details>`
            : nothing
        }
      </div>`,
      this.place,
    );
  }

  #past(): TemplateResult {
    const detail = this.#detail;
    if (!detail) return this.#trouble ? html`` : loadingState();
    return html`<section class="stack tight" aria-labelledby="law-past">
      <h3 id="law-past">${t('studio.law.past')}</h3>
      <ul class="law-list">
        ${detail.wordings.toReversed().map(
          ({ validFrom, validTo, text, source, by, byName, at, reason, ended }) =>
            html`<li class="stack tight">
              <p class="s">
                <strong>${t('studio.law.since', { from: day(validFrom) })}${validTo ? `, ${t('studio.law.until', { to: day(validTo) })}` : nothing}</strong>
                – ${source}
              </p>
              <p class="s law-text" lang="vi">${text}</p>
              <p class="xs soft">
                ${by === null ? t('studio.law.past.shipped') : t('studio.law.past.by', { by: byName ?? by, at: shortTime(at ?? ''), reason })}
              </p>
              ${ended ? html`<p class="xs soft">${t('studio.law.past.ended', { by: ended.byName, at: shortTime(ended.at), reason: ended.reason })}</p>` : nothing}
            </li>`,
        )}
      </ul>
    </section>`;
  }
}
