/**
 * Words typed on a report's page and not yet sent: kept on this device until they have arrived, so that a reload, an
 * empty battery or a lost network costs nothing.
 */
export type UnsentForm = 'supplement' | 'feedback';

const keyOf = (code: string, form: UnsentForm): string => `qn.unsent.${form}.${code}`;

/** What was typed last; empty where there is nothing, or where the device keeps nothing. */
export function readUnsent(code: string, form: UnsentForm): string {
  try {
    return localStorage.getItem(keyOf(code, form)) ?? '';
  } catch {
    return '';
  }
}

/** Keeps what is typed; empty text forgets it. */
export function keepUnsent(code: string, form: UnsentForm, text: string): void {
  try {
    if (text === '') localStorage.removeItem(keyOf(code, form));
    else localStorage.setItem(keyOf(code, form), text);
  } catch {
    // A device that keeps nothing still sends.
  }
}
