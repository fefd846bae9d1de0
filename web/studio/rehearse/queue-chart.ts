/**
 * How many waited, over time: the mean as a line, the longest of each hour or day as an area behind it. The same numbers
 * stand in a table that can be opened.
 */
import { html, svg, type TemplateResult } from 'lit';
import type { QueuePoint, QueueResult } from '../../../domain/rehearsal/result.ts';
import { count } from '../../text/numbers.ts';
import { t } from '../../text/text.ts';
import { day, shortTime } from '../../text/times.ts';
import { staffName } from './staff-name.ts';

const size = { width: 720, height: 160, left: 40, bottom: 24, top: 12 };
/** So many rows of the table are read; it says how many there are. */
const mostRows = 200;
const hourMs = 3_600_000;

export function queueChart(queue: QueueResult, by: 'hour' | 'day'): TemplateResult {
  const { points, group } = queue;
  const name = staffName(group);
  if (points.length === 0) return html`<p class="s soft">${t('studio.rehearse.queue.none', { name })}</p>`;
  const step = by === 'hour' ? hourMs : 24 * hourMs;
  const from = points[0]!.at;
  const until = points.at(-1)!.at + step;
  const top = Math.max(1, queue.max);
  const x = (at: number): number => size.left + ((at - from) / (until - from)) * (size.width - size.left);
  const y = (value: number): number => size.top + (1 - value / top) * (size.height - size.top - size.bottom);
  const bars = (value: (point: QueuePoint) => number, className: string) =>
    points.map((point) => {
      const height = y(0) - y(value(point));
      return svg`<rect class=${className} x=${x(point.at)} y=${y(value(point))} width=${Math.max(1, x(point.at + step) - x(point.at))} height=${height} />`;
    });
  const label = t('studio.rehearse.queue.label', { name, mean: count(queue.mean), max: count(queue.max) });
  return html`<figure class="queue-chart stack tight">
    <svg viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label=${label}>
      <line class="axis" x1=${size.left} x2=${size.width} y1=${y(0)} y2=${y(0)} />
      <line class="grid" x1=${size.left} x2=${size.width} y1=${y(top)} y2=${y(top)} />
      <text x=${size.left - 8} y=${y(top) + 4} text-anchor="end">${count(top)}</text>
      <text x=${size.left - 8} y=${y(0) + 4} text-anchor="end">0</text>
      ${bars(({ max }) => max, 'longest')} ${bars(({ mean }) => mean, 'mean')}
      <text x=${size.left} y=${size.height - 6}>${day(from)}</text>
      <text x=${size.width} y=${size.height - 6} text-anchor="end">${day(until - 1)}</text>
    </svg>
    <figcaption class="xs soft row">
      <span class="key mean" aria-hidden="true"></span>${t('studio.rehearse.queue.mean')}
      <span class="key longest" aria-hidden="true"></span>${t('studio.rehearse.queue.max')}
    </figcaption>
    <details>
      <summary class="s">${t('studio.rehearse.queue.table')}</summary>
      ${points.length > mostRows ? html`<p class="xs soft">${t('studio.rehearse.shown', { n: count(mostRows), of: count(points.length) })}</p>` : ''}
      <div class="queue-table" tabindex="0" role="group" aria-label=${name}>
        <table class="table">
          <thead>
            <tr>
              <th scope="col">${t(by === 'hour' ? 'studio.rehearse.queue.hour' : 'studio.rehearse.queue.day')}</th>
              <th scope="col">${t('studio.rehearse.queue.mean')}</th>
              <th scope="col">${t('studio.rehearse.queue.max')}</th>
            </tr>
          </thead>
          <tbody>
            ${points.slice(0, mostRows).map(
              ({ at, mean, max }) =>
                html`<tr>
                  <td>${by === 'hour' ? shortTime(at) : day(at)}</td>
                  <td>${count(mean)}</td>
                  <td>${count(max)}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </details>
  </figure>`;
}
