/** What a form offers first as its outcome: what is assumed of a stage that nobody has ever done. */

interface Component {
  key?: string;
  values?: { value?: unknown }[];
  components?: Component[];
}

/** `resource`: the form as its record has it, base64. Null for a form without an outcome, and for no form at all. */
export function firstOutcomeOf(resource: string): string | null {
  let form: Component;
  try {
    form = JSON.parse(Buffer.from(resource, 'base64').toString('utf8')) as Component;
  } catch {
    return null;
  }
  const all = function* (one: Component): Generator<Component> {
    yield one;
    for (const inner of one.components ?? []) yield* all(inner);
  };
  for (const { key, values } of all(form))
    if (key === 'outcome' && typeof values?.[0]?.value === 'string') return values[0].value;
  return null;
}
