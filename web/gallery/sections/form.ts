/** A form as the diagram's form files give it, being filled in and to read only. */
import { html } from 'lit';
import type { Component, FormSchema } from '../../elements/form-schema.ts';
import { t } from '../../text/text.ts';
import { type Section, specimen } from '../specimen.ts';
import '../../elements/form-view.ts';

function schema(prefix: string): FormSchema {
  const components: (Component & Record<string, unknown>)[] = [
    {
      type: 'radio',
      id: `${prefix}-outcome`,
      key: 'outcome',
      label: t('gallery.form.outcome'),
      values: [
        { label: t('gallery.form.done'), value: 'done' },
        { label: t('gallery.form.more'), value: 'more' },
      ],
      validate: { required: true },
    },
    {
      type: 'textarea',
      id: `${prefix}-result`,
      key: 'result',
      label: t('gallery.form.result'),
      description: t('gallery.form.result.hint'),
      validate: { required: true },
    },
    { type: 'number', id: `${prefix}-days`, key: 'days', label: t('gallery.form.days'), decimalDigits: 0 },
  ];
  return { type: 'default', id: prefix, schemaVersion: 19, components };
}

const data = () => ({ outcome: 'done', result: t('gallery.notice.done.text'), days: 3 });

export const formSection: Section = {
  id: 'form',
  title: 'gallery.form',
  draw: () => html`${specimen('gallery.form.filled', html`<qn-form .schema=${schema('g-fill')} .data=${data()}></qn-form>`)}
    ${specimen(
      'gallery.form.readOnly',
      html`<qn-form .schema=${schema('g-read')} .data=${data()} .readOnly=${true}></qn-form>`,
    )}`,
};
