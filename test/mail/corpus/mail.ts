/** Builds mails byte by byte, as programs write them: what is awkward about one must be in its bytes. */

export const mailbox = 'paht@quangnam.example';

export interface Part {
  type: string;
  /** Text is written as it stands (7 or 8 bit), bytes as base64. */
  content: string | Buffer;
  headers?: string[];
}

export interface Mail {
  from?: string;
  to?: string;
  subject?: string;
  /** Further headers, whole lines. */
  headers?: string[];
  messageId?: string | null;
  text?: string;
  html?: string;
  parts?: Part[];
  /** The outer type where parts are not simply `multipart/mixed`. */
  multipart?: string;
}

let made = 0;

/** A header's words by RFC 2047, cut between characters. */
export function words(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  const pieces = [''];
  for (const letter of text) {
    if (Buffer.byteLength(pieces.at(-1)! + letter) > 42) pieces.push('');
    pieces[pieces.length - 1] += letter;
  }
  return pieces.map((one) => `=?utf-8?B?${Buffer.from(one).toString('base64')}?=`).join('\r\n ');
}

/** `Name <address>` with the name encoded. */
export const person = (name: string, address: string): string => `${words(name)} <${address}>`;

const lines = (text: string): string => text.replace(/\r?\n/g, '\r\n');
const base64 = (content: Buffer): string => content.toString('base64').replace(/.{76}/g, '$&\r\n');

export function attachment(name: string, type: string, content: Buffer, disposition = 'attachment'): Part {
  return {
    type: `${type}; name="${words(name)}"`,
    content,
    headers: [`Content-Disposition: ${disposition}; filename="${words(name)}"`],
  };
}

function partOf({ type, content, headers = [] }: Part): string {
  const bytes = typeof content !== 'string';
  const encoding = bytes ? 'base64' : '8bit';
  const body = bytes ? base64(content) : lines(content);
  return [`Content-Type: ${type}`, `Content-Transfer-Encoding: ${encoding}`, ...headers, '', body].join('\r\n');
}

export function mail(given: Mail): Buffer {
  made += 1;
  const { from = person('Nguyễn Văn An', `an${made}@example.org`), to = mailbox, subject = '', headers = [] } = given;
  const id = given.messageId === undefined ? `<${made}.corpus@example.org>` : given.messageId;
  const head = [
    `From: ${from}`,
    `To: ${to}`,
    `Subject: ${words(subject)}`,
    'Date: Mon, 02 Mar 2026 07:45:00 +0700',
    ...(id ? [`Message-ID: ${id}`] : []),
    'MIME-Version: 1.0',
    ...headers,
  ];
  const text: Part[] = given.text === undefined ? [] : [{ type: 'text/plain; charset=utf-8', content: given.text }];
  const html: Part[] = given.html === undefined ? [] : [{ type: 'text/html; charset=utf-8', content: given.html }];
  const parts = [...text, ...html, ...(given.parts ?? [])];
  if (parts.length === 1 && !given.multipart) return Buffer.from(`${head.join('\r\n')}\r\n${partOf(parts[0]!)}\r\n`);
  const boundary = `----=_corpus_${made}`;
  const type = `Content-Type: ${given.multipart ?? 'multipart/mixed'}; boundary="${boundary}"`;
  const body = parts.map((part) => `--${boundary}\r\n${partOf(part)}\r\n`).join('');
  return Buffer.from(`${head.join('\r\n')}\r\n${type}\r\n\r\n${body}--${boundary}--\r\n`);
}

/** A mail whose body is bytes of a charset of its own. */
export function inCharset(given: Omit<Mail, 'parts' | 'text' | 'html'>, charset: string, body: Buffer): Buffer {
  const head = mail({ ...given, parts: [{ type: `text/plain; charset=${charset}`, content: '' }] });
  return Buffer.concat([head.subarray(0, head.length - 2), body, Buffer.from('\r\n')]);
}
