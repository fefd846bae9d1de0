/** Colours by what they are for, and the type scale. */
import { html } from 'lit';
import { type TextKey, t } from '../../text/text.ts';
import type { Section } from '../specimen.ts';

const colours = [
  'paper',
  'surface',
  'surface-sunk',
  'ink',
  'ink-soft',
  'line',
  'line-strong',
  'accent',
  'soon',
  'late',
  'done',
  'focus',
] as const;
const sizes = ['2xl', 'xl', 'l', 'm', 's', 'xs'] as const;

export const coloursSection: Section = {
  id: 'colours',
  title: 'gallery.colours',
  draw: () => html`<ul class="swatches">
      ${colours.map(
        (name) =>
          html`<li class="s"><span class="swatch ${name}" aria-hidden="true"></span>${t(`gallery.colour.${name}`)}</li>`,
      )}
    </ul>
    <div class="type-scale">${sizes.map((size) => html`<p class="t-${size}">${t(`gallery.type.${size}` as TextKey)}</p>`)}</div>`,
};
