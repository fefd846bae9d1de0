/**
 * Reads a diagram file into plain objects for the checks beside it: elements, flows, their Zeebe extensions and their
 * drawing. Nothing at run time needs it: the engine reads the file by itself.
 */
import { readFile } from 'node:fs/promises';
import { BpmnModdle } from 'bpmn-moddle';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json' with { type: 'json' };

/** A moddle element: attributes and children under their BPMN names. */
// biome-ignore lint/suspicious/noExplicitAny: the shape of a moddle element depends on its $type
export type ModdleElement = any;

export interface Mapping {
  readonly source: string;
  readonly target: string;
}

export interface Element {
  readonly id: string;
  /** Without prefix: `UserTask`, `SequenceFlow`, … */
  readonly type: string;
  readonly name: string;
  /** Id of the process or sub-process that it stands in. */
  readonly scope: string;
  readonly moddle: ModdleElement;
  readonly inputs: readonly Mapping[];
  readonly outputs: readonly Mapping[];
  readonly headers: Readonly<Record<string, string>>;
  readonly properties: Readonly<Record<string, string>>;
  readonly jobType: string | null;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Drawing {
  /** Element id → its shape, with the label's box where the label stands outside. */
  readonly shapes: ReadonlyMap<string, { readonly box: Box; readonly label: Box | null; readonly stroke: string }>;
  /** Flow or association id → its line, with the label's box. */
  readonly edges: ReadonlyMap<
    string,
    { readonly points: readonly { x: number; y: number }[]; readonly label: Box | null }
  >;
}

export interface Diagram {
  readonly xml: string;
  readonly warnings: readonly string[];
  readonly process: ModdleElement;
  readonly root: ModdleElement;
  readonly elements: ReadonlyMap<string, Element>;
  readonly drawing: Drawing;
}

const local = (type: string): string => type.slice(type.indexOf(':') + 1);

/** The first extension element of a type, such as `zeebe:UserTask`. */
export function extension(element: ModdleElement, type: string): ModdleElement | undefined {
  return element.extensionElements?.values?.find((value: ModdleElement) => value.$type === type);
}

const pairs = (list: ModdleElement[] | undefined, key: string): Record<string, string> =>
  Object.fromEntries((list ?? []).map((entry) => [entry[key], entry.value]));

function describe(moddle: ModdleElement, scope: string): Element {
  const io = extension(moddle, 'zeebe:IoMapping');
  return {
    id: moddle.id,
    type: local(moddle.$type),
    name: moddle.name ?? '',
    scope,
    moddle,
    inputs: io?.inputParameters ?? [],
    outputs: io?.outputParameters ?? [],
    headers: pairs(extension(moddle, 'zeebe:TaskHeaders')?.values, 'key'),
    properties: pairs(extension(moddle, 'zeebe:Properties')?.properties, 'name'),
    jobType: extension(moddle, 'zeebe:TaskDefinition')?.type ?? null,
  };
}

function collect(container: ModdleElement, into: Map<string, Element>): void {
  for (const child of [...(container.flowElements ?? []), ...(container.artifacts ?? [])]) {
    into.set(child.id, describe(child, container.id));
    collect(child, into);
  }
}

const boxOf = (bounds: ModdleElement | undefined): Box | null =>
  bounds ? { x: bounds.x, y: bounds.y, width: bounds.width, height: bounds.height } : null;

function drawingOf(root: ModdleElement): Drawing {
  const shapes: Map<string, { box: Box; label: Box | null; stroke: string }> = new Map();
  const edges: Map<string, { points: { x: number; y: number }[]; label: Box | null }> = new Map();
  for (const drawn of root.diagrams[0].plane.planeElement) {
    const label = boxOf(drawn.label?.bounds);
    if (local(drawn.$type) === 'BPMNShape') {
      const stroke: string = drawn.get('color:border-color') ?? '';
      shapes.set(drawn.bpmnElement.id, { box: boxOf(drawn.bounds)!, label, stroke });
    } else {
      edges.set(drawn.bpmnElement.id, {
        points: drawn.waypoint.map((p: ModdleElement) => ({ x: p.x, y: p.y })),
        label,
      });
    }
  }
  return { shapes, edges };
}

/** A moddle that knows the Zeebe extensions. */
export function moddle(): ModdleElement {
  return new BpmnModdle({ zeebe });
}

/** Reads a BPMN file of one process. Throws where it is not XML; what it does not understand is in `warnings`. */
export async function readDiagram(file: string | URL): Promise<Diagram> {
  const xml = await readFile(file, 'utf8');
  const { rootElement: root, warnings } = await moddle().fromXML(xml);
  const process = root.rootElements.find((element: ModdleElement) => element.$type === 'bpmn:Process');
  const elements: Map<string, Element> = new Map();
  collect(process, elements);
  return {
    xml,
    warnings: warnings.map((warning: { message: string }) => warning.message),
    process,
    root,
    elements,
    drawing: drawingOf(root),
  };
}
