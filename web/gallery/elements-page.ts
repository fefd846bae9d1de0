/**
 * `/elements`: every element that the pages share, in each of its states, for those who build pages and for the pictures
 * that tests compare. Not in the navigation. `?scheme=light` or `dark` wins over what the device asks for, here only.
 * A staff document, because forms and diagrams need its content security policy, but it opens without a log-in.
 */
import { html, nothing } from 'lit';
import { define, Page } from '../elements/light.ts';
import { t } from '../text/text.ts';
import { buttonsSection } from './sections/buttons.ts';
import { coloursSection } from './sections/colours.ts';
import { deadlinesSection } from './sections/deadlines.ts';
import { diagramSection } from './sections/diagram.ts';
import { fieldsSection } from './sections/fields.ts';
import { filesSection } from './sections/files.ts';
import { formSection } from './sections/form.ts';
import { listsSection } from './sections/lists.ts';
import { mapSection } from './sections/map.ts';
import { noticesSection } from './sections/notices.ts';
import { signsSection } from './sections/signs.ts';
import { stagesSection } from './sections/stages.ts';
import { statesSection } from './sections/states.ts';
import { contents, sectionOf } from './specimen.ts';
import './gallery.css';

const sections = [
  coloursSection,
  buttonsSection,
  fieldsSection,
  deadlinesSection,
  stagesSection,
  statesSection,
  noticesSection,
  filesSection,
  listsSection,
  signsSection,
  mapSection,
  formSection,
  diagramSection,
];
const schemes = ['auto', 'light', 'dark'] as const;
type Scheme = (typeof schemes)[number];

export class ElementsPage extends Page {
  get #scheme(): Scheme {
    const asked = this.query.get('scheme');
    return schemes.find((one) => one === asked) ?? 'auto';
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    delete document.documentElement.dataset.scheme;
  }

  override willUpdate(): void {
    if (this.#scheme === 'auto') delete document.documentElement.dataset.scheme;
    else document.documentElement.dataset.scheme = this.#scheme;
  }

  override render() {
    return html`<div class="stack loose">
      <header class="stack">
        <h1 tabindex="-1">${t('gallery.title')}</h1>
        <p class="read">${t('gallery.intro')}</p>
        <nav class="tabs" aria-label=${t('gallery.scheme')}>
          ${schemes.map(
            (one) =>
              html`<a href="/elements?scheme=${one}" aria-current=${one === this.#scheme ? 'true' : nothing}
                >${t(`gallery.scheme.${one}`)}</a
              >`,
          )}
        </nav>
        ${contents(sections)}
      </header>
      ${sections.map(sectionOf)}
    </div>`;
  }
}
define('qn-elements-page', ElementsPage);
