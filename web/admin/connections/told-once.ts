/** A key or secret that is told this once: shown to be copied, and gone when the dialog closes. */
import { html } from 'lit';
import { openDialog } from '../../elements/dialog.ts';
import { icon } from '../../elements/icons.ts';
import { toast } from '../../elements/toasts.ts';
import { t } from '../../text/text.ts';

export async function tellOnce(title: string, secret: string): Promise<void> {
  const copy = async (): Promise<void> => {
    const field = document.querySelector<HTMLInputElement>('#told-once');
    field?.select();
    try {
      await navigator.clipboard.writeText(secret);
      toast(t('connections.copied'));
    } catch {
      // Without a clipboard the text is selected, ready to be copied by hand.
    }
  };
  await openDialog({
    title,
    body: html`<div class="stack">
      <p id="told-once-why">${t('connections.once')}</p>
      <input
        id="told-once"
        class="control code"
        readonly
        .value=${secret}
        aria-label=${title}
        aria-describedby="told-once-why"
      />
    </div>`,
    foot: (close) =>
      html`<button type="button" class="button" @click=${() => void copy()}>${icon('copy')}${t('connections.copy')}</button>
        <button type="button" class="button primary" @click=${() => close()}>${t('act.close')}</button>`,
  });
}
