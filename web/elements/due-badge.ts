/**
 * A deadline in words, with a sign and only then a colour: "còn 1 giờ 20 phút làm việc" and the exact date beside it.
 * Working time comes from domain/, so that the screen and the server count alike.
 */
import { html, nothing } from 'lit';
import { compileCalendar, shippedCalendar } from '../../domain/calendar.ts';
import { workingBetween } from '../../domain/working-time.ts';
import { now, onTick } from '../data/clock.ts';
import { t } from '../text/text.ts';
import { briefTime, fullTime, workingAmount } from '../text/times.ts';
import { icon } from './icons.ts';
import { define, Light } from './light.ts';
import './says-who.ts';

const calendar = compileCalendar(shippedCalendar);

export type DueTone = 'calm' | 'soon' | 'late';

/**
 * What a deadline says at `at` (epoch ms). `late` after it, `soon` once the reminder's date has come or, without one,
 * within two working hours. `overdue` is the server's word and wins over a clock that runs behind.
 */
export function sayDue(
  due: { dueAt: string; remindAt?: string | null; overdue?: boolean },
  at: number,
): { tone: DueTone; text: string } {
  const dueAt = Date.parse(due.dueAt);
  const minutes = workingBetween(at, dueAt, calendar);
  if (at > dueAt || due.overdue) {
    const late = Math.max(0, -minutes);
    return { tone: 'late', text: late < 1 ? t('due.justLate') : t('due.late', { amount: workingAmount(late) }) };
  }
  const soon = due.remindAt ? at >= Date.parse(due.remindAt) : minutes <= 120;
  if (minutes < 1) return { tone: 'soon', text: t('due.now') };
  return { tone: soon ? 'soon' : 'calm', text: t('due.left', { amount: workingAmount(minutes) }) };
}

export class DueBadge extends Light {
  static override properties = {
    dueAt: { attribute: false },
    remindAt: { attribute: false },
    originalDueAt: { attribute: false },
    overdue: { attribute: false },
    done: { attribute: false },
    article: { attribute: false },
    brief: { attribute: false },
  };
  dueAt: string | null = null;
  remindAt: string | null = null;
  originalDueAt: string | null = null;
  overdue = false;
  /** A task that is over: its date is told, but no time runs. */
  done = false;
  article = '';
  /** For rows: the short date. */
  brief = false;

  override connectedCallback(): void {
    super.connectedCallback();
    this.untilGone(onTick(() => this.requestUpdate()));
  }

  override render() {
    if (!this.dueAt) return html`<span class="badge">${t('due.none')}</span>`;
    const date = html`<time datetime=${this.dueAt} title=${fullTime(this.dueAt)}
      >${this.brief ? briefTime(this.dueAt, now()) : t('due.by', { at: fullTime(this.dueAt) })}</time
    >`;
    if (this.done) return html`<span class="due">${date}</span>`;
    const said = sayDue({ dueAt: this.dueAt, remindAt: this.remindAt, overdue: this.overdue }, now());
    const sign = { calm: 'clock', soon: 'hourglass', late: 'late' } as const;
    const moved = this.originalDueAt && this.originalDueAt !== this.dueAt && !this.brief;
    return html`<span class="due">
      <span class="badge ${said.tone}">${icon(sign[said.tone])}${said.text}</span>
      ${date}
      ${this.article ? html`<qn-says-who .article=${this.article}></qn-says-who>` : nothing}
      ${moved ? html`<span class="xs soft">${t('due.first', { at: fullTime(this.originalDueAt!) })}</span>` : nothing}
    </span>`;
  }
}
define('qn-due', DueBadge);
