/** What leaves the house: which name, how exact a place, how much text, depending on who looks. */
import type { SenderView } from './rights.ts';

export interface SenderDetails {
  name: string;
  phone: string;
  email?: string | undefined;
  address?: string | undefined;
}

/** How everyone without a name is called (article 5.4, Annex 2). */
export const withoutName = 'Ông/bà';

/** The name that may be shown to others than the IOC: null when the sender asked to be hidden, is confidential, or erased. */
export function shownName(report: {
  hideIdentity: boolean;
  confidential: boolean;
  sender: { name: string };
}): string | null {
  return report.hideIdentity || report.confidential || report.sender.name === '' ? null : report.sender.name;
}

/** The sender as a published report names them. */
export function publicName(report: Parameters<typeof shownName>[0]): string {
  return shownName(report) ?? withoutName;
}

/** The sender's details as far as a view reaches; undefined where nothing may be seen, or nothing is left. */
export function senderShown(view: SenderView, sender: SenderDetails): Partial<SenderDetails> | undefined {
  if (view === 'nothing' || (sender.name === '' && sender.phone === '')) return undefined;
  if (view === 'contact') return { name: sender.name, phone: sender.phone };
  const { name, phone, email, address } = sender;
  return { name, phone, ...(email === undefined ? {} : { email }), ...(address === undefined ? {} : { address }) };
}

/** A point on a grid of 50 m (contract, `GET /api/nearby`): the same place always gives the same point. */
export function roundPlace(point: { lat: number; lng: number }): { lat: number; lng: number } {
  const step = 50 / 111_195;
  const lat = Math.round(point.lat / step) * step;
  const wide = step / Math.cos((lat * Math.PI) / 180);
  const lng = Math.round(point.lng / wide) * wide;
  return { lat: Number(lat.toFixed(6)), lng: Number(lng.toFixed(6)) };
}

/** One line of at most `max` characters for lists; cut at a word, with an ellipsis. */
export function summaryOf(content: string, max = 160): string {
  const line = content.replace(/\s+/g, ' ').trim();
  if (line.length <= max) return line;
  const cut = line.slice(0, max - 1);
  const blank = cut.lastIndexOf(' ');
  return `${(blank > max / 2 ? cut.slice(0, blank) : cut).trimEnd()}…`;
}
