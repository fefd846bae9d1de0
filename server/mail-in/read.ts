/** A raw mail as a letter: mailparser undoes MIME, charsets and encodings; nothing of it is run, shown or fetched. */
import { type Attachment, type ParsedMail, simpleParser } from 'mailparser';
import { htmlText } from '../../domain/mail-in/html-text.ts';
import { readableVietnamese } from '../../domain/mail-in/legacy-vietnamese.ts';
import type { DeliveryReport, Letter, LetterFile } from '../../domain/mail-in/letter.ts';

export interface ReadMail {
  letter: Letter;
  /** Bytes of `letter.files`, in the same order. */
  contents: Buffer[];
}

/** Mails within mails are read this deep. */
const deepest = 3;
/** Longest text that is looked at. */
const mostText = 200_000;

/** @throws Error where it is no mail at all */
export async function readMail(raw: Buffer, depth = 0): Promise<ReadMail> {
  const mail = await simpleParser(raw, {
    skipImageLinks: true,
    skipTextLinks: true,
    skipTextToHtml: true,
    skipHtmlToText: true,
  } as object);
  const headers = headersOf(mail);
  const files: LetterFile[] = [];
  const contents: Buffer[] = [];
  const forwarded: string[] = [];
  let calendar = false;
  for (const one of mail.attachments) {
    const type = one.contentType.toLowerCase();
    if (type === 'text/calendar') calendar = true;
    else if (type === 'message/rfc822' && depth < deepest) {
      const inner = await readMail(one.content, depth + 1);
      forwarded.push([inner.letter.words, inner.letter.forwarded].filter(Boolean).join('\n\n'));
      files.push(...inner.letter.files);
      contents.push(...inner.contents);
    } else if (!isNotAFile(type)) {
      files.push({ name: nameOf(one), type, size: one.content.length, inline: isInline(one) });
      contents.push(one.content);
    }
  }
  const contentType = headers['content-type'] ?? '';
  if (/^text\/calendar/i.test(contentType) || /text\/calendar/i.test(raw.subarray(0, 20_000).toString('latin1')))
    calendar = true;
  const words = readableVietnamese(wordsOf(mail)).slice(0, mostText);
  const letter: Letter = {
    from: senderOf(mail),
    to: recipientsOf(mail, headers),
    subject: readableVietnamese(mail.subject ?? '').slice(0, 998),
    messageId: mail.messageId ?? '',
    refs: refsOf(mail),
    date: mail.date && Number.isFinite(mail.date.getTime()) ? mail.date.getTime() : null,
    headers,
    words,
    forwarded: forwarded.join('\n\n'),
    files,
    encrypted: isEncrypted(contentType, words, files),
    calendar: calendar && /calendar|multipart\/(?:alternative|mixed)/i.test(contentType) && files.length === 0,
    delivery: /multipart\/report/i.test(contentType) && depth === 0 ? deliveryOf(raw, contentType) : null,
  };
  return { letter, contents };
}

function wordsOf(mail: ParsedMail): string {
  const plain = mail.text?.trim() ?? '';
  return plain !== '' || !mail.html ? plain : htmlText(mail.html);
}

function headersOf(mail: ParsedMail): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const { key, line } of mail.headerLines) {
    const value = line
      .slice(line.indexOf(':') + 1)
      .replace(/\r?\n\s+/g, ' ')
      .trim();
    headers[key] = headers[key] === undefined ? value : `${headers[key]}\n${value}`;
  }
  return headers;
}

const isAddress = (text: string | undefined): text is string =>
  text !== undefined &&
  text.length <= 254 &&
  /^[^\s@<>"(),:;\\[\]]+@[^\s@<>"(),:;\\[\]]+\.[^\s@<>"(),:;\\[\]]+$/.test(text);

function senderOf(mail: ParsedMail): Letter['from'] {
  const one = mail.from?.value[0];
  const address = one?.address?.toLowerCase();
  return isAddress(address) ? { name: readableVietnamese(one?.name ?? '').slice(0, 120), address } : null;
}

function recipientsOf(mail: ParsedMail, headers: Record<string, string>): string[] {
  const groups = [mail.to, mail.cc].flat().filter((one) => one !== undefined);
  const named = groups.flatMap(({ value }) => value.flatMap((one) => [one, ...(one.group ?? [])]));
  const marks = ['delivered-to', 'x-original-to', 'envelope-to'].flatMap((name) => headers[name]?.split('\n') ?? []);
  const all = [...named.map(({ address }) => address), ...marks.map((one) => one.replace(/[<>\s]/g, ''))];
  return [...new Set(all.filter(isAddress).map((one) => one.toLowerCase()))];
}

function refsOf(mail: ParsedMail): string[] {
  const of = (text: string | string[] | undefined): string[] =>
    [text].flat().flatMap((one) => one?.match(/<[^<>\s]{1,900}>/g) ?? []);
  return [...new Set([...of(mail.inReplyTo), ...of(mail.references).reverse()])].slice(0, 50);
}

const isNotAFile = (type: string): boolean =>
  /^(?:application\/(?:x-)?(?:pkcs7|pgp)-(?:signature|keys|encrypted)|message\/(?:delivery-status|disposition-notification)|text\/rfc822-headers)$/.test(
    type,
  );

const isInline = (one: Attachment): boolean => one.related === true || one.contentDisposition === 'inline';

function nameOf({ filename, contentType }: Attachment): string {
  const base = (filename ?? '').split(/[/\\]/).at(-1)!;
  const clean = readableVietnamese(base).replace(/\p{C}/gu, '').trim().slice(0, 120);
  return clean || contentType;
}

function isEncrypted(contentType: string, words: string, files: LetterFile[]): boolean {
  if (/^multipart\/encrypted/i.test(contentType)) return true;
  if (/^-----BEGIN PGP MESSAGE-----/m.test(words)) return true;
  // Opaque S/MIME: signed or enveloped, it is one block that its reader has to open first.
  return words.trim() === '' && files.some(({ type }) => /^application\/(?:x-)?pkcs7-mime$/.test(type));
}

/** The machine's part of a delivery report, read from the raw text: fields of RFC 3464, then the mail that it is about. */
function deliveryOf(raw: Buffer, contentType: string): DeliveryReport | null {
  if (!/report-type="?delivery-status/i.test(contentType)) return null;
  const text = raw.subarray(0, 256 * 1024).toString('latin1');
  const field = (name: string): string => new RegExp(`^${name}:[ \\t]*(.+)$`, 'im').exec(text)?.[1]?.trim() ?? '';
  const action = field('Action').toLowerCase();
  const ids = [...text.matchAll(/^Message-ID:\s*(<[^<>\s]+>)/gim)].map((one) => one[1]!);
  return {
    action: (/^(?:failed|delayed|delivered|relayed|expanded)/.exec(action)?.[0] ?? '') as DeliveryReport['action'],
    status: /\d\.\d{1,3}\.\d{1,3}/.exec(field('Status'))?.[0] ?? '',
    recipient: field('Final-Recipient')
      .replace(/^[^;]*;\s*/, '')
      .replace(/[<>]/g, '')
      .toLowerCase(),
    // The first is the report's own.
    about: ids.length > 1 ? ids.at(-1)! : '',
  };
}
