/**
 * Asks for a release: of a draft, or of a former version. What becomes of the reports that run is chosen with what it
 * means before the eyes; the note is for whoever looks back in a year.
 */
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { Problem } from '../../data/http.ts';
import {
  askForRelease,
  askForRollBack,
  previewOfModel,
  previewOfVersion,
  type ReleaseItem,
  type VersionItem,
} from '../../data/releases.ts';
import { areaField, errorSummary, focusSummary } from '../../elements/fields.ts';
import { define, Light } from '../../elements/light.ts';
import { busyButton, notice, problemText } from '../../elements/states.ts';
import { type TextKey, t } from '../../text/text.ts';
import type { ReadPreview } from './preview.ts';
import { recomputeField } from './recompute.ts';
import './preview.ts';

type Choice = 'stay' | 'migrate';

interface Refusal {
  title: string;
  text: string;
  /** The check says more. */
  check: boolean;
}

/** Why it could not be asked for, and what is to be done. */
function refusalOf(problem: Problem): Refusal {
  const code = problem.shape.errors?.[0]?.code;
  const said = (title: TextKey, text: TextKey): Refusal => ({
    title: t(title),
    text: t(text),
    check: code === 'check-errors',
  });
  if (problem.status === 409) return said('studio.release.open', 'studio.release.open.text');
  if (code === 'unchanged') return said('studio.release.unchanged', 'studio.release.unchanged.text');
  if (code === 'no-process') return said('studio.release.noProcess', 'studio.release.noProcess.text');
  if (code === 'check-errors') return said('studio.release.check', 'studio.release.check.text');
  return { ...problemText(problem), check: false };
}

export class ReleaseForm extends Light {
  static override properties = {
    modelId: { attribute: false },
    changed: { attribute: false },
    rollBackTo: { attribute: false },
  };
  /** The draft; empty for a roll back. */
  modelId = '';
  /** Another value after each change of the draft: what would move is reckoned anew. */
  changed = 0;
  rollBackTo: VersionItem | null = null;
  #note: string | null = null;
  #choice: Choice = 'stay';
  #mapping: Record<string, string> = {};
  #recompute = false;
  #warningReason = '';
  #wantsReason = false;
  #busy = false;
  #errors: { field: string; text: string }[] = [];
  #refusal: Refusal | null = null;
  #read: ReadPreview | null = null;

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has('modelId') && !changed.has('rollBackTo') && !changed.has('changed')) return;
    const { modelId, rollBackTo } = this;
    if (rollBackTo) this.#read = (mapping, signal) => previewOfVersion(rollBackTo.definitionKey, mapping, true, signal);
    else if (modelId) this.#read = (mapping, signal) => previewOfModel(modelId, mapping, signal);
  }

  get #words(): string {
    return this.#note ?? (this.rollBackTo ? t('studio.release.rollBack.note', { n: this.rollBackTo.version }) : '');
  }

  async #send(event: Event): Promise<void> {
    event.preventDefault();
    if (this.#busy) return;
    this.#errors = [];
    this.#refusal = null;
    if (!this.#words.trim()) this.#errors.push({ field: 'release-note', text: t('studio.release.note.need') });
    if (this.#wantsReason && !this.#warningReason.trim())
      this.#errors.push({ field: 'release-warning', text: t('studio.release.warning.need') });
    if (this.#errors.length > 0) {
      this.requestUpdate();
      await focusSummary(this);
      return;
    }
    this.#busy = true;
    this.requestUpdate();
    const running =
      this.#choice === 'stay'
        ? { choice: 'stay' as const }
        : { choice: 'migrate' as const, mapping: this.#mapping, recompute: this.#recompute };
    const reason = this.#warningReason.trim();
    const wish = { note: this.#words, running, ...(reason ? { warningReason: reason } : {}) };
    try {
      const asked = this.rollBackTo
        ? await askForRollBack({ rollBackTo: this.rollBackTo.definitionKey, ...wish })
        : await askForRelease(this.modelId, wish);
      this.dispatchEvent(new CustomEvent<ReleaseItem>('asked', { detail: asked, bubbles: true }));
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      if (cause.shape.errors?.some(({ pointer }) => pointer === '/warningReason')) {
        this.#wantsReason = true;
        this.#errors = [{ field: 'release-warning', text: t('studio.release.warning.need') }];
      } else this.#refusal = refusalOf(cause);
    }
    this.#busy = false;
    this.requestUpdate();
    if (this.#errors.length > 0) await focusSummary(this);
  }

  protected override render() {
    const errorOf = (id: string) => this.#errors.find(({ field }) => field === id)?.text;
    return html`<form class="stack loose" novalidate @submit=${(event: Event) => void this.#send(event)}>
      ${errorSummary(this.#errors)}
      <fieldset class="stack tight" aria-describedby="release-running-hint">
        <legend class="legend">${t('studio.release.running')}</legend>
        <p class="hint" id="release-running-hint">${t('studio.release.running.hint')}</p>
        ${this.#radio('stay', t('studio.release.stay'), t('studio.release.stay.hint'))}
        ${this.#radio('migrate', t('studio.release.migrate'), t('studio.release.migrate.hint'))}
      </fieldset>
      ${
        this.#choice === 'migrate'
          ? html`<section class="card stack" aria-labelledby="release-preview">
              <h3 id="release-preview">${t('studio.release.preview')}</h3>
              <qn-migration-preview
                .read=${this.#read}
                .mapping=${this.#mapping}
                @mapping=${(event: CustomEvent<Record<string, string>>) => {
                  this.#mapping = event.detail;
                }}
              ></qn-migration-preview>
              ${recomputeField(this.#recompute, (on) => {
                this.#recompute = on;
                this.requestUpdate();
              })}
            </section>`
          : nothing
      }
      ${
        this.#wantsReason
          ? areaField({
              id: 'release-warning',
              label: t('studio.release.warning'),
              hint: t('studio.release.warning.hint'),
              error: errorOf('release-warning'),
              value: this.#warningReason,
              rows: 3,
              maxlength: 2000,
              onInput: (text) => {
                this.#warningReason = text;
              },
            })
          : nothing
      }
      ${areaField({
        id: 'release-note',
        label: t('studio.release.note'),
        hint: t('studio.release.note.hint'),
        error: errorOf('release-note'),
        value: this.#words,
        rows: 3,
        maxlength: 4000,
        onInput: (text) => {
          this.#note = text;
        },
      })}
      ${
        this.#refusal
          ? notice(
              'late',
              this.#refusal.title,
              html`<p>${this.#refusal.text}</p>
                ${this.#refusal.check && this.modelId ? html`<p><a href="/studio/${this.modelId}/check">${t('studio.release.check.open')}</a></p>` : nothing}`,
              'alert',
            )
          : nothing
      }
      <div class="stack tight">
        <div>${busyButton({ text: t('studio.release.ask'), busy: this.#busy, kind: 'primary', type: 'submit', sign: 'send' })}</div>
        <p class="s soft">${t('studio.release.ask.hint')}</p>
      </div>
    </form>`;
  }

  #radio(value: Choice, label: string, hint: string): TemplateResult {
    const id = `running-${value}`;
    return html`<label class="choice" for=${id}>
      <input
        type="radio"
        name="running"
        id=${id}
        value=${value}
        aria-describedby="${id}-hint"
        .checked=${this.#choice === value}
        @change=${() => {
          this.#choice = value;
          this.requestUpdate();
        }}
      />
      <strong>${label}</strong>
      <span class="hint" id="${id}-hint">${hint}</span>
    </label>`;
  }
}
define('qn-release-form', ReleaseForm);
