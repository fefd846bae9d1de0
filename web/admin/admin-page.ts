/** `/admin`: what there is to administer, for those who may. */
import { html } from 'lit';
import { hasRight } from '../data/session.ts';
import { define, Page } from '../elements/light.ts';
import { emptyState } from '../elements/states.ts';
import { t } from '../text/text.ts';
import { sections } from './sections.ts';
import './admin.css';

export class AdminPage extends Page {
  override render() {
    const mine = sections.filter((one) => hasRight(one.right));
    return html`<div class="stack loose">
      <h1 tabindex="-1">${t('admin.title')}</h1>
      <p class="soft">${t('admin.intro')}</p>
      ${
        mine.length === 0
          ? emptyState(t('admin.none'), '')
          : html`<ul class="plain admin-parts">
              ${mine.map(
                (one) =>
                  html`<li class="card stack tight">
                    <h2><a href=${one.path}>${t(one.text)}</a></h2>
                    <p class="s soft">${t(one.about)}</p>
                  </li>`,
              )}
            </ul>`
      }
    </div>`;
  }
}
define('qn-admin-page', AdminPage);
