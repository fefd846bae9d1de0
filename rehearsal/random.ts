/** Numbers in [0, 1) that a seed repeats (the recurrence known as mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The same for a matter that has a name: what is drawn for one does not depend on what was drawn for others before. */
export function randomFor(seed: number, name: string): () => number {
  // FNV-1a, so that neighbours (R1, R2) begin far apart.
  let mixed = (0x811c9dc5 ^ seed) >>> 0;
  for (let n = 0; n < name.length; n++) mixed = Math.imul(mixed ^ name.charCodeAt(n), 0x01000193) >>> 0;
  return randomOf(mixed);
}
