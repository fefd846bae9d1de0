/**
 * A test double of the server for this room's browser tests: serves the built pages with the content security policy
 * that the real one sends, and the canned answers. It remembers what it was sent, so that a test can ask.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { areaOf } from '../shell/area.ts';
import { businessNow } from './answers.ts';
import { type Answer, json, type Memory, type Sent } from './route.ts';
import { routes } from './routes.ts';

export { json } from './route.ts';
export { rightToken } from './routes.ts';

const csp =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
};

export interface Double extends Memory {
  url: string;
  sent: Sent[];
  /** Answers that a test puts before the canned ones, by `POST /api/reports`. */
  answers: Map<string, Answer>;
  /** Sends an event to every open stream. */
  event(name: string, data: unknown): void;
  /** Breaks every open stream off, as a lost network does; the browser then comes again by itself. */
  cut(): void;
  /** How many streams are open. */
  streams(): number;
  /** Forgets what was sent, who is logged in, and what a test had answered. */
  reset(): void;
  close(): Promise<void>;
}

function sendFile(dist: string, path: string, response: ServerResponse): void {
  const asked = path.split('?')[0]!;
  const chapter = /^\/handbook(?:\/([a-z-]+))?\/?$/.exec(asked);
  const name = chapter ? `/handbook/${chapter[1] ?? 'index'}.html` : asked;
  const known = extname(name) !== '' && existsSync(join(dist, name));
  const served = known ? join(dist, name) : join(dist, 'index.html');
  const staff = areaOf(name) === 'staff' ? "; style-src-attr 'unsafe-inline'" : '';
  const compressed = existsSync(`${served}.br`);
  response.writeHead(200, {
    'content-type': types[extname(served)] ?? 'application/octet-stream',
    'content-security-policy': csp + staff,
    'x-content-type-options': 'nosniff',
    ...(compressed && { 'content-encoding': 'br' }),
  });
  response.end(readFileSync(compressed ? `${served}.br` : served));
}

/** Serves the pages built into `dist` on a free port. */
export async function startDouble(dist: string): Promise<Double> {
  const streams = new Set<ServerResponse>();
  let lastEvent = 0;

  function answer(sent: Sent, response: ServerResponse): void {
    const path = sent.path.split('?')[0]!;
    if (path === '/api/stream') {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(': open\n\n');
      streams.add(response);
      const pulse = () => response.write(`event: pulse\ndata: ${JSON.stringify({ at: businessNow })}\n\n`);
      pulse();
      const pulses = setInterval(pulse, 2_000);
      response.on('close', () => {
        clearInterval(pulses);
        streams.delete(response);
      });
      return;
    }
    const given = double.answers.get(`${sent.method} ${path}`);
    const found = given ?? routes.find(([method, pattern]) => method === sent.method && pattern.test(path))?.[2];
    if (found) found(sent, response, double);
    else json(response, 405, { type: 'about:blank', title: 'x', status: 405 });
  }

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const { method = 'GET', url = '/', headers } = request;
      if (!url.startsWith('/api/')) {
        sendFile(dist, url, response);
        return;
      }
      const whole = Buffer.concat(chunks);
      const sent = { method, path: url, headers, body: whole.toString('utf8'), bytes: whole.length };
      double.sent.push(sent);
      answer(sent, response);
    });
  });

  const double: Double = {
    url: '',
    sent: [],
    session: null,
    holder: null,
    answers: new Map(),
    event(name, data) {
      lastEvent += 1;
      for (const one of streams) one.write(`id: ${lastEvent}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
    },
    cut() {
      for (const one of streams) one.destroy();
    },
    streams: () => streams.size,
    reset() {
      double.sent = [];
      double.session = null;
      double.holder = null;
      double.answers.clear();
    },
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  double.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return double;
}
