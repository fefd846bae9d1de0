/**
 * Malformed frames and floods at the engine's doors: each time the engine is there for other callers, also while it goes
 * on, and its memory stays within bounds.
 */
import { readFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { rest } from '../clients.ts';
import { type EngineProcess, startEngineProcess } from '../engine-process.ts';
import { rawGateway } from '../raw-grpc.ts';
import { callOf, fields, flags, frame, frameType, message, opening, preface, throwAt } from '../wire.ts';

let engine: EngineProcess;
let gateway: ReturnType<typeof rawGateway>;
let before = 0;
const sent = { attacks: 0, frames: 0 };
beforeAll(async () => {
  engine = await startEngineProcess();
  gateway = rawGateway(engine.address);
  await othersAreServed();
  before = await megabytes();
});
afterAll(async () => {
  console.log(
    `frames: ${sent.attacks} attacks of ${sent.frames} pieces; the engine has ${await megabytes()} MB (${before} before)`,
  );
  gateway?.close();
  await engine.dispose();
});

/** Resident memory of the engine as the system sees it. */
async function megabytes(): Promise<number> {
  const said = await readFile(`/proc/${engine.pid}/status`, 'utf8');
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(said)?.[1]) / 1024);
}

async function othersAreServed(): Promise<void> {
  expect(await gateway.call('Topology', {})).toMatchObject({ clusterSize: 1 });
  expect((await rest(engine, 'GET', '/topology')).status).toBe(200);
}

function* counted(pieces: Iterable<Buffer | string>): Generator<Buffer | string> {
  sent.attacks++;
  for (const piece of pieces) {
    sent.frames++;
    yield piece;
  }
}
const attack = (pieces: Iterable<Buffer | string>, port = engine.ports.grpc): Promise<Socket> =>
  throwAt(port, counted(pieces));
function* times(n: number, piece: (at: number) => Buffer): Generator<Buffer> {
  for (let at = 0; at < n; at++) yield piece(at);
}

afterEach(async () => {
  await othersAreServed();
  expect((await megabytes()) - before).toBeLessThan(400);
  expect(engine.output()).not.toMatch(/unexpected|Uncaught|Unhandled/);
});

const { data, headers, reset, settings, ping, window, continuation } = frameType;
const { endHeaders, endStream } = flags;

describe('the gRPC gateway', () => {
  test.each<[string, () => Iterable<Buffer | string>]>([
    ['bytes of another protocol', () => ['\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03']],
    ['a request of HTTP/1.1', () => ['GET / HTTP/1.1\r\nHost: x\r\n\r\n']],
    ['half a preface', () => [preface.subarray(0, 11)]],
    ['a frame larger than was agreed', () => [opening(), frame(data, 0, 1, Buffer.alloc(1_000_000))]],
    ['data of a stream that was never opened', () => [opening(), frame(data, endStream, 7, message(Buffer.alloc(8)))]],
    ['headers that are no HPACK', () => [opening(), frame(headers, endHeaders, 1, Buffer.alloc(300, 0xff))]],
    ['an even stream', () => [opening(), frame(headers, endHeaders | endStream, 2, callOf('Topology'))]],
    ['a window of zero added', () => [opening(), frame(window, 0, 0, Buffer.alloc(4))]],
    [
      'an unfinished block of headers, and another frame',
      () => [opening(), frame(headers, 0, 1, callOf('Topology')), frame(ping, 0, 0, Buffer.alloc(8))],
    ],
    [
      'a length that the body belies',
      () => [
        opening(),
        frame(headers, endHeaders, 1, callOf('Topology', { 'content-length': '5' })),
        frame(data, endStream, 1, message(Buffer.alloc(200))),
      ],
    ],
    [
      'a message that is longer than it says',
      () => [
        opening(),
        frame(headers, endHeaders, 1, callOf('Topology')),
        frame(data, endStream, 1, Buffer.concat([message(Buffer.alloc(0)), Buffer.from([9, 9])])),
      ],
    ],
    [
      'a message of two gigabytes, by its own account',
      () => [
        opening(),
        frame(headers, endHeaders, 1, callOf('DeployResource')),
        frame(data, endStream, 1, message(Buffer.alloc(9), { length: 0x7fff_ffff })),
      ],
    ],
  ])('takes %s for what it is', async (_what, pieces) => {
    await attack(pieces());
  });

  test('unpacks a message no further than it takes one', async () => {
    const bomb = message(gzipSync(Buffer.alloc(100_000_000)), { compressed: true });
    await attack([
      opening(),
      frame(headers, endHeaders, 1, callOf('DeployResource', { 'grpc-encoding': 'gzip' })),
      ...Array.from({ length: Math.ceil(bomb.length / 16_000) }, (_, n) =>
        frame(data, 0, 1, bomb.subarray(n * 16_000, (n + 1) * 16_000)),
      ),
      frame(data, endStream, 1),
    ]);
  });

  test.each<[string, () => Iterable<Buffer>]>([
    [
      'calls that are taken back at once',
      () =>
        times(10_000, (at) =>
          Buffer.concat([
            frame(headers, endHeaders, at * 2 + 1, callOf('Topology')),
            frame(reset, 0, at * 2 + 1, Buffer.alloc(4)),
          ]),
        ),
    ],
    ['resets of nothing', () => times(20_000, () => frame(reset, 0, 1, Buffer.alloc(4)))],
    [
      'headers without an end',
      () =>
        times(4_000, (at) =>
          at === 0
            ? frame(headers, 0, 1, callOf('Topology'))
            : frame(continuation, 0, 1, fields({ [`x-${at}`]: 'a'.repeat(16_000) })),
        ),
    ],
    [
      'empty pieces of headers',
      () => times(20_000, (at) => (at === 0 ? frame(headers, 0, 1, callOf('Topology')) : frame(continuation, 0, 1))),
    ],
    ['settings', () => times(20_000, () => frame(settings, 0, 0))],
    ['pings', () => times(20_000, () => frame(ping, 0, 0, Buffer.alloc(8)))],
    [
      'empty data',
      () =>
        times(20_000, (at) => (at === 0 ? frame(headers, endHeaders, 1, callOf('DeployResource')) : frame(data, 0, 1))),
    ],
    [
      'a field that is kept once and named ten thousand times',
      () =>
        times(30, (at) =>
          frame(
            headers,
            endHeaders | endStream,
            at * 2 + 1,
            Buffer.concat([
              callOf('Topology'),
              ...(at === 0 ? [fields({ 'x-long': 'a'.repeat(3_900) }, 0x40)] : []),
              Buffer.alloc(10_000, 0x80 | 62),
            ]),
          ),
        ),
    ],
  ])('outlives a flood of %s', async (_what, pieces) => {
    await attack(
      (function* () {
        yield opening();
        yield* pieces();
      })(),
    );
  });

  test('takes any frames after the preface', { timeout: 120_000 }, async () => {
    const any = fc.record({
      type: fc.integer({ min: 0, max: 12 }),
      flag: fc.integer({ min: 0, max: 255 }),
      stream: fc.oneof(fc.constantFrom(0, 1, 2, 3), fc.nat(2 ** 31 - 1)),
      payload: fc.uint8Array({ maxLength: 120 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(any, { minLength: 1, maxLength: 12 }), async (list) => {
        await attack([opening(), ...list.map(({ type, flag, stream, payload }) => frame(type, flag, stream, payload))]);
      }),
      { numRuns: 60, endOnFailure: true },
    );
  });

  test('serves others while a hundred callers ask and read nothing', async () => {
    // 4: the window of each stream is zero, so that no answer may be sent.
    const asked = frame(data, endStream, 1, message(Buffer.alloc(0)));
    const open = await Promise.all(
      Array.from({ length: 100 }, () =>
        throwAt(
          engine.ports.grpc,
          counted([opening({ 4: 0 }), frame(headers, endHeaders, 1, callOf('Topology')), asked]),
          true,
        ),
      ),
    );
    await othersAreServed();
    for (const socket of open) socket.destroy();
  });
});

test.each(['grpc', 'rest', 'management'] as const)(
  '%s serves others while two hundred callers never end their request',
  async (door) => {
    const begun =
      door === 'grpc'
        ? preface.subarray(0, 20)
        : 'POST /v2/process-instances HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"a';
    const open = await Promise.all(
      Array.from({ length: 200 }, () => throwAt(engine.ports[door], counted([begun]), true)),
    );
    await othersAreServed();
    expect((await fetch(`${engine.managementUrl}/actuator/health`)).status).toBe(200);
    for (const socket of open) socket.destroy();
  },
);

test.each([
  ['two lengths', 'POST /v2/topology HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
  [
    'a length and chunks',
    'POST /v2/topology HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
  ],
  [
    'a chunk of a size that is none',
    'POST /v2/topology HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
  ],
  ['headers beyond measure', `GET /v2/topology HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(100_000)}\r\n\r\n`],
  ['a line that never ends', `GET /${'a'.repeat(1_000_000)}`],
])('REST takes %s for what it is', async (_what, bytes) => {
  await attack([bytes], engine.ports.rest);
});
