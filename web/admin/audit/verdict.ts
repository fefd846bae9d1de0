/** What a verification found, in words: whole, not read to its end, or broken and where. */
import { html, nothing, type TemplateResult } from 'lit';
import type { AuditVerification } from '../../data/audit.ts';
import { notice } from '../../elements/states.ts';
import { type TextKey, t } from '../../text/text.ts';
import { number, shortTime } from '../../text/times.ts';

export function verdict(found: AuditVerification): TemplateResult {
  const { asOf, entries, complete, fault, head, anchors } = found;
  const values = { n: number(entries), at: shortTime(asOf) };
  if (fault || anchors.broken !== null) {
    return notice(
      'late',
      t('audit.broken'),
      html`${fault ? html`<p>${t(`audit.broken.${fault.kind}` as TextKey, { n: fault.number })}</p>` : nothing}
        ${anchors.broken !== null ? html`<p>${t('audit.broken.anchors', { n: anchors.broken })}</p>` : nothing}
        <p>${t('audit.broken.do')}</p>`,
      'alert',
    );
  }
  const newest =
    anchors.newest === null || anchors.newestAt === null
      ? t('audit.anchors.none')
      : t('audit.anchors', { count: anchors.count, n: anchors.newest, at: shortTime(anchors.newestAt) });
  return notice(
    complete ? 'done' : 'soon',
    t(complete ? 'audit.whole' : 'audit.partly'),
    html`<p>${t(complete ? 'audit.whole.text' : 'audit.partly.text', values)}</p>
      <p class="s">${newest}</p>
      ${
        head.number > 0
          ? html`<p class="s">${t('audit.head', { n: head.number })}</p>
              <p class="code audit-hash">${head.hash}</p>`
          : nothing
      }`,
  );
}
