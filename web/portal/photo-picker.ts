/**
 * The photos and videos of a report: taken or chosen, kept on this device at once, uploaded while one writes on. Without
 * a network they stay here and go with the report. What has been added or removed is told by the event `photos`.
 */
import { html, nothing } from 'lit';
import type { PhotoRef } from '../data/draft.ts';
import { dropPhotos, keepPhoto, onUploads, readPhoto, startUpload, uploadOf } from '../data/photos.ts';
import { Problem } from '../data/problem.ts';
import { icon } from '../elements/icons.ts';
import { define, Light } from '../elements/light.ts';
import { mostFiles, pictures, refusal } from '../elements/upload-rules.ts';
import { currentLanguage, t } from '../text/text.ts';
import { fileSize } from '../text/times.ts';

/** Pause after an upload that broke off while the device believes that it has a network. */
const retryMs = 8_000;

/** What the page knows of a photo besides its reference. */
interface Shown {
  preview?: string;
  stored?: boolean;
  error?: string;
  /** The bytes are gone from this device. */
  lost?: boolean;
}

export class PhotoPicker extends Light {
  static override properties = { photos: { attribute: false } };
  photos: readonly PhotoRef[] = [];
  readonly #shown = new Map<string, Shown>();
  /** Files that can't be taken: name and why. */
  #refused: { name: string; error: string }[] = [];
  #retry: ReturnType<typeof setTimeout> | undefined;
  /** How many are being made smaller and put away. */
  #coming = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    this.untilGone(onUploads(() => this.requestUpdate()));
    const online = () => this.#uploadAll();
    addEventListener('online', online);
    this.untilGone(() => {
      removeEventListener('online', online);
      clearTimeout(this.#retry);
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const { preview } of this.#shown.values()) if (preview) URL.revokeObjectURL(preview);
    this.#shown.clear();
  }

  override willUpdate(): void {
    for (const photo of this.photos) if (!this.#shown.has(photo.key)) void this.#show(photo);
  }

  async #show({ key, type }: PhotoRef): Promise<void> {
    const shown: Shown = {};
    this.#shown.set(key, shown);
    const photo = await readPhoto(key);
    if (!photo) shown.lost = true;
    else if (photo.blob && type.startsWith('image/')) shown.preview = URL.createObjectURL(photo.blob);
    this.requestUpdate();
    if (photo) void this.#upload(key);
  }

  #uploadAll(): void {
    for (const { key } of this.photos)
      if (!this.#shown.get(key)?.stored && !this.#shown.get(key)?.error) void this.#upload(key);
  }

  async #upload(key: string): Promise<void> {
    const shown = this.#shown.get(key);
    if (!shown || shown.lost || !navigator.onLine) return;
    shown.error = undefined;
    try {
      shown.stored = (await startUpload(key, currentLanguage())) !== undefined;
    } catch (cause) {
      if (cause instanceof Problem && cause.refused) {
        shown.error = cause.status === 413 ? t('upload.tooLarge', { most: '15 MB' }) : t('upload.type');
      } else if (this.isConnected) {
        // Broken off: it stays on the device and goes on from there, here or with the report.
        clearTimeout(this.#retry);
        this.#retry = setTimeout(() => this.#uploadAll(), retryMs);
      }
    }
    this.requestUpdate();
  }

  #tell(photos: readonly PhotoRef[]): void {
    // Taken over at once: an update that runs before the owner hands them back must not think they are gone.
    this.photos = photos;
    const detail = { photos, busy: this.#coming > 0 };
    this.dispatchEvent(new CustomEvent('photos', { detail, bubbles: true }));
    this.requestUpdate();
  }

  async #choose(event: Event): Promise<void> {
    const input = event.target as HTMLInputElement;
    const files = [...(input.files ?? [])];
    input.value = '';
    this.#refused = [];
    const free = mostFiles - this.photos.length - this.#coming;
    const taken = files.filter((file, n) => {
      const error = n >= free ? t('upload.most', { n: mostFiles }) : refusal(file, false);
      if (error) this.#refused.push({ name: file.name, error });
      return !error;
    });
    this.#coming += taken.length;
    this.#tell(this.photos);
    for (const file of taken) await this.#take(file);
  }

  async #take(file: File): Promise<void> {
    try {
      const ref = await keepPhoto(file);
      this.#coming -= 1;
      this.#tell([...this.photos, ref]);
      this.dispatchEvent(new CustomEvent('taken', { detail: file, bubbles: true }));
    } catch {
      this.#coming -= 1;
      this.#refused.push({ name: file.name, error: t('photo.full') });
      this.#tell(this.photos);
    }
  }

  #remove(photo: PhotoRef): void {
    void dropPhotos([photo]);
    const preview = this.#shown.get(photo.key)?.preview;
    if (preview) URL.revokeObjectURL(preview);
    this.#shown.delete(photo.key);
    this.#tell(this.photos.filter((one) => one.key !== photo.key));
    this.querySelector<HTMLElement>('#files')?.focus();
  }

  override render() {
    const count = this.photos.length + this.#coming;
    return html`<div class="stack tight">
      <div class="photo-acts">
        <label class="button large picker camera">
          ${icon('camera')}${t('photo.take')}
          <input class="sr-only" type="file" id="files-camera" accept="image/*" capture="environment" @change=${this.#choose} />
        </label>
        <label class="button large picker">
          ${icon('picture')}${t('photo.choose')}
          <input class="sr-only" type="file" id="files" multiple accept=${[...pictures, 'video/mp4'].join(',')} @change=${this.#choose} />
        </label>
        ${count ? html`<span class="s soft">${t('upload.count', { n: count, most: mostFiles })}</span>` : nothing}
      </div>
      <ul class="photos" ?hidden=${count === 0} aria-label=${t('upload.list')}>
        ${this.photos.map((photo) => this.#tile(photo))}
        ${Array.from({ length: this.#coming }, () => html`<li><span class="frame"><span class="spinner"></span></span><span class="xs soft">${t('photo.coming')}</span></li>`)}
      </ul>
      <div role="alert">
        ${this.#refused.map((one) => html`<p class="error-text">${icon('late')}<span>${one.name}: ${one.error}</span></p>`)}
      </div>
    </div>`;
  }

  #tile(photo: PhotoRef) {
    const shown = this.#shown.get(photo.key) ?? {};
    return html`<li>
      <span class="frame">
        ${
          shown.preview
            ? html`<img src=${shown.preview} alt=${photo.name} />`
            : icon(photo.type.startsWith('video') ? 'video' : 'camera')
        }
        <button type="button" class="button icon small" aria-label=${t('upload.remove', { name: photo.name })} @click=${() => this.#remove(photo)}>
          ${icon('close')}
        </button>
      </span>
      ${this.#state(photo, shown)}
    </li>`;
  }

  #state(photo: PhotoRef, shown: Shown) {
    const upload = uploadOf(photo.key);
    if (shown.error || shown.lost) {
      return html`<span class="error-text xs" role="alert">${shown.error ?? t('photo.lost')}</span>`;
    }
    if (shown.stored) return html`<span class="xs soft">${t('upload.done', { size: fileSize(photo.size) })}</span>`;
    if (upload && navigator.onLine) {
      return html`<progress max="100" value=${Math.round(upload.share * 100)} aria-label=${t('upload.progress', { name: photo.name })}></progress>`;
    }
    return html`<span class="xs soft">${t('photo.kept')}</span>`;
  }
}
define('qn-photos', PhotoPicker);
