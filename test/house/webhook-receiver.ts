/**
 * An agency's receiver for webhooks, over HTTP. It checks each message's signature as Standard Webhooks has it, with the
 * secret that it was given, and answers as it is told: 2xx, an error, too slowly, never, or by breaking the connection.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WebhookPayload } from '../../domain/webhooks.ts';

export type Behaviour = 'takes' | 'slow' | 'hangs' | 'resets' | 'takes-and-resets' | number;

export interface Received {
  id: string;
  headers: IncomingHttpHeaders;
  payload: WebhookPayload;
  /** Whether the receiver kept it; the sender may not have learnt of it. */
  kept: boolean;
}

export class WebhookReceiver {
  readonly url: string;
  readonly received: Received[] = [];
  /** What it does with each message in turn. */
  behaves: (message: Received) => Behaviour = () => 'takes';
  /** Messages whose signature did not fit. */
  readonly forged: string[] = [];
  readonly secrets: string[] = [];
  readonly close: () => Promise<void>;

  private constructor(url: string, close: () => Promise<void>) {
    this.url = url;
    this.close = close;
  }

  /** What was kept, in the order in which it came. */
  get kept(): Received[] {
    return this.received.filter(({ kept }) => kept);
  }

  static async open(): Promise<WebhookReceiver> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => receiver.#take(request.headers, Buffer.concat(chunks).toString('utf8'), response));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const receiver = new WebhookReceiver(`http://127.0.0.1:${port}/hook`, () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    });
    return receiver;
  }

  #take(headers: IncomingHttpHeaders, body: string, response: ServerResponse): void {
    const id = String(headers['webhook-id']);
    if (!this.#isSigned(headers, body)) {
      this.forged.push(id);
      response.writeHead(401).end();
      return;
    }
    const message: Received = { id, headers, payload: JSON.parse(body), kept: false };
    const behaviour = this.behaves(message);
    message.kept = behaviour === 'takes' || behaviour === 'slow' || behaviour === 'takes-and-resets';
    this.received.push(message);
    if (behaviour === 'hangs') return;
    if (behaviour === 'resets' || behaviour === 'takes-and-resets') response.socket?.resetAndDestroy();
    else if (behaviour === 'slow') setTimeout(() => response.writeHead(204).end(), 50);
    else response.writeHead(behaviour === 'takes' ? 204 : behaviour).end();
  }

  #isSigned(headers: IncomingHttpHeaders, body: string): boolean {
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
    const given = String(headers['webhook-signature']).split(' ');
    return this.secrets.some((secret) => {
      const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
      const right = Buffer.from(`v1,${createHmac('sha256', key).update(signed).digest('base64')}`);
      return given.some((one) => one.length === right.length && timingSafeEqual(Buffer.from(one), right));
    });
  }
}
