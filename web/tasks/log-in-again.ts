/**
 * The session has ended in mid-work: asks to log in where one is, so that nothing that was typed is lost. Whoever logs
 * in must be the same person; another is told so, and chooses: the first person again, or a fresh page of one's own.
 */
import { html } from 'lit';
import { knownSession, type Session } from '../data/session.ts';
import { openDialog } from '../elements/dialog.ts';
import { t } from '../text/text.ts';
import './login-form.ts';

let running: Promise<boolean> | null = null;

/** Answers whether the same person is logged in again. Calls that fail together share one dialog. */
export function logInAgain(): Promise<boolean> {
  running ??= ask().finally(() => {
    running = null;
  });
  return running;
}

async function ask(): Promise<boolean> {
  const before = knownSession()?.username;
  if (!before) return false;
  for (;;) {
    const now = await askFor(before);
    if (now === '' || now === before) return now === before;
    if (await goesOnAs(now, before)) {
      location.reload();
      return false;
    }
  }
}

/** Answers who has logged in, or '' for who closed the dialog. */
function askFor(username: string): Promise<string> {
  let close = (_answer?: string) => {};
  const answer = openDialog({
    title: t('again.title'),
    className: 'narrow',
    body: html`<div class="stack">
      <p>${t('again.text', { name: username })}</p>
      <qn-login-form
        .plain=${true}
        .username=${username}
        @logged-in=${({ detail }: CustomEvent<Session>) => close(detail.username)}
      ></qn-login-form>
    </div>`,
    foot: (given) => {
      close = given;
      return html`<span class="s soft">${t('again.kept')}</span>`;
    },
  });
  requestAnimationFrame(() => document.querySelector<HTMLElement>('dialog #password')?.focus());
  return answer;
}

async function goesOnAs(now: string, before: string): Promise<boolean> {
  const answer = await openDialog({
    title: t('again.other.title', { name: now }),
    className: 'narrow',
    body: html`<p>${t('again.other.text', { name: before })}</p>`,
    foot: (close) =>
      html`<button type="button" class="button" @click=${() => close('other')}>${t('again.other.go', { name: now })}</button>
        <button type="button" class="button primary" @click=${() => close()}>${t('again.other.back', { name: before })}</button>`,
  });
  return answer === 'other';
}
