import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseExact } from '../exact-json.ts';
import type { LogRecord } from '../types.ts';
import { decodeBatch, encodeBatch } from './batch.ts';

const text = fc.string({ maxLength: 8 });
const small = fc.integer({ min: -1, max: 3 });
/** Values of all kinds, and values of one shape, of which some properties are the same. */
const value = fc.oneof(
  fc.dictionary(text, fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 }),
  fc.record({
    elementId: fc.constantFrom('a', 'b'),
    flowScopeKey: fc.constantFrom(-1, 7, null, undefined),
    elementInstancePath: fc.constantFrom([], [[1]], [[1], [2, 3]]),
    processDefinitionPath: fc.constantFrom([], [1], [1, 2]),
  }),
);
const record: fc.Arbitrary<LogRecord> = fc.record({
  partitionId: fc.constant(1 as const),
  position: fc.integer({ min: 1, max: 1e9 }),
  sourceRecordPosition: small,
  key: fc.bigInt({ min: -1n, max: 2n ** 63n }).map(String),
  timestamp: small,
  recordType: fc.constantFrom('EVENT', 'COMMAND', 'COMMAND_REJECTION'),
  valueType: fc.constantFrom('PROCESS_INSTANCE', 'JOB'),
  intent: text,
  brokerVersion: fc.constantFrom('8.8.0', '8.9.0'),
  recordVersion: fc.constantFrom(1, 2),
  rejectionType: fc.constantFrom('NULL_VAL', 'NOT_FOUND'),
  rejectionReason: text,
  operationReference: small,
  value: value as fc.Arbitrary<Record<string, unknown>>,
});
/** Some records have the very value of another, as those of one element do. */
const batch = fc
  .tuple(fc.array(record, { minLength: 1, maxLength: 8 }), fc.array(fc.tuple(fc.nat(7), fc.nat(7))))
  .map(([records, shares]) => {
    for (const [to, from] of shares) {
      if (records[to] && records[from]) records[to].value = records[from].value;
    }
    return { records };
  });

describe('a batch in the log', () => {
  test('is read as it was written, whatever its records have in common', () => {
    fc.assert(
      fc.property(batch, (written) => {
        expect(decodeBatch(encodeBatch(written))).toEqual(JSON.parse(JSON.stringify(written)));
      }),
    );
  });

  test('of format 1, a list of whole records, is read too', () => {
    fc.assert(
      fc.property(batch, (written) => {
        const asItWas = JSON.stringify(written.records);
        expect(decodeBatch(asItWas)).toEqual(JSON.parse(JSON.stringify(written)));
      }),
    );
  });

  test('keeps a number that a double would round as it was sent', () => {
    const variables = '{"n":12345678901234567890,"m":9007199254740993,"e":1e400,"d":0.12345678901234567890}';
    const [written] = fc.sample(batch, 1);
    const [first] = written!.records;
    first!.value = { variables: parseExact(variables) };
    const [read] = decodeBatch(encodeBatch({ records: [first!] })).records;
    expect(JSON.stringify(read!.value.variables)).toBe(variables);
  });
});
