/** What became of a report in its own word and picture, as web/elements/resolution.ts draws it. */
import { html, Markup } from './html.ts';
import { resolutionName } from './words.ts';

const drawings: Record<string, string> = {
  fixed: '<circle cx="12" cy="12" r="8.5"/><path d="m7.8 12.4 3 3 5.4-6.2" stroke-width="2.5"/>',
  answered: '<path d="M4 4.5h16v11.5h-9l-4.5 4v-4H4V4.5Z"/><path d="M8 8.8h8M8 12h5"/>',
  'cannot-fix': '<circle cx="12" cy="12" r="8.5"/><path d="m6.2 6.2 11.6 11.6"/>',
};

export function resolutionMark(resolution: string | undefined): Markup | null {
  const drawing = drawings[resolution ?? ''];
  if (!resolution || !drawing) return null;
  return html`<p class="resolution ${resolution}"><svg class="icon-svg" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">${new Markup(drawing)}</svg>${resolutionName(resolution)}</p>`;
}
