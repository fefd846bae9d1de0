/**
 * P13 and "for everyone": what the portal's first page weighs, and how long a slow phone waits until one can write,
 * beside a page of the same bytes that does nothing with them. On the real server, as `npm start` serves it.
 */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildPages } from '../../local/pages.ts';
import { openBrowser } from '../../test/browser/browser.ts';
import { House } from '../../test/house/house.ts';
import { judged, type Row, rounds } from '../rounds.ts';
import { keep, printed } from '../table.ts';
import { type Load, load, slow } from './slow-phone.ts';

const turns = rounds(7);
const budget = 100_000;
const portal = { ready: 'qn-send-page textarea', press: 'qn-send-page button[type=submit]', answer: '#error-summary' };

/** An empty page: a script and a style sheet of random letters in a comment, as many bytes as the portal sends. */
async function emptyPage(bytes: Record<string, number>): Promise<{ url: string; close(): void }> {
  const filler = (size: number) =>
    `/*${randomBytes(Math.max(1, Math.ceil(size * 0.75)))
      .toString('base64')
      .replaceAll('/', '+')
      .slice(0, size)}*/`;
  const style = (bytes.stylesheet ?? 0) + (bytes.font ?? 0);
  const answers: Record<string, [type: string, body: string]> = {
    '/': [
      'text/html',
      '<!doctype html><link rel="stylesheet" href="/s.css"><script type="module" src="/s.js"></script><body></body>',
    ],
    '/s.css': ['text/css', filler(style)],
    '/s.js': [
      'text/javascript',
      `${filler(bytes.script ?? 0)}\ndocument.body.append(document.createElement('textarea'))`,
    ],
  };
  const server = createServer((request, response) => {
    const [type, body] = answers[request.url ?? ''] ?? ['text/plain', ''];
    response.writeHead(200, { 'content-type': type }).end(body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close: () => server.close() };
}

await buildPages();
const house = await House.open({ ownDatabase: true });
const browser = await openBrowser();
const loads: Load[] = [];
const empty: Load[] = [];
let rows: Row[];
try {
  const first = await load(browser, `${house.url}/`, portal, false);
  const bare = await emptyPage(first.bytes);
  for (let round = 0; round < turns; round++) {
    loads.push(await load(browser, `${house.url}/`, portal));
    empty.push(await load(browser, bare.url, { ready: 'textarea' }));
  }
  bare.close();
  const total = Object.values(first.bytes).reduce((sum, one) => sum + one, 0);
  const kinds = Object.entries(first.bytes).sort(([, a], [, b]) => b - a);
  rows = [
    judged({
      p: 'P13',
      name: 'first load',
      what: 'bytes on the wire for the first page of the portal, with fonts, styles and headers',
      unit: 'kB',
      product: [total / 1000],
      goal: { kind: 'at most', value: budget / 1000, of: 'figure' },
      note: kinds.map(([kind, size]) => `${kind} ${(size / 1000).toFixed(1)} kB`).join(' · '),
    }),
    ...kinds.map(([kind, size]) =>
      judged({ name: `  ${kind}`, what: `bytes on the wire, ${kind}`, unit: 'kB', product: [size / 1000] }),
    ),
    judged({
      p: 'P13',
      name: 'interaction ready',
      what: 'from the start of the navigation to the frame in which one can write, slow phone, nothing cached',
      unit: 's',
      product: loads.map((one) => one.readyMs / 1000),
      limit: { what: 'an empty page of the same bytes', figures: empty.map((one) => one.readyMs / 1000) },
      goal: { kind: 'at most', value: 3, of: 'figure' },
      note: `${slow.kbit} kbit/s, round trip ${slow.roundTripMs} ms, CPU × ${slow.cpu}; the empty page waits for its styles with the fonts' bytes in them`,
    }),
    judged({
      p: 'P13',
      name: 'first press answered',
      what: 'from pressing “Continue” on the empty form to the frame with the list of errors, slow phone',
      unit: 'ms',
      product: loads.map((one) => one.pressMs),
      goal: { kind: 'at most', value: 200, of: 'figure' },
    }),
  ];
} finally {
  await browser.close();
  await house.close();
}
console.log(printed('web/first-load', rows));
await keep('web/first-load', rows);
process.exit(0);
