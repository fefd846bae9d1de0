/** Withdraw a report: asked once more, with a reason if the sender wants to give one. */
import { html, nothing } from 'lit';
import { Problem } from '../data/http.ts';
import type { ReportView } from '../data/reports.ts';
import { openDialog } from '../elements/dialog.ts';
import { areaField } from '../elements/fields.ts';
import { define, Light } from '../elements/light.ts';
import { problemText } from '../elements/states.ts';
import { toast } from '../elements/toasts.ts';
import { t } from '../text/text.ts';

export class WithdrawButton extends Light {
  static override properties = { report: { attribute: false }, send: { attribute: false } };
  report: ReportView | null = null;
  send: (reason: string) => Promise<void> = async () => {};

  async #ask(): Promise<void> {
    let reason = '';
    const answer = await openDialog({
      title: t('withdraw.title'),
      body: html`<div class="stack">
        <p>${t('withdraw.text')}</p>
        ${areaField({
          id: 'withdraw-reason',
          label: t('withdraw.reason'),
          optional: true,
          value: '',
          maxlength: 2_000,
          rows: 3,
          onInput: (value) => {
            reason = value.normalize('NFC').trim();
          },
        })}
      </div>`,
      foot: (close) =>
        html`<button type="button" class="button" @click=${() => close()}>${t('withdraw.keep')}</button>
          <button type="button" class="button primary" @click=${() => close('yes')}>${t('withdraw.act')}</button>`,
    });
    if (answer !== 'yes') return;
    try {
      await this.send(reason);
      toast(t('withdraw.sent'));
    } catch (cause) {
      if (!(cause instanceof Problem)) throw cause;
      toast(cause.status === 409 ? t('withdraw.late') : problemText(cause).text);
    }
  }

  override render() {
    const { status, stage } = this.report ?? {};
    const may =
      status === 'received' ||
      status === 'needs-supplement' ||
      status === 'in-progress' ||
      (status === 'answered' && stage === 'review');
    if (!may) return nothing;
    return html`<button type="button" class="button" @click=${() => this.#ask()}>${t('withdraw.act')}</button>`;
  }
}
define('qn-withdraw', WithdrawButton);
