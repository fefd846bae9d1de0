/** How an agency ends: from which day, who goes on, what is excepted; what would move is shown before it is planned. */
import { html, nothing, type TemplateResult } from 'lit';
import {
  type NewSuccession,
  planSuccession,
  previewSuccession,
  type SuccessionPreview,
} from '../../data/directory-edit.ts';
import { Problem } from '../../data/http.ts';
import {
  areaField,
  checkField,
  errorSummary,
  focusSummary,
  selectControl,
  selectField,
} from '../../elements/fields.ts';
import { define, Light } from '../../elements/light.ts';
import { busyButton, problemText } from '../../elements/states.ts';
import { toast } from '../../elements/toasts.ts';
import { go } from '../../shell/router.ts';
import { agencyChoices, agencyName, districtChoices, districtName, fieldChoices, fieldName } from '../../text/names.ts';
import { t } from '../../text/text.ts';
import { dayField } from './entry-form.ts';

export class SuccessionForm extends Light {
  static override properties = { agency: { attribute: false } };
  agency = '';
  #wish: Omit<NewSuccession, 'agency'> = { on: '', to: '', except: [], movePeople: true, reason: '' };
  #exception = { field: '', area: '', to: '' };
  #errors: Record<string, string> = {};
  #busy = false;
  #preview: SuccessionPreview | undefined;

  async #act(work: () => Promise<void>, needsReason: boolean): Promise<void> {
    if (this.#busy) return;
    this.#errors = {};
    if (!this.#wish.on) this.#errors.on = t('admin.directory.need.day');
    if (!this.#wish.to) this.#errors.to = t('admin.succession.need.to');
    if (needsReason && !this.#wish.reason.trim()) this.#errors['succession-reason'] = t('admin.succession.need.reason');
    this.#busy = true;
    this.requestUpdate();
    try {
      if (Object.keys(this.#errors).length === 0) await work();
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      const said = Object.entries(cause.fieldErrors()).map(([name, text]) => [name.split('.')[0]!, text]);
      this.#errors = said.length > 0 ? Object.fromEntries(said) : { 'succession-title': problemText(cause).text };
    }
    this.#busy = false;
    this.requestUpdate();
    if (Object.keys(this.#errors).length > 0) await focusSummary(this);
  }

  readonly #look = () =>
    this.#act(async () => {
      const { on, to, except } = this.#wish;
      this.#preview = await previewSuccession({ agency: this.agency, on, to, except });
    }, false);

  readonly #plan = () =>
    this.#act(async () => {
      await planSuccession({ agency: this.agency, ...this.#wish });
      toast(t('admin.succession.planned'));
      go('/admin/agencies');
    }, true);

  #except(): void {
    const { field, area, to } = this.#exception;
    if (!to || !(field || area)) return;
    this.#wish.except.push({ ...(field ? { field } : {}), ...(area ? { area } : {}), to });
    this.#exception = { field: '', area: '', to: '' };
    this.#preview = undefined;
    this.requestUpdate();
  }

  override render() {
    const wish = this.#wish;
    const others = agencyChoices().filter(({ value }) => value !== this.agency);
    const errors = Object.entries(this.#errors).map(([field, text]) => ({ field, text }));
    return html`<section class="stack read" aria-labelledby="succession-title">
      <h2 id="succession-title" tabindex="-1">${t('admin.succession.title')}</h2>
      <p class="soft">${t('admin.succession.intro')}</p>
      ${errorSummary(errors)}
      ${dayField(
        'on',
        'admin.succession.on',
        wish.on,
        (day) => {
          wish.on = day;
          this.#preview = undefined;
          this.requestUpdate();
        },
        { error: this.#errors.on, hint: t('admin.succession.on.hint') },
      )}
      ${selectField({
        id: 'to',
        label: t('admin.succession.to'),
        hint: t('admin.succession.to.hint'),
        error: this.#errors.to,
        value: wish.to,
        none: t('admin.directory.choose'),
        choices: others,
        onChange: (to) => {
          wish.to = to;
          this.#preview = undefined;
          this.requestUpdate();
        },
      })}
      ${this.#exceptions(others)}
      ${checkField({
        id: 'movePeople',
        label: t('admin.succession.people'),
        hint: t('admin.succession.people.hint'),
        checked: wish.movePeople,
        onChange: (on) => {
          wish.movePeople = on;
        },
      })}
      ${areaField({
        id: 'succession-reason',
        label: t('admin.succession.reason'),
        hint: t('admin.succession.reason.hint'),
        error: this.#errors['succession-reason'],
        value: wish.reason,
        rows: 2,
        maxlength: 1000,
        onInput: (text) => {
          wish.reason = text;
        },
      })}
      <div class="row">
        ${busyButton({ text: t('admin.succession.preview'), busy: this.#busy, onClick: () => void this.#look() })}
        ${this.#preview ? busyButton({ text: t('admin.succession.plan'), busy: this.#busy, kind: 'primary', onClick: () => void this.#plan() }) : nothing}
      </div>
      <div role="status">${this.#preview ? this.#shown(this.#preview) : nothing}</div>
    </section>`;
  }

  #exceptions(others: { value: string; text: string }[]): TemplateResult {
    const set = (name: 'field' | 'area' | 'to') => (value: string) => {
      this.#exception[name] = value;
    };
    const control = (name: 'field' | 'area' | 'to', choices: { value: string; text: string }[]) =>
      selectControl({
        id: `except-${name}`,
        label: t(`admin.succession.except.${name}`),
        none: t(`admin.succession.except.${name}`),
        value: this.#exception[name],
        choices,
        compact: true,
        onChange: set(name),
      });
    return html`<details>
      <summary>${t('admin.succession.except')}</summary>
      <ul>
        ${this.#wish.except.map(
          (one, n) => html`<li>
            ${[one.field && fieldName(one.field), one.area && districtName(one.area)].filter(Boolean).join(' · ')}: ${agencyName(one.to)}
            <button type="button" class="button small" @click=${() => {
              this.#wish.except.splice(n, 1);
              this.#preview = undefined;
              this.requestUpdate();
            }}>${t('admin.succession.except.drop')}</button>
          </li>`,
        )}
      </ul>
      <div class="row">
        ${control('field', fieldChoices())} ${control('area', districtChoices())} ${control('to', others)}
        <button type="button" class="button" @click=${() => this.#except()}>${t('admin.succession.except.add')}</button>
      </div>
    </details>`;
  }

  #shown(one: SuccessionPreview): TemplateResult {
    const names = (people: { name: string }[]) => people.map(({ name }) => name).join(', ');
    const lost = one.people.filter(({ otherGroups }) => !otherGroups);
    const stay = !this.#wish.movePeople;
    return html`<div class="card stack tight">
      <h3>${t('admin.succession.shown', { reports: one.reports, tasks: one.tasks })}</h3>
      <ul>
        ${one.byHeir.map(({ agency, reports }) => html`<li>${t('admin.succession.heir', { agency: agencyName(agency), n: reports })}</li>`)}
        ${stay && one.holders.length > 0 ? html`<li>${t('admin.succession.holders', { who: names(one.holders) })}</li>` : nothing}
        ${stay && lost.length > 0 ? html`<li>${t('admin.succession.lost', { who: names(lost) })}</li>` : nothing}
        ${one.delegations.map(({ absent, standIn }) => html`<li>${t('admin.succession.delegation', { absent: absent.name, standIn: standIn.name })}</li>`)}
        ${one.areas.length > 0 ? html`<li>${t('admin.succession.areas', { which: one.areas.map(districtName).join(', ') })}</li>` : nothing}
        ${one.fields.length > 0 ? html`<li>${t('admin.succession.fields', { which: one.fields.map(fieldName).join(', ') })}</li>` : nothing}
      </ul>
      ${
        one.items.length === 0
          ? nothing
          : html`<details><summary>${t('admin.succession.reports')}</summary>
              <ul>${one.items.map((item) => html`<li><a href="/watch/${item.instanceKey}">${item.reportCode}</a>: ${agencyName(item.to)}</li>`)}</ul>
              ${one.left > 0 ? html`<p class="s soft">${t('admin.succession.left', { n: one.left })}</p>` : nothing}
            </details>`
      }
    </div>`;
  }
}
define('qn-succession-form', SuccessionForm);
