/**
 * A draft's diagram as the rules look at it: nodes with their ways in and out, and what Zeebe's extensions say of them.
 * Read with moddle and never refused here: what cannot be read is missing, and the engine says what is wrong with it.
 */
import { extension, extensions, type Moddle, readXml } from '../../../engine/model/xml.ts';

export interface Mapping {
  readonly source: string;
  readonly target: string;
}
export interface Flow {
  readonly id: string;
  readonly name: string;
  readonly source: Node;
  readonly target: Node;
  /** With its leading `=`; null where the flow has none. */
  readonly condition: string | null;
  /** Id of the scope that it stands in. */
  readonly scope: string;
}
export interface Listener {
  readonly event: string;
  readonly type: string;
}
export interface Message {
  readonly name: string;
  readonly key: string | null;
  /** Id of the message itself, where its name and key are edited. */
  readonly id: string;
}
export interface Node {
  readonly id: string;
  /** Without prefix: `UserTask`. */
  readonly type: string;
  readonly name: string;
  /** The sub-process that it stands in; null for the process itself. */
  readonly parent: Node | null;
  readonly inputs: readonly Mapping[];
  readonly outputs: readonly Mapping[];
  readonly headers: Readonly<Record<string, string>>;
  readonly properties: Readonly<Record<string, string>>;
  readonly jobType: string | null;
  readonly listeners: readonly Listener[];
  /** Null where it is no user task of the engine. */
  readonly task: {
    readonly groups: string | null;
    readonly assignee: string | null;
    readonly dueDate: string | null;
    readonly followUpDate: string | null;
    readonly formId: string | null;
  } | null;
  readonly decision: { readonly id: string; readonly result: string } | null;
  readonly script: { readonly expression: string; readonly result: string } | null;
  readonly message: Message | null;
  readonly timer: { readonly kind: 'timeDate' | 'timeDuration' | 'timeCycle'; readonly text: string } | null;
  readonly loop: {
    readonly collection: string;
    readonly element: string;
    readonly output: string;
    readonly outputElement: string;
    readonly condition: string | null;
  } | null;
  /** Of an end: it ends everything around it. */
  readonly terminates: boolean;
  /** Name of a link event. */
  readonly link: string | null;
  readonly triggeredByEvent: boolean;
  /** Of boundary events and starts of event sub-processes. */
  readonly interrupting: boolean;
  readonly attachedTo: string | null;
  readonly defaultFlow: string | null;
  readonly outgoing: Flow[];
  readonly incoming: Flow[];
  readonly children: Node[];
  readonly boundaries: Node[];
}
export interface Diagram {
  readonly file: string;
  readonly xml: string;
  readonly processes: readonly Node[];
  readonly nodes: ReadonlyMap<string, Node>;
  readonly flows: readonly Flow[];
  readonly messages: readonly Message[];
  /** Texts that stand by an element, by the element's id. */
  readonly notes: ReadonlyMap<string, { id: string; text: string }>;
}

const local = (type: string): string => type.slice(type.indexOf(':') + 1);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const pairs = (list: Moddle[] | undefined, key: string): Record<string, string> =>
  Object.fromEntries((list ?? []).map((entry) => [text(entry[key]), text(entry.value)]));
const mappings = (list: Moddle[] | undefined): Mapping[] =>
  (list ?? []).map((one) => ({ source: text(one.source), target: text(one.target) }));

function messageOf(reference: Moddle | undefined): Message | null {
  if (!reference) return null;
  const key = extension(reference, 'zeebe:Subscription')?.correlationKey;
  return { id: text(reference.id), name: text(reference.name), key: key === undefined ? null : text(key) };
}

function timerOf(definition: Moddle | undefined): Node['timer'] {
  for (const kind of ['timeDate', 'timeDuration', 'timeCycle'] as const) {
    const body = definition?.[kind]?.body;
    if (body !== undefined) return { kind, text: text(body) };
  }
  return null;
}

function loopOf(element: Moddle): Node['loop'] {
  const characteristics = element.loopCharacteristics;
  if (!characteristics) return null;
  const said = extension(characteristics, 'zeebe:LoopCharacteristics');
  return {
    collection: text(said?.inputCollection),
    element: text(said?.inputElement),
    output: text(said?.outputCollection),
    outputElement: text(said?.outputElement),
    condition: characteristics.completionCondition?.body ?? null,
  };
}

function taskOf(element: Moddle): Node['task'] {
  if (element.$type !== 'bpmn:UserTask') return null;
  const who = extension(element, 'zeebe:AssignmentDefinition');
  const when = extension(element, 'zeebe:TaskSchedule');
  const or = (value: unknown): string | null => (text(value) === '' ? null : text(value));
  return {
    groups: or(who?.candidateGroups),
    assignee: or(who?.assignee),
    dueDate: or(when?.dueDate),
    followUpDate: or(when?.followUpDate),
    formId: or(extension(element, 'zeebe:FormDefinition')?.formId),
  };
}

function nodeOf(element: Moddle, parent: Node | null): Node {
  const io = extension(element, 'zeebe:IoMapping');
  const definitions: Moddle[] = element.eventDefinitions ?? [];
  const of = (kind: string) => definitions.find((one) => one.$type === `bpmn:${kind}EventDefinition`);
  const decision = extension(element, 'zeebe:CalledDecision');
  const script = extension(element, 'zeebe:Script');
  return {
    id: text(element.id),
    type: local(element.$type),
    name: text(element.name).replace(/\s+/g, ' '),
    parent,
    inputs: mappings(io?.inputParameters),
    outputs: mappings(io?.outputParameters),
    headers: pairs(extension(element, 'zeebe:TaskHeaders')?.values, 'key'),
    properties: pairs(extension(element, 'zeebe:Properties')?.properties, 'name'),
    jobType: extension(element, 'zeebe:TaskDefinition')?.type ?? null,
    listeners: [
      ...extensions(element, 'zeebe:ExecutionListeners').flatMap((one) => one.listeners ?? []),
      ...extensions(element, 'zeebe:TaskListeners').flatMap((one) => one.listeners ?? []),
    ].map((one: Moddle) => ({ event: text(one.eventType), type: text(one.type) })),
    task: taskOf(element),
    decision: decision ? { id: text(decision.decisionId), result: text(decision.resultVariable) } : null,
    script: script ? { expression: text(script.expression), result: text(script.resultVariable) } : null,
    message: messageOf(element.messageRef ?? of('Message')?.messageRef),
    timer: timerOf(of('Timer')),
    loop: loopOf(element),
    terminates: of('Terminate') !== undefined,
    link: of('Link') ? text(of('Link')?.name) : null,
    triggeredByEvent: element.triggeredByEvent === true,
    interrupting: element.isInterrupting !== false && element.cancelActivity !== false,
    attachedTo: element.attachedToRef?.id ?? null,
    defaultFlow: element.default?.id ?? null,
    outgoing: [],
    incoming: [],
    children: [],
    boundaries: [],
  };
}

/** Reads a file; null where it is no BPMN at all. */
export async function readDiagram(file: string, xml: string): Promise<Diagram | null> {
  let definitions: Moddle;
  try {
    ({ definitions } = await readXml(xml));
  } catch {
    return null;
  }
  const nodes = new Map<string, Node>();
  const notes = new Map<string, { id: string; text: string }>();
  const flows: Flow[] = [];
  const roots: Moddle[] = definitions.rootElements ?? [];
  const processes = roots
    .filter((one) => one.$type === 'bpmn:Process')
    .map((element) => {
      const process = nodeOf(element, null);
      nodes.set(process.id, process);
      collect(element, process, nodes, flows, notes);
      return process;
    });
  for (const node of nodes.values()) {
    if (node.attachedTo) nodes.get(node.attachedTo)?.boundaries.push(node);
  }
  const messages = roots.filter((one) => one.$type === 'bpmn:Message').map((one) => messageOf(one)!);
  return { file, xml, processes, nodes, flows, messages, notes };
}

function collect(
  container: Moddle,
  parent: Node,
  nodes: Map<string, Node>,
  flows: Flow[],
  notes: Map<string, { id: string; text: string }>,
): void {
  const children: Moddle[] = container.flowElements ?? [];
  for (const child of children) {
    if (child.$type === 'bpmn:SequenceFlow' || /^bpmn:Data/.test(child.$type)) continue;
    const node = nodeOf(child, parent);
    nodes.set(node.id, node);
    parent.children.push(node);
    collect(child, node, nodes, flows, notes);
  }
  for (const child of children) {
    if (child.$type !== 'bpmn:SequenceFlow') continue;
    const source = nodes.get(child.sourceRef?.id);
    const target = nodes.get(child.targetRef?.id);
    if (!source || !target) continue;
    const condition = child.conditionExpression?.body ?? null;
    const flow: Flow = { id: text(child.id), name: text(child.name), source, target, condition, scope: parent.id };
    flows.push(flow);
    source.outgoing.push(flow);
    target.incoming.push(flow);
  }
  for (const child of (container.artifacts ?? []) as Moddle[]) {
    if (child.$type !== 'bpmn:Association') continue;
    const [one, other]: (Moddle | undefined)[] = [child.sourceRef, child.targetRef];
    const note = [one, other].find((end) => end?.$type === 'bpmn:TextAnnotation');
    const of = note === one ? other : one;
    if (note && of) notes.set(text(of.id), { id: text(note.id), text: text(note.text) });
  }
}

/** Every start listener and job of a node, by type. */
export const jobsOf = (node: Node): string[] => [
  ...(node.jobType ? [node.jobType] : []),
  ...node.listeners.map((listener) => listener.type),
];
export const input = (node: Node, target: string): string | undefined =>
  node.inputs.find((mapping) => mapping.target === target)?.source;
export const output = (node: Node, target: string): string | undefined =>
  node.outputs.find((mapping) => mapping.target === target)?.source;
