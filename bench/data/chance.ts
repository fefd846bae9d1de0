/**
 * Chance that can be had again: the same seed gives the same run of numbers (sfc32). Its state has 128 bits, so that the
 * runs of a million seeds do not meet: ids are drawn from them.
 */

export interface Chance {
  /** From 0 up to, but without, 1. */
  next(): number;
  /** A whole number from 0 up to, but without, `below`. */
  below(below: number): number;
  /** True with this share. */
  is(share: number): boolean;
  of<T>(some: readonly T[]): T;
  /** Bytes, for codes and ids. */
  bytes(length: number): Uint8Array;
  /** `length`: a multiple of four. */
  hex(length: number): string;
}

const fourDigits = Array.from({ length: 65_536 }, (_, n) => n.toString(16).padStart(4, '0'));

export function chanceOf(seed: number): Chance {
  let [a, b, c, counter] = [0x9e3779b9, seed | 0, 0xb7e15162 | 0, Math.imul(seed, 0x85ebca6b)];
  const next = (): number => {
    const drawn = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + drawn) | 0;
    return (drawn >>> 0) / 2 ** 32;
  };
  // Until every bit of the seed has touched every bit of the state.
  for (let n = 0; n < 15; n += 1) next();
  const below = (end: number): number => Math.floor(next() * end);
  return {
    next,
    below,
    is: (share) => next() < share,
    of: (some) => some[below(some.length)]!,
    bytes: (length) => Uint8Array.from({ length }, () => below(256)),
    hex(length) {
      let text = '';
      while (text.length < length) text += fourDigits[below(65_536)];
      return text;
    },
  };
}
