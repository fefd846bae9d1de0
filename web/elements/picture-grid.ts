/**
 * Pictures, videos and documents of a report. Each file is read with the reader's right (cookie, or a sender's token in
 * a header: a token travels in no URL), shown small, and large in a dialog.
 */
import { html, nothing } from 'lit';
import { privateFile } from '../data/files.ts';
import { t } from '../text/text.ts';
import { openDialog } from './dialog.ts';
import { icon } from './icons.ts';
import { define, Light } from './light.ts';

interface Shown {
  id: string;
  url?: string;
  type?: string;
  failed?: boolean;
}

export class PictureGrid extends Light {
  static override properties = { ids: { attribute: false }, token: { attribute: false } };
  ids: readonly string[] = [];
  token: string | undefined = undefined;
  #shown = new Map<string, Shown>();

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const one of this.#shown.values()) if (one.url) URL.revokeObjectURL(one.url);
    this.#shown.clear();
  }

  override updated(): void {
    for (const id of this.ids) if (!this.#shown.has(id)) void this.#load(id);
  }

  async #load(id: string): Promise<void> {
    const shown: Shown = { id };
    this.#shown.set(id, shown);
    try {
      Object.assign(shown, await privateFile(id, this.token, true));
    } catch {
      shown.failed = true;
    }
    if (this.isConnected) this.requestUpdate();
    else if (shown.url) URL.revokeObjectURL(shown.url);
  }

  async #open(id: string, index: number): Promise<void> {
    const title = t('pictures.one', { n: index + 1, of: this.ids.length });
    let whole: { url: string; type: string };
    try {
      whole = await privateFile(id, this.token, false);
    } catch {
      void openDialog({ title, body: html`<p>${t('pictures.failed')}</p>` });
      return;
    }
    const body = whole.type.startsWith('image/')
      ? html`<img src=${whole.url} alt=${title} />`
      : whole.type.startsWith('video/')
        ? html`<!-- A sender's video has no captions: there is nothing to take them from. --><video src=${whole.url} controls></video>`
        : html`<p><a class="button" href=${whole.url} download=${id}>${icon('file')}${t('pictures.download')}</a></p>`;
    await openDialog({ title, body, className: 'viewer', onClose: () => URL.revokeObjectURL(whole.url) });
  }

  override render() {
    if (this.ids.length === 0) return nothing;
    return html`<ul class="pictures">
      ${this.ids.map((id, index) => {
        const one = this.#shown.get(id);
        const label = t('pictures.one', { n: index + 1, of: this.ids.length });
        return html`<li>
          <button type="button" aria-label=${t('pictures.open', { what: label })} @click=${() => this.#open(id, index)}>
            ${
              one?.url && one.type?.startsWith('image/')
                ? html`<img src=${one.url} alt="" />`
                : html`<span class="file">${one ? icon(one.type?.startsWith('video/') ? 'video' : 'file') : html`<span class="spinner"></span>`}</span>`
            }
          </button>
        </li>`;
      })}
    </ul>`;
  }
}
define('qn-pictures', PictureGrid);
