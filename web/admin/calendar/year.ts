/** A year of the calendar as twelve months of buttons: one stop for the keyboard, arrows from day to day. */
import { html, nothing, type TemplateResult } from 'lit';
import type { CalendarDraft } from '../../data/calendar-editor.ts';
import { t } from '../../text/text.ts';
import { daysAfter, isoOf, longDay, monthName, weekdayOf, weekdayShort } from '../days.ts';

export type DayKind = 'work' | 'weekend' | 'off' | 'extra';

export function kindOf(draft: CalendarDraft, iso: string): DayKind {
  if (draft.workingDays.some(({ day }) => day === iso)) return 'extra';
  if (draft.holidays.some(({ day }) => day === iso)) return 'off';
  return weekdayOf(iso) > 4 ? 'weekend' : 'work';
}

export const nameOfDay = (draft: CalendarDraft, iso: string): string =>
  [...draft.holidays, ...draft.workingDays].find(({ day }) => day === iso)?.vi ?? '';

const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

export interface YearOptions {
  year: number;
  draft: CalendarDraft;
  chosen: string;
  onChoose(iso: string): void;
}

export function yearView({ year, draft, chosen, onChoose }: YearOptions): TemplateResult {
  const stop = chosen.startsWith(`${year}-`) ? chosen : isoOf(year, 0, 1);
  const onKey = (event: KeyboardEvent): void => {
    const step = steps[event.key];
    const from = (event.target as HTMLElement).dataset.day;
    if (!step || !from) return;
    event.preventDefault();
    const to = daysAfter(from, step);
    const button = (event.currentTarget as HTMLElement).querySelector<HTMLElement>(`[data-day="${to}"]`);
    if (!button) return;
    onChoose(to);
    button.focus();
  };
  return html`<div class="cal-year" role="group" aria-label=${t('calendar.year', { year })} @keydown=${onKey}>
    ${Array.from({ length: 12 }, (_, month) => monthView(year, month, draft, chosen, stop, onChoose))}
  </div>`;
}

function monthView(
  year: number,
  month: number,
  draft: CalendarDraft,
  chosen: string,
  stop: string,
  onChoose: (iso: string) => void,
): TemplateResult {
  const first = weekdayOf(isoOf(year, month, 1));
  const count = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const cells = [...Array.from({ length: first }, () => 0), ...Array.from({ length: count }, (_, n) => n + 1)];
  const weeks = Array.from({ length: Math.ceil(cells.length / 7) }, (_, n) => cells.slice(n * 7, n * 7 + 7));
  return html`<table class="cal-month">
    <caption>${monthName(isoOf(year, month, 1))}</caption>
    <thead>
      <tr>${Array.from({ length: 7 }, (_, n) => html`<th scope="col">${weekdayShort(n)}</th>`)}</tr>
    </thead>
    <tbody>
      ${weeks.map(
        (week) =>
          html`<tr>
            ${week.map((day) => (day === 0 ? html`<td></td>` : html`<td>${dayButton(isoOf(year, month, day))}</td>`))}
          </tr>`,
      )}
    </tbody>
  </table>`;

  function dayButton(iso: string): TemplateResult {
    const kind = kindOf(draft, iso);
    const name = nameOfDay(draft, iso);
    const said = [String(Number(iso.slice(8))), longDay(iso), t(`calendar.kind.${kind}`), name]
      .filter(Boolean)
      .join(', ');
    return html`<button
      type="button"
      class="cal-day ${kind}"
      data-day=${iso}
      tabindex=${iso === stop ? '0' : '-1'}
      aria-pressed=${iso === chosen ? 'true' : 'false'}
      aria-label=${said}
      title=${name || nothing}
      @click=${() => onChoose(iso)}
    >
      ${Number(iso.slice(8))}
    </button>`;
  }
}
