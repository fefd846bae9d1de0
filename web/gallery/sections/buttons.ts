/** Buttons: sizes, weights, at work, not possible. */
import { html } from 'lit';
import { icon } from '../../elements/icons.ts';
import { busyButton } from '../../elements/states.ts';
import { t } from '../../text/text.ts';
import { type Section, specimen } from '../specimen.ts';

const save = () => t('gallery.button.save');

export const buttonsSection: Section = {
  id: 'buttons',
  title: 'gallery.buttons',
  draw: () => html`${specimen(
    'gallery.button.primary',
    html`<button type="button" class="button primary">${save()}</button>`,
  )}
  ${specimen('gallery.button.plain', html`<button type="button" class="button">${save()}</button>`)}
  ${specimen('gallery.button.quiet', html`<button type="button" class="button quiet">${save()}</button>`)}
  ${specimen('gallery.button.large', html`<button type="button" class="button primary large">${save()}</button>`)}
  ${specimen('gallery.button.small', html`<button type="button" class="button small">${save()}</button>`)}
  ${specimen('gallery.button.icon', html`<button type="button" class="button">${icon('check')}${save()}</button>`)}
  ${specimen(
    'gallery.button.iconOnly',
    html`<button type="button" class="button icon" aria-label=${t('act.refresh')}>${icon('refresh')}</button>`,
  )}
  ${specimen('gallery.button.busy', busyButton({ text: save(), busy: true, kind: 'primary' }))}
  ${specimen(
    'gallery.button.disabled',
    html`<button type="button" class="button" aria-disabled="true">${save()}</button>`,
  )}
  ${specimen('gallery.button.link', html`<button type="button" class="link-button">${save()}</button>`)}`,
};
