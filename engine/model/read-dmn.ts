/** DMN XML → decisions with compiled FEEL (zeebe-contract 4.11). Read with dmn-moddle; DMN 1.1–1.3 by namespace. */
import { compileFeel, compileUnaryTest, type Feel, type UnaryTest } from '../expressions/feel.ts';
import { type Signatures, textOf } from './boxed.ts';

export type HitPolicy = 'UNIQUE' | 'FIRST' | 'ANY' | 'PRIORITY' | 'RULE ORDER' | 'OUTPUT ORDER' | 'COLLECT';
export type Aggregation = 'SUM' | 'MIN' | 'MAX' | 'COUNT' | undefined;

export interface TableModel {
  readonly kind: 'DECISION_TABLE';
  readonly hitPolicy: HitPolicy;
  readonly aggregation: Aggregation;
  readonly inputs: readonly { id: string; name: string; expression: Feel }[];
  readonly outputs: readonly {
    id: string;
    name: string;
    label: string;
    fallback?: Feel;
    /** Values from the first to the last in rank, for PRIORITY and OUTPUT ORDER. */
    ranked?: Feel;
  }[];
  readonly rules: readonly { id: string; tests: readonly UnaryTest[]; outputs: readonly (Feel | undefined)[] }[];
}
export interface ExpressionModel {
  readonly kind: 'LITERAL_EXPRESSION' | 'CONTEXT' | 'LIST' | 'RELATION' | 'INVOCATION';
  readonly expression: Feel;
}
/** A function that decisions call: its logic is an expression of its parameters, or a table that reads them. */
export interface KnowledgeModel {
  readonly id: string;
  readonly name: string;
  readonly parameters: readonly string[];
  readonly logic: TableModel | { readonly kind: 'FUNCTION'; readonly expression: Feel };
}
export interface DecisionModel {
  readonly id: string;
  readonly name: string;
  readonly versionTag: string;
  /** The name under which decisions that require this one read its result. */
  readonly variable: string;
  readonly requires: readonly string[];
  readonly logic: TableModel | ExpressionModel;
}
export interface RequirementsModel {
  readonly id: string;
  readonly name: string;
  readonly namespace: string;
  readonly decisions: ReadonlyMap<string, DecisionModel>;
  /** By name. */
  readonly knowledge: ReadonlyMap<string, KnowledgeModel>;
}

// biome-ignore lint/suspicious/noExplicitAny: moddle's elements are dynamic; everything past this file is typed.
type Moddle = any;
/** Loaded with the first table: a start without any is quicker by that. */
let moddle: Promise<Moddle> | undefined;
const load = () => import('dmn-moddle').then(({ DmnModdle }) => new DmnModdle());

/** Older DMN namespaces say the same as far as this engine reads: mapped to the one that dmn-moddle knows. */
const namespaces = /http:\/\/www\.omg\.org\/spec\/DMN\/(20151101\/dmn\.xsd|20180521\/MODEL\/)/g;

/** Rejects with a message if the XML is not well-formed, no DMN, or holds FEEL or logic that cannot be run. */
export async function readDmn(xml: string): Promise<RequirementsModel> {
  const text = xml.replace(namespaces, 'https://www.omg.org/spec/DMN/20191111/MODEL/');
  moddle ??= load();
  const { rootElement, warnings } = (await (await moddle).fromXML(text, 'dmn:Definitions')) as Moddle;
  // moddle leaves out what it cannot read (an id that comes twice, an unknown element): never run half a table.
  if (warnings.length > 0) throw new Error(String(warnings[0].message).replace(/\s+/g, ' '));
  const elements: Moddle[] = rootElement.drgElement ?? [];
  const models = elements.filter((element) => element.$type === 'dmn:BusinessKnowledgeModel');
  const signatures: Signatures = new Map(models.map((model) => [nameOf(model), parametersOf(model)]));
  const knowledge = new Map<string, KnowledgeModel>();
  for (const model of models) knowledge.set(nameOf(model), readKnowledge(model, signatures));
  const decisions = new Map<string, DecisionModel>();
  for (const element of elements) {
    if (element.$type === 'dmn:Decision') decisions.set(element.id, readDecision(element, signatures));
  }
  for (const decision of decisions.values()) {
    for (const required of decision.requires) {
      if (!decisions.has(required))
        throw new Error(`Decision '${decision.id}' requires '${required}', which is not there`);
    }
  }
  for (const decision of decisions.values()) checkNoCycle(decision, decisions, []);
  return {
    id: rootElement.id ?? '',
    name: rootElement.name ?? '',
    namespace: rootElement.namespace ?? '',
    decisions,
    knowledge,
  };
}

function checkNoCycle(decision: DecisionModel, all: Map<string, DecisionModel>, path: string[]): void {
  if (path.includes(decision.id))
    throw new Error(`Decisions require each other: ${[...path, decision.id].join(' → ')}`);
  for (const id of decision.requires) checkNoCycle(all.get(id)!, all, [...path, decision.id]);
}

const nameOf = (model: Moddle): string => model.variable?.name || model.name || model.id;
const parametersOf = (model: Moddle): string[] =>
  (model.encapsulatedLogic?.formalParameter ?? []).map((parameter: Moddle) => parameter.name ?? '');

function readKnowledge(model: Moddle, signatures: Signatures): KnowledgeModel {
  const { id, encapsulatedLogic: logic } = model;
  const head = { id, name: nameOf(model), parameters: parametersOf(model) };
  if (logic?.body?.$type === 'dmn:DecisionTable') return { ...head, logic: readTable(id, logic.body, signatures) };
  return { ...head, logic: { kind: 'FUNCTION', expression: boxed(id, logic, signatures) } };
}

function readDecision(decision: Moddle, signatures: Signatures): DecisionModel {
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
        ? readTable(decision.id, logic, signatures)
        : readLogic(decision, signatures),
  };
}

const decisionTypes: Record<string, ExpressionModel['kind']> = {
  'dmn:LiteralExpression': 'LITERAL_EXPRESSION',
  'dmn:Context': 'CONTEXT',
  'dmn:List': 'LIST',
  'dmn:Relation': 'RELATION',
  'dmn:Invocation': 'INVOCATION',
};

function readLogic({ id, decisionLogic: logic }: Moddle, signatures: Signatures): ExpressionModel {
  const kind = decisionTypes[logic?.$type];
  if (!kind) throw new Error(`Decision '${id}' has logic of a kind that is not supported`);
  const expression = kind === 'LITERAL_EXPRESSION' ? feel(id, logic.text, signatures) : boxed(id, logic, signatures);
  return { kind, expression };
}

function boxed(id: string, logic: Moddle, signatures: Signatures): Feel {
  return feel(
    id,
    within(id, logic?.$type ?? '', () => textOf(logic, signatures)),
    signatures,
  );
}

function readTable(id: string, table: Moddle, signatures: Signatures): TableModel {
  const hitPolicy: HitPolicy = table.hitPolicy ?? 'UNIQUE';
  const ordered = hitPolicy === 'PRIORITY' || hitPolicy === 'OUTPUT ORDER';
  const callables = new Set(signatures.keys());
  return {
    kind: 'DECISION_TABLE',
    hitPolicy,
    aggregation: table.aggregation,
    inputs: (table.input ?? []).map((input: Moddle) => ({
      id: input.id ?? '',
      name: input.label ?? input.inputExpression?.text ?? '',
      expression: feel(id, input.inputExpression?.text, signatures),
    })),
    outputs: (table.output ?? []).map((output: Moddle) => ({
      id: output.id ?? '',
      name: output.name ?? '',
      label: output.label ?? output.name ?? '',
      ...(output.defaultOutputEntry?.text && { fallback: feel(id, output.defaultOutputEntry.text, signatures) }),
      ...(ordered && { ranked: feel(id, `[${output.outputValues?.text ?? ''}]`, signatures) }),
    })),
    rules: (table.rule ?? []).map((rule: Moddle) => ({
      id: rule.id ?? '',
      tests: (rule.inputEntry ?? []).map((entry: Moddle) =>
        within(id, entry.text ?? '', () => compileUnaryTest(entry.text ?? '', callables)),
      ),
      outputs: (rule.outputEntry ?? []).map((entry: Moddle) =>
        entry.text?.trim() ? feel(id, entry.text, signatures) : undefined,
      ),
    })),
  };
}

const feel = (id: string, text: string | undefined, signatures: Signatures): Feel =>
  within(id, text ?? '', () => compileFeel((text ?? '').trim(), new Set(signatures.keys())));

function within<T>(id: string, text: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new Error(
      `Decision '${id}': failed to parse expression '${text}': ${error instanceof Error ? error.message : error}`,
    );
  }
}
