/**
 * Stands between the engine's exporter and the server, notes which records come by and when, and passes everything on
 * unchanged.
 */
import { createServer, request as forward } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Sighting {
  /** When its bulk had come by, epoch ms of this machine. */
  at: number;
  /** The engine's own time of the record, epoch ms. */
  timestamp: number;
}

export interface Tap {
  port: number;
  /** The first record since `from` (epoch ms) that has all of these words in its line. */
  saw(words: readonly string[], from: number): Sighting | undefined;
  /** Records that have come by so far. */
  count(): number;
  close(): void;
}

/** How many bulks are remembered. */
const kept = 400;

/** `target`: the port of the server's record endpoint. */
export async function tapRecords(target: number): Promise<Tap> {
  const seen: { at: number; lines: string[] }[] = [];
  let count = 0;
  const server = createServer((incoming, outgoing) => {
    const parts: Buffer[] = [];
    incoming.on('data', (part) => parts.push(part));
    incoming.on('end', () => {
      const body = Buffer.concat(parts);
      const { method, url, headers } = incoming;
      if (url?.startsWith('/_bulk')) {
        const lines = body.toString('utf8').split('\n');
        seen.push({ at: Date.now(), lines });
        if (seen.length > kept) seen.shift();
        // An action and a record by turns, and nothing behind the last line's end.
        count += lines.length >> 1;
      }
      const onward = forward({ host: '127.0.0.1', port: target, method, path: url, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      // The exporter tries again when the server is not there yet.
      onward.on('error', () => outgoing.destroy());
      onward.end(body);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    port: (server.address() as AddressInfo).port,
    saw(words, from) {
      for (const { at, lines } of seen) {
        const line = at >= from && lines.find((one) => words.every((word) => one.includes(word)));
        if (line) return { at, timestamp: (JSON.parse(line) as { timestamp: number }).timestamp };
      }
      return undefined;
    },
    count: () => count,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
