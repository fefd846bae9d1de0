/** Notices within a page, dialogs, toasts. */
import { html } from 'lit';
import { confirmDialog, openDialog } from '../../elements/dialog.ts';
import { pushControls } from '../../elements/push-switch.ts';
import { notice } from '../../elements/states.ts';
import { toast } from '../../elements/toasts.ts';
import { type TextKey, t } from '../../text/text.ts';
import { type Section, specimen } from '../specimen.ts';

const devices = ['on', 'off', 'denied', 'unsupported'] as const;
const tones = ['info', 'soon', 'late', 'done'] as const;

function open(): void {
  void openDialog({ title: t('gallery.dialog.title'), body: html`<p>${t('gallery.dialog.text')}</p>` });
}

function confirm(): void {
  void confirmDialog({
    title: t('gallery.dialog.title'),
    text: t('gallery.dialog.text'),
    act: t('gallery.dialog.act'),
  });
}

export const noticesSection: Section = {
  id: 'notices',
  title: 'gallery.notices',
  draw: () => html`${tones.map((tone) =>
    specimen(
      `gallery.notice.${tone}`,
      notice(tone, t(`gallery.notice.${tone}.title` as TextKey), t(`gallery.notice.${tone}.text` as TextKey)),
    ),
  )}
  ${specimen(
    'gallery.dialog',
    html`<div class="row">
      <button type="button" class="button" aria-haspopup="dialog" @click=${open}>${t('gallery.dialog.open')}</button>
      <button type="button" class="button" aria-haspopup="dialog" @click=${confirm}>${t('gallery.dialog.confirm')}</button>
    </div>`,
  )}
  ${specimen(
    'gallery.toast',
    html`<div>
      <button type="button" class="button" @click=${() => toast(t('gallery.toast.text', { code: 'QN-260105-7K3M' }))}>
        ${t('gallery.toast.show')}
      </button>
    </div>`,
  )}
  ${devices.map((state) =>
    specimen(
      `gallery.push.${state}`,
      html`<div class="stack tight">${pushControls(state, { onPress: () => {} })}</div>`,
    ),
  )}`,
};
