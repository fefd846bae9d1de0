/**
 * A receiver of traces as OpenTelemetry's exporter sends them: HTTP, protobuf (opentelemetry/proto/collector/trace/v1).
 * Reads the wire format itself, field by field, so that the test goes by what is sent and not by the library that sends.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

export interface ReceivedSpan {
  service: string;
  traceId: string;
  spanId: string;
  /** Empty for the first of a trace. */
  parentId: string;
  name: string;
  kind: number;
  attributes: Record<string, string | number | boolean>;
  /** Trace ids that it is linked to. */
  links: string[];
  failed: boolean;
}

export interface OtlpReceiver {
  /** For OTEL_EXPORTER_OTLP_ENDPOINT. */
  endpoint: string;
  spans: ReceivedSpan[];
  /** All bytes that came. */
  bytes(): Buffer;
  close(): Promise<void>;
}

export async function startOtlpReceiver(): Promise<OtlpReceiver> {
  const spans: ReceivedSpan[] = [];
  const bodies: Buffer[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const plain = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
    const right = request.url === '/v1/traces' && request.headers['content-type'] === 'application/x-protobuf';
    if (!right) return response.writeHead(400).end();
    bodies.push(plain);
    spans.push(...spansOf(plain));
    return response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    bytes: () => Buffer.concat(bodies),
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** Field number → values: bytes of what has a length, numbers of the rest. */
type Message = Map<number, (Buffer | bigint)[]>;

function read(bytes: Buffer): Message {
  const message: Message = new Map();
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at++]!;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  const taken = (length: number): Buffer => {
    at += length;
    if (at > bytes.length) throw new Error('The message ends in mid-field.');
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    const type = tag & 7;
    const value =
      type === 0
        ? varint()
        : type === 1
          ? taken(8).readBigUInt64LE()
          : type === 2
            ? taken(Number(varint()))
            : BigInt(taken(4).readUInt32LE());
    message.set(tag >> 3, [...(message.get(tag >> 3) ?? []), value]);
  }
  return message;
}

const all = (message: Message, field: number): Message[] =>
  (message.get(field) ?? []).map((bytes) => read(bytes as Buffer));
const text = (message: Message, field: number): string =>
  (message.get(field)?.[0] as Buffer | undefined)?.toString() ?? '';
const hex = (message: Message, field: number): string =>
  (message.get(field)?.[0] as Buffer | undefined)?.toString('hex') ?? '';

function spansOf(body: Buffer): ReceivedSpan[] {
  return all(read(body), 1).flatMap((resource) => {
    const service = String(attributesOf(all(resource, 1)[0] ?? new Map(), 1)['service.name']);
    return all(resource, 2).flatMap((scope) =>
      all(scope, 2).map((span) => ({
        service,
        traceId: hex(span, 1),
        spanId: hex(span, 2),
        parentId: hex(span, 4),
        name: text(span, 5),
        kind: Number(span.get(6)?.[0] ?? 0),
        attributes: attributesOf(span, 9),
        links: all(span, 13).map((link) => hex(link, 1)),
        failed: all(span, 15).some((status) => status.get(3)?.[0] === 2n),
      })),
    );
  });
}

function attributesOf(message: Message, field: number): ReceivedSpan['attributes'] {
  return Object.fromEntries(
    all(message, field).map((pair) => {
      const [value] = all(pair, 2);
      const [kind, given] = [...(value ?? new Map())][0] ?? [1, [Buffer.alloc(0)]];
      const one = (given as (Buffer | bigint)[])[0]!;
      return [text(pair, 1), kind === 1 ? one.toString() : kind === 2 ? one === 1n : Number(one)];
    }),
  );
}
