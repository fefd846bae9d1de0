/** `/admin/retention`: rules of retention, dry runs, their confirmation by a second person, and how far each has come. */
import { html, type TemplateResult } from 'lit';
import { Problem } from '../../data/http.ts';
import { type Erasure, listErasures, listRules, type RetentionRule, tryErasure } from '../../data/keeping.ts';
import { areaField, errorSummary, focusSummary, textField } from '../../elements/fields.ts';
import { define, Page } from '../../elements/light.ts';
import { Loading } from '../../elements/loading.ts';
import { busyButton, emptyState, loadingState, problemState, problemText } from '../../elements/states.ts';
import { toast } from '../../elements/toasts.ts';
import { t } from '../../text/text.ts';
import { adminFrame } from '../frame.ts';
import './erasure-card.ts';
import './rule-card.ts';

/** How often a run that is under way is looked at. */
const lookMs = 2_000;

interface Known {
  rules: RetentionRule[];
  erasures: Erasure[];
}

export class RetentionPage extends Page {
  #code = '';
  #ground = '';
  #errors: { code?: string; ground?: string } = {};
  #busy = false;
  #timer: ReturnType<typeof setInterval> | undefined;
  readonly #known = new Loading<Known>(this, async (signal) => {
    const [rules, erasures] = await Promise.all([listRules(signal), listErasures(signal)]);
    return { rules, erasures };
  });

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#known.start();
    this.#timer = setInterval(() => {
      if (this.#known.value?.erasures.some(({ state }) => state === 'running')) void this.#known.again();
    }, lookMs);
    this.addEventListener('changed', () => void this.#known.again());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  async #ask(event: Event): Promise<void> {
    event.preventDefault();
    if (this.#busy) return;
    const [reportCode, ground] = [this.#code.trim(), this.#ground.trim()];
    this.#errors = {
      ...(!reportCode && { code: t('admin.retention.need.code') }),
      ...(!ground && { ground: t('admin.retention.need.ground') }),
    };
    if (!reportCode || !ground) return this.#point();
    this.#busy = true;
    this.requestUpdate();
    try {
      await tryErasure({ reportCode, ground });
      this.#code = '';
      this.#ground = '';
      toast(t('admin.retention.tried'));
      await this.#known.again();
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      const said = {
        400: t('admin.retention.unknown'),
        404: t('admin.retention.unknown'),
        409: t('admin.retention.runs'),
        410: t('admin.retention.gone'),
      }[cause.status as number];
      if (said) {
        this.#errors = { code: said };
        await this.#point();
      } else toast(problemText(cause).text);
    } finally {
      this.#busy = false;
      this.requestUpdate();
    }
  }

  async #point(): Promise<void> {
    this.requestUpdate();
    await focusSummary(this);
  }

  override render() {
    const { value, problem } = this.#known;
    return adminFrame(
      '/admin/retention',
      'admin.retention',
      html`<p class="soft read">${t('admin.retention.intro')}</p>
        ${value ? html`${this.#rules(value.rules)} ${this.#request()} ${this.#runs(value)}` : problem ? problemState(problem, () => void this.#known.start()) : loadingState()}`,
    );
  }

  #rules(rules: RetentionRule[]): TemplateResult {
    return html`<section class="stack" aria-labelledby="rules">
      <h2 id="rules">${t('admin.retention.rules')}</h2>
      ${rules.map((rule) => html`<qn-retention-rule .rule=${rule}></qn-retention-rule>`)}
    </section>`;
  }

  #request(): TemplateResult {
    const { code, ground } = this.#errors;
    const errors = [
      ...(code ? [{ field: 'erase-code', text: code }] : []),
      ...(ground ? [{ field: 'erase-ground', text: ground }] : []),
    ];
    return html`<section class="card stack" aria-labelledby="request">
      <h2 id="request">${t('admin.retention.request')}</h2>
      <p class="soft read">${t('admin.retention.request.text')}</p>
      <form class="stack read" novalidate @submit=${(event: Event) => void this.#ask(event)}>
        ${errorSummary(errors)}
        ${textField({
          id: 'erase-code',
          label: t('admin.retention.code'),
          value: this.#code,
          error: code,
          maxlength: 40,
          short: true,
          autocomplete: 'off',
          onInput: (value) => {
            this.#code = value;
          },
        })}
        ${areaField({
          id: 'erase-ground',
          label: t('admin.retention.ground'),
          hint: t('admin.retention.request.hint'),
          value: this.#ground,
          error: ground,
          maxlength: 500,
          rows: 2,
          onInput: (value) => {
            this.#ground = value;
          },
        })}
        <div>${busyButton({ text: t('admin.retention.try'), busy: this.#busy, type: 'submit' })}</div>
      </form>
    </section>`;
  }

  #runs({ erasures }: Known): TemplateResult {
    return html`<section class="stack" aria-labelledby="runs">
      <h2 id="runs">${t('admin.retention.runs.title')}</h2>
      ${
        erasures.length === 0
          ? emptyState(t('admin.retention.none'), t('admin.retention.none.text'))
          : erasures.map((one) => html`<qn-erasure .erasure=${one}></qn-erasure>`)
      }
    </section>`;
  }
}
define('qn-retention-page', RetentionPage);
