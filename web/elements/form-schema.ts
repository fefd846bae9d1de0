/** What we need to know of a form-js schema: its fields by key, and the same schema without file pickers. Pure. */

export interface Component {
  type: string;
  id: string;
  key?: string;
  label?: string;
  components?: Component[];
}
export interface FormSchema {
  id?: string;
  components: Component[];
  [name: string]: unknown;
}

function walk(components: readonly Component[], visit: (component: Component) => void): void {
  for (const component of components) {
    visit(component);
    if (component.components) walk(component.components, visit);
  }
}

/** Fields that have a key, by key. */
export function fieldsByKey(schema: FormSchema): Map<string, Component> {
  const found = new Map<string, Component>();
  walk(schema.components, (component) => {
    if (component.key) found.set(component.key, component);
  });
  return found;
}

/**
 * The schema without `filepicker` fields: a file is sent when it is chosen, with progress and by our own element, not
 * kept in the form until it is submitted.
 */
export function withoutFiles(schema: FormSchema): FormSchema {
  const strip = (components: readonly Component[]): Component[] =>
    components
      .filter((component) => component.type !== 'filepicker')
      .map((component) =>
        component.components ? { ...component, components: strip(component.components) } : component,
      );
  return { ...schema, components: strip(schema.components) };
}

/** Only what the form's own fields hold: not the lists of choices that came with the data. */
export function ownData(schema: FormSchema, data: Record<string, unknown>): Record<string, unknown> {
  const keys = fieldsByKey(schema);
  const blank = (value: unknown) => value === undefined || value === null || value === '';
  return Object.fromEntries(Object.entries(data).filter(([key, value]) => keys.has(key) && !blank(value)));
}
