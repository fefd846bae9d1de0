import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseBulk, parseLossless } from './ndjson.ts';

describe('a bulk body', () => {
  test('keeps every digit of a key that a JavaScript number cannot hold', () => {
    const text = '{"key":9223372036854775807,"value":{"userTaskKey":-9007199254740993,"small":42}}';
    expect(parseLossless(text)).toEqual({
      key: '9223372036854775807',
      value: { userTaskKey: '-9007199254740993', small: 42 },
    });
  });

  test('keeps every digit of any integer: as a number where that holds it, else as a text', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (key) => {
        const read = parseLossless(`{"key":${key}}`) as { key: number | string };
        expect(BigInt(read.key)).toBe(key);
        expect(typeof read.key === 'string' || Number.isSafeInteger(read.key)).toBe(true);
      }),
    );
  });

  test('leaves digits inside of texts and fractions alone', () => {
    const value = { a: 'số 12345678901234567890 "trong" \\ chuỗi', b: 0.1234567890123456, c: 1.5e21 };
    expect(parseLossless(JSON.stringify(value))).toEqual(value);
  });

  test('reads any JSON that has no long integers as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
        const text = JSON.stringify(value);
        fc.pre(!/\d{16,}/.test(text.replace(/"(?:[^"\\]|\\.)*"/g, '')));
        expect(parseLossless(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  test('pairs actions with documents, and says which documents are no records', () => {
    const record = '{"partitionId":1,"position":7,"key":2251799813685249,"valueType":"JOB","intent":"CREATED"}';
    const body = `{"index":{"_index":"i","_id":"1-7"}}\n${record}\n{"index":{"_id":"x"}}\n{"position":"?"}\n`;
    const [first, second] = parseBulk(body);
    expect(first).toMatchObject({ action: 'index', id: '1-7', record: { position: 7, key: '2251799813685249' } });
    expect(second?.record).toBeNull();
  });

  test.each(['{"index":{}}\n', 'not json\n{}\n', '{"index":{}}\n{"cut":'])('that is broken is refused: %j', (body) => {
    expect(() => parseBulk(body)).toThrow(SyntaxError);
  });
});
