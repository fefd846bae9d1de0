/**
 * What the law asks of a diagram: which element rests on which article, how long it may take, from when, who acts, and
 * what leads where. Made from the objects that bpmn-moddle reads; who reads the XML is the caller's affair, since a
 * draft's may be hostile (the server lets a process of its own read it, a browser reads its own person's).
 */

export interface LawElement {
  id: string;
  name: string;
  /** E.g. `UserTask`. */
  type: string;
  /** `Timer`, `Message`, `Terminate` …; null for what is no event, and for a plain one. */
  event: string | null;
  article: string | null;
  /** The page of docs/decisions that it rests on. */
  decision: string | null;
  /** The limit as the diagram writes it, `2h`; null where it sets none. */
  budget: string | null;
  /** The limit stands in a header: a clock that later steps share, or the sender's time. */
  isClock: boolean;
  clockStart: string | null;
  clockDue: string | null;
  clockLimit: string | null;
  /** The agency's own limit counts where it is shorter. */
  agencyLimit: boolean;
  /** Candidate groups as written. */
  groups: string | null;
  jobType: string | null;
  /** A timer's expression as written. */
  timer: string | null;
  /** Output mappings, target → source. */
  outputs: Readonly<Record<string, string>>;
  /** The sub-process that it stands in; null for the process itself. */
  parent: string | null;
  /** Inside an event sub-process: beside the procedure, not on its way. */
  aside: boolean;
  attachedTo: string | null;
  /** Everything that counts when two versions are compared, by its place: `input budget` → `2h`. */
  facts: Readonly<Record<string, string>>;
}

export interface LawFlow {
  id: string;
  from: string;
  to: string;
  condition: string | null;
}

export interface LawReading {
  processId: string;
  elements: LawElement[];
  flows: LawFlow[];
}

// biome-ignore lint/suspicious/noExplicitAny: bpmn-moddle's objects carry no types
type Moddle = any;

/** Null where the file has no executable process. */
export function lawReadingOf(definitions: Moddle, processId?: string): LawReading | null {
  const process = definitions.rootElements?.find(
    (one: Moddle) => one.$type === 'bpmn:Process' && (processId === undefined || one.id === processId),
  );
  if (!process) return null;
  const reading: LawReading = { processId: process.id, elements: [], flows: [] };
  collect(process, null, false, reading);
  return reading;
}

function collect(scope: Moddle, parent: string | null, aside: boolean, into: LawReading): void {
  for (const one of scope.flowElements ?? []) {
    if (one.$type === 'bpmn:SequenceFlow') {
      if (one.sourceRef?.id && one.targetRef?.id)
        into.flows.push({
          id: one.id,
          from: one.sourceRef.id,
          to: one.targetRef.id,
          condition: one.conditionExpression?.body ?? null,
        });
      continue;
    }
    if (!/(Task|Event|Gateway|SubProcess|Transaction|CallActivity)$/.test(one.$type)) continue;
    const beside = aside || one.triggeredByEvent === true;
    into.elements.push(described(one, parent, beside));
    if (one.flowElements) collect(one, one.id, beside, into);
  }
}

function described(one: Moddle, parent: string | null, aside: boolean): LawElement {
  const extensions: Moddle[] = one.extensionElements?.values ?? [];
  const of = (type: string): Moddle => extensions.find(({ $type }) => $type === type);
  const inputs = pairs(of('zeebe:IoMapping')?.inputParameters, 'target', 'source');
  const outputs = pairs(of('zeebe:IoMapping')?.outputParameters, 'target', 'source');
  const headers = pairs(of('zeebe:TaskHeaders')?.values, 'key', 'value');
  const properties = pairs(of('zeebe:Properties')?.properties, 'name', 'value');
  const [event] = one.eventDefinitions ?? [];
  const timer = (event?.timeDate ?? event?.timeDuration ?? event?.timeCycle)?.body ?? null;
  const groups = of('zeebe:AssignmentDefinition')?.candidateGroups ?? null;
  const jobType = of('zeebe:TaskDefinition')?.type ?? null;
  const element = {
    id: one.id,
    name: String(one.name ?? '').replace(/\s+/g, ' '),
    type: one.$type.replace('bpmn:', ''),
    event: event ? event.$type.replace('bpmn:', '').replace('EventDefinition', '') : null,
    article: properties.article ?? null,
    decision: properties.decision ?? null,
    budget: unquoted(inputs.budget ?? headers.budget ?? null),
    isClock: inputs.budget === undefined && headers.budget !== undefined,
    clockStart: inputs.clockStart ?? null,
    clockDue: inputs.clockDue ?? null,
    clockLimit: inputs.clockLimit ?? null,
    agencyLimit: headers.agencyLimit === 'true',
    groups,
    jobType,
    timer,
    outputs,
    parent,
    aside,
    attachedTo: one.attachedToRef?.id ?? null,
  };
  const facts: Record<string, string> = { type: element.type, name: element.name };
  const add = (kind: string, values: Readonly<Record<string, string>>): void => {
    for (const [key, value] of Object.entries(values)) facts[`${kind} ${key}`] = value;
  };
  add('input', inputs);
  add('output', outputs);
  add('header', headers);
  add('property', properties);
  const plain = { groups, jobType, timer, event: element.event, formId: of('zeebe:FormDefinition')?.formId };
  for (const [key, value] of Object.entries(plain)) if (value) facts[key] = String(value);
  const listeners: Moddle[] = of('zeebe:ExecutionListeners')?.listeners ?? [];
  for (const { eventType, type } of listeners) facts[`listener ${eventType} ${type}`] = String(type);
  for (const flow of one.outgoing ?? [])
    if (flow.targetRef?.id) facts[`flow ${flow.targetRef.id}`] = flow.conditionExpression?.body ?? '';
  if (one.loopCharacteristics) facts.loop = one.loopCharacteristics.isSequential ? 'sequential' : 'parallel';
  return { ...element, facts };
}

function pairs(values: Moddle[] | undefined, key: string, value: string): Record<string, string> {
  return Object.fromEntries((values ?? []).map((one) => [String(one[key] ?? ''), String(one[value] ?? '')]));
}

const unquoted = (text: string | null): string | null => text?.replace(/^="?|"$/g, '') ?? null;

/** What the law asks after by name: tasks of people, deadlines, and what is sent to the sender. */
export type LawKind = 'task' | 'deadline' | 'sending' | 'other';

export function kindOf(element: LawElement): LawKind {
  if (element.type === 'UserTask') return 'task';
  if (element.isClock || element.timer !== null) return 'deadline';
  if (element.type === 'SendTask' || (element.jobType !== null && element.type.endsWith('Event'))) return 'sending';
  return 'other';
}
