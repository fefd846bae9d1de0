/**
 * A deadline in words, with a sign and only then a colour: "còn 1 giờ 20 phút làm việc" and the exact date beside it.
 * Working time comes from domain/, so that the screen and the server count alike.
 */
import { html, nothing } from 'lit';
import { learnCalendar, onCalendar, workingCalendar } from '../data/calendar.ts';
import { now, onTick } from '../data/clock.ts';
import { sayDue } from '../text/due.ts';
import { t } from '../text/text.ts';
import { briefTime, fullTime } from '../text/times.ts';
import { icon } from './icons.ts';
import { define, Light } from './light.ts';
import './says-who.ts';

export class DueBadge extends Light {
  static override properties = {
    dueAt: { attribute: false },
    remindAt: { attribute: false },
    originalDueAt: { attribute: false },
    overdue: { attribute: false },
    done: { attribute: false },
    article: { attribute: false },
    brief: { attribute: false },
    at: { attribute: false },
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
  /** Counts from this moment (epoch ms) instead of from now. */
  at: number | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    this.untilGone(onTick(() => this.requestUpdate()));
    this.untilGone(onCalendar(() => this.requestUpdate()));
    void learnCalendar().then(() => this.requestUpdate());
  }

  override render() {
    const at = this.at ?? now();
    if (!this.dueAt) return html`<span class="badge">${t('due.none')}</span>`;
    const date = html`<time datetime=${this.dueAt} title=${fullTime(this.dueAt)}
      >${this.brief ? briefTime(this.dueAt, at) : t('due.by', { at: fullTime(this.dueAt) })}</time
    >`;
    if (this.done) return html`<span class="due">${date}</span>`;
    const said = sayDue({ dueAt: this.dueAt, remindAt: this.remindAt, overdue: this.overdue }, at, workingCalendar());
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
