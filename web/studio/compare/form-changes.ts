/** What differs between two versions of a form: field by field. Fields are matched by their ids. */
type Fields = Record<string, unknown>;

export interface FieldChange {
  change: 'added' | 'removed' | 'changed' | 'moved';
  /** Its label, text or key. */
  field: string;
  /** What changed in it, by the path in the file: `validate.required`. */
  facets: { path: string; before: string; after: string }[];
}

interface Field {
  name: string;
  /** Ids of the fields around it: parent and the one before. */
  place: string;
  values: Map<string, string>;
}

const apart = new Set(['id', 'components', 'layout']);

export function formChanges(before: string, after: string): FieldChange[] {
  const [olds, nows] = [fieldsOf(JSON.parse(before)), fieldsOf(JSON.parse(after))];
  const changes: FieldChange[] = [];
  for (const [id, field] of nows) {
    const was = olds.get(id);
    const facets = was ? facetsBetween(was.values, field.values) : [];
    if (!was) changes.push({ change: 'added', field: field.name, facets: [] });
    else if (facets.length > 0) changes.push({ change: 'changed', field: field.name, facets });
    else if (moved(id, olds, nows)) changes.push({ change: 'moved', field: field.name, facets: [] });
  }
  for (const [id, field] of olds) if (!nows.has(id)) changes.push({ change: 'removed', field: field.name, facets: [] });
  return changes;
}

function fieldsOf(schema: Fields, parent = '', found = new Map<string, Field>()): Map<string, Field> {
  for (const one of (schema.components ?? []) as Fields[]) {
    const id = String(one.id ?? one.key);
    const name = String(one.label ?? one.text ?? one.key ?? one.id);
    found.set(id, { name, place: parent, values: flat(one) });
    fieldsOf(one, id, found);
  }
  return found;
}

/** Among the fields that both have, whether another one stands before it now. */
function moved(id: string, olds: ReadonlyMap<string, Field>, nows: ReadonlyMap<string, Field>): boolean {
  if (olds.get(id)!.place !== nows.get(id)!.place) return true;
  const before = (from: ReadonlyMap<string, Field>, other: ReadonlyMap<string, Field>): string | undefined => {
    const shared = [...from.keys()].filter((one) => other.has(one));
    return shared[shared.indexOf(id) - 1];
  };
  return before(olds, nows) !== before(nows, olds);
}

/** `{validate: {required: true}}` → `validate.required` = `true`; a list counts as one value. */
function flat(value: Fields, path = '', found = new Map<string, string>()): Map<string, string> {
  for (const [key, one] of Object.entries(value)) {
    if (path === '' && apart.has(key)) continue;
    const at = path ? `${path}.${key}` : key;
    if (Array.isArray(one)) found.set(at, listText(one));
    else if (typeof one === 'object' && one !== null) flat(one as Fields, at, found);
    else found.set(at, String(one));
  }
  return found;
}

const listText = (list: readonly unknown[]): string =>
  list
    .map((one) => (typeof one === 'object' && one !== null ? ((one as Fields).label ?? JSON.stringify(one)) : one))
    .join(', ');

function facetsBetween(old: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>): FieldChange['facets'] {
  return [...new Set([...now.keys(), ...old.keys()])].flatMap((path) => {
    const [before, after] = [old.get(path) ?? '', now.get(path) ?? ''];
    return before === after ? [] : [{ path, before, after }];
  });
}
