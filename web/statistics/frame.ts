/** The head of these pages: where one is among them, of what period, and what it is narrowed to. */
import { html, nothing, type TemplateResult } from 'lit';
import { now } from '../data/clock.ts';
import { hasRight } from '../data/session.ts';
import { selectControl } from '../elements/fields.ts';
import { icon } from '../elements/icons.ts';
import { go } from '../shell/router.ts';
import { agencyChoices, districtChoices, fieldChoices } from '../text/names.ts';
import { type TextKey, t } from '../text/text.ts';
import { address, filtersOf } from './address.ts';
import { isMonth, lastPeriods, monthOf, quarterOf, shifted, spanOf } from './period.ts';
import { periodName, spanName } from './words.ts';
import '../elements/figures.css';
import './statistics.css';

const pages: readonly { path: string; text: TextKey; right: string }[] = [
  { path: '/statistics', text: 'statistics.nav.figures', right: 'statistics.see' },
  { path: '/statistics/extensions', text: 'statistics.nav.extensions', right: 'statistics.see' },
  { path: '/statistics/fixed', text: 'statistics.nav.fixed', right: 'statistics.see' },
  { path: '/statistics/merit', text: 'statistics.nav.merit', right: 'merit.see' },
];

export function statisticsFrame(here: string, content: TemplateResult): TemplateResult {
  return html`<div class="stack loose statistics">
    <header class="stack">
      <h1 tabindex="-1">${t('statistics.title')}</h1>
      <nav class="tabs" aria-label=${t('statistics.nav')}>
        ${pages
          .filter((one) => hasRight(one.right))
          .map(
            (one) => html`<a href=${one.path} aria-current=${one.path === here ? 'page' : nothing}>${t(one.text)}</a>`,
          )}
      </nav>
    </header>
    ${content}
  </div>`;
}

/** The period as one picks it: this kind's last ones, one back, one on, months or quarters. Keeps the rest of the address. */
export function periodBar(path: string, query: URLSearchParams): TemplateResult {
  const span = spanOf(query, now());
  const rest = Object.fromEntries([...query].filter(([name]) => !['period', 'from', 'to', 'after'].includes(name)));
  const to = (period: string): string => address(path, { ...rest, period });
  const thisMonth = monthOf(now());
  const period = span.period ?? thisMonth;
  const months = isMonth(period);
  const newest = months ? thisMonth : quarterOf(thisMonth);
  const listed = lastPeriods(newest, months ? 24 : 8);
  const later = period < newest ? shifted(period, 1) : null;
  return html`<div class="row period-bar">
    <a class="button icon" href=${to(shifted(period, -1))} aria-label=${t('statistics.earlier')}>${icon('chevronLeft')}</a>
    ${selectControl({
      id: 'period',
      label: t('statistics.period'),
      value: span.period ?? '',
      compact: true,
      none: span.period ? t('statistics.period') : spanName(span),
      choices: [
        ...(listed.includes(period) ? [] : [{ value: period, text: periodName(period) }]),
        ...listed.map((id) => ({ value: id, text: periodName(id) })),
      ],
      onChange: (value) => value && go(to(value)),
    })}
    ${
      later
        ? html`<a class="button icon" href=${to(later)} aria-label=${t('statistics.later')}>${icon('chevronRight')}</a>`
        : html`<span class="button icon" aria-disabled="true" aria-hidden="true">${icon('chevronRight')}</span>`
    }
    <a class="button" href=${to(months ? quarterOf(period) : lastOf(period, thisMonth))}
      >${t(months ? 'statistics.byQuarter' : 'statistics.byMonth')}</a
    >
  </div>`;
}

/** The last month of a quarter that has begun. */
function lastOf(quarter: string, thisMonth: string): string {
  const month = `${quarter.slice(0, 4)}-${String(Number(quarter.slice(6)) * 3).padStart(2, '0')}`;
  return month < thisMonth ? month : thisMonth;
}

/** What the figures are narrowed to. A unit's leader has one agency anyway. */
export function filterBar(path: string, query: URLSearchParams): TemplateResult {
  const filters = filtersOf(query);
  const set = (name: string, value: string): void => {
    const parts = Object.fromEntries(query);
    delete parts.after;
    go(address(path, { ...parts, [name]: value || undefined }), { replace: true });
  };
  return html`<div class="row filters">
    ${selectControl({
      id: 'filter-field',
      label: t('statistics.by.field'),
      value: filters.field ?? '',
      compact: true,
      none: t('statistics.all.field'),
      choices: fieldChoices(),
      onChange: (value) => set('field', value),
    })}
    ${selectControl({
      id: 'filter-agency',
      label: t('statistics.by.agency'),
      value: filters.agency ?? '',
      compact: true,
      none: t('statistics.all.agency'),
      choices: agencyChoices(),
      onChange: (value) => set('agency', value),
    })}
    ${selectControl({
      id: 'filter-district',
      label: t('statistics.by.district'),
      value: filters.district ?? '',
      compact: true,
      none: t('statistics.all.district'),
      choices: districtChoices(),
      onChange: (value) => set('district', value),
    })}
  </div>`;
}
