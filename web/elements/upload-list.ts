/**
 * Choosing or taking pictures, videos (and, for staff, documents), and sending them with progress. What has arrived is
 * told by the event `files`; a file that fails says why and can be tried again.
 */
import { html } from 'lit';
import { type Upload, uploadFile } from '../data/files.ts';
import { Problem } from '../data/http.ts';
import type { KeptFile } from '../data/kept.ts';
import { shrinkPicture } from '../data/shrink.ts';
import { t } from '../text/text.ts';
import { icon } from './icons.ts';
import { define, Light } from './light.ts';
import { uploadRow } from './upload-row.ts';
import { documents, mostFiles, pictures, refusal } from './upload-rules.ts';

interface Row {
  name: string;
  size: number;
  type: string;
  file?: File;
  preview?: string;
  progress: number;
  upload?: Upload;
  stored?: KeptFile;
  error?: string;
}

export class UploadList extends Light {
  static override properties = {
    files: { attribute: false },
    documents: { attribute: false },
    label: { attribute: false },
    inputId: { attribute: false },
  };
  /** What is there already (a draft). */
  files: readonly KeptFile[] = [];
  documents = false;
  label = '';
  inputId = 'files';
  #rows: Row[] = [];
  #told = '';

  override willUpdate(): void {
    // Files that come from outside (a draft, a form emptied after sending) replace the rows that have arrived.
    const given = JSON.stringify(this.files.map((one) => one.id));
    if (given === this.#told) return;
    this.#told = given;
    const known = new Map(this.#rows.map((row) => [row.stored?.id, row]));
    this.#rows = [
      ...this.files.map((one) => known.get(one.id) ?? { ...one, progress: 1, stored: { ...one } }),
      ...this.#rows.filter((row) => !row.stored),
    ];
  }

  /** Whether something is still on its way. */
  get busy(): boolean {
    return this.#rows.some((row) => row.upload);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const row of this.#rows) {
      row.upload?.cancel();
      if (row.preview) URL.revokeObjectURL(row.preview);
    }
  }

  #tell(): void {
    const files = this.#rows.flatMap((row) => (row.stored ? [row.stored] : []));
    // Taken over at once: an update that runs before the owner hands them back must not think they are gone.
    this.files = files;
    this.#told = JSON.stringify(files.map((one) => one.id));
    this.requestUpdate();
    this.dispatchEvent(new CustomEvent('files', { detail: { files, busy: this.busy }, bubbles: true }));
  }

  #choose(event: Event): void {
    const input = event.target as HTMLInputElement;
    for (const file of [...(input.files ?? [])]) {
      const row: Row = { name: file.name, size: file.size, type: file.type, file, progress: 0 };
      if (this.#rows.length >= mostFiles) row.error = t('upload.most', { n: mostFiles });
      else row.error = refusal(file, this.documents);
      if (!row.error && file.type.startsWith('image/')) row.preview = URL.createObjectURL(file);
      this.#rows = [...this.#rows, row];
      if (!row.error) void this.#send(row);
    }
    input.value = '';
    this.#tell();
  }

  async #send(row: Row): Promise<void> {
    row.error = undefined;
    const file = row.file!;
    const small = await shrinkPicture(file);
    row.upload = uploadFile(small, row.name, (share) => {
      row.progress = share;
      this.requestUpdate();
    });
    this.#tell();
    try {
      const stored = await row.upload.done;
      row.stored = { ...stored, name: row.name };
      row.progress = 1;
    } catch (cause) {
      if (!(cause instanceof Problem)) return;
      row.error = cause.status === 0 ? t('upload.offline') : cause.status === 415 ? t('upload.type') : cause.message;
    } finally {
      row.upload = undefined;
    }
    this.#tell();
  }

  #remove(row: Row): void {
    row.upload?.cancel();
    if (row.preview) URL.revokeObjectURL(row.preview);
    this.#rows = this.#rows.filter((one) => one !== row);
    this.#tell();
    (this.querySelector('input[type=file]') as HTMLElement | null)?.focus();
  }

  override render() {
    const accept = [...pictures, 'video/mp4', ...(this.documents ? documents : [])].join(',');
    return html`<div class="stack tight">
      <ul class="uploads" ?hidden=${this.#rows.length === 0} aria-label=${t('upload.list')}>
        ${this.#rows.map((row) => {
          const helps = row.error && row.file && !refusal(row.file, this.documents);
          return uploadRow(
            { ...row, arrived: row.stored !== undefined },
            { onAgain: helps ? () => void this.#send(row) : undefined, onRemove: () => this.#remove(row) },
          );
        })}
      </ul>
      <div class="row">
        <label class="button picker">
          ${icon(this.documents ? 'file' : 'camera')}${this.label || t('upload.choose')}
          <input
            class="sr-only"
            type="file"
            id=${this.inputId}
            multiple
            accept=${accept}
            @change=${(event: Event) => this.#choose(event)}
          />
        </label>
        <span class="s soft">${t('upload.count', { n: this.#rows.length, most: mostFiles })}</span>
      </div>
    </div>`;
  }
}
define('qn-uploads', UploadList);
