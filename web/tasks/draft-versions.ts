/** Two versions of one draft side by side, where they differ: what is filled in here, and what was saved elsewhere. */
import { html, type TemplateResult } from 'lit';
import { personName } from '../data/people.ts';
import { type FormSchema, fieldsByKey } from '../elements/form-schema.ts';
import { notice } from '../elements/states.ts';
import { t } from '../text/text.ts';
import { clockTime } from '../text/times.ts';
import type { KeptDraft } from './draft-keeper.ts';

interface Field {
  label?: string;
  values?: { value: unknown; label: string }[];
}

/** A value as the form says it: the choice's label, a list with commas. */
export function sayValue(field: Field | undefined, value: unknown): string {
  if (Array.isArray(value)) return value.map((one) => sayValue(field, one)).join(', ');
  if (value === undefined || value === null) return '';
  return field?.values?.find((one) => one.value === value)?.label ?? String(value);
}

/** What is filled in, as lines to be copied: the label, then the value. */
export function sayDraft(schema: FormSchema, draft: Record<string, unknown>): string {
  const fields = fieldsByKey(schema) as Map<string, Field>;
  return Object.entries(draft)
    .filter(([key]) => key !== 'attachments')
    .map(([key, value]) => `${fields.get(key)?.label ?? key}:\n${sayValue(fields.get(key), value)}`)
    .join('\n\n');
}

export function draftVersions(options: {
  schema: FormSchema;
  mine: Record<string, unknown>;
  theirs: KeptDraft;
  onMine(): void;
  onTheirs(): void;
}): TemplateResult {
  const { schema, mine, theirs } = options;
  const fields = fieldsByKey(schema) as Map<string, Field>;
  const keys = [...new Set([...Object.keys(mine), ...Object.keys(theirs.draft)])].filter(
    (key) => JSON.stringify(mine[key]) !== JSON.stringify(theirs.draft[key]),
  );
  const at = theirs.at ? clockTime(Date.parse(theirs.at)) : '';
  const said = (draft: Record<string, unknown>, key: string) =>
    key === 'attachments'
      ? t('versions.files', { n: ((draft[key] as unknown[] | undefined) ?? []).length })
      : sayValue(fields.get(key), draft[key]) || t('versions.empty');
  return notice(
    'soon',
    t('versions.title'),
    html`<p>${t('versions.text', { at, by: personName(theirs.by ?? '') })}</p>
      ${keys.map(
        (key) =>
          html`<h4 class="s">${fields.get(key)?.label ?? t('task.attachments')}</h4>
            <dl class="versions">
              <div><dt class="xs soft">${t('versions.mine')}</dt><dd class="pre">${said(mine, key)}</dd></div>
              <div><dt class="xs soft">${t('versions.theirs')}</dt><dd class="pre">${said(theirs.draft, key)}</dd></div>
            </dl>`,
      )}
      <div class="row">
        <button type="button" class="button small" @click=${options.onMine}>${t('versions.takeMine')}</button>
        <button type="button" class="button small" @click=${options.onTheirs}>${t('versions.takeTheirs')}</button>
      </div>`,
    'alert',
  );
}
