/** Stands between the engine's exporter and the server and notes when records come by; passes everything on unchanged. */
import { createServer, request as forward } from 'node:http';

export interface Tap {
  /** When (epoch ms) the first record since `from` came by that has all of these words in its line. */
  sawAt(words: readonly string[], from: number): number | undefined;
  close(): void;
}

export async function tapRecords(port: number, target: number): Promise<Tap> {
  const seen: { at: number; text: string }[] = [];
  const server = createServer((incoming, outgoing) => {
    const parts: Buffer[] = [];
    incoming.on('data', (part) => parts.push(part));
    incoming.on('end', () => {
      const body = Buffer.concat(parts);
      seen.push({ at: Date.now(), text: body.toString('utf8') });
      if (seen.length > 200) seen.shift();
      const { method, url, headers } = incoming;
      const onward = forward({ host: '127.0.0.1', port: target, method, path: url, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      // The exporter tries again when the server is not there yet.
      onward.on('error', () => outgoing.destroy());
      onward.end(body);
    });
  });
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  return {
    sawAt(words, from) {
      const found = seen.find(
        ({ at, text }) => at >= from && text.split('\n').some((line) => words.every((word) => line.includes(word))),
      );
      return found?.at;
    },
    close: () => server.closeAllConnections(),
  };
}
