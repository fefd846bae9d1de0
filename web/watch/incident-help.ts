/** What an incident means and how to mend it, in plain words. */
import { html } from 'lit';
import { type TextKey, t } from '../text/text.ts';
import { errorKind } from './error-kinds.ts';

export function incidentHelp(errorType: string) {
  const kind = errorKind(errorType);
  return html`<dl class="facts s">
    <dt>${t('watch.incident.means')}</dt>
    <dd>${t(`watch.incident.reason.${kind}` as TextKey)}</dd>
    <dt>${t('watch.incident.mend')}</dt>
    <dd>${t(`watch.incident.mend.${kind}` as TextKey)}</dd>
  </dl>`;
}
