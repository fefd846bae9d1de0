/** One rule of retention: how long, on what ground, whether it is in force; and a dry run by it. */
import { html, nothing } from 'lit';
import { Problem } from '../../data/http.ts';
import { changeRule, type RetentionRule, tryErasure } from '../../data/keeping.ts';
import { areaField, checkField, field } from '../../elements/fields.ts';
import { define, Light } from '../../elements/light.ts';
import { busyButton, problemText } from '../../elements/states.ts';
import { toast } from '../../elements/toasts.ts';
import { t } from '../../text/text.ts';
import { fullTime } from '../../text/times.ts';

interface Typed {
  version: number;
  afterDays: string;
  ground: string;
  active: boolean;
}

export class RetentionRuleCard extends Light {
  static override properties = { rule: { attribute: false } };
  rule: RetentionRule | null = null;
  #values: Typed | undefined;
  #errors: { afterDays?: string; ground?: string } = {};
  #busy: 'save' | 'try' | null = null;

  /** What is typed in, begun anew when the rule is another one than before. */
  #typed({ version, afterDays, ground, active }: RetentionRule): Typed {
    if (this.#values?.version !== version) this.#values = { version, afterDays: String(afterDays), ground, active };
    return this.#values;
  }

  async #do(what: 'save' | 'try', work: () => Promise<unknown>, done: string): Promise<void> {
    if (this.#busy) return;
    this.#busy = what;
    this.requestUpdate();
    try {
      await work();
      toast(done);
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      toast(cause.status === 412 ? t('admin.retention.stale') : problemText(cause).text);
    } finally {
      this.#busy = null;
      this.requestUpdate();
    }
    this.dispatchEvent(new Event('changed', { bubbles: true }));
  }

  async #save(event: Event, rule: RetentionRule): Promise<void> {
    event.preventDefault();
    const { version, afterDays, ground, active } = this.#typed(rule);
    const days = Number(afterDays);
    const wrong = !/^\d{1,5}$/.test(afterDays.trim()) || days < 1 || days > 36_500;
    this.#errors = {
      ...(wrong && { afterDays: t('admin.retention.need.days') }),
      ...(active && !ground.trim() && { ground: t('admin.retention.need.ground') }),
    };
    const first = this.#errors.afterDays ? 'days' : this.#errors.ground ? 'ground' : null;
    if (first) {
      this.requestUpdate();
      await this.updateComplete;
      this.querySelector<HTMLElement>(`#${rule.id}-${first}`)?.focus();
      return;
    }
    const body = { afterDays: days, ground, active, version };
    await this.#do('save', () => changeRule(rule.id, body), t('admin.retention.saved'));
  }

  override render() {
    const { rule } = this;
    if (!rule) return nothing;
    const { id, what, active, changedBy, changedAt } = rule;
    const typed = this.#typed(rule);
    const { afterDays: daysError, ground: groundError } = this.#errors;
    return html`<form class="card stack" novalidate aria-labelledby="${id}-title" @submit=${(event: Event) => void this.#save(event, rule)}>
      <div class="row spread">
        <h3 id="${id}-title">${t(`admin.retention.what.${what}`)}</h3>
        <span class="badge ${active ? 'done' : ''}">${t(active ? 'admin.retention.on' : 'admin.retention.off')}</span>
      </div>
      <p class="soft read">${t(`admin.retention.what.${what}.text`)}</p>
      ${field(
        { id: `${id}-days`, label: t('admin.retention.days'), error: daysError },
        html`<input
          class="control short"
          id="${id}-days"
          inputmode="numeric"
          autocomplete="off"
          maxlength="5"
          .value=${typed.afterDays}
          aria-required="true"
          aria-invalid=${daysError ? 'true' : 'false'}
          aria-describedby=${daysError ? `${id}-days-error` : nothing}
          @input=${(event: Event) => {
            typed.afterDays = (event.target as HTMLInputElement).value;
          }}
        />`,
      )}
      <div class="read">${areaField({
        id: `${id}-ground`,
        label: t('admin.retention.ground'),
        hint: t('admin.retention.ground.hint'),
        optional: !typed.active,
        error: groundError,
        value: typed.ground,
        maxlength: 500,
        rows: 2,
        onInput: (value) => {
          typed.ground = value;
        },
      })}</div>
      <div class="read">${checkField({
        id: `${id}-active`,
        label: t('admin.retention.active'),
        hint: t('admin.retention.active.hint'),
        checked: typed.active,
        onChange: (checked) => {
          typed.active = checked;
          this.requestUpdate();
        },
      })}</div>
      <div class="row">
        ${busyButton({ text: t('admin.retention.save'), busy: this.#busy === 'save', type: 'submit', kind: 'primary' })}
        ${
          active
            ? busyButton({
                text: t('admin.retention.try'),
                busy: this.#busy === 'try',
                onClick: () => void this.#do('try', () => tryErasure({ rule: id }), t('admin.retention.tried')),
              })
            : nothing
        }
      </div>
      ${changedBy && changedAt ? html`<p class="xs soft">${t('admin.retention.changed', { by: changedBy, at: fullTime(changedAt) })}</p>` : nothing}
    </form>`;
  }
}
define('qn-retention-rule', RetentionRuleCard);
