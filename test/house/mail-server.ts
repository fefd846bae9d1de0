/** A mail server of a test's own (SMTP over a real port): it keeps what it takes, and refuses what it is told to. */
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { until } from './until.ts';

export interface Received {
  from: string;
  to: string[];
  /** Names in lower case, values decoded. */
  headers: Record<string, string>;
  text: string;
  raw: string;
}

/** A refusal: an SMTP code and what a server would say, which often repeats the address. */
export interface Refusal {
  code: number;
  text: string;
}

export class MailServer {
  readonly url: string;
  readonly received: Received[] = [];
  /** What the next recipients are refused with. */
  readonly refusals: Refusal[] = [];
  /** While it is set, a message that has come in full is not answered until it resolves; lost when it rejects. */
  busy: Promise<void> | undefined;
  /** Messages that came in full, answered or not. */
  arrived = 0;
  readonly #server: SMTPServer;

  private constructor(server: SMTPServer, port: number) {
    this.#server = server;
    this.url = `smtp://127.0.0.1:${port}`;
  }

  static async open(): Promise<MailServer> {
    const server: SMTPServer = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      logger: false,
      onRcptTo(address, _session, done) {
        const refusal = opened.refusals.shift();
        if (!refusal) return done();
        const error = Object.assign(new Error(`${refusal.text} <${address.address}>`), { responseCode: refusal.code });
        done(error);
      },
      onData(stream, session, done) {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => void opened.#take(Buffer.concat(chunks).toString('latin1'), session.envelope, done));
      },
    });
    server.on('error', () => {});
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const opened = new MailServer(server, (server.server.address() as AddressInfo).port);
    return opened;
  }

  async #take(raw: string, envelope: SMTPServerEnvelope, done: (error?: Error | null) => void): Promise<void> {
    this.arrived += 1;
    try {
      await this.busy;
    } catch (error) {
      done(error as Error);
      return;
    }
    const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
    this.received.push({ ...parsed(raw), from, to: envelope.rcptTo.map(({ address }) => address), raw });
    done();
  }

  /** All that came for this address, as soon as there are that many. */
  async sent(address: string, count = 1, patience?: number): Promise<Received[]> {
    const own = () => this.received.filter(({ to }) => to.includes(address));
    return until(async () => (own().length >= count ? own() : undefined), `${count} mails to ${address}`, patience);
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}

type SMTPServerEnvelope = { mailFrom: false | { address: string }; rcptTo: { address: string }[] };

function parsed(raw: string): Pick<Received, 'headers' | 'text'> {
  const [head = '', ...rest] = raw.split('\r\n\r\n');
  const lines = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), words(line.slice(colon + 1).trim())];
    }),
  );
  const body = rest.join('\r\n\r\n').replace(/\r\n$/, '');
  return { headers, text: decoded(body, headers['content-transfer-encoding'] ?? '7bit').replaceAll('\r\n', '\n') };
}

const quoted = (text: string): Buffer =>
  Buffer.from(
    text
      .replace(/=\r?\n/g, '')
      .replace(/=([0-9A-F]{2})/gi, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16))),
    'latin1',
  );

function decoded(body: string, encoding: string): string {
  if (/base64/i.test(encoding)) return Buffer.from(body, 'base64').toString('utf8');
  return (/quoted-printable/i.test(encoding) ? quoted(body) : Buffer.from(body, 'latin1')).toString('utf8');
}

/** Encoded words of a header (RFC 2047), those that belong together joined before they are read as UTF-8. */
function words(value: string): string {
  return value.replace(/=\?utf-8\?([bq])\?[^?]*\?=(?:\s+=\?utf-8\?\1\?[^?]*\?=)*/gi, (run) => {
    const parts = [...run.matchAll(/=\?utf-8\?([bq])\?([^?]*)\?=/gi)];
    const bytes = parts.map(([, kind, text]) =>
      kind!.toLowerCase() === 'b' ? Buffer.from(text!, 'base64') : quoted(text!.replaceAll('_', ' ')),
    );
    return Buffer.concat(bytes).toString('utf8');
  });
}
