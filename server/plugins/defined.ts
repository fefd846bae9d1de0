/** The values that are there: what is undefined or null is left out of an answer. */
export function defined<T extends object>(values: T): Partial<T> {
  const there = Object.entries(values).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(there) as Partial<T>;
}
