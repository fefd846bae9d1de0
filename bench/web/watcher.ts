/** A page that notes when a line with a given word is on its screen, and an empty page beside it that does the same. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BrowserContext, Page } from 'playwright-core';
import { until } from '../../test/house/until.ts';

/** Runs in the page: remembers for every code when (epoch ms) the frame that shows it had been drawn. */
export async function watchFor(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const seen: Record<string, number> = {};
    Object.assign(globalThis, { benchSeen: seen });
    const look = () => {
      const main = document.querySelector('main');
      const fresh = (main?.textContent?.match(/QN-\d\d-\w{4}-\w{4}-\w/g) ?? []).filter((code) => !(code in seen));
      for (const code of fresh) {
        seen[code] = Number.NaN;
        const drawn = new MessageChannel();
        drawn.port1.onmessage = () => {
          seen[code] = Date.now();
        };
        // After the frame: the message is taken once the style, layout and paint of this frame are done.
        requestAnimationFrame(() => drawn.port2.postMessage(null));
      }
    };
    new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true });
  });
}

/** When the code was on the screen, waiting for it. */
export function shownAt(page: Page, code: string): Promise<number> {
  const read = () =>
    page.evaluate((wanted) => (globalThis as unknown as { benchSeen: Record<string, number> }).benchSeen[wanted], code);
  return until(read, `${code} to be on the screen`);
}

export interface BareStream {
  url: string;
  /** Sends one event with this code to the open pages. */
  send(code: string): void;
  close(): void;
}

/** The least that can be done: an event stream and a page that adds a line. */
export async function bareStream(): Promise<BareStream> {
  const streams = new Set<ServerResponse>();
  const script =
    "const s=new EventSource('/e');s.onmessage=(e)=>{const l=document.createElement('p');l.textContent=e.data;document.querySelector('main').append(l)}";
  const server = createServer((request, response) => {
    if (request.url === '/e') {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(': open\n\n');
      streams.add(response);
    } else {
      response
        .writeHead(200, { 'content-type': 'text/html' })
        .end(`<!doctype html><main></main><script>${script}</script>`);
    }
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    send: (code) => {
      for (const one of streams) one.write(`data: ${code}\n\n`);
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
