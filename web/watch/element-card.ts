/** The step that was picked: what stands there, what passed within the window, how long it takes, and what the law gives it. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Passages } from '../data/watch.ts';
import type { ElementCount } from '../elements/diagram-view.ts';
import { icon } from '../elements/icons.ts';
import { t } from '../text/text.ts';
import { number, workingAmount } from '../text/times.ts';
import { heatOf, perHour } from './layers.ts';
import '../elements/says-who.ts';

export function elementCard(options: {
  id: string;
  name: string;
  count: ElementCount | undefined;
  passages: Passages | undefined;
  onClose: () => void;
}): TemplateResult {
  const { id, name, count, passages } = options;
  const passage = passages?.elements[id];
  const rate = passages && passage ? perHour(passage.left, passages.workingMinutes) : null;
  const fact = (label: string, value: string | TemplateResult) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`;
  const minutes = (value: number | null | undefined) =>
    value === null || value === undefined ? t('watch.live.unknown') : workingAmount(value);
  return html`<section class="card stack tight element-card" aria-labelledby="element-name">
    <div class="row spread">
      <h2 id="element-name">${name}</h2>
      <button type="button" class="button quiet icon" aria-label=${t('act.close')} @click=${options.onClose}>${icon('close')}</button>
    </div>
    <dl class="facts">
      ${fact(t('watch.live.here'), number(count?.tokens ?? 0))}
      ${count?.overdue ? fact(t('watch.overdue'), html`<span class="badge late">${icon('late')}${number(count.overdue)}</span>`) : nothing}
      ${count?.incidents ? fact(t('watch.incidents'), html`<span class="badge soon">${icon('alert')}${number(count.incidents)}</span>`) : nothing}
      ${
        passage
          ? html`${fact(t('watch.live.passed'), `${number(passage.left)}${rate === null ? '' : ` (${t('watch.live.perHour', { n: number(rate) })})`}`)}
              ${fact(t('watch.live.median'), minutes(passage.median))} ${fact(t('watch.live.ninetieth'), minutes(passage.ninetieth))}
              ${passage.standing > 0 ? fact(t('watch.live.waiting'), minutes(passage.waitingMedian)) : nothing}
              ${passage.standing > 0 ? fact(t('watch.live.longest'), minutes(passage.waitingLongest)) : nothing}
              ${fact(t('watch.live.target'), target(passage))}`
          : nothing
      }
    </dl>
  </section>`;
}

function target(passage: Passages['elements'][string]): TemplateResult {
  if (!passage.target) return html`${t('watch.live.noTarget')}`;
  const { minutes, article, shared } = passage.target;
  const heat = heatOf(passage);
  const tone = heat === 'late' || heat === 'soon' ? heat : '';
  return html`<span class="row">
    <span class="badge ${tone}">${tone ? icon(tone === 'late' ? 'late' : 'hourglass') : nothing}${workingAmount(minutes)}</span>
    ${shared ? html`<span class="s soft">${t('watch.live.shared')}</span>` : nothing}
    ${article ? html`<qn-says-who .article=${article}></qn-says-who>` : nothing}
  </span>`;
}
