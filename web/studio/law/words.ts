/** Contradictions and changes in words that an official understands. */
import type { FactChange } from '../../../domain/regulation/changes.ts';
import type { ContradictionView } from '../../data/law.ts';
import { sayReference } from '../../elements/says-who.ts';
import { agencyName } from '../../text/names.ts';
import { t, textFor } from '../../text/text.ts';

/** `8.2` as it is said; `PL1.8` is a row of Annex 1. */
export function sayClause(reference: string): string {
  const row = /^PL1\.(\d+)$/.exec(reference)?.[1];
  return row ? t('studio.law.annexRow', { row }) : sayReference(reference);
}

/** A candidate group of the directory in words; one that nobody knows as it is written. */
export function sayGroup(group: string): string {
  const own = /^agency:([^:]+):(officer|leader)$/.exec(group);
  if (own) return t(`studio.law.group.${own[2] as 'officer' | 'leader'}`, { agency: agencyName(own[1]) });
  return textFor('studio.law.group', group) ?? group;
}

/** `1d4h` → "1 ngày 4 giờ"; what is no budget as it is written. */
export function sayBudget(budget: string): string {
  const found = /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?$/.exec(budget);
  if (!found || budget === '') return budget;
  const [, d, h, m] = found;
  const parts = [
    d && t('studio.law.days', { n: d }),
    h && t('studio.law.hours', { n: h }),
    m && t('studio.law.minutes', { n: m }),
  ];
  return parts.filter(Boolean).join(' ');
}

export function sayContradiction({ rule, data, places }: ContradictionView): string {
  const names = places.map(({ name }) => `«${name}»`).join(', ');
  const said = { ...data, names, n: places.length };
  if (rule === 'sum-over-clock') {
    const budget = sayBudget(String(data.budget));
    return data.agency
      ? t('studio.law.rule.sum-over-clock.agency', { ...said, budget, agency: agencyName(String(data.agency)) })
      : t('studio.law.rule.sum-over-clock.diagram', { ...said, budget });
  }
  if (rule === 'outside-calendar')
    return data.why === 'day'
      ? t('studio.law.rule.outside-calendar.day', { ...said, budget: sayBudget(String(data.budget)) })
      : t('studio.law.rule.outside-calendar.holidays', { ...said, budget: sayBudget(String(data.budget)) });
  return t(`studio.law.rule.${rule}`, said);
}

const facts = {
  'input budget': 'budget',
  'header budget': 'budget',
  'input clockStart': 'clockStart',
  groups: 'groups',
  name: 'name',
  'property article': 'article',
} as const;

/** "thời hạn: 6 ngày → 4 ngày"; what has no plain word is said to be other content. */
export function sayFact({ fact, from, to }: FactChange): string {
  const known = Object.hasOwn(facts, fact) ? facts[fact as keyof typeof facts] : null;
  if (!known) return t('studio.law.fact.other');
  const say = (value: string | null): string => {
    if (value === null) return t('studio.law.fact.none');
    if (known === 'article') return sayReference(value);
    return known === 'budget' ? sayBudget(value) : value;
  };
  return t('studio.law.fact.line', { what: t(`studio.law.fact.${known}`), from: say(from), to: say(to) });
}
