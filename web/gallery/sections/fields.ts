/** Fields: plain, with hint, with error, optional, not usable; the list of errors at the top of a form. */
import { html } from 'lit';
import {
  areaField,
  checkField,
  errorSummary,
  field,
  selectControl,
  selectField,
  textField,
} from '../../elements/fields.ts';
import { t } from '../../text/text.ts';
import { type Section, specimen } from '../specimen.ts';

/** A specimen keeps what one types, but nothing hangs on it. */
const ignored = () => {};

const kinds = () => [
  { value: 'transport', text: t('gallery.field.kind.transport') },
  { value: 'environment', text: t('gallery.field.kind.environment') },
];

function plain() {
  return textField({
    id: 'g-name',
    label: t('gallery.field.name'),
    value: t('gallery.field.name.value'),
    onInput: ignored,
  });
}

function hinted() {
  return textField({
    id: 'g-phone',
    label: t('gallery.field.phone'),
    hint: t('gallery.field.phone.hint'),
    type: 'tel',
    value: '0905 123 456',
    onInput: ignored,
  });
}

function wrong() {
  return textField({
    id: 'g-wrong',
    label: t('gallery.field.phone'),
    hint: t('gallery.field.phone.hint'),
    error: t('gallery.field.phone.bad'),
    type: 'tel',
    value: '0905 12',
    onInput: ignored,
  });
}

function optional() {
  return textField({
    id: 'g-street',
    label: t('gallery.field.street'),
    optional: true,
    short: true,
    value: '',
    onInput: ignored,
  });
}

function area() {
  return areaField({
    id: 'g-content',
    label: t('gallery.field.content'),
    value: t('gallery.field.content.value'),
    onInput: ignored,
  });
}

function select() {
  return selectField({
    id: 'g-kind',
    label: t('gallery.field.kind'),
    none: t('gallery.field.kind.none'),
    value: 'transport',
    choices: kinds(),
    onChange: ignored,
  });
}

function unusable() {
  return field(
    { id: 'g-code', label: t('gallery.field.code') },
    html`<input class="control short" id="g-code" value="QN-251230" disabled />`,
  );
}

function compact() {
  return selectControl({
    id: 'g-filter',
    label: t('gallery.field.kind'),
    none: t('gallery.field.kind.none'),
    value: '',
    choices: kinds(),
    compact: true,
    onChange: ignored,
  });
}

export const fieldsSection: Section = {
  id: 'fields',
  title: 'gallery.fields',
  draw: () => html`${specimen('gallery.field.plain', plain())} ${specimen('gallery.field.hint', hinted())}
    ${specimen('gallery.field.error', wrong())} ${specimen('gallery.field.optional', optional())}
    ${specimen('gallery.field.area', area())} ${specimen('gallery.field.select', select())}
    ${specimen('gallery.field.disabled', unusable())} ${specimen('gallery.field.compact', compact())}
    ${specimen(
      'gallery.field.check',
      checkField({
        id: 'g-hide',
        label: t('gallery.field.hide'),
        hint: t('gallery.field.hide.hint'),
        checked: false,
        onChange: ignored,
      }),
    )}
    ${specimen(
      'gallery.field.checked',
      checkField({
        id: 'g-mail',
        label: t('gallery.field.mail'),
        hint: t('gallery.field.mail.hint'),
        checked: true,
        onChange: ignored,
      }),
    )}
    ${specimen(
      'gallery.field.summary',
      html`${errorSummary([{ field: 'g-wrong', text: t('gallery.field.phone.bad') }])}`,
      true,
    )}`,
};
