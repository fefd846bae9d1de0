/**
 * Reads from a deployed diagram what the way of a report needs: which elements speak to citizens, how one leads to the
 * next, and which branch is the ordinary one. The ordinary branch of a gateway is its default flow, or else the flow
 * drawn straight on from it: a BPMN diagram is drawn with its main line straight (docs/decisions/0014).
 */
import { createRequire } from 'node:module';
import { BpmnModdle } from 'bpmn-moddle';

const zeebe = createRequire(import.meta.url)('zeebe-bpmn-moddle/resources/zeebe.json');

// biome-ignore lint/suspicious/noExplicitAny: bpmn-moddle's objects carry no types
type Moddle = any;

export interface Node {
  id: string;
  /** What citizens read of it; null for elements that do not speak to them. */
  label: { vi: string; en: string } | null;
  article: string | null;
  /** A time limit as the diagram writes it, e.g. `2h`; null where the element sets none. */
  budget: string | null;
  /** `reception`: the limit runs from when the report came in · `arrival`: from when the step begins. */
  clock: 'reception' | 'arrival';
  /** `opens`: starts a clock that later steps share · `shares`: is due with that clock · `own`. */
  kind: 'opens' | 'shares' | 'own';
  /** The element that is entered next on the ordinary way; null at the end. */
  next: string | null;
}

export interface Graph {
  /** The process's start event. */
  start: string;
  nodes: ReadonlyMap<string, Node>;
}

/** Null where the diagram has no process with this id that begins. @throws when the XML is no BPMN */
export async function readGraph(xml: string, processId: string): Promise<Graph | null> {
  const { rootElement: root } = (await new BpmnModdle({ zeebe }).fromXML(xml)) as { rootElement: Moddle };
  const process = root.rootElements.find((one: Moddle) => one.$type === 'bpmn:Process' && one.id === processId);
  const start = process && startOf(process);
  if (!start) return null;
  const middles = middlesOf(root);
  const nodes = new Map<string, Node>();
  collect(process, middles, nodes);
  return { start, nodes };
}

type Middles = ReadonlyMap<string, { x: number; y: number }>;

function middlesOf(root: Moddle): Middles {
  const shapes: Moddle[] = root.diagrams?.[0]?.plane?.planeElement ?? [];
  return new Map(
    shapes
      .filter((one) => one.bounds && one.bpmnElement)
      .map(({ bpmnElement, bounds: { x, y, width, height } }) => [
        bpmnElement.id,
        { x: x + width / 2, y: y + height / 2 },
      ]),
  );
}

function startOf(scope: Moddle): string | undefined {
  return scope.flowElements?.find((one: Moddle) => one.$type === 'bpmn:StartEvent')?.id;
}

function collect(scope: Moddle, middles: Middles, nodes: Map<string, Node>): void {
  for (const element of scope.flowElements ?? []) {
    if (element.$type === 'bpmn:SequenceFlow') continue;
    nodes.set(element.id, { ...describe(element), next: nextOf(element, scope, middles) });
    if (element.flowElements) collect(element, middles, nodes);
  }
}

/** Into a sub-process goes its start event; from its end event goes what follows the sub-process. */
function nextOf(element: Moddle, scope: Moddle, middles: Middles): string | null {
  if (element.$type === 'bpmn:SubProcess' && !element.triggeredByEvent) return startOf(element) ?? null;
  if (element.$type === 'bpmn:EndEvent') return scope.$type === 'bpmn:SubProcess' ? ordinary(scope, middles) : null;
  return ordinary(element, middles);
}

/** Farther than any drawing is wide. */
const backwards = 1e9;

function ordinary(element: Moddle, middles: Middles): string | null {
  const targets: string[] = (element.outgoing ?? []).map((flow: Moddle) => flow.targetRef.id);
  if (element.default) return element.default.targetRef.id;
  const here = middles.get(element.id);
  if (targets.length < 2 || !here) return targets[0] ?? null;
  const turn = (id: string): number => {
    const there = middles.get(id);
    if (!there) return Number.POSITIVE_INFINITY;
    const [right, across] = [there.x - here.x, Math.abs(there.y - here.y)];
    // On is to the right; where nothing leads there, what is drawn straight above or below comes next.
    return right > across ? across : backwards + Math.abs(right);
  };
  return targets.reduce((best, one) => (turn(one) < turn(best) ? one : best));
}

function describe(element: Moddle): Omit<Node, 'next'> {
  const extensions: Moddle[] = element.extensionElements?.values ?? [];
  const of = (type: string): Moddle => extensions.find((one) => one.$type === type);
  const property = (name: string): string | null =>
    of('zeebe:Properties')?.properties?.find((one: Moddle) => one.name === name)?.value ?? null;
  const input = (target: string): string | null =>
    of('zeebe:IoMapping')?.inputParameters?.find((one: Moddle) => one.target === target)?.source ?? null;
  const header = of('zeebe:TaskHeaders')?.values?.find((one: Moddle) => one.key === 'budget')?.value ?? null;
  const vi = property('citizenLabel');
  return {
    id: element.id,
    label: vi ? { vi, en: property('citizenLabelEn') ?? vi } : null,
    article: property('article'),
    budget: unquoted(input('budget') ?? header),
    clock: /receivedAt|supplementedAt/.test(input('clockStart') ?? '') ? 'reception' : 'arrival',
    kind: header !== null ? 'opens' : input('clockDue') !== null ? 'shares' : 'own',
  };
}

const unquoted = (text: string | null): string | null => text?.replace(/^="?|"$/g, '') ?? null;
