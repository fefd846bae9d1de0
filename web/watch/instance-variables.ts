/** The variables of an instance as they were set, up to a moment; the value in force then stands out. */
import { html, nothing } from 'lit';
import type { InstanceHistory } from '../data/history.ts';
import { t } from '../text/text.ts';
import { shortTime } from '../text/times.ts';

export function variablesSection(history: InstanceHistory, present: Record<string, unknown>, at: number) {
  const set = history.variables.filter((one) => one.scope === null && Date.parse(one.at) <= at);
  const newest = new Map(set.map((one) => [one.name, one.position]));
  // What was set before changes were kept is known as it is now, without a time.
  const unkept = Object.entries(present).filter(([name]) => !history.variables.some((one) => one.name === name));
  if (set.length + unkept.length === 0) return nothing;
  return html`<details>
    <summary>${t('watch.play.variables')}</summary>
    <div class="table-scroll" tabindex="0" role="group" aria-label=${t('watch.play.variables')}>
      <table class="table variables">
        <thead>
          <tr>
            <th scope="col">${t('watch.play.variable')}</th>
            <th scope="col">${t('watch.play.value')}</th>
            <th scope="col">${t('watch.play.set')}</th>
          </tr>
        </thead>
        <tbody>
          ${set.toReversed().map((one) => {
            const value = JSON.stringify(one.value);
            const inForce = newest.get(one.name) === one.position;
            return html`<tr>
              <td class="mono">${one.name}</td>
              <td class="mono">${inForce ? html`<strong>${value}</strong>` : html`<span class="soft">${value}</span>`}</td>
              <td class="nowrap">${shortTime(one.at)}</td>
            </tr>`;
          })}
          ${unkept.map(
            ([name, value]) =>
              html`<tr><td class="mono">${name}</td><td class="mono">${JSON.stringify(value)}</td><td></td></tr>`,
          )}
        </tbody>
      </table>
    </div>
  </details>`;
}
