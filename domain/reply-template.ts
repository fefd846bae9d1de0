/**
 * Reply templates: texts that an officer uses again, with holes like `{code}` that are filled from the task when the
 * text is put into a field. A hole that nothing fills stays as it is, so that it is seen before it is sent.
 */

/** The holes that a template may have. */
export const holes = ['code', 'place', 'district', 'field', 'agency', 'received'] as const;
export type Hole = (typeof holes)[number];

/** Puts values into a template's holes. */
export function fillHoles(text: string, values: Partial<Record<Hole, string>>): string {
  return text.replace(/\{(\w+)\}/g, (hole, name: string) => values[name as Hole] || hole);
}

/** The unit whose templates a person shares: an agency's id, `ioc` or `province`; undefined for who handles nothing. */
export function unitOf(groups: readonly string[]): string | undefined {
  for (const group of groups) {
    const agency = /^agency:([a-z0-9-]+):(?:officer|leader)$/.exec(group)?.[1];
    if (agency) return agency;
    if (group === 'ioc-intake' || group === 'ioc-duty') return 'ioc';
    if (group === 'province') return 'province';
  }
  return undefined;
}
