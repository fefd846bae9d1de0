/** What deeds on a running instance share: a reason, the engine's answer in place, and a dialog that closes when it is done. */
import { html, nothing, type TemplateResult } from 'lit';
import type { InstanceHistory } from '../data/history.ts';
import { Problem } from '../data/http.ts';
import type { InstanceDetail } from '../data/instances.ts';
import { openDialog } from '../elements/dialog.ts';
import { areaField } from '../elements/fields.ts';
import { Light } from '../elements/light.ts';
import { notice, problemText } from '../elements/states.ts';
import { toast } from '../elements/toasts.ts';
import { t } from '../text/text.ts';
import './playback.css';

export interface Subject {
  instance: InstanceDetail;
  history: InstanceHistory;
  xml: string;
}

export abstract class ActForm extends Light {
  static override properties = { subject: { attribute: false } };
  declare subject: Subject;
  protected reason = '';
  protected needsReason = false;
  protected refused = '';
  protected busy = false;

  /** Everything but the reason. */
  protected abstract body(): TemplateResult;
  protected abstract readonly deed: string;
  protected abstract readonly done: string;
  /** @throws Problem */
  protected abstract act(reason: string): Promise<void>;
  /** What is missing besides the reason; empty when nothing is. */
  protected missing(): string {
    return '';
  }
  /** A refusal in words. */
  protected said(problem: Problem): string {
    const words = problem.shape.engine;
    return words ? t('watch.act.engine', { words }) : problemText(problem).text || problemText(problem).title;
  }

  async #submit(event: Event): Promise<void> {
    event.preventDefault();
    this.needsReason = this.reason.trim() === '';
    this.refused = this.missing();
    if (this.needsReason || this.refused) {
      this.requestUpdate();
      return;
    }
    this.busy = true;
    this.requestUpdate();
    try {
      await this.act(this.reason.trim());
      toast(this.done);
      this.closest('dialog')?.close('done');
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      this.refused = this.said(cause);
    } finally {
      this.busy = false;
      this.requestUpdate();
    }
  }

  protected override render() {
    return html`<form class="stack" novalidate @submit=${(event: Event) => this.#submit(event)}>
      ${this.body()}
      ${areaField({
        id: 'act-reason',
        label: t('watch.act.reason'),
        hint: t('watch.act.reason.hint'),
        error: this.needsReason ? t('watch.act.reason.need') : undefined,
        value: this.reason,
        rows: 3,
        maxlength: 2_000,
        onInput: (value: string) => {
          this.reason = value;
        },
      })}
      ${this.refused ? notice('late', this.refused, nothing, 'alert') : nothing}
      <div class="row">
        <button type="submit" class="button primary" ?disabled=${this.busy}>${this.deed}</button>
        <button type="button" class="button" @click=${() => this.closest('dialog')?.close()}>${t('act.cancel')}</button>
      </div>
    </form>`;
  }
}

/** Opens a form of this kind; answers whether it was done. */
export async function openAct(title: string, form: TemplateResult): Promise<boolean> {
  return (await openDialog({ title, body: form, className: 'act-wide' })) === 'done';
}
