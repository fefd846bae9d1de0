/** What is in force, to come or past, and the tabs between them. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Dated } from '../../../domain/directory/dated.ts';
import { today } from '../../data/directory.ts';
import { t } from '../../text/text.ts';

export const phases = ['now', 'later', 'past'] as const;
export type Phase = (typeof phases)[number];

export function phaseOf({ validFrom, validTo }: Pick<Dated, 'validFrom' | 'validTo'>): Phase {
  const day = today();
  if (validTo !== null && validTo <= day) return 'past';
  return validFrom > day ? 'later' : 'now';
}

/** The part of an address; what is in force where it says nothing that we know. */
export const phaseIn = (query: URLSearchParams): Phase => phases.find((one) => one === query.get('show')) ?? 'now';

export function phaseTabs(
  path: string,
  shown: Phase,
  all: readonly Pick<Dated, 'validFrom' | 'validTo'>[],
): TemplateResult {
  const count = (phase: Phase) => all.filter((one) => phaseOf(one) === phase).length;
  return html`<nav class="tabs" aria-label=${t('admin.directory.phases')}>
    ${phases.map(
      (phase) =>
        html`<a href=${phase === 'now' ? path : `${path}?show=${phase}`} aria-current=${phase === shown ? 'page' : nothing}
          >${t(`admin.directory.phase.${phase}`, { n: count(phase) })}</a
        >`,
    )}
  </nav>`;
}

/** `2026-03-02` → `02/03/2026`. */
export const dayText = (day: string | null): string => day?.split('-').reverse().join('/') ?? '–';
