/** Bytes on a socket as no client of good will sends them, and the frames of HTTP/2 (RFC 9113) to write them with. */
import { connect, type Socket } from 'node:net';

/** Writes until all is written or the other side hangs up; the socket stays open where `keep` says so. */
export function throwAt(port: number, pieces: Iterable<Buffer | string>, keep = false): Promise<Socket> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const queue = pieces[Symbol.iterator]();
    const done = (): void => {
      if (!keep) socket.destroy();
      resolve(socket);
    };
    const write = (): void => {
      for (let next = queue.next(); !socket.destroyed; next = queue.next()) {
        if (next.done) {
          if (keep) done();
          else socket.end(done);
          return;
        }
        if (!socket.write(next.value)) {
          socket.once('drain', write);
          return;
        }
      }
    };
    socket.on('error', done).on('close', done);
    socket.on('connect', write);
    // What is answered is read and dropped, unless the test is about who reads nothing.
    if (!keep) socket.resume();
  });
}

export const frameType = { data: 0, headers: 1, reset: 3, settings: 4, ping: 6, window: 8, continuation: 9 } as const;
export const flags = { endStream: 1, ack: 1, endHeaders: 4 } as const;

export function frame(type: number, flag: number, stream: number, payload: Uint8Array = new Uint8Array(0)): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flag, 4);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

export const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'latin1');
/** Connection preface with these settings, number → value. */
export const opening = (settings: Record<number, number> = {}): Buffer => {
  const pairs = Object.entries(settings).map(([id, value]) => {
    const pair = Buffer.alloc(6);
    pair.writeUInt16BE(Number(id), 0);
    pair.writeUInt32BE(value, 2);
    return pair;
  });
  return Buffer.concat([preface, frame(frameType.settings, 0, 0, Buffer.concat(pairs))]);
};

/** Fields as HPACK has them, plain: literal, not indexed, not compressed (RFC 7541, 6.2.2); 0x40 keeps them in the table. */
export function fields(given: Record<string, string>, first = 0): Buffer {
  const text = (value: string): Buffer => Buffer.concat([lengthOf(Buffer.byteLength(value)), Buffer.from(value)]);
  return Buffer.concat(
    Object.entries(given).flatMap(([name, value]) => [Buffer.from([first]), text(name), text(value)]),
  );
}

/** An integer with a prefix of seven bits (RFC 7541, 5.1). */
function lengthOf(value: number): Buffer {
  if (value < 127) return Buffer.from([value]);
  const bytes = [127];
  let rest = value - 127;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Buffer.from([...bytes, rest]);
}

export const callOf = (method: string, more: Record<string, string> = {}): Buffer =>
  fields({
    ':method': 'POST',
    ':scheme': 'http',
    ':path': `/gateway_protocol.Gateway/${method}`,
    ':authority': 'x',
    'content-type': 'application/grpc',
    te: 'trailers',
    ...more,
  });

/** A message as gRPC frames it, which may lie about its length. */
export function message(content: Uint8Array, options: { length?: number; compressed?: boolean } = {}): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt8(options.compressed ? 1 : 0, 0);
  head.writeUInt32BE(options.length ?? content.length, 1);
  return Buffer.concat([head, content]);
}
