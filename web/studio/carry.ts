/** Plain files in and out: what is chosen on the device becomes files of a draft, and files of a draft are saved there. */
import { html, nothing } from 'lit';
import type { Problem } from '../data/http.ts';
import type { ModelFile } from '../data/models.ts';
import { openDialog } from '../elements/dialog.ts';
import { type TextKey, t } from '../text/text.ts';

/** Kinds that a draft is made of. */
export const accepted = '.bpmn,.dmn,.form';

/** The name that a file has in a draft: one that is there already keeps its place, a new form goes where the others are. */
export function nameInDraft(given: string, there: readonly ModelFile[]): string {
  const plain = given.replace(/^.*[\\/]/, '').replace(/[^A-Za-z0-9_.-]+/g, '-');
  const known = there.find(({ name }) => name === plain || name.endsWith(`/${plain}`));
  const inFolder = plain.endsWith('.form') && there.some(({ name }) => name.startsWith('forms/'));
  return known?.name ?? (inFolder ? `forms/${plain}` : plain);
}

/** Asks for files of the device; empty where none was chosen. */
export function chooseFiles(there: readonly ModelFile[]): Promise<ModelFile[]> {
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = true;
  input.accept = accepted;
  return new Promise((resolve) => {
    input.addEventListener('cancel', () => resolve([]));
    input.addEventListener('change', async () => {
      const chosen = [...(input.files ?? [])];
      resolve(
        await Promise.all(
          chosen.map(async (file) => ({ name: nameInDraft(file.name, there), content: await file.text() })),
        ),
      );
    });
    input.click();
  });
}

/** Saves one file on the device, byte for byte as it stands in the draft. */
export function saveOnDevice({ name, content }: ModelFile): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([content], { type: 'application/octet-stream' }));
  link.download = name.replace(/^.*\//, '');
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** One line of a file that was refused. */
export interface Refused {
  file: string;
  code: string;
  line: number | null;
  column: number | null;
  said: string;
  /** The line itself. */
  text: string;
}

/** What the server refuses, with the lines of the files as they were sent. Empty where it refuses something else. */
export function refusedFiles(problem: Problem, files: readonly ModelFile[]): Refused[] {
  return (problem.shape.errors ?? []).flatMap(({ pointer, code = '', line, column, said }) => {
    const file = files[Number(/^\/files\/(\d+)/.exec(pointer)?.[1] ?? -1)];
    if (!file) return [];
    const text = line === undefined ? '' : (file.content.split(/\r?\n/)[line - 1] ?? '');
    return [
      { file: file.name, code, line: line ?? null, column: column ?? null, said: said ?? '', text: text.slice(0, 400) },
    ];
  });
}

/** What a code means; a new one that has no words is told as what it is. */
function textOf(code: string): string {
  const key = `studio.drafts.refused.${code}` as TextKey;
  const said = t(key);
  return said === key ? t('studio.drafts.refused.other') : said;
}

/** Shows why files were not taken. */
export async function showRefused(refused: readonly Refused[]): Promise<void> {
  await openDialog({
    title: t('studio.drafts.refused'),
    body: html`<div class="stack">
      <p>${t('studio.drafts.refused.text')}</p>
      ${refused.map(
        ({ file, code, line, column, said, text }) =>
          html`<div class="stack tight refused-file">
            <strong>${line ? t('studio.drafts.refused.at', { file, line, column: column ?? 1 }) : file}</strong>
            <p>${textOf(code)}</p>
            ${text ? html`<pre class="s"><code>${text}</code></pre>` : nothing}
            ${said ? html`<p class="xs soft mono" lang="en">${said}</p>` : nothing}
          </div>`,
      )}
    </div>`,
    foot: (close) =>
      html`<button type="button" class="button primary" @click=${() => close()}>${t('act.close')}</button>`,
  });
}
