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
  static override properties = { ids: { attribute: false }, token: { attribute: false }, read: { attribute: false } };
  ids: readonly string[] = [];
  token: string | undefined = undefined;
  /** Where a file comes from; the server, unless a page has its own. */
  read: typeof privateFile = privateFile;
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
      Object.assign(shown, await this.read(id, this.token, true));
    } catch {
      shown.failed = true;
    }
    if (this.isConnected) this.requestUpdate();
    else if (shown.url) URL.revokeObjectURL(shown.url);
  }

  #again(id: string): void {
    void this.#load(id);
    this.requestUpdate();
  }

  async #open(id: string, index: number): Promise<void> {
    const title = t('pictures.one', { n: index + 1, of: this.ids.length });
    let whole: { url: string; type: string };
    try {
      whole = await this.read(id, this.token, false);
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

  /** What stands where no picture is: it loads, it is no picture, or it could not be read (pressing tries again). */
  #sign(one: Shown | undefined) {
    if (one?.failed) return html`${icon('alert')}<span class="xs soft">${t('pictures.failed')}</span>`;
    if (one?.url === undefined) return html`<span class="spinner"></span>`;
    return icon(one.type?.startsWith('video/') ? 'video' : 'file');
  }

  override render() {
    if (this.ids.length === 0) return nothing;
    return html`<ul class="pictures">
      ${this.ids.map((id, index) => {
        const one = this.#shown.get(id);
        const name = t('pictures.one', { n: index + 1, of: this.ids.length });
        const label = one?.failed ? `${name}: ${t('pictures.failed')}` : t('pictures.open', { what: name });
        const open = () => (one?.failed ? this.#again(id) : void this.#open(id, index));
        return html`<li>
          <button type="button" aria-label=${label} @click=${open}>
            ${
              one?.url && one.type?.startsWith('image/')
                ? html`<img src=${one.url} alt="" />`
                : html`<span class="file">${this.#sign(one)}</span>`
            }
          </button>
        </li>`;
      })}
    </ul>`;
  }
}
define('qn-pictures', PictureGrid);
