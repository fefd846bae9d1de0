/**
 * A form as text again after it was edited. The editor writes every field anew, with a row of the layout each and keys
 * in its own order; here what nobody changed stays as it was written, byte for byte.
 */
type Json = unknown;
type Fields = Record<string, Json>;

const isObject = (value: Json): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

/** `before` as it would be written with the contents of `after`. */
export function formText(before: string, after: object): string {
  const old = JSON.parse(before) as Fields;
  const { exporter: _exporter, ...written } = after as Fields;
  const kept = { ...written, schemaVersion: old.schemaVersion ?? written.schemaVersion };
  const indent = /\n([ \t]+)"/.exec(before)?.[1] ?? 2;
  return JSON.stringify(inOldOrder(old, withoutRows(old, kept)), null, indent) + (before.endsWith('\n') ? '\n' : '');
}

/** Takes away the rows that the editor gave to fields that had none, unless a field shares its row with another. */
function withoutRows(old: Fields, now: Fields): Fields {
  const hadRow = new Set(fieldsOf(old).flatMap(({ id, layout }) => (layout ? [id] : [])));
  const shared = (row: Json): boolean =>
    fieldsOf(now).filter(({ layout }) => isObject(layout) && layout.row === row).length > 1;
  const clean = (component: Fields): Fields => {
    const { layout, ...rest } = component;
    const plain = isObject(layout) && (layout.columns ?? null) === null && !shared(layout.row);
    const cleaned = plain && !hadRow.has(component.id) ? rest : component;
    return Array.isArray(cleaned.components)
      ? { ...cleaned, components: (cleaned.components as Fields[]).map(clean) }
      : cleaned;
  };
  return { ...now, components: ((now.components ?? []) as Fields[]).map(clean) };
}

function fieldsOf(schema: Fields): Fields[] {
  return ((schema.components ?? []) as Fields[]).flatMap((one) => [one, ...fieldsOf(one)]);
}

/** The same value with the keys of objects in the order that they had; fields are matched by their ids. */
function inOldOrder(old: Json, now: Json): Json {
  if (Array.isArray(now)) {
    const before = Array.isArray(old) ? old : [];
    return now.map((one, n) => {
      const id = isObject(one) ? one.id : undefined;
      const match = id === undefined ? before[n] : before.find((other) => isObject(other) && other.id === id);
      return inOldOrder(match, one);
    });
  }
  if (!isObject(now)) return now;
  const keys = isObject(old) ? Object.keys(old).filter((key) => key in now) : [];
  const added = Object.keys(now).filter((key) => !keys.includes(key));
  return Object.fromEntries(
    [...keys, ...added].map((key) => [key, inOldOrder(isObject(old) ? old[key] : undefined, now[key])]),
  );
}
