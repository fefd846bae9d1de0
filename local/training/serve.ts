/** The exercises' page on an address of its own, on this machine only; its buttons move the house's clock. */
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { extname, join } from 'node:path';
import type { Conductor } from './conductor.ts';
import { exercisesPage, freshScript, speeds } from './page.ts';

const types: Record<string, string> = { '.css': 'text/css; charset=utf-8', '.woff2': 'font/woff2' };
const policy =
  "default-src 'none'; style-src 'self'; font-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) {
    text += chunk;
    if (text.length > 1_000) throw new Error('The form is too long.');
  }
  return new URLSearchParams(text);
}

/** `product`: address of the house's pages; `webDist`: where they are built. Resolves when it listens on 127.0.0.1. */
export async function serveExercises(
  conductor: Conductor,
  options: { port: number; product: string; webDist: string; onError: (error: unknown) => void },
): Promise<Server> {
  const { port, product, webDist, onError } = options;
  const built = readFileSync(join(webDist, 'index.html'), 'utf8');
  const styles = [...built.matchAll(/<link rel="stylesheet"[^>]*>/g)].map(([tag]) => tag).join('');
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').split('?')[0]!;
    const say = (status: number, type: string, body: string | Buffer, more: Record<string, string> = {}) => {
      response.writeHead(status, {
        'content-type': type,
        'content-security-policy': policy,
        'x-content-type-options': 'nosniff',
        // With no referrer at all a browser says nothing of the origin of a form either.
        'referrer-policy': 'same-origin',
        ...more,
      });
      response.end(body);
    };
    const answer = async (): Promise<void> => {
      if (request.method === 'GET' && path === '/')
        return say(200, 'text/html; charset=utf-8', exercisesPage(conductor, await conductor.facts(), product, styles));
      if (request.method === 'GET' && path === '/fresh.js') return say(200, 'text/javascript', freshScript);
      if (request.method === 'POST' && path === '/clock') {
        // Another page may not press the buttons.
        if (request.headers.origin !== `http://${request.headers.host}`) return say(403, 'text/plain', '');
        const form = await formOf(request);
        const speed = speeds.find(([value]) => String(value) === form.get('speed'));
        if (speed) conductor.pace(speed[0]);
        if (form.get('next')) await conductor.advance();
        return say(303, 'text/plain', '', { location: '/' });
      }
      const file = /^\/(assets\/[\w.-]+|handbook\/handbook\.css)$/.test(path) ? join(webDist, path) : undefined;
      const type = types[extname(path)];
      if (request.method === 'GET' && file && type && existsSync(file)) return say(200, type, readFileSync(file));
      return say(404, 'text/plain', '');
    };
    answer().catch((error) => {
      onError(error);
      if (!response.headersSent) say(503, 'text/plain; charset=utf-8', String((error as Error).message));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return server;
}
