/** Dialogs on the native <dialog>: focus goes in, Escape closes, focus comes back. */
import { html, nothing, render, type TemplateResult } from 'lit';
import { t } from '../text/text.ts';
import { icon } from './icons.ts';

export interface DialogOptions {
  title: string;
  body: TemplateResult;
  /** Buttons at the foot; call `close` with the answer. */
  foot?: (close: (answer?: string) => void) => TemplateResult;
  className?: string;
  onClose?: () => void;
}

/** Opens a dialog; answers what it was closed with, or '' for Escape and the cross. */
export function openDialog(options: DialogOptions): Promise<string> {
  const dialog = document.createElement('dialog');
  dialog.className = options.className ?? '';
  dialog.setAttribute('aria-labelledby', 'dialog-title');
  const close = (answer = '') => dialog.close(answer);
  document.body.append(dialog);
  render(
    html`<div class="dialog-head">
        <h2 id="dialog-title">${options.title}</h2>
        <button type="button" class="button quiet icon" aria-label=${t('act.close')} @click=${() => close()}>
          ${icon('close')}
        </button>
      </div>
      <div class="dialog-body" tabindex="-1">${options.body}</div>
      ${options.foot ? html`<div class="dialog-foot">${options.foot(close)}</div>` : nothing}`,
    dialog,
  );
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog) close();
  });
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      resolve(dialog.returnValue);
      options.onClose?.();
      dialog.remove();
    });
    dialog.showModal();
  });
}

/** Asks before something that can't be taken back. */
export async function confirmDialog(options: { title: string; text: string; act: string }): Promise<boolean> {
  const answer = await openDialog({
    title: options.title,
    body: html`<p>${options.text}</p>`,
    foot: (close) =>
      html`<button type="button" class="button" @click=${() => close()}>${t('act.cancel')}</button>
        <button type="button" class="button primary" @click=${() => close('yes')}>${options.act}</button>`,
  });
  return answer === 'yes';
}
