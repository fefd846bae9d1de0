/** The page of an address that nobody has. */
import { html } from 'lit';
import { define, Page } from '../elements/light.ts';
import { emptyState } from '../elements/states.ts';
import { t } from '../text/text.ts';

export class MissingPage extends Page {
  override render() {
    return html`<h1 class="sr-only">${t('missing.title')}</h1>
      ${emptyState(t('missing.title'), t('missing.text'), html`<a class="button" href="/">${t('missing.home')}</a>`, 'search')}`;
  }
}
define('qn-missing-page', MissingPage);
