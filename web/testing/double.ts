/**
 * A test double of the server for this room's browser tests: serves the built pages with the content security policy
 * that the real one sends, and the canned answers. It remembers what it was sent, so that a test can ask.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import type { Session } from '../../domain/api/session.ts';
import * as canned from './answers.ts';

const root = join(import.meta.dirname, '../..');
const csp =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
};
/** A grey square, so that pictures have something to show. */
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAGCAIAAABxZ0isAAAAEklEQVQI12NoaGjAihgGpQQAJtpHoWQHmWwAAAAASUVORK5CYII=',
  'base64',
);

export interface Sent {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
}

export interface Double {
  url: string;
  sent: Sent[];
  /** Who is logged in. */
  session: Session | null;
  /** Answers that a test puts before the canned ones: `POST /api/reports` → how to answer. */
  answers: Map<string, (sent: Sent, response: ServerResponse) => void>;
  /** Sends an event to every open stream. */
  event(name: string, data: unknown): void;
  close(): Promise<void>;
}

export function json(response: ServerResponse, status: number, body: unknown): void {
  const type = status >= 400 ? 'application/problem+json' : 'application/json';
  response.writeHead(status, { 'content-type': type, 'business-time': canned.businessNow });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

function form(stage: string): unknown {
  return JSON.parse(readFileSync(join(root, `bpmn/forms/${stage}.form`), 'utf8'));
}

export async function startDouble(dist: string): Promise<Double> {
  const streams = new Set<ServerResponse>();
  const double: Double = {
    url: '',
    sent: [],
    session: null,
    answers: new Map(),
    event(name, data) {
      for (const one of streams) one.write(`id: ${Date.now()}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
    },
    close: () =>
      new Promise((done) => {
        for (const one of streams) one.end();
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
  let claimed: string | null = null;

  function api(sent: Sent, response: ServerResponse): void {
    const { method, path } = sent;
    const route = `${method} ${path.split('?')[0]}`;
    const given = double.answers.get(route);
    if (given) return given(sent, response);
    if (path === '/api/stream') {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(': open\n\n');
      streams.add(response);
      response.on('close', () => streams.delete(response));
      return;
    }
    if (route === 'GET /api/session') {
      return double.session ? json(response, 200, double.session) : json(response, 401, { title: 'x', status: 401 });
    }
    if (route === 'POST /api/session') {
      double.session = canned.session(JSON.parse(sent.body).username, ['agency:sgtvt:officer']);
      return json(response, 200, double.session);
    }
    if (route === 'POST /api/reports') {
      return json(response, 201, {
        code: canned.report.code,
        accessToken: 'geheim-token-000000000000',
        receivedAt: canned.businessNow,
        dueAt: '2026-01-05T12:00:00+07:00',
      });
    }
    if (route === 'POST /api/files') {
      return json(response, 201, { id: 'pic0000000000000003', type: 'image/png', size: 1234 });
    }
    if (path.startsWith('/api/files/')) {
      response.writeHead(200, { 'content-type': 'image/png' });
      response.end(picture);
      return;
    }
    const reports = [canned.report, canned.answered, canned.incomplete];
    const found = reports.find((one) => path === `/api/reports/${one.code}`);
    if (found) {
      const right = sent.headers.authorization === 'Bearer geheim-token-000000000000';
      return right ? json(response, 200, found) : json(response, 404, { title: 'x', status: 404 });
    }
    if (path.startsWith('/api/reports/') && method === 'POST') return json(response, 202, {});
    if (route === 'GET /api/published') return json(response, 200, { items: canned.published, next: null });
    if (path.startsWith('/api/published/')) return json(response, 200, canned.published[0]);
    if (route === 'GET /api/tasks') return json(response, 200, { items: canned.tasks(), next: null });
    if (path.endsWith('/assignee')) {
      claimed = method === 'DELETE' ? null : (JSON.parse(sent.body).username ?? double.session?.username ?? null);
      return json(response, 204, undefined);
    }
    if (path.endsWith('/draft') || path.endsWith('/completion')) return json(response, 204, undefined);
    if (path.startsWith('/api/tasks/')) {
      const detail = canned.taskDetail(form('handling'), {});
      return json(response, 200, { ...detail, assignee: claimed, state: claimed ? 'assigned' : 'created' });
    }
    if (path.endsWith('/counts')) return json(response, 200, canned.counts);
    if (path.startsWith('/api/diagrams/')) {
      response.writeHead(200, { 'content-type': 'application/xml' });
      response.end(readFileSync(join(root, 'bpmn/field-report.bpmn')));
      return;
    }
    if (route === 'GET /api/instances') return json(response, 200, { items: canned.instances, next: null });
    if (path.startsWith('/api/instances/')) return json(response, 200, canned.instance);
    if (path.startsWith('/api/incidents/')) return json(response, 204, undefined);
    json(response, 404, { title: 'x', status: 404 });
  }

  function file(path: string, response: ServerResponse): void {
    const name = path.split('?')[0]!;
    const known = name !== '/' && existsSync(join(dist, name)) && extname(name) !== '';
    const served = known ? join(dist, name) : join(dist, 'index.html');
    const staff = /^\/(login|tasks|watch)/.test(path) ? "; style-src-attr 'unsafe-inline'" : '';
    const headers: Record<string, string> = {
      'content-type': types[extname(served)] ?? 'application/octet-stream',
      'content-security-policy': csp + staff,
      'x-content-type-options': 'nosniff',
    };
    const compressed = existsSync(`${served}.br`);
    if (compressed) headers['content-encoding'] = 'br';
    response.writeHead(200, headers);
    response.end(readFileSync(compressed ? `${served}.br` : served));
  }

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const sent: Sent = {
        method: request.method ?? 'GET',
        path: request.url ?? '/',
        headers: request.headers,
        body: Buffer.concat(chunks).toString('utf8'),
      };
      if (sent.path.startsWith('/api/')) {
        double.sent.push(sent);
        api(sent, response);
      } else file(sent.path, response);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  double.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return double;
}
