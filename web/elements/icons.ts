/** Line icons, 24 × 24, drawn here: no icon font, no third party. Always decoration: the word stands beside or in aria-label. */
import { html, svg, type TemplateResult } from 'lit';

const paths = {
  alert: svg`<path d="M12 3.5 21.5 20h-19L12 3.5Z"/><path d="M12 10v4.5M12 17.2v.3"/>`,
  cannot: svg`<circle cx="12" cy="12" r="8.5"/><path d="m6.2 6.2 11.6 11.6"/>`,
  bell: svg`<path d="M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 2h-15l1.5-2ZM10 20.5a2.2 2.2 0 0 0 4 0"/>`,
  camera: svg`<path d="M4 8h3.5L9 5.5h6L16.5 8H20v11.5H4V8Z"/><circle cx="12" cy="13.5" r="3.5"/>`,
  check: svg`<path d="m4.5 12.5 5 5 10-11"/>`,
  chevronLeft: svg`<path d="m14.5 5-7 7 7 7"/>`,
  chevronRight: svg`<path d="m9.5 5 7 7-7 7"/>`,
  clock: svg`<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5.3l3.3 2"/>`,
  close: svg`<path d="m5.5 5.5 13 13m0-13-13 13"/>`,
  copy: svg`<path d="M8.5 8.5h11v11h-11z"/><path d="M15.5 8.5v-4h-11v11h4"/>`,
  eye: svg`<path d="M2.5 12c2.4-4.4 5.6-6.6 9.5-6.6s7.1 2.2 9.5 6.6c-2.4 4.4-5.6 6.6-9.5 6.6S4.9 16.4 2.5 12Z"/><circle cx="12" cy="12" r="3"/>`,
  file: svg`<path d="M6 3.5h8l4.5 4.5v12.5H6V3.5Z"/><path d="M13.5 3.5v5h5"/>`,
  fit: svg`<path d="M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5"/>`,
  hourglass: svg`<path d="M7 3.5h10M7 20.5h10M8 3.5v4l4 4.5 4-4.5v-4M8 20.5v-4l4-4.5 4 4.5v4"/>`,
  inbox: svg`<path d="M4 13.5 6.5 5h11l2.5 8.5v6H4v-6Z"/><path d="M4 13.5h4.5l1.5 3h4l1.5-3H20"/>`,
  info: svg`<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5.5M12 7.6v.3"/>`,
  late: svg`<circle cx="12" cy="12" r="8.5"/><path d="M12 7v6M12 16.4v.2"/>`,
  location: svg`<path d="M12 21s6.5-6.2 6.5-11a6.5 6.5 0 0 0-13 0c0 4.8 6.5 11 6.5 11Z"/><circle cx="12" cy="10" r="2.4"/>`,
  lock: svg`<path d="M5.5 11h13v9h-13zM8.5 11V7.5a3.5 3.5 0 0 1 7 0V11"/>`,
  mended: svg`<circle cx="12" cy="12" r="8.5"/><path d="m7.8 12.4 3 3 5.4-6.2" stroke-width="2.5"/>`,
  map: svg`<path d="m3.5 6.5 5.5-2 6 2 5.5-2v13l-5.5 2-6-2-5.5 2v-13ZM9 4.5v13M15 6.5v13"/>`,
  minus: svg`<path d="M5 12h14"/>`,
  more: svg`<path d="M5.5 12h.01M12 12h.01M18.5 12h.01" stroke-width="2.75"/>`,
  offline: svg`<path d="M3.5 9a13 13 0 0 1 4-2.6M20.5 9a13 13 0 0 0-7-3.6M7 13a8 8 0 0 1 3-1.7M17 13a8 8 0 0 0-1.5-1.1M10.5 17a2.5 2.5 0 0 1 3 0M4 4l16 16"/>`,
  pen: svg`<path d="m4.5 19.5.9-4.2L16 4.7l3.3 3.3L8.7 18.6l-4.2.9ZM13.6 7.1l3.3 3.3"/>`,
  person: svg`<circle cx="12" cy="8.5" r="3.8"/><path d="M4.5 20c.7-4 3.7-6 7.5-6s6.8 2 7.5 6"/>`,
  picture: svg`<path d="M3.5 5h17v14h-17z"/><circle cx="8.5" cy="9.5" r="1.6"/><path d="m4 17.5 5-5 3.5 3.5 3-3 5 5"/>`,
  plus: svg`<path d="M12 5v14M5 12h14"/>`,
  print: svg`<path d="M7 9V4h10v5M7 17H4V9h16v8h-3"/><path d="M7 14h10v6H7z"/>`,
  redo: svg`<path d="M19.5 9h-9a5 5 0 0 0 0 10h6M15.5 4.5 20 9l-4.5 4.5"/>`,
  refresh: svg`<path d="M19.5 12a7.5 7.5 0 1 1-2.2-5.3M19.5 3.5v4h-4"/>`,
  said: svg`<path d="M4 4.5h16v11.5h-9l-4.5 4v-4H4V4.5Z"/><path d="M8 8.8h8M8 12h5"/>`,
  search: svg`<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/>`,
  send: svg`<path d="M20.5 3.5 3.5 10.5l6.5 3 3 6.5 7.5-16.5ZM10 13.5l4-4"/>`,
  share: svg`<path d="M12 14.5v-11m-4 4 4-4 4 4M6 11.5H5v9h14v-9h-1"/>`,
  undo: svg`<path d="M4.5 9h9a5 5 0 0 1 0 10h-6M8.5 4.5 4 9l4.5 4.5"/>`,
  up: svg`<path d="M12 19.5v-15m-6 6 6-6 6 6"/>`,
  video: svg`<path d="M3.5 6.5h12v11h-12zM15.5 10.5l5-3v9l-5-3"/>`,
} as const;

export type IconName = keyof typeof paths;
export const iconNames = Object.keys(paths) as IconName[];

export function icon(name: IconName): TemplateResult {
  return html`<svg class="icon-svg" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">${paths[name]}</svg>`;
}

/** The product's mark: three lotus petals. */
export function mark(): TemplateResult {
  return html`<svg viewBox="0 0 64 64" fill="none" stroke="currentColor" stroke-width="4" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false"><path d="M32 10c8 7.5 11.5 15 11.5 22.5S40 46.5 32 51.5c-8-5-11.5-11.5-11.5-19S24 17.5 32 10Z"/><path d="M21 26c-6-1.5-11-1.5-15.5 0C6.5 39 16 50 32 51.5"/><path d="M43 26c6-1.5 11-1.5 15.5 0C57.5 39 48 50 32 51.5"/></svg>`;
}

/** The three faces of a rating (article 11.2). */
export function face(rating: 'satisfied' | 'acceptable' | 'unsatisfied'): TemplateResult {
  const mouth = {
    satisfied: svg`<path d="M14 24c2 4.5 5 6.5 10 6.5s8-2 10-6.5"/>`,
    acceptable: svg`<path d="M15 29h18"/>`,
    unsatisfied: svg`<path d="M14.5 32.5c2-4 5-6 9.5-6s7.5 2 9.5 6"/>`,
  }[rating];
  return html`<svg viewBox="0 0 48 48" fill="none" stroke="currentColor" stroke-width="2.5" stroke-linecap="round" aria-hidden="true" focusable="false"><circle cx="24" cy="24" r="19"/><path d="M17 18.5v1M31 18.5v1"/>${mouth}</svg>`;
}
