/** One chosen file: on its way, arrived, broken off (it can be tried again), refused. */
import { html, nothing, type TemplateResult } from 'lit';
import { t } from '../text/text.ts';
import { fileSize } from '../text/times.ts';
import { icon } from './icons.ts';

export interface UploadState {
  name: string;
  /** Bytes. */
  size: number;
  type: string;
  /** Object URL of a picture that was chosen here. */
  preview?: string;
  /** How much of it has been sent, 0…1. */
  progress: number;
  /** The server has it. */
  arrived: boolean;
  error?: string | undefined;
}

/** `onAgain` where another attempt can help. */
export function uploadRow(
  file: UploadState,
  acts: { onAgain?: (() => void) | undefined; onRemove(): void },
): TemplateResult {
  return html`<li>
    ${
      file.preview
        ? html`<img class="thumb" src=${file.preview} alt="" />`
        : html`<span class="thumb">${icon(file.type.startsWith('video') ? 'video' : file.type.startsWith('image') ? 'camera' : 'file')}</span>`
    }
    <div class="stack tight grow">
      <span class="name">${file.name}</span>
      ${
        file.error
          ? html`<span class="error-text" role="alert">${icon('late')}${file.error}</span>`
          : file.arrived
            ? html`<span class="xs soft">${t('upload.done', { size: fileSize(file.size) })}</span>`
            : html`<progress max="100" value=${Math.round(file.progress * 100)} aria-label=${t('upload.progress', { name: file.name })}></progress>`
      }
    </div>
    <span class="row">
      ${acts.onAgain ? html`<button type="button" class="button small" @click=${acts.onAgain}>${t('act.again')}</button>` : nothing}
      <button type="button" class="button quiet icon" aria-label=${t('upload.remove', { name: file.name })} @click=${acts.onRemove}>
        ${icon('close')}
      </button>
    </span>
  </li>`;
}
