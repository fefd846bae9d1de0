/**
 * What was there at a moment, asked of millions of spans without reading them all. Each span that is over hangs at one
 * node of a fixed tree over time (the instant within it that is divisible by the highest power of two, in seconds);
 * every span that holds a moment hangs at one of the 32 nodes on the way to that moment. Spans that hang at one node all
 * hold its instant, so a node has no more of them than were there at once: a look costs the same however long the
 * history grows.
 */

const levels = 32;
const secondOf = (epochMs: number): number => Math.floor(epochMs / 1_000);

/** The node at which a span hangs; both ends in epoch ms, in either order. */
export function nodeOf(startMs: number, endMs: number): number {
  const start = secondOf(Math.min(startMs, endMs));
  const end = secondOf(Math.max(startMs, endMs));
  if (start === end) return end;
  const level = 31 - Math.clz32(start ^ end);
  return ((end >>> level) << level) >>> 0;
}

/** The nodes at which the spans that hold this moment hang, all of them; each has others besides. */
export function nodesTo(atMs: number): number[] {
  const at = secondOf(atMs);
  return Array.from({ length: levels }, (_, level) => (((at >>> level) | 1) << level) >>> 0);
}
