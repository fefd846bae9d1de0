/**
 * Stands between the engine's exporter and a server's record endpoint, and misbehaves when it is told to: as a network,
 * a proxy or a server in trouble does. What it passes on it passes on unchanged.
 */
import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';

/**
 * `slow`: an answer takes a second. `refuses`: 503, nothing is passed on. `cuts-before`: the connection ends before the
 * records have arrived; `cuts-after`: they are taken, and the answer ends in its middle. `twice`: each request is passed
 * on a second time.
 */
export const troubles = ['slow', 'refuses', 'cuts-before', 'cuts-after', 'twice'] as const;
export type Trouble = (typeof troubles)[number];

export interface Between {
  port: number;
  trouble: Trouble | undefined;
  /** Requests that met each trouble. */
  met: Map<Trouble, number>;
  close(): Promise<void>;
}

export async function standBetween(target: number): Promise<Between> {
  const server = createServer((incoming, outgoing) => {
    void handle(incoming, outgoing).catch(() => outgoing.destroy());
  });
  const between: Between = {
    port: 0,
    trouble: undefined,
    met: new Map(),
    close() {
      server.closeAllConnections();
      return new Promise((done) => server.close(() => done()));
    },
  };

  async function handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of incoming) parts.push(part);
    const body = Buffer.concat(parts);
    const { trouble } = between;
    if (trouble) between.met.set(trouble, (between.met.get(trouble) ?? 0) + 1);
    if (trouble === 'refuses') return void outgoing.writeHead(503, { 'retry-after': '1' }).end('{"error":"not now"}');
    if (trouble === 'cuts-before') return void (await cutBefore(incoming, body, outgoing));
    if (trouble === 'twice') await passOn(incoming, body);
    const { status, headers, text } = await passOn(incoming, body);
    if (trouble === 'slow') await new Promise((resolve) => setTimeout(resolve, 1_000));
    outgoing.writeHead(status, headers);
    if (trouble !== 'cuts-after') return void outgoing.end(text);
    outgoing.write(text.subarray(0, text.length >> 1), () => outgoing.destroy());
  }

  /** Half of the request arrives at the server, then nothing more. */
  function cutBefore({ method, url }: IncomingMessage, body: Buffer, outgoing: ServerResponse): Promise<void> {
    return new Promise((done) => {
      const socket = connect(target, '127.0.0.1');
      const end = () => {
        socket.destroy();
        outgoing.destroy();
        done();
      };
      socket.once('error', end);
      socket.write(`${method} ${url} HTTP/1.1\r\nhost: records\r\ncontent-length: ${body.length}\r\n\r\n`);
      socket.write(body.subarray(0, body.length >> 1), end);
    });
  }

  function passOn(
    { method, url, headers }: IncomingMessage,
    body: Buffer,
  ): Promise<{ status: number; headers: IncomingMessage['headers']; text: Buffer }> {
    return new Promise((resolve, reject) => {
      const call = forward({ host: '127.0.0.1', port: target, method, path: url, headers }, async (answer) => {
        const parts: Buffer[] = [];
        try {
          for await (const part of answer) parts.push(part);
        } catch (error) {
          return reject(error);
        }
        resolve({ status: answer.statusCode ?? 502, headers: answer.headers, text: Buffer.concat(parts) });
      });
      call.on('error', reject);
      call.end(body);
    });
  }

  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  between.port = (server.address() as AddressInfo).port;
  return between;
}
