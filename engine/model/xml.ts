/** Reads BPMN XML with bpmn-moddle and Zeebe's extension descriptors (by namespace, whatever the prefixes are). */
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json' with { type: 'json' };

/** An element as moddle gives it: typed by `$type`, the rest by property names of the BPMN descriptors. */
// biome-ignore lint/suspicious/noExplicitAny: moddle's elements are dynamic; everything past `model/` is typed.
export type Moddle = { $type: string; id?: string; name?: string; [property: string]: any };

/** Loaded with the first diagram: a start without any is quicker by that. */
const load = () => import('bpmn-moddle').then(({ BpmnModdle }) => new BpmnModdle({ zeebe }));
let moddle: ReturnType<typeof load> | undefined;

export interface BpmnXml {
  definitions: Moddle;
  warnings: string[];
}

/** Rejects with the parser's own text if the XML is not well-formed or no BPMN. */
export async function readXml(xml: string): Promise<BpmnXml> {
  moddle ??= load();
  const { rootElement, warnings } = await (await moddle).fromXML(xml, 'bpmn:Definitions');
  return {
    definitions: rootElement as unknown as Moddle,
    warnings: warnings.map((w: { message: string }) => w.message),
  };
}

/** The extension elements of one type, e.g. `zeebe:TaskDefinition`. */
export function extensions(element: Moddle, type: string): Moddle[] {
  return (element.extensionElements?.values ?? []).filter((value: Moddle) => value.$type === type);
}
export const extension = (element: Moddle, type: string): Moddle | undefined => extensions(element, type)[0];

/** Value of an attribute that moddle knows or, for newer attributes than its descriptors, carries in `$attrs`. */
export function attribute(element: Moddle | undefined, name: string): string | undefined {
  const value = element?.[name] ?? element?.$attrs?.[name];
  return value === undefined || value === null ? undefined : String(value);
}

/** The activity that a compensation boundary event is associated with, in its own scope. */
export const compensationHandler = (scope: Moddle, boundary: Moddle): Moddle | undefined =>
  (scope.artifacts ?? []).find(
    (artifact: Moddle) => artifact.$type === 'bpmn:Association' && artifact.sourceRef?.id === boundary.id,
  )?.targetRef;
