/**
 * What became of a report, in a word and a picture of its own: "fixed", "answered" and "cannot be fixed" never look or
 * read alike, here and in every list.
 */
import { html, nothing, type TemplateResult } from 'lit';
import { type TextKey, t } from '../text/text.ts';
import { type IconName, icon } from './icons.ts';

const signs: Record<string, IconName> = { fixed: 'mended', answered: 'said', 'cannot-fix': 'cannot' };

/** Nothing where the reply does not say (a sealed one, or of before it was kept). */
export function resolutionMark(resolution: string | undefined): TemplateResult | typeof nothing {
  const sign = resolution ? signs[resolution] : undefined;
  if (!sign) return nothing;
  return html`<span class="resolution ${resolution}">${icon(sign)}${t(`resolution.${resolution}` as TextKey)}</span>`;
}
