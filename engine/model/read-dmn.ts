/** DMN XML → decisions with compiled FEEL (zeebe-contract 4.11). Read with dmn-moddle; DMN 1.1–1.3 by namespace. */
import { DmnModdle } from 'dmn-moddle';
import { compileFeel, compileUnaryTest, type Feel, type UnaryTest } from '../expressions/feel.ts';

export type HitPolicy = 'UNIQUE' | 'FIRST' | 'ANY' | 'RULE ORDER' | 'COLLECT';
export type Aggregation = 'SUM' | 'MIN' | 'MAX' | 'COUNT' | undefined;

export interface TableModel {
  readonly kind: 'DECISION_TABLE';
  readonly hitPolicy: HitPolicy;
  readonly aggregation: Aggregation;
  readonly inputs: readonly { id: string; name: string; expression: Feel }[];
  readonly outputs: readonly { id: string; name: string; label: string; fallback?: Feel }[];
  readonly rules: readonly { id: string; tests: readonly UnaryTest[]; outputs: readonly (Feel | undefined)[] }[];
}
export interface LiteralModel {
  readonly kind: 'LITERAL_EXPRESSION';
  readonly expression: Feel;
}
export interface DecisionModel {
  readonly id: string;
  readonly name: string;
  readonly versionTag: string;
  /** The name under which decisions that require this one read its result. */
  readonly variable: string;
  readonly requires: readonly string[];
  readonly logic: TableModel | LiteralModel;
}
export interface RequirementsModel {
  readonly id: string;
  readonly name: string;
  readonly namespace: string;
  readonly decisions: ReadonlyMap<string, DecisionModel>;
}

// biome-ignore lint/suspicious/noExplicitAny: moddle's elements are dynamic; everything past this file is typed.
type Moddle = any;
const moddle = new DmnModdle();

/** Older DMN namespaces say the same as far as this engine reads: mapped to the one that dmn-moddle knows. */
const namespaces = /http:\/\/www\.omg\.org\/spec\/DMN\/(20151101\/dmn\.xsd|20180521\/MODEL\/)/g;

/** Rejects with a message if the XML is not well-formed, no DMN, or holds FEEL or logic that cannot be run. */
export async function readDmn(xml: string): Promise<RequirementsModel> {
  const text = xml.replace(namespaces, 'https://www.omg.org/spec/DMN/20191111/MODEL/');
  const { rootElement, warnings } = (await moddle.fromXML(text, 'dmn:Definitions')) as Moddle;
  // moddle leaves out what it cannot read (an id that comes twice, an unknown element): never run half a table.
  if (warnings.length > 0) throw new Error(String(warnings[0].message).replace(/\s+/g, ' '));
  const decisions = new Map<string, DecisionModel>();
  for (const element of rootElement.drgElement ?? []) {
    if (element.$type === 'dmn:Decision') decisions.set(element.id, readDecision(element));
  }
  for (const decision of decisions.values()) {
    for (const required of decision.requires) {
      if (!decisions.has(required))
        throw new Error(`Decision '${decision.id}' requires '${required}', which is not there`);
    }
  }
  for (const decision of decisions.values()) checkNoCycle(decision, decisions, []);
  return { id: rootElement.id ?? '', name: rootElement.name ?? '', namespace: rootElement.namespace ?? '', decisions };
}

function checkNoCycle(decision: DecisionModel, all: Map<string, DecisionModel>, path: string[]): void {
  if (path.includes(decision.id))
    throw new Error(`Decisions require each other: ${[...path, decision.id].join(' → ')}`);
  for (const id of decision.requires) checkNoCycle(all.get(id)!, all, [...path, decision.id]);
}

function readDecision(decision: Moddle): DecisionModel {
  const logic = decision.decisionLogic;
  const tag = (decision.extensionElements?.values ?? []).find((value: Moddle) =>
    /versionTag$/i.test(value.$type ?? ''),
  );
  return {
    id: decision.id,
    name: decision.name ?? '',
    versionTag: tag?.value ?? '',
    variable: decision.variable?.name || decision.id,
    requires: (decision.informationRequirement ?? [])
      .map((requirement: Moddle) => requirement.requiredDecision?.href?.replace(/^.*#/, ''))
      .filter(Boolean),
    logic:
      logic?.$type === 'dmn:DecisionTable'
        ? readTable(decision.id, logic)
        : logic?.$type === 'dmn:LiteralExpression'
          ? { kind: 'LITERAL_EXPRESSION', expression: feel(decision.id, logic.text) }
          : refuse(`Decision '${decision.id}' has logic of a kind that is not supported`),
  };
}

function readTable(id: string, table: Moddle): TableModel {
  const hitPolicy = table.hitPolicy ?? 'UNIQUE';
  if (!['UNIQUE', 'FIRST', 'ANY', 'RULE ORDER', 'COLLECT'].includes(hitPolicy)) {
    refuse(`Decision '${id}' has the hit policy '${hitPolicy}', which is not supported`);
  }
  return {
    kind: 'DECISION_TABLE',
    hitPolicy,
    aggregation: table.aggregation,
    inputs: (table.input ?? []).map((input: Moddle) => ({
      id: input.id ?? '',
      name: input.label ?? input.inputExpression?.text ?? '',
      expression: feel(id, input.inputExpression?.text),
    })),
    outputs: (table.output ?? []).map((output: Moddle) => ({
      id: output.id ?? '',
      name: output.name ?? '',
      label: output.label ?? output.name ?? '',
      ...(output.defaultOutputEntry?.text && { fallback: feel(id, output.defaultOutputEntry.text) }),
    })),
    rules: (table.rule ?? []).map((rule: Moddle) => ({
      id: rule.id ?? '',
      tests: (rule.inputEntry ?? []).map((entry: Moddle) =>
        within(id, entry.text ?? '', () => compileUnaryTest(entry.text ?? '')),
      ),
      outputs: (rule.outputEntry ?? []).map((entry: Moddle) => (entry.text?.trim() ? feel(id, entry.text) : undefined)),
    })),
  };
}

const feel = (id: string, text: string | undefined) => within(id, text ?? '', () => compileFeel((text ?? '').trim()));

function within<T>(id: string, text: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new Error(
      `Decision '${id}': failed to parse expression '${text}': ${error instanceof Error ? error.message : error}`,
    );
  }
}

function refuse(message: string): never {
  throw new Error(message);
}
