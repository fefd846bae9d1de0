/**
 * The reply in the form of Annex 2, word for word. "[Ông/bà]" is the sender: with name in the greeting, unless the
 * sender asked to be hidden (article 5.4) or the report is confidential (article 10.2).
 */

import { withoutName } from './redact.ts';

/**
 * Stands for the sender's name in texts at rest: the name itself is kept in one place, sealed, and filled in by who may
 * read it. Invisible, so that a text in which nobody fills it in still reads well.
 */
export const nameMark = '\u2063';

/** A text as it is kept: the sender's name, where it greets or is written in full, gives way to the mark. */
export function maskName(text: string, name: string): string {
  const clean = text.normalize('NFC').replaceAll(nameMark, '');
  const parts = name.normalize('NFC').split(/\s+/).filter(Boolean);
  if (parts.length === 0) return clean;
  const words = parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('\\s+');
  // A name of one word may be any word: it is one only after the form of address.
  const before = parts.length > 1 ? '(?<![\\p{L}\\p{N}])' : `(?<=${withoutName}\\s+)`;
  return clean.replace(new RegExp(`${before}${words}(?![\\p{L}\\p{N}])`, 'giu'), nameMark);
}

/** A kept text as it is read; `name` is null where none may be shown, or it was erased. */
export function fillName(text: string, name: string | null): string {
  if (!text.includes(nameMark)) return text;
  if (name !== null) return text.replaceAll(nameMark, name);
  return text.replace(new RegExp(`(${withoutName})\\s*${nameMark}`, 'gi'), '$1').replaceAll(nameMark, withoutName);
}

export interface ReplyParts {
  /** The handling agency's Vietnamese name; replies are written in Vietnamese (article 5.1). */
  agency: string;
  /** The name that may be shown or its mark, null where none may (`shownName` of `redact.ts`). */
  name: string | null;
  /** The approved result. */
  result: string;
  /** Whether documents are attached. */
  attached: boolean;
}

/** The whole text, lines separated by line feeds. */
export function composeReply({ agency, name, result, attached }: ReplyParts): string {
  return [
    agency,
    `Kính chào: Ông/bà${name === null ? '' : ` ${name}`}`,
    `Sau khi nhận được phản ánh của Ông/bà, ${agency} đã tiến hành kiểm tra, xử lý và thông báo kết quả như sau:`,
    attached ? `${result} (đính kèm văn bản)` : result,
    'Chúng tôi chân thành cám ơn Ông/Bà đã kịp thời phản ánh và mong tiếp tục nhận được phản ánh trong thời gian tới.',
    'Trân trọng.',
  ].join('\n');
}

/**
 * What the sender of a sealed report is told (article 10.3): that it has been handled, and nothing of its substance.
 */
export function sealedReply(agency: string): string {
  return [
    agency,
    'Kính chào: Ông/bà',
    `Phản ánh của Ông/bà đã được ${agency} xử lý theo quy định của pháp luật.`,
    'Trân trọng.',
  ].join('\n');
}
