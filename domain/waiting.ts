/**
 * How long work stays at a step, kept as a histogram of working minutes: buckets that grow by a seventh, so that a
 * median or a 90th percentile read from it lies within a few per cent of the true one, however many were counted.
 */

const growth = 8 / 7;
const log = Math.log(growth);

/** Bucket → how many. Bucket 0 holds what took less than a minute. */
export type Histogram = Readonly<Record<string, number>>;

export function bucketOf(minutes: number): number {
  return minutes < 1 ? 0 : 1 + Math.floor(Math.log(minutes) / log + 1e-9);
}

/** Where a bucket begins, in minutes. */
const startOf = (bucket: number): number => (bucket === 0 ? 0 : growth ** (bucket - 1));

/** Minutes within which the share `p` (0–1) was done; null for an empty histogram. */
export function quantileOf(histogram: Histogram, p: number): number | null {
  const buckets = Object.entries(histogram)
    .map(([bucket, count]) => [Number(bucket), count] as const)
    .sort(([a], [b]) => a - b);
  const total = buckets.reduce((sum, [, count]) => sum + count, 0);
  if (total === 0) return null;
  let left = p * total;
  for (const [bucket, count] of buckets) {
    if (left <= count) return startOf(bucket) + (startOf(bucket + 1) - startOf(bucket)) * (left / count);
    left -= count;
  }
  return startOf(buckets.at(-1)![0] + 1);
}

export function addTo(sum: Record<string, number>, more: Histogram): void {
  for (const [bucket, count] of Object.entries(more)) sum[bucket] = (sum[bucket] ?? 0) + count;
}
