/** A port of its own for a part that has none: `/metrics` for Prometheus, on this machine alone. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FiguresPort {
  port: number;
  close(): Promise<void>;
}

/** Undefined `port`: none is opened; 0: a free one. @throws when it is taken */
export async function openFigures(
  port: number | undefined,
  text: () => Promise<string>,
): Promise<FiguresPort | undefined> {
  if (port === undefined) return undefined;
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    text().then(
      (figures) => response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }).end(figures),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
