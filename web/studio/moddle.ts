/** Reading a diagram's tree (moddle) without drawing it: its elements in the order of the file, and their extensions. */

/** A moddle element: attributes and children under their BPMN names. */
// biome-ignore lint/suspicious/noExplicitAny: the shape of a moddle element depends on its $type
export type ModdleElement = any;

/** The first extension element of a type, such as `zeebe:IoMapping`. */
export function extension(element: ModdleElement, type: string): ModdleElement | undefined {
  return element.extensionElements?.values?.find((value: ModdleElement) => value.$type === type);
}

/** A type without its prefix: `UserTask`. */
export const kindOf = (element: ModdleElement): string => String(element.$type).replace(/^.*:/, '');

export const propertyOf = (element: ModdleElement, name: string): string | undefined =>
  extension(element, 'zeebe:Properties')?.properties?.find((one: ModdleElement) => one.name === name)?.value;

export const inputOf = (element: ModdleElement, target: string): string | undefined =>
  extension(element, 'zeebe:IoMapping')?.inputParameters?.find((one: ModdleElement) => one.target === target)?.source;

export const headerOf = (element: ModdleElement, key: string): string | undefined =>
  extension(element, 'zeebe:TaskHeaders')?.values?.find((one: ModdleElement) => one.key === key)?.value;

export const groupsOf = (element: ModdleElement): string | undefined =>
  extension(element, 'zeebe:AssignmentDefinition')?.candidateGroups;

/** Processes and everything in them that has an id and a place of its own: nodes, flows, notes; by id. */
export function elementsOf(definitions: ModdleElement): Map<string, ModdleElement> {
  const found = new Map<string, ModdleElement>();
  const collect = (container: ModdleElement): void => {
    for (const child of [...(container.flowElements ?? []), ...(container.artifacts ?? [])]) {
      found.set(child.id, child);
      collect(child);
    }
  };
  for (const root of definitions.rootElements ?? []) {
    if (root.$type === 'bpmn:Process') {
      found.set(root.id, root);
      collect(root);
    }
    for (const participant of root.participants ?? []) found.set(participant.id, participant);
  }
  return found;
}

const isLine = (kind: string): boolean => kind === 'SequenceFlow' || kind === 'Association' || kind === 'MessageFlow';
const isNote = (kind: string): boolean => kind === 'TextAnnotation' || kind === 'Group';

/** Whether an element is a step of the procedure rather than a line or a note. */
export const isStep = (element: ModdleElement): boolean => {
  const kind = kindOf(element);
  return !isLine(kind) && !isNote(kind) && kind !== 'Process';
};

/** What an element is called: its name, a note's text, what its lines join, or its id. */
export function nameOf(element: ModdleElement): string {
  const own = (element.name ?? element.text ?? '').replace(/\s+/g, ' ').trim();
  if (own) return own;
  if (element.sourceRef?.id && element.targetRef?.id)
    return `${nameOf(element.sourceRef)} – ${nameOf(element.targetRef)}`;
  return element.id;
}
