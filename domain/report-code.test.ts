import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTime } from './iso-time.ts';
import { newReportCode, readReportCode } from './report-code.ts';

const receivedAt = parseTime('2026-03-02T08:00')!;
const random = (seed: Uint8Array) => {
  let next = 0;
  return (bytes: number) => Uint8Array.from({ length: bytes }, () => (seed[next++ % seed.length]! + next * 7) % 256);
};
const code = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((seed) => newReportCode(receivedAt, random(seed)));

describe("a report's code", () => {
  it('has the year, eight characters that are not confused, and a check', () => {
    fc.assert(
      fc.property(code, (made) => {
        expect(made).toMatch(/^QN-26-[2-9A-HJ-NP-TV-Z]{4}-[2-9A-HJ-NP-TV-Z]{4}-[2-9A-HJ-NP-TV-Z]$/);
        expect(readReportCode(made)).toBe(made);
      }),
    );
  });

  it('takes the year of Vietnam, not of Greenwich', () => {
    expect(newReportCode(parseTime('2027-01-01T00:30')!, random(new Uint8Array([1, 2, 3])))).toMatch(/^QN-27-/);
  });

  it('is read in small letters, without dashes, with blanks, without the QN', () => {
    fc.assert(
      fc.property(code, (made) => {
        const plain = made.replaceAll('-', '');
        for (const text of [made.toLowerCase(), plain, ` ${plain.slice(0, 6)} ${plain.slice(6)} `, plain.slice(2)]) {
          expect(readReportCode(text)).toBe(made);
        }
      }),
    );
  });

  it('with one wrong character is refused', () => {
    const letters = [...'23456789ABCDEFGHJKLMNPQRSTVWXYZ'];
    fc.assert(
      fc.property(code, fc.nat(), fc.constantFrom(...letters), (made, where, letter) => {
        const places = [...made].flatMap((one, index) => (index > 5 && one !== '-' ? [index] : []));
        const index = places[where % places.length]!;
        if (made[index] === letter) return;
        expect(readReportCode(made.slice(0, index) + letter + made.slice(index + 1))).toBeNull();
      }),
    );
  });

  it('with two characters changed over is refused', () => {
    fc.assert(
      fc.property(code, fc.nat(7), fc.nat(7), (made, a, b) => {
        const body = [...made.slice(6, 10), ...made.slice(11, 15)];
        if (body[a] === body[b]) return;
        [body[a], body[b]] = [body[b]!, body[a]!];
        const text = `QN-26-${body.slice(0, 4).join('')}-${body.slice(4).join('')}-${made.at(-1)}`;
        expect(readReportCode(text)).toBeNull();
      }),
    );
  });

  it.each(['', 'QN', 'QN-26-7K3M-9XQ2', 'QN-26-0000-0000-0', 'PA-26-7K3M-9XQ2-4', '../../etc/passwd'])(
    'is not read out of %j',
    (text) => {
      expect(readReportCode(text)).toBeNull();
    },
  );

  it('uses every character about as often as the others', () => {
    const counts = new Map<string, number>();
    let state = 1;
    const source = (bytes: number) =>
      Uint8Array.from({ length: bytes }, () => {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
        return state >>> 24;
      });
    for (let index = 0; index < 4_000; index++) {
      for (const letter of newReportCode(receivedAt, source).slice(6, 15).replace('-', '')) {
        counts.set(letter, (counts.get(letter) ?? 0) + 1);
      }
    }
    expect(counts.size).toBe(31);
    for (const count of counts.values()) expect(Math.abs(count - 32_000 / 31)).toBeLessThan(200);
  });
});
