/** Up to when what is shown is true, how old that is, and whether news come: calm while fresh, amber when older. */
import { html, type TemplateResult } from 'lit';
import { t } from '../text/text.ts';
import { clockTime } from '../text/times.ts';
import { type LiveBoard, staleMs } from './live-board.ts';

export function asOf(board: LiveBoard): TemplateResult {
  const { live, age } = board;
  const old = age > staleMs;
  const at = board.asOf ? t('watch.asOf', { at: clockTime(board.asOf) }) : '';
  const seconds = Math.round(age / 1000);
  const aged = old ? t('watch.live.age', { amount: t('watch.live.seconds', { n: seconds }) }) : '';
  return html`<span class="live s ${live ? 'on' : ''} ${old ? 'old' : ''}">
    <span class="dot" aria-hidden="true"></span>
    <span role="status">${t(live ? 'tasks.live' : 'tasks.notLive')}</span>
    <span>${[at, aged].filter(Boolean).join(' · ')}</span>
  </span>`;
}
