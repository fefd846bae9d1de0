/** What documents look like: which fields there are, and of which types. */

/** Where keys are data, not fields. */
const open = new Set([
  'instances.standing',
  'instances.variables',
  'reports.flow.tasks',
  'trails.variables[].value',
  'outbox.message.variables',
  'completions.fields',
  'passages.stays',
]);

/** Field → types, of all of these documents together; and which fields every one of them has. */
export function shapeOf(
  collection: string,
  documents: readonly object[],
): { types: Map<string, Set<string>>; always: Set<string> } {
  const types = new Map<string, Set<string>>();
  const seen = documents.map((one) => {
    const own = new Set<string>();
    walk(collection, one, (path, type) => {
      own.add(path);
      types.set(path, (types.get(path) ?? new Set()).add(type));
    });
    return own;
  });
  const [first = new Set<string>(), ...rest] = seen;
  return { types, always: new Set([...first].filter((path) => rest.every((own) => own.has(path)))) };
}

function walk(path: string, value: unknown, found: (path: string, type: string) => void): void {
  if (Array.isArray(value)) {
    found(path, 'array');
    for (const one of value) walk(`${path}[]`, one, found);
  } else if (value !== null && typeof value === 'object' && !(value instanceof Date)) {
    found(path, 'object');
    if (!open.has(path)) for (const [name, one] of Object.entries(value)) walk(`${path}.${name}`, one, found);
  } else found(path, value === null ? 'null' : value instanceof Date ? 'date' : typeof value);
}
