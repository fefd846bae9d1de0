/** A rehearsal's figures as they are read: the median, and beside it what one run in ten is below and above. */
import { html, nothing, type TemplateResult } from 'lit';
import { differs } from '../../../domain/rehearsal/quantiles.ts';
import type { Spread } from '../../../domain/rehearsal/result.ts';
import { count, share } from '../../text/numbers.ts';
import { t } from '../../text/text.ts';
import { workingAmount } from '../../text/times.ts';

export type Kind = 'share' | 'time' | 'count' | 'days';

const decimal = (value: number): string => count(Math.round(value * 10) / 10);
const texts: Record<Kind, (value: number) => string> = {
  share: (value) => share(value, 1),
  time: (value) => workingAmount(value),
  count: (value) => count(Math.round(value)),
  days: (value) => t('studio.rehearse.days', { n: decimal(value) }),
};

export const textOf = (kind: Kind, value: number): string => texts[kind](value);

/** `81,2%`, or `81,2% (78,0%–84,1%)` where the runs differ; a dash where there is nothing. */
export function spreadText(kind: Kind, one: Spread | null): string {
  if (!one) return '–';
  const range = rangeText(kind, one);
  return range ? `${textOf(kind, one.median)} (${range})` : textOf(kind, one.median);
}

/** What one run in ten is below and above; nothing where that is the same. */
function rangeText(kind: Kind, { low, high }: Spread): string {
  const [least, most] = [textOf(kind, low), textOf(kind, high)];
  return least === most ? '' : `${least}–${most}`;
}

/** One figure of the draft beside that of what is in force, with a sign where chance alone does not make the difference. */
export function pair(
  kind: Kind,
  draft: Spread | null,
  inForce: Spread | null | undefined,
  better: 'more' | 'less',
): TemplateResult {
  const range = draft ? rangeText(kind, draft) : '';
  const own = html`<span class="figure-now">${draft ? textOf(kind, draft.median) : '–'}</span>
    ${range ? html`<span class="figure-range xs">${range}</span>` : nothing}`;
  if (inForce === undefined) return own;
  const marked = differs(draft, inForce);
  const up = marked && draft!.median > inForce!.median;
  const good = marked && up === (better === 'more');
  return html`${own}
    <span class="figure-then xs soft">${t('studio.rehearse.then', { value: spreadText(kind, inForce) })}</span>
    ${
      marked
        ? html`<span class="badge ${good ? 'done' : 'late'}"
            >${up ? '▲' : '▼'} ${t(good ? 'studio.rehearse.better' : 'studio.rehearse.worse')}</span
          >`
        : nothing
    }`;
}
