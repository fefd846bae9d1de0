/** Identifiers that nobody can guess. Randomness is passed in: `random(n)` gives n bytes from a secure source. */

export type Random = (bytes: number) => Uint8Array;

/** 128 random bits, hex: files, completions, followers. */
export function newId(random: Random): string {
  return [...random(16)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
