/** Questions that the checks ask of the shipped diagram: what stands where, and which way a gateway takes. */
import { stageIds } from '../domain/stages.ts';
import { compileFeel } from '../engine/expressions/feel.ts';
import { toPlain } from '../engine/expressions/json.ts';
import { type Element, readDiagram } from './diagram.ts';

/** The shipped diagram. */
export const diagram = await readDiagram(new URL('field-report.bpmn', import.meta.url));

/** All its elements and flows. */
export const all: readonly Element[] = [...diagram.elements.values()];

export type Variables = Record<string, unknown>;

/** An element by id; a wrong id is a mistake in the test. */
export function element(id: string): Element {
  const found = diagram.elements.get(id);
  if (!found) throw new Error(`no element ${id}`);
  return found;
}

/** Input or output mappings: target → source. */
export function sources(of: Element, side: 'inputs' | 'outputs'): Record<string, string> {
  return Object.fromEntries(of[side].map((mapping) => [mapping.target, mapping.source]));
}

/** What an output mapping of an element gives under these variables. */
export function output(id: string, target: string, variables: Variables): unknown {
  return feel(sources(element(id), 'outputs')[target]!, variables);
}

/** 10 February 2026, 16:30 in Vietnam. */
const surroundings = { now: 1_770_715_800_000, zone: '+07:00', random: () => 0.5 };

/** What the engine makes of a FEEL expression (`=…`) under these variables. */
export function feel(expression: string, variables: Variables): unknown {
  return toPlain(compileFeel(expression.replace(/^=/, '')).run((name) => variables[name], surroundings));
}

/** `direction-report` → `directionReport`, as variables are written. */
export const camel = (id: string): string => id.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

export const outgoing = (id: string): Element[] =>
  all.filter((flow) => flow.type === 'SequenceFlow' && flow.moddle.sourceRef.id === id);

/** Where the flows lead whose condition holds; a default flow has none. */
export function taken(gateway: string, variables: Variables): string[] {
  const holds = (flow: Element): boolean =>
    flow.moddle.conditionExpression !== undefined && feel(flow.moddle.conditionExpression.body, variables) === true;
  return outgoing(gateway)
    .filter(holds)
    .map((flow) => flow.moddle.targetRef.id);
}

/** What may stand in the instance itself (design, "Variables"); everything else is local to an element. */
export const instanceVariables = new Set([
  ...['reportCode', 'receivedAt', 'confidential', 'field', 'district', 'proposedAgencies', 'leadAgency'],
  ...['coordinatingAgencies', 'scopeReturns', 'directed', 'handlingFrom', 'handlingDueAt', 'handlingRemindAt'],
  ...['extensionDays', 'supplementedAt', 'supplementDueAt', 'approvedAt', 'publishedAt', 'feedbackAt', 'rating'],
  ...['hasComment', 'entry', 'closure', 'opinionOutcomes', ...stageIds.map((stage) => `${camel(stage)}Outcome`)],
]);
