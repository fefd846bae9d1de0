/** The frame of each administration page: the way back to the list, the heading, the sections that one may open. */
import { html, nothing, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import { hasRight } from '../data/session.ts';
import { type TextKey, t } from '../text/text.ts';
import { sections } from './sections.ts';
import './admin.css';

/** On a phone the sections stand in one line that is longer than the screen. */
const intoView = (link?: Element): void => {
  queueMicrotask(() => link?.scrollIntoView({ block: 'nearest', inline: 'center' }));
};

/** `path`: of the section that is shown. */
export function adminFrame(path: string, title: TextKey, content: TemplateResult): TemplateResult {
  const mine = sections.filter((one) => hasRight(one.right));
  return html`<div class="admin">
    <nav class="admin-nav" aria-label=${t('admin.parts')}>
      <ul class="plain">
        ${mine.map(
          (one) =>
            html`<li>
              <a
                href=${one.path}
                aria-current=${one.path === path ? 'page' : nothing}
                ${one.path === path ? ref(intoView) : nothing}
                >${t(one.text)}</a
              >
            </li>`,
        )}
      </ul>
    </nav>
    <div class="stack loose admin-main">
      <h1 tabindex="-1">${t(title)}</h1>
      ${content}
    </div>
  </div>`;
}
