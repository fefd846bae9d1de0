/** How the gallery sets out what it shows: sections with a heading to jump to, specimens with the name of their state. */
import { html, nothing, type TemplateResult } from 'lit';
import { type TextKey, t } from '../text/text.ts';

export interface Section {
  id: string;
  title: TextKey;
  /** Drawn anew at each change of language. */
  draw: () => TemplateResult;
}

/** One element in one state. `wide` takes the whole row. */
export function specimen(name: TextKey, shown: TemplateResult, wide = false): TemplateResult {
  return html`<figure class="specimen ${wide ? 'wide' : ''}">
    <figcaption class="xs soft">${t(name)}</figcaption>
    ${shown}
  </figure>`;
}

export function sectionOf(section: Section): TemplateResult {
  return html`<section id=${section.id} aria-labelledby="${section.id}-title">
    <h2 id="${section.id}-title">${t(section.title)}</h2>
    <div class="specimens">${section.draw()}</div>
  </section>`;
}

export function contents(sections: readonly Section[]): TemplateResult | typeof nothing {
  if (sections.length === 0) return nothing;
  return html`<nav class="contents s" aria-label=${t('gallery.contents')}>
    <ul>
      ${sections.map((one) => html`<li><a href="#${one.id}">${t(one.title)}</a></li>`)}
    </ul>
  </nav>`;
}
