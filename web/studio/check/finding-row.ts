/** One thing that a check has found: how bad, what, where, why and how to mend it. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Finding } from '../../data/checks.ts';
import { icon } from '../../elements/icons.ts';
import '../../elements/says-who.ts';
import { t } from '../../text/text.ts';
import { mendOf, placeOf, signs, whatOf } from './words.ts';

const placeText = ({ file, line }: Finding): string => (line ? t('studio.check.place', { file, line }) : file);

/** `chosen`: its element is the one that was pressed on the diagram; `show` brings it into view there. */
export function findingRow(
  finding: Finding,
  modelId: string,
  chosen: boolean,
  show: (() => void) | null,
): TemplateResult {
  const { severity, article } = finding;
  const { icon: sign, tone } = signs[severity];
  return html`<li class="finding ${severity}" ?data-chosen=${chosen} data-at=${finding.element ?? nothing} tabindex="-1">
    <span class="badge ${tone}">${icon(sign)}${t(`studio.check.severity.${severity}`)}</span>
    <div class="stack tight">
      <p class="what">${whatOf(finding)}</p>
      <p class="s"><span class="soft">${t('studio.check.mend')}:</span> ${mendOf(finding)}</p>
      <p class="s row">
        <a href=${placeOf(modelId, finding)}>${t('studio.check.go')}</a>
        ${show ? html`<button type="button" class="link-button" @click=${show}>${t('studio.check.show')}</button>` : nothing}
        <span class="soft">${placeText(finding)}</span>
        ${article ? html`<span class="soft">${t('studio.check.why')} <qn-says-who .article=${article}></qn-says-who></span>` : nothing}
      </p>
    </div>
  </li>`;
}
