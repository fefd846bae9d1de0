/**
 * What this device keeps for a sender: the draft being written, an attempt to send whose answer never came, and the
 * reports that were sent or opened here (their access tokens). Nothing of it leaves the device by itself.
 */
import type { NewReport } from '../../domain/api/reports.ts';

export interface KeptFile {
  id: string;
  type: string;
  size: number;
  name: string;
}

export interface Draft {
  content: string;
  files: KeptFile[];
  place: string;
  district: string;
  lat: number | null;
  lng: number | null;
  name: string;
  phone: string;
  email: string;
  hideIdentity: boolean;
  confidential: boolean;
}

/** A report on its way: until the server has answered, exactly this body goes again with exactly this key. */
export interface Attempt {
  key: string;
  body: NewReport;
}

export interface KeptReport {
  code: string;
  token: string;
  /** First words of the report, to recognise it. */
  summary: string;
  /** Epoch milliseconds. */
  at: number;
}

export const emptyDraft: Draft = {
  content: '',
  files: [],
  place: '',
  district: '',
  lat: null,
  lng: null,
  name: '',
  phone: '',
  email: '',
  hideIdentity: false,
  confidential: false,
};

const keys = { draft: 'qn.draft', attempt: 'qn.attempt', reports: 'qn.reports' } as const;

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
export const readAttempt = (): Attempt | null => read<Attempt>(keys.attempt);
export const keepAttempt = (attempt: Attempt | null): boolean => write(keys.attempt, attempt);

/** After a report has arrived: who sends the next one keeps name and phone, nothing else. */
export function forgetDraft(): void {
  const { name, phone, email } = readDraft();
  write(keys.draft, { ...emptyDraft, name, phone, email });
  write(keys.attempt, null);
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
