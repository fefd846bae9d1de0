/** What an ad-hoc sub-process says beside its elements (zeebe-contract 4.2; 8.8). */
import { Expression } from '../expressions/expression.ts';
import { filledIn } from '../expressions/from-ai.ts';
import type { AdHocModel, ElementNode } from './model.ts';
import { attribute, extension, type Moddle } from './xml.ts';

/** The id of the scope of one activation: no element of a diagram. */
export const innerId = (adHocId: string): string => `${adHocId}#innerInstance`;

const never = new Set(['bpmn:BoundaryEvent', 'bpmn:StartEvent', 'bpmn:EndEvent']);

/** Elements that no flow leads to and that no event or association begins. */
export function isActivatable(source: Moddle, scope: Moddle): boolean {
  if (never.has(source.$type) || source.triggeredByEvent || source.isForCompensation) return false;
  if (source.$type === 'bpmn:SequenceFlow' || /Data/.test(source.$type)) return false;
  const catchesLink =
    source.$type === 'bpmn:IntermediateCatchEvent' &&
    source.eventDefinitions?.[0]?.$type === 'bpmn:LinkEventDefinition';
  const flows: Moddle[] = (scope.flowElements ?? []).filter((flow: Moddle) => flow.$type === 'bpmn:SequenceFlow');
  return !catchesLink && !flows.some((flow) => flow.targetRef === source);
}

export function readAdHoc(source: Moddle, inner: ElementNode): AdHocModel {
  const zeebe = extension(source, 'zeebe:AdHoc');
  const activeElements = expression(attribute(zeebe, 'activeElementsCollection'));
  const completionCondition = expression(source.completionCondition?.body);
  const outputElement = expression(attribute(zeebe, 'outputElement'));
  const elements: Moddle[] = (source.flowElements ?? []).filter((element: Moddle) => isActivatable(element, source));
  return {
    ...(activeElements && { activeElements }),
    ...(completionCondition && { completionCondition }),
    cancelRemaining: source.cancelRemainingInstances !== false,
    outputCollection: attribute(zeebe, 'outputCollection') ?? '',
    ...(outputElement && { outputElement }),
    inner,
    elements: new Map(elements.map((element) => [element.id!, described(element)])),
  };
}

/** For the worker that chooses; what the model does not say is left out. */
function described(element: Moddle): object {
  const documentation: string | undefined = element.documentation?.[0]?.text?.trim();
  const properties: Moddle[] = extension(element, 'zeebe:Properties')?.properties ?? [];
  const named = Object.fromEntries(
    properties.map((property) => [attribute(property, 'name') ?? '', attribute(property, 'value') ?? '']),
  );
  const io = extension(element, 'zeebe:IoMapping');
  const mappings: Moddle[] = [...(io?.inputParameters ?? []), ...(io?.outputParameters ?? [])];
  const parameters = mappings.flatMap((mapping) => filledIn(attribute(mapping, 'source') ?? ''));
  return {
    elementId: element.id,
    ...(element.name && { elementName: element.name }),
    ...(documentation && { documentation }),
    ...(properties.length > 0 && { properties: named }),
    ...(parameters.length > 0 && { parameters }),
  };
}

const expression = (text: string | undefined): Expression | undefined =>
  text?.trim() ? new Expression(text.trim()) : undefined;
