/** Whatever an endpoint does and whenever the engine is gone: each record that the filter lets through, in order. */
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { freshDirectory, record, reopen } from '../journal/testing.ts';
import { standardConfig } from './config.ts';
import type { Endpoint } from './endpoint.ts';
import { startExporter } from './exporter.ts';
import type { Acknowledged } from './position.ts';
import { defaultFilter, isExported } from './value-types.ts';

const valueTypes = ['JOB', 'TIMER', 'JOB_BATCH', 'VARIABLE'] as const;
const kinds = ['EVENT', 'EVENT', 'EVENT', 'COMMAND'] as const;

const life = fc.record({
  valueType: fc.constantFrom(...valueTypes),
  recordType: fc.constantFrom(...kinds),
});
const round = fc.record({
  records: fc.array(life, { minLength: 1, maxLength: 40 }),
  /** What becomes of the next requests: taken, denied after it was stored, not taken. */
  moods: fc.array(fc.constantFrom('take', 'deny', 'refuse'), { maxLength: 4 }),
  /** How many records an acknowledged position may lag behind when the engine is gone. */
  forgets: fc.boolean(),
});

test('every record that the filter lets through arrives, repeats are exact, and sequences leave none out', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(round, { minLength: 1, maxLength: 3 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 300, max: 4000 }),
      async (rounds, bulkSize, bulkBytes) => {
        const dir = await freshDirectory();
        const arrived = new Map<string, string>();
        const changed: string[] = [];
        const owed: string[] = [];
        let stored: Acknowledged = { position: 0, sequences: {} };
        let position = 0;
        for (const { records, moods, forgets } of rounds) {
          const { journal } = await reopen(join(dir, 'journal'));
          const left = [...moods];
          const endpoint: Endpoint = {
            url: 'here',
            put: async () => {},
            async bulk(body) {
              expect(Buffer.byteLength(body) <= bulkBytes || body.split('\n').length === 3).toBe(true);
              const mood = left.shift() ?? 'take';
              if (mood !== 'refuse') keep(body);
              if (mood !== 'take') throw new Error(mood);
            },
            destroy: () => {},
          };
          function keep(body: string): void {
            const lines = body.trimEnd().split('\n');
            expect(lines.length).toBeLessThanOrEqual(2 * bulkSize);
            for (let at = 0; at < lines.length; at += 2) {
              const { _id } = JSON.parse(lines[at]!).index;
              const before = arrived.get(_id);
              if (before !== undefined && before !== lines[at + 1]) changed.push(_id);
              arrived.set(_id, lines[at + 1]!);
            }
          }
          const before = stored;
          const exporter = await startExporter({
            config: { ...standardConfig, id: 'any', urls: [], bulkSize, bulkBytes },
            log: journal,
            positions: {
              read: async () => stored,
              write: async (now) => {
                stored = now;
              },
            },
            warn: () => {},
            endpoints: [endpoint],
          });
          for (const kind of records) {
            const one = { ...record(++position), ...kind, value: {} };
            if (isExported(defaultFilter, one)) owed.push(`1-${position}`);
            await journal.append({ records: [one] });
          }
          await expect.poll(() => exporter.status().acknowledged, { timeout: 20_000, interval: 5 }).toBe(position);
          await exporter.close();
          await journal.close();
          // As a crash does that comes before the position is stored.
          if (forgets) stored = before;
        }
        expect(changed).toEqual([]);
        expect([...arrived.keys()]).toEqual(owed);
        const documents = [...arrived.values()].map((text) => JSON.parse(text));
        for (const same of Object.values(Object.groupBy(documents, (one) => one.valueType)))
          expect(same!.map((one) => one.sequence - 2 ** 51)).toEqual(same!.map((_, at) => at + 1));
      },
    ),
    { numRuns: 25 },
  );
});
