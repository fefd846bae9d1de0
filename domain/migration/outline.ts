/**
 * What a migration asks of a diagram: which elements there are, of which kind, in which scope, and what they catch. Made
 * from the objects that bpmn-moddle reads; who reads the XML is the caller's affair, since a draft's may be hostile.
 */

export interface OutlineElement {
  id: string;
  name: string;
  /** E.g. `UserTask`. */
  type: string;
  /** E.g. `Timer`; null for what is no event, and for a plain one. */
  event: string | null;
  /** How the engine does it: `user`, `job`, `decision`, `script`, or '' where there is only one way. */
  implementation: string;
  loop: 'parallel' | 'sequential' | null;
  /** The sub-process that it stands in; null for the process itself. */
  parent: string | null;
  /** Of a boundary event: the activity. */
  attachedTo: string | null;
  /** Of a sub-process: begun by an event of its own. */
  byEvent: boolean;
  /** Ids of the elements that follow it. */
  next: string[];
}

export interface Outline {
  processId: string;
  /** By id. */
  elements: Record<string, OutlineElement>;
}

// biome-ignore lint/suspicious/noExplicitAny: bpmn-moddle's objects carry no types
type Moddle = any;

/** The outline of a process; undefined where the file has none of this id. */
export function outlineOf(definitions: Moddle, processId: string): Outline | undefined {
  const process = definitions.rootElements?.find((one: Moddle) => one.$type === 'bpmn:Process' && one.id === processId);
  if (!process) return undefined;
  const elements: Outline['elements'] = Object.create(null);
  collect(process, null, elements);
  return { processId, elements: { ...elements } };
}

function collect(scope: Moddle, parent: string | null, elements: Outline['elements']): void {
  const all: Moddle[] = scope.flowElements ?? [];
  for (const one of all) {
    if (!/(Task|Event|Gateway|SubProcess|Transaction|CallActivity)$/.test(one.$type)) continue;
    elements[one.id] = described(one, parent);
    if (one.flowElements) collect(one, one.id, elements);
  }
  for (const flow of all) {
    if (flow.$type !== 'bpmn:SequenceFlow') continue;
    const source = elements[flow.sourceRef?.id];
    if (source && flow.targetRef?.id) source.next.push(flow.targetRef.id);
  }
}

function described(one: Moddle, parent: string | null): OutlineElement {
  const [event] = one.eventDefinitions ?? [];
  const loop = one.loopCharacteristics;
  return {
    id: one.id,
    name: one.name ?? '',
    type: one.$type.replace('bpmn:', ''),
    event: event ? event.$type.replace('bpmn:', '').replace('EventDefinition', '') : null,
    implementation: implementationOf(one),
    loop: loop ? (loop.isSequential ? 'sequential' : 'parallel') : null,
    parent,
    attachedTo: one.attachedToRef?.id ?? null,
    byEvent: one.triggeredByEvent === true,
    next: [],
  };
}

const ways: Readonly<Record<string, string>> = {
  'zeebe:UserTask': 'user',
  'zeebe:CalledDecision': 'decision',
  'zeebe:Script': 'script',
  'zeebe:TaskDefinition': 'job',
};

function implementationOf(one: Moddle): string {
  if (!/Task$|SubProcess$|ThrowEvent$|EndEvent$/.test(one.$type)) return '';
  const kinds: string[] = (one.extensionElements?.values ?? []).map(({ $type }: Moddle) => $type);
  for (const [kind, way] of Object.entries(ways)) if (kinds.includes(kind)) return way;
  // A user task without the extension is done by a job.
  return one.$type === 'bpmn:UserTask' ? 'job' : '';
}
