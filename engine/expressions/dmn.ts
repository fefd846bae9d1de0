/** Runs a decision and what it requires; answers the value and how it came about (DECISION_EVALUATION's lists). */
import type { DecisionModel, KnowledgeModel, RequirementsModel, TableModel } from '../model/read-dmn.ts';
import type { Feel, Lookup, Surroundings } from './feel.ts';
import { withinTime } from './guard.ts';
import { toPlain } from './json.ts';

export interface EvaluatedTable {
  decisionId: string;
  decisionName: string;
  decisionType: string;
  decisionOutput: string;
  evaluatedInputs: { inputId: string; inputName: string; inputValue: string }[];
  matchedRules: {
    ruleId: string;
    ruleIndex: number;
    evaluatedOutputs: { outputId: string; outputName: string; outputValue: string }[];
  }[];
}
export interface DecisionOutcome {
  output: unknown;
  evaluated: EvaluatedTable[];
  /** Set if a decision failed; `output` is null then. */
  failure?: { decisionId: string; message: string };
}

class DecisionFailure extends Error {
  readonly decisionId: string;
  constructor(decisionId: string, message: string) {
    super(message);
    this.decisionId = decisionId;
  }
}

/** Evaluates required decisions first, each once; their results are variables under their names. */
export function evaluateDecision(
  drg: RequirementsModel,
  decisionId: string,
  lookup: Lookup,
  surroundings: Surroundings,
): DecisionOutcome {
  const results = new Map<string, unknown>();
  const evaluated: EvaluatedTable[] = [];
  const read: Lookup = (name) => {
    if (results.has(name)) return results.get(name);
    const model = drg.knowledge.get(name);
    return model ? functionOf(model, read, surroundings) : lookup(name);
  };
  const done = new Set<string>();
  const run = (decision: DecisionModel): unknown => {
    for (const id of decision.requires) {
      if (!done.has(id)) run(drg.decisions.get(id)!);
    }
    done.add(decision.id);
    const trace: EvaluatedTable = {
      decisionId: decision.id,
      decisionName: decision.name,
      decisionType: decision.logic.kind,
      decisionOutput: 'null',
      evaluatedInputs: [],
      matchedRules: [],
    };
    evaluated.push(trace);
    const calculate = (feel: Feel) => calculateIn(decision.id, feel, read, surroundings);
    const output =
      decision.logic.kind === 'DECISION_TABLE'
        ? runTable(decision.id, decision.logic, trace, calculate, read, surroundings)
        : calculate(decision.logic.expression);
    trace.decisionOutput = json(output);
    results.set(decision.variable, output);
    return output;
  };
  try {
    return { output: withinTime(() => run(drg.decisions.get(decisionId)!)), evaluated };
  } catch (error) {
    const failed = error instanceof DecisionFailure ? error.decisionId : decisionId;
    const message = error instanceof Error ? error.message : String(error);
    return { output: null, evaluated, failure: { decisionId: failed, message } };
  }
}

/** A business knowledge model as a function that FEEL can call. */
function functionOf(model: KnowledgeModel, lookup: Lookup, surroundings: Surroundings): unknown {
  const { logic, parameters, id } = model;
  if (logic.kind === 'FUNCTION') return logic.expression.run(lookup, surroundings);
  return (...given: unknown[]) => {
    const within: Lookup = (name) => {
      const at = parameters.indexOf(name);
      return at >= 0 ? (given[at] ?? null) : lookup(name);
    };
    const calculate = (feel: Feel) => calculateIn(id, feel, within, surroundings);
    return runTable(id, logic, { evaluatedInputs: [], matchedRules: [] }, calculate, within, surroundings);
  };
}

function calculateIn(decisionId: string, feel: Feel, lookup: Lookup, surroundings: Surroundings): unknown {
  try {
    return feel.run(lookup, surroundings);
  } catch (error) {
    throw new DecisionFailure(
      decisionId,
      `failed to evaluate expression '${feel.text}': ${error instanceof Error ? error.message : error}`,
    );
  }
}

function runTable(
  id: string,
  table: TableModel,
  trace: Pick<EvaluatedTable, 'evaluatedInputs' | 'matchedRules'>,
  calculate: (feel: Feel) => unknown,
  lookup: Lookup,
  surroundings: Surroundings,
): unknown {
  const inputs = table.inputs.map((input) => calculate(input.expression));
  trace.evaluatedInputs = table.inputs.map((input, at) => ({
    inputId: input.id,
    inputName: input.name,
    inputValue: json(inputs[at]),
  }));
  const hits: unknown[] = [];
  const rows: unknown[][] = [];
  for (const [index, rule] of table.rules.entries()) {
    if (!rule.tests.every((test, at) => test.run(inputs[at], lookup, surroundings))) continue;
    const values = rule.outputs.map((output) => (output ? calculate(output) : null));
    trace.matchedRules.push({
      ruleId: rule.id,
      ruleIndex: index + 1,
      evaluatedOutputs: table.outputs.map((output, at) => ({
        outputId: output.id,
        outputName: output.label,
        outputValue: json(values[at]),
      })),
    });
    hits.push(entryOf(table, values));
    rows.push(values);
    if (table.hitPolicy === 'FIRST') break;
  }
  return combine(id, table, ranked(table, hits, rows, calculate), calculate);
}

/** PRIORITY and OUTPUT ORDER: hits by the rank of their outputs, the first output counting most; others as they came. */
function ranked(
  { hitPolicy, outputs }: TableModel,
  hits: unknown[],
  rows: unknown[][],
  calculate: (feel: Feel) => unknown,
): unknown[] {
  if (hitPolicy !== 'PRIORITY' && hitPolicy !== 'OUTPUT ORDER') return hits;
  const ranks = outputs.map(({ ranked: values }) => (calculate(values!) as unknown[]).map(json));
  const rankOf = (row: unknown[]) =>
    ranks.map((values, at) => {
      const rank = values.indexOf(json(row[at] ?? null));
      return rank < 0 ? values.length : rank;
    });
  return hits
    .map((hit, at) => ({ hit, rank: rankOf(rows[at]!), at }))
    .sort((a, b) => a.rank.map((rank, i) => rank - b.rank[i]!).find((difference) => difference !== 0) ?? a.at - b.at)
    .map(({ hit }) => hit);
}

/** One output column: its value. Several: a context by their names. */
function entryOf(table: TableModel, values: unknown[]): unknown {
  if (table.outputs.length === 1) return values[0] ?? null;
  return Object.fromEntries(table.outputs.map((output, at) => [output.name, values[at] ?? null]));
}

function combine(id: string, table: TableModel, hits: unknown[], calculate: (feel: Feel) => unknown): unknown {
  const { hitPolicy, aggregation } = table;
  if (hitPolicy === 'COLLECT' && aggregation) return aggregate(aggregation, hits);
  if (hits.length === 0) return fallback(table, calculate);
  switch (hitPolicy) {
    case 'UNIQUE':
      if (hits.length > 1) {
        throw new DecisionFailure(id, `multiple values aren't allowed for UNIQUE hit policy. found: '${json(hits)}'`);
      }
      return hits[0];
    case 'ANY':
      if (new Set(hits.map(json)).size > 1) {
        throw new DecisionFailure(id, `different values aren't allowed for ANY hit policy. found: '${json(hits)}'`);
      }
      return hits[0];
    case 'FIRST':
    case 'PRIORITY':
      return hits[0];
    default:
      return hits;
  }
}

function fallback(table: TableModel, calculate: (feel: Feel) => unknown): unknown {
  if (!table.outputs.some((output) => output.fallback)) return null;
  return entryOf(
    table,
    table.outputs.map((output) => (output.fallback ? calculate(output.fallback) : null)),
  );
}

function aggregate(aggregation: string, hits: unknown[]): unknown {
  const numbers = hits.filter((hit): hit is number => typeof hit === 'number');
  if (aggregation === 'COUNT') return hits.length;
  if (numbers.length === 0) return null;
  if (aggregation === 'SUM') return numbers.reduce((sum, value) => sum + value, 0);
  return aggregation === 'MIN' ? Math.min(...numbers) : Math.max(...numbers);
}

export const json = (value: unknown): string => JSON.stringify(toPlain(value)) ?? 'null';
