/**
 * What this device keeps at once, letter by letter: the draft being written, and the reports that were sent or opened
 * here (their access tokens). localStorage, because what was typed must be there even when the page is closed at that
 * very moment. Photos and reports on their way stand in the box (box.ts). Nothing of it leaves the device by itself.
 */
import { type Draft, emptyDraft } from './draft.ts';

export interface KeptFile {
  id: string;
  type: string;
  size: number;
  name: string;
}

export interface KeptReport {
  code: string;
  token: string;
  /** First words of the report, to recognise it. */
  summary: string;
  /** Epoch milliseconds. */
  at: number;
}

const keys = { draft: 'qn.draft', reports: 'qn.reports' } as const;

function read<T>(key: string): T | null {
  try {
    const text = localStorage.getItem(key);
    return text ? (JSON.parse(text) as T) : null;
  } catch {
    return null;
  }
}

/** Answers whether the device kept it: private windows and full devices do not. */
function write(key: string, value: unknown): boolean {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

export const readDraft = (): Draft => ({ ...emptyDraft, ...read<Partial<Draft>>(keys.draft) });
export const keepDraft = (draft: Draft): boolean => write(keys.draft, draft);

/** When a report is on its way: who writes the next one keeps name, phone and email, nothing else. */
export function forgetDraft(): void {
  const { name, phone, email } = readDraft();
  write(keys.draft, { ...emptyDraft, name, phone, email });
}

/** Calls `listener` when another window of this device changes the draft; answers how to stop. */
export function onDraftElsewhere(listener: () => void): () => void {
  const heard = (event: StorageEvent) => (event.key === keys.draft || event.key === null) && listener();
  addEventListener('storage', heard);
  return () => removeEventListener('storage', heard);
}

export const keptReports = (): KeptReport[] => read<KeptReport[]>(keys.reports) ?? [];
export const tokenOf = (code: string): string | null => keptReports().find((one) => one.code === code)?.token ?? null;

/** Keeps a report's token on this device, newest first. */
export function keepReport(report: KeptReport): boolean {
  const others = keptReports().filter((one) => one.code !== report.code);
  return write(keys.reports, [report, ...others].slice(0, 200));
}

export function forgetReport(code: string): void {
  write(
    keys.reports,
    keptReports().filter((one) => one.code !== code),
  );
}
