/** The keys of the task list: one table, which the page goes by and the sheet shows. They can be turned off (WCAG 2.1.4). */
import { html, render } from 'lit';
import { openDialog } from '../elements/dialog.ts';
import { checkField } from '../elements/fields.ts';
import { type TextKey, t } from '../text/text.ts';

/** What a key does; `text` is a key of `keys.*`. */
export const shortcuts = [
  { keys: ['j', 'k'], text: 'move' },
  { keys: ['Enter'], text: 'open' },
  { keys: ['c'], text: 'claim' },
  { keys: ['r'], text: 'release' },
  { keys: ['h'], text: 'handOver' },
  { keys: ['x'], text: 'select' },
  { keys: ['Shift', 'x'], text: 'range' },
  { keys: ['u', 'm', 'o'], text: 'views' },
  { keys: ['g', '1…9'], text: 'go' },
  { keys: ['/'], text: 'search' },
  { keys: ['?'], text: 'sheet' },
  { keys: ['Esc'], text: 'escape' },
] as const;

const storageKey = 'qn.keys';

/** Whether single letters do something. */
export function keysOn(): boolean {
  try {
    return localStorage.getItem(storageKey) !== 'off';
  } catch {
    return true;
  }
}

function turnKeys(on: boolean): void {
  try {
    if (on) localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, 'off');
  } catch {
    // A device that keeps nothing has its keys on.
  }
}

/** Shows the sheet of keys. */
export async function showShortcuts(): Promise<void> {
  const holder = document.createElement('div');
  const draw = () =>
    render(
      html`<div class="stack">
        <dl class="key-sheet">
          ${shortcuts.map(
            (one) =>
              html`<div>
                <dt>${one.keys.map((key) => html`<kbd>${key}</kbd> `)}</dt>
                <dd>${t(`keys.${one.text}` as TextKey)}</dd>
              </div>`,
          )}
        </dl>
        ${checkField({
          id: 'keys-on',
          label: t('keys.on'),
          hint: t('keys.on.hint'),
          checked: keysOn(),
          onChange: (on) => {
            turnKeys(on);
            draw();
          },
        })}
      </div>`,
      holder,
    );
  draw();
  await openDialog({ title: t('keys.title'), body: html`${holder}` });
}
