/** A share in words and as a bar, for a list `.bars`; the bar says nothing that the words don't. */
import { html, nothing, svg, type TemplateResult } from 'lit';
import { count, share } from '../text/numbers.ts';
import { t } from '../text/text.ts';
import './figures.css';

/** `href`: to what is counted. */
export function shareBar(label: string, n: number, all: number, href?: string): TemplateResult {
  const width = all === 0 ? 0 : Math.round((1_000 * n) / all) / 10;
  const parts = t('figures.of', { n: count(n), all: count(all) });
  return html`<li>
    <span class="label">${href ? html`<a href=${href}>${label}</a>` : label}</span>
    <span class="value"><strong>${share(n, all)}</strong> <span class="soft">${parts}</span></span>
    <svg class="bar-line" width="100%" height="8" aria-hidden="true" focusable="false">${svg`<rect class="all" width="100%" height="8" rx="4"/>${width > 0 ? svg`<rect class="part" width="${width}%" height="8" rx="4"/>` : nothing}`}</svg>
  </li>`;
}
