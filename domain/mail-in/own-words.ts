/**
 * What a sender wrote, without what mail programs add: the quoted mail that it answers, the signature, the company's
 * disclaimer. A forwarded mail is no quotation: who forwards it says it.
 */
import { foldText } from '../search-text.ts';

export interface OwnWords {
  words: string;
  /** A mail that is passed on within this one: somebody else's words, but said by who passes it on. */
  forwarded: string;
  /** The signature: not said, but it may hold name and phone. */
  signature: string;
}

/** Lines, folded, that begin the quoted mail. */
const quoteStarts = [
  /^(?:vao|on|luc|ngay)\b.{4,200}\b(?:da viet|wrote|viet)\s*:?$/,
  /^-{2,}\s*(?:original message|thu goc|tin nhan goc|email goc)\s*-{2,}$/,
  /^_{10,}$/,
];
const forwardStart = /^-{2,}\s*(?:forwarded message|thu chuyen tiep|tin nhan da chuyen tiep|chuyen tiep thu)\s*-{2,}$/;
/** The head of a mail within a mail, as Outlook writes it. */
const headStart = /^(?:from|tu|nguoi gui)\s*:.+$/;
const headNext = /^(?:sent|date|to|cc|subject|da gui|ngay|gui luc|toi|den|kinh gui|chu de|tieu de)\s*:/;

const signatureStarts = [
  /^--\s*$/,
  /^(?:tran trong|xin cam on|cam on|xin chan thanh cam on|chan thanh cam on|kinh thu|than men|best regards|regards|thanks)[\s.,!]*$/,
  /^(?:sent from my|get outlook for|gui tu (?:dien thoai|iphone|ipad|thiet bi|outlook|dt)|duoc gui tu)\b/,
];
/** What follows is the company's, not the sender's. */
const disclaimerStarts = [
  /^(?:luu y|canh bao|thong bao)\s*:?.*\b(?:email|e-mail|thu dien tu|thu nay)\b/,
  /^(?:thong tin trong|noi dung) (?:email|e-mail|thu dien tu|thu) nay\b/,
  /^(?:this (?:e-?mail|message)|the information (?:contained )?in this|disclaimer|confidentiality notice|important notice)\b/,
  /^virus-free\b/,
];

/** Longest signature, in lines: what is longer after a "Trân trọng" is text that goes on. */
const longestSignature = 10;

export function ownWords(text: string, isForward: boolean): OwnWords {
  const lines = unwrapSigned(text).replace(/\r\n?/g, '\n').split('\n');
  const kept: string[] = [];
  const forwarded: string[] = [];
  for (let n = 0; n < lines.length; n += 1) {
    const line = lines[n]!;
    const folded = foldText(line);
    if (disclaimerStarts.some((one) => one.test(folded))) break;
    const head = headStart.test(folded) && lines.slice(n + 1, n + 4).some((next) => headNext.test(foldText(next)));
    if (forwardStart.test(folded) || (head && isForward)) {
      forwarded.push(...withoutHead(lines.slice(n)));
      break;
    }
    if (head || quoteStarts.some((one) => one.test(folded)) || isWrappedQuoteStart(folded, lines[n + 1])) break;
    if (/^\s*>/.test(line)) continue;
    kept.push(line);
  }
  const start = kept.findIndex((line, n) => {
    const folded = foldText(line);
    return kept.length - n <= longestSignature && n > 0 && signatureStarts.some((one) => one.test(folded));
  });
  const body = start < 0 ? kept : kept.slice(0, start);
  const signature = start < 0 ? [] : kept.slice(start);
  return { words: tidy(body), forwarded: tidy(forwarded), signature: tidy(signature) };
}

/** "Vào Th 2, 2 thg 3, 2026 … <a@b>" broken over two lines by the program. */
function isWrappedQuoteStart(folded: string, next: string | undefined): boolean {
  return /^(?:vao|on)\b.*(?:\d{4}|<)/.test(folded) && /\b(?:da viet|wrote)\s*:?$/.test(foldText(next ?? ''));
}

/** A forwarded mail without the lines that say whose it was and when. */
function withoutHead(lines: string[]): string[] {
  const rest = forwardStart.test(foldText(lines[0] ?? '')) ? lines.slice(1) : lines;
  const end = rest.findIndex((line) => line.trim() === '' || !/^[^:]{1,20}:/.test(line.trim()));
  return (end < 0 ? [] : rest.slice(end)).map((line) => line.replace(/^\s*>\s?/, ''));
}

/** A text signed with PGP within the body. */
function unwrapSigned(text: string): string {
  const found =
    /-----BEGIN PGP SIGNED MESSAGE-----\r?\n(?:[^\r\n]+\r?\n)*\r?\n([\s\S]*?)-----BEGIN PGP SIGNATURE-----/.exec(text);
  return found ? found[1]!.replace(/^- /gm, '') : text;
}

const tidy = (lines: string[]): string =>
  lines
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
