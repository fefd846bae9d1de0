/** Being away (article 14.1): who is and will be, who acts meanwhile, and the form to say so. */
import { html, nothing, type TemplateResult } from 'lit';
import { now } from '../data/clock.ts';
import {
  addDelegation,
  type Colleague,
  type DelegationItem,
  endDelegation,
  listColleagues,
  listDelegations,
} from '../data/delegations.ts';
import { Problem } from '../data/http.ts';
import { hasRight, knownSession } from '../data/session.ts';
import { confirmDialog } from '../elements/dialog.ts';
import { areaField, errorSummary, field, focusSummary, selectField } from '../elements/fields.ts';
import { define, Page } from '../elements/light.ts';
import { Loading } from '../elements/loading.ts';
import { busyButton, emptyState, loadingState, problemState, problemText } from '../elements/states.ts';
import { toast } from '../elements/toasts.ts';
import { t } from '../text/text.ts';
import { fullTime, localInput } from '../text/times.ts';
import './staff.css';
import './list.css';

interface Known {
  absences: DelegationItem[];
  colleagues: Colleague[];
}

const fields = ['standIn', 'startsAt', 'endsAt', 'reason'] as const;
type Field = (typeof fields)[number];

export class AwayPage extends Page {
  #values: Record<Field, string> = { standIn: '', startsAt: '', endsAt: '', reason: '' };
  /** Whose absence it is; empty: one's own. A unit's leader sets those of its people too. */
  #absent = '';
  #errors: Partial<Record<Field, string>> = {};
  #busy = false;
  readonly #known = new Loading<Known>(this, async (signal) => {
    const [absences, colleagues] = await Promise.all([
      listDelegations(signal),
      hasRight('delegation.make') ? listColleagues(signal) : [],
    ]);
    return { absences, colleagues };
  });

  override connectedCallback(): void {
    super.connectedCallback();
    this.#values.startsAt = localInput(now());
    void this.#known.start();
  }

  /** What is missing or can't be, before it is sent. */
  #check(): Partial<Record<Field, string>> {
    const { standIn, startsAt, endsAt, reason } = this.#values;
    return {
      ...(!standIn && { standIn: t('away.need.standIn') }),
      ...(!startsAt && { startsAt: t('away.need.from') }),
      ...(endsAt ? startsAt && endsAt <= startsAt && { endsAt: t('away.order') } : { endsAt: t('away.need.until') }),
      ...(!reason.trim() && { reason: t('away.need.reason') }),
    };
  }

  async #send(event: Event): Promise<void> {
    event.preventDefault();
    if (this.#busy) return;
    this.#errors = this.#check();
    if (Object.keys(this.#errors).length > 0) {
      await this.#point();
      return;
    }
    this.#busy = true;
    this.requestUpdate();
    const { standIn, startsAt, endsAt, reason } = this.#values;
    try {
      const absent = this.#absent;
      await addDelegation({
        ...(absent && { absent }),
        standIn,
        startsAt: `${startsAt}:00+07:00`,
        endsAt: `${endsAt}:00+07:00`,
        reason,
      });
      this.#values = { standIn: '', startsAt: localInput(now()), endsAt: '', reason: '' };
      this.#absent = '';
      toast(t('away.made'));
      await this.#known.again();
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      this.#errors = this.#refused(cause);
      if (Object.keys(this.#errors).length === 0) toast(problemText(cause).text);
      else await this.#point();
    } finally {
      this.#busy = false;
      this.requestUpdate();
    }
  }

  /** What the server refuses, at the fields. */
  #refused(problem: Problem): Partial<Record<Field, string>> {
    if (problem.status === 409) return { startsAt: t('away.overlap') };
    const said = {
      standIn: t('away.standIn.hint'),
      startsAt: t('away.past'),
      endsAt: t('away.order'),
      reason: t('away.need.reason'),
    };
    const wrong = Object.keys(problem.fieldErrors());
    return Object.fromEntries(fields.filter((name) => wrong.includes(name)).map((name) => [name, said[name]]));
  }

  async #point(): Promise<void> {
    this.requestUpdate();
    await focusSummary(this);
  }

  async #end(one: DelegationItem): Promise<void> {
    const text = t('away.end.text', { name: one.standIn.name, absent: one.absent.name });
    if (!(await confirmDialog({ title: t('away.end'), text, act: t('away.end') }))) return;
    try {
      await endDelegation(one.id);
      toast(t('away.ended'));
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      toast(problemText(cause).text);
    }
    await this.#known.again();
  }

  override render() {
    const { value, problem } = this.#known;
    return html`<div class="stack loose read">
      <header class="stack tight">
        <a class="s" href="/tasks">‹ ${t('task.back')}</a>
        <h1 tabindex="-1">${t('away.title')}</h1>
        <p class="soft">${t('away.intro')}</p>
      </header>
      ${value ? html`${this.#list(value.absences)}${this.#form(value.colleagues)}` : problem ? problemState(problem, () => this.#known.start()) : loadingState()}
    </div>`;
  }

  #list(absences: DelegationItem[]): TemplateResult {
    return html`<section class="stack tight" aria-labelledby="absences">
      <h2 id="absences">${t('away.now')}</h2>
      ${
        absences.length === 0
          ? emptyState(t('away.none'), t('away.none.text'), nothing, 'person')
          : html`<ul class="absences">
              ${absences.map(
                (one) =>
                  html`<li class="card">
                    <div class="row spread">
                      <strong>${one.absent.name}</strong>
                      <span class="badge ${one.inForce ? 'done' : ''}">${t(one.inForce ? 'away.inForce' : 'away.toCome')}</span>
                    </div>
                    <dl class="facts">
                      <dt>${t('away.standIn')}</dt>
                      <dd>${one.standIn.name}</dd>
                      <dt>${t('away.from')}</dt>
                      <dd><time datetime=${one.startsAt}>${fullTime(one.startsAt)}</time></dd>
                      <dt>${t('away.until')}</dt>
                      <dd><time datetime=${one.endsAt}>${fullTime(one.endsAt)}</time></dd>
                      <dt>${t('away.reason')}</dt>
                      <dd lang="vi">${one.reason}</dd>
                    </dl>
                    ${one.mayEnd ? html`<button type="button" class="button small" @click=${() => void this.#end(one)}>${t('away.end')}</button>` : nothing}
                  </li>`,
              )}
            </ul>`
      }
    </section>`;
  }

  #form(colleagues: Colleague[]): TemplateResult | typeof nothing {
    if (!hasRight('delegation.make')) return nothing;
    if (colleagues.length === 0) return html`<p class="soft">${t('away.nobody')}</p>`;
    const set = (name: Field) => (value: string) => {
      this.#values[name] = value;
    };
    const errors = fields.flatMap((name) => (this.#errors[name] ? [{ field: name, text: this.#errors[name]! }] : []));
    return html`<section class="stack" aria-labelledby="new-absence">
      <h2 id="new-absence">${t('away.new')}</h2>
      <form class="stack" novalidate @submit=${(event: Event) => void this.#send(event)}>
        ${errorSummary(errors)}
        ${
          hasRight('delegation.set')
            ? selectField({
                id: 'absent',
                label: t('away.absent'),
                value: this.#absent,
                none: t('away.absent.me'),
                choices: colleagues.map((one) => ({ value: one.username, text: one.name })),
                onChange: (value) => {
                  this.#absent = value;
                  this.requestUpdate();
                },
              })
            : nothing
        }
        ${selectField({
          id: 'standIn',
          label: t('away.standIn'),
          hint: t('away.standIn.hint'),
          error: this.#errors.standIn,
          value: this.#values.standIn,
          none: t('away.standIn.none'),
          choices: this.#standIns(colleagues).map((one) => ({ value: one.username, text: one.name })),
          onChange: set('standIn'),
        })}
        ${this.#moment('startsAt', t('away.from'))} ${this.#moment('endsAt', t('away.until'))}
        ${areaField({
          id: 'reason',
          label: t('away.reason'),
          error: this.#errors.reason,
          value: this.#values.reason,
          maxlength: 300,
          rows: 2,
          onInput: set('reason'),
        })}
        <div>${busyButton({ text: t('away.act'), busy: this.#busy, kind: 'primary', type: 'submit' })}</div>
      </form>
    </section>`;
  }

  /** Of one's own absence the colleagues; of another's oneself too, but not that one. */
  #standIns(colleagues: Colleague[]): Colleague[] {
    const me = knownSession();
    if (!this.#absent || !me) return colleagues;
    return [{ username: me.username, name: me.name }, ...colleagues].filter(
      ({ username }) => username !== this.#absent,
    );
  }

  #moment(name: 'startsAt' | 'endsAt', label: string): TemplateResult {
    const error = this.#errors[name];
    return field(
      { id: name, label, error },
      html`<input
        class="control short"
        type="datetime-local"
        id=${name}
        .value=${this.#values[name]}
        aria-required="true"
        aria-invalid=${error ? 'true' : 'false'}
        aria-describedby=${error ? `${name}-error` : nothing}
        @input=${(event: Event) => {
          this.#values[name] = (event.target as HTMLInputElement).value;
        }}
      />`,
    );
  }
}
define('qn-away-page', AwayPage);
