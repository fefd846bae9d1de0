/** The reply as it will be read (reply-draft.ts), with who reads it, and what was changed word by word. */
import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../elements/icons.ts';
import { type TextKey, t } from '../text/text.ts';
import type { ReplyDraft } from './reply-draft.ts';
import { wordDiff } from './word-diff.ts';

export function replyPreview(draft: ReplyDraft): TemplateResult {
  return html`<section class="preview stack tight" aria-labelledby="preview">
    <h3 id="preview">${t('preview.title')}</h3>
    <p class="s soft preview-readers">
      ${icon(draft.readers === 'public' ? 'inbox' : draft.readers === 'undecided' ? 'info' : 'lock')}
      <span
        >${t(`preview.readers.${draft.readers}` as TextKey)}
        ${draft.nameless && draft.nameless !== 'sealed' ? t(`preview.nameless.${draft.nameless}` as TextKey) : nothing}</span
      >
    </p>
    <p class="pre letter" lang="vi">${draft.text}</p>
    ${
      draft.files.length > 0 && draft.readers !== 'sealed'
        ? html`<p class="s soft">${t('preview.files', { n: draft.files.length })}</p>`
        : nothing
    }
    ${draft.changed ? changes(draft.changed) : nothing}
  </section>`;
}

function changes({ before, after }: { before: string; after: string }): TemplateResult {
  return html`<h3>${t('preview.changes')}</h3>
    <p class="pre changes" lang="vi">${wordDiff(before, after).map(({ kind, text }) =>
      kind === 'added' ? html`<ins>${text}</ins>` : kind === 'removed' ? html`<del>${text}</del>` : text,
    )}</p>`;
}
