/** Whether the dates of open tasks follow the new version: the engine leaves them as they were promised. */
import type { TemplateResult } from 'lit';
import { checkField } from '../../elements/fields.ts';
import { t } from '../../text/text.ts';

export function recomputeField(checked: boolean, onChange: (checked: boolean) => void): TemplateResult {
  return checkField({
    id: 'release-recompute',
    label: t('studio.release.recompute'),
    hint: t('studio.release.recompute.hint'),
    checked,
    onChange,
  });
}
