/** Every line icon, and the three faces of a rating. */
import { html } from 'lit';
import { face, icon, iconNames } from '../../elements/icons.ts';
import { t } from '../../text/text.ts';
import { type Section, specimen } from '../specimen.ts';
import '../../portal/portal.css';

const ratings = ['satisfied', 'acceptable', 'unsatisfied'] as const;

export const signsSection: Section = {
  id: 'signs',
  title: 'gallery.signs',
  draw: () => html`${specimen('gallery.icons', html`<div class="row icons">${iconNames.map((name) => icon(name))}</div>`, true)}
    ${specimen(
      'gallery.faces',
      html`<fieldset class="faces" aria-label=${t('gallery.faces')}>
        ${ratings.map(
          (one, at) =>
            html`<label>${face(one)}<input type="radio" name="g-face" .checked=${at === 0} />${t(`rating.${one}`)}</label>`,
        )}
      </fieldset>`,
    )}`,
};
