/** What an instance waits for at a moment besides people: messages and timers. */
import { html, nothing } from 'lit';
import type { InstanceHistory } from '../data/history.ts';
import { t } from '../text/text.ts';
import { shortTime } from '../text/times.ts';

const there = (begin: string, end: string | null, at: number): boolean =>
  Date.parse(begin) <= at && (end === null || Date.parse(end) > at);

export function waitsSection(history: InstanceHistory, at: number) {
  const messages = history.steps.filter(
    (step) => step.message && !step.watch && there(step.enteredAt, step.leftAt, at),
  );
  const timers = history.timers.filter((timer) => there(timer.createdAt, timer.endedAt, at));
  if (messages.length + timers.length === 0) return nothing;
  return html`<section class="stack tight" aria-labelledby="waits">
    <h2 id="waits">${t('watch.play.waits')}</h2>
    <ul class="s">
      ${messages.map((step) => html`<li>${t('watch.play.waits.message', { message: step.message ?? '', name: step.name })}</li>`)}
      ${timers.map((timer) => html`<li>${t('watch.play.waits.timer', { name: timer.name, at: shortTime(timer.dueAt) })}</li>`)}
    </ul>
  </section>`;
}
