/** Puts a table of names from domain/ under a prefix: `{ fixed: … }` → `{ 'resolution.fixed': … }`. */
export type Prefixed<P extends string, T> = { [K in keyof T & string as `${P}.${K}`]: string };

export function prefixed<P extends string, T extends Record<string, string>>(prefix: P, table: T): Prefixed<P, T> {
  return Object.fromEntries(Object.entries(table).map(([key, value]) => [`${prefix}.${key}`, value])) as Prefixed<P, T>;
}
