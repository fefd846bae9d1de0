/** One request: who asks for what and why, how far it is, what the engine said, and what one may do about it. */
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { Problem } from '../../data/http.ts';
import {
  approveRelease,
  previewOfRelease,
  type ReleaseItem,
  sendBackRelease,
  withdrawRelease,
} from '../../data/releases.ts';
import { confirmDialog } from '../../elements/dialog.ts';
import { areaField } from '../../elements/fields.ts';
import { icon } from '../../elements/icons.ts';
import { define, Light } from '../../elements/light.ts';
import { busyButton, notice, problemText } from '../../elements/states.ts';
import { toast } from '../../elements/toasts.ts';
import { t } from '../../text/text.ts';
import { fullTime, shortTime } from '../../text/times.ts';
import type { ReadPreview } from './preview.ts';
import './preview.ts';
import './progress.ts';

const tones: Partial<Record<ReleaseItem['state'], string>> = { asked: 'soon', released: 'done', returned: 'late' };

export class ReleaseCard extends Light {
  static override properties = { release: { attribute: false }, linked: { attribute: false } };
  release: ReleaseItem | null = null;
  /** Names the draft as a link: where it is not the page of that draft. */
  linked = false;
  #busy = false;
  #returning = false;
  #reason = '';
  #need = false;
  #refused = '';
  #read: ReadPreview | null = null;
  #previewing = false;

  protected override willUpdate(changed: PropertyValues<this>): void {
    const id = this.release?.id;
    if (!id || changed.get('release')?.id === id) return;
    this.#read = (_mapping, signal) => previewOfRelease(id, signal);
  }

  async #do(work: () => Promise<unknown>, done: string): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    this.#refused = '';
    this.requestUpdate();
    try {
      await work();
      toast(done);
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      // The engine's words come with the request when it is read anew.
      if (!cause.shape.engine) this.#refused = problemText(cause).text;
    }
    this.#busy = false;
    this.requestUpdate();
    this.dispatchEvent(new CustomEvent('changed', { bubbles: true }));
  }

  async #approve({ id, running }: ReleaseItem): Promise<void> {
    const text = t(running.choice === 'migrate' ? 'studio.release.approve.migrate' : 'studio.release.approve.stay');
    if (!(await confirmDialog({ title: t('studio.release.approve.ask'), text, act: t('studio.release.approve') })))
      return;
    await this.#do(() => approveRelease(id), t('studio.release.approved'));
  }

  async #sendBack({ id }: ReleaseItem): Promise<void> {
    this.#need = !this.#reason.trim();
    if (this.#need) {
      this.requestUpdate();
      await this.updateComplete;
      this.querySelector<HTMLElement>('textarea')?.focus();
      return;
    }
    await this.#do(() => sendBackRelease(id, this.#reason), t('studio.release.returned'));
    this.#returning = false;
    this.requestUpdate();
  }

  protected override render() {
    const one = this.release;
    if (!one) return nothing;
    const title = one.rollBackTo ? t('studio.release.rollBack.to', { n: one.rollBackTo.version }) : one.name;
    return html`<article class="card stack" aria-label=${title}>
      <header class="row spread">
        <h3>${this.linked && one.modelId ? html`<a href="/studio/${one.modelId}/release">${title}</a>` : title}</h3>
        <span class="badge ${tones[one.state] ?? ''}" role="status">${t(`studio.release.state.${one.state}`)}</span>
      </header>
      <p lang="vi" class="pre">${one.note}</p>
      <dl class="facts">
        <dt>${t('studio.release.askedBy')}</dt>
        <dd>${one.askedBy.name} · <time datetime=${one.askedAt} title=${fullTime(one.askedAt)}>${shortTime(one.askedAt)}</time></dd>
        ${one.before ? html`<dt>${t('studio.release.before')}</dt><dd>${t('studio.release.version', { n: one.before.version })}</dd>` : nothing}
        <dt>${t('studio.release.running')}</dt>
        <dd>
          ${t(`studio.release.choice.${one.running.choice}`)}${one.running.recompute ? html` · ${t('studio.release.recomputed')}` : nothing}
        </dd>
        ${
          one.warnings.count > 0
            ? html`<dt>${t('studio.release.warnings', { n: one.warnings.count })}</dt><dd lang="vi">${one.warnings.reason}</dd>`
            : nothing
        }
        ${this.#decision(one)}
      </dl>
      ${
        one.refusal
          ? notice(
              'late',
              t('studio.release.refused', { at: shortTime(one.refusal.at) }),
              html`<p>${t('studio.release.refused.text')}</p>
                <pre class="words" lang="en" tabindex="0">${one.refusal.words}</pre>`,
              'alert',
            )
          : nothing
      }
      ${one.state === 'stale' ? notice('soon', t('studio.release.stale'), t('studio.release.stale.text')) : nothing}
      ${this.#refused ? notice('late', this.#refused, nothing, 'alert') : nothing}
      ${one.migration ? html`<qn-migration-progress .migration=${one.migration}></qn-migration-progress>` : nothing}
      ${one.state === 'asked' || one.state === 'stale' ? this.#acts(one) : nothing}
    </article>`;
  }

  #decision({ decidedBy, decidedAt, state, remark, deployed }: ReleaseItem): TemplateResult | typeof nothing {
    if (!decidedBy || !decidedAt) return nothing;
    return html`<dt>${t(state === 'returned' ? 'studio.release.returnedBy' : 'studio.release.approvedBy')}</dt>
      <dd>${decidedBy.name} · <time datetime=${decidedAt} title=${fullTime(decidedAt)}>${shortTime(decidedAt)}</time></dd>
      ${remark ? html`<dt>${t('studio.release.reason')}</dt><dd lang="vi">${remark}</dd>` : nothing}
      ${deployed ? html`<dt>${t('studio.release.now')}</dt><dd>${t('studio.release.version', { n: deployed.version })}</dd>` : nothing}`;
  }

  #acts(one: ReleaseItem): TemplateResult {
    const withdraw = () => void this.#do(() => withdrawRelease(one.id), t('studio.release.withdrawn'));
    return html`<div class="stack tight">
      ${
        one.running.choice === 'migrate' && one.state === 'asked'
          ? html`<details
              @toggle=${(event: Event) => {
                // Asked for when somebody wants to see it: it is reckoned over all that run.
                this.#previewing ||= event.target === event.currentTarget && (event.target as HTMLDetailsElement).open;
                this.requestUpdate();
              }}
            >
              <summary>${t('studio.release.preview')}</summary>
              ${this.#previewing ? html`<qn-migration-preview .read=${this.#read} .fixed=${true}></qn-migration-preview>` : nothing}
            </details>`
          : nothing
      }
      ${one.mine && one.state === 'asked' ? html`<p class="s soft">${t('studio.release.fourEyes')}</p>` : nothing}
      <div class="row">
        ${one.modelId ? html`<a class="button" href="/studio/${one.modelId}/compare">${icon('eye')}${t('studio.release.compare')}</a>` : nothing}
        ${
          one.mayDecide
            ? html`${busyButton({ text: t('studio.release.approve'), busy: this.#busy, kind: 'primary', sign: 'check', onClick: () => void this.#approve(one) })}
                <button
                  type="button"
                  class="button"
                  aria-expanded=${this.#returning ? 'true' : 'false'}
                  @click=${() => {
                    this.#returning = !this.#returning;
                    this.requestUpdate();
                  }}
                >
                  ${t('studio.release.return')}
                </button>`
            : nothing
        }
        ${one.mine && one.state === 'asked' ? busyButton({ text: t('studio.release.withdraw'), busy: this.#busy, onClick: withdraw }) : nothing}
      </div>
      ${this.#returning && one.mayDecide ? this.#returnForm(one) : nothing}
    </div>`;
  }

  #returnForm(one: ReleaseItem): TemplateResult {
    return html`<form
      class="stack tight"
      novalidate
      @submit=${(event: Event) => {
        event.preventDefault();
        void this.#sendBack(one);
      }}
    >
      ${areaField({
        id: `return-${one.id}`,
        label: t('studio.release.return.reason'),
        error: this.#need ? t('studio.release.return.need') : undefined,
        value: this.#reason,
        rows: 3,
        maxlength: 4000,
        onInput: (text) => {
          this.#reason = text;
        },
      })}
      <div>${busyButton({ text: t('studio.release.return.act'), busy: this.#busy, type: 'submit' })}</div>
    </form>`;
  }
}
define('qn-release-card', ReleaseCard);
