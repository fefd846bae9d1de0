/** What was found, in words: names instead of ids where there are names, times as people say them. */

import type { Severity } from '../../../domain/checks.ts';
import { budgetHours } from '../../../domain/regulation/limits.ts';
import * as namesEn from '../../../domain/text/en/names.ts';
import * as namesVi from '../../../domain/text/vi/names.ts';
import type { Finding } from '../../data/checks.ts';
import type { IconName } from '../../elements/icons.ts';
import { fieldName } from '../../text/names.ts';
import { currentLanguage, t, textFor } from '../../text/text.ts';
import { workingAmount } from '../../text/times.ts';

const names = (): typeof namesVi => (currentLanguage() === 'vi' ? namesVi : (namesEn as typeof namesVi));
const nameIn = (list: Readonly<Record<string, string>>, id: string | number): string => list[id] ?? String(id);

/** `8d` → 8 ngày; what is no budget stays as it is written. */
function amount(budget: string | number): string {
  const hours = budgetHours(String(budget));
  return hours === null ? String(budget) : workingAmount(hours * 60);
}

function valuesOf({ code, data }: Finding): Record<string, string | number> {
  const values: Record<string, string | number> = { ...data };
  if (code !== 'budget-unreadable' && code !== 'budget-computed' && values.budget)
    values.budget = amount(values.budget);
  if (code.startsWith('budget-') && values.longest) values.longest = amount(values.longest);
  if (code === 'stage-missing') values.stage = nameIn(names().stages, data.stage!);
  if (code === 'wrong-actor') {
    values.actor = nameIn(names().groups, data.actor!);
    values.others = String(data.others)
      .split(', ')
      .map((one) => nameIn(names().groups, one))
      .join(', ');
  }
  if (code === 'routing-gap') values.field = fieldName(String(data.field));
  if (code === 'group-unknown' || code === 'group-without-right')
    values.group = String(data.group).replace(':any:', `:${t('studio.check.any')}:`);
  // The part of an element where an expression stands; a mapping's is the variable that it gives.
  if (values.place) values.place = textFor('studio.check.part', String(values.place)) ?? values.place;
  return values;
}

export const whatOf = (finding: Finding): string => t(`studio.check.what.${finding.code}`, valuesOf(finding));
export const mendOf = (finding: Finding): string => t(`studio.check.mend.${finding.code}`, valuesOf(finding));

/** The sign and tone of each severity: never the colour alone. */
export const signs: Readonly<Record<Severity, { icon: IconName; tone: string }>> = {
  error: { icon: 'cannot', tone: 'late' },
  warning: { icon: 'alert', tone: 'soon' },
  hint: { icon: 'info', tone: '' },
};

/** Where an editor opens it. */
export function placeOf(modelId: string, { file, element }: Finding): string {
  const query = new URLSearchParams({ file, ...(element ? { at: element } : {}) });
  return `/studio/${modelId}/edit?${query}`;
}
