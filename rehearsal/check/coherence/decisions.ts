/** Decisions: those that the diagram calls are there, read what a report has, and answer with what is known. */
import { districts } from '../../../domain/districts.ts';
import { fields } from '../../../domain/fields.ts';
import { evaluateDecision } from '../../../engine/expressions/dmn.ts';
import { decisions as contract } from '../contract.ts';
import { namesOf } from '../feel.ts';
import { called, type Rule, coherence as say } from '../finding.ts';
import type { Diagram, Node } from '../read/diagram.ts';
import type { Ground } from '../read/files.ts';
import type { Decision, Tables } from '../read/tables.ts';

const fieldIds = fields.map(({ id }) => id);
const districtIds = districts.map(({ id }) => id);
/** What a cell of a column may name. */
const knownTo = (ground: Ground): Readonly<Record<string, ReadonlySet<string>>> => ({
  field: new Set([...fieldIds, ...ground.fields]),
  district: new Set([...districtIds, ...ground.areas]),
});
const literal = /^\s*"([^"]*)"\s*$/;
const surroundings = { now: 1_772_413_200_000, zone: '+07:00', random: () => 0.5 };

const find = (ground: Ground, id: string): { tables: Tables; decision: Decision } | undefined => {
  for (const tables of ground.tables) {
    const decision = tables.decisions.find((one) => one.id === id);
    if (decision) return { tables, decision };
  }
  return undefined;
};

const called_ = (diagram: Diagram): Node[] => [...diagram.nodes.values()].filter((node) => node.decision !== null);

export const decisionsThere: Rule = (ground) => {
  const used = new Set<string>();
  const found = ground.diagrams.flatMap((diagram) =>
    called_(diagram).flatMap((node) => {
      const { id, result } = node.decision!;
      const where = { file: diagram.file, element: node.id };
      if (id.startsWith('=')) return [say('warning', 'decision-computed', where, { name: called(node) })];
      const entry = find(ground, id);
      if (!entry) return [say('error', 'decision-missing', where, { name: called(node), decision: id })];
      use(ground, id, used);
      return shape(diagram, node, entry, result);
    }),
  );
  if (ground.diagrams.length === 0) return found;
  const idle = ground.tables.flatMap(({ file, decisions }) =>
    decisions
      .filter(({ id }) => !used.has(id))
      .map(({ id, name }) => say('warning', 'decision-unused', { file, element: id }, { decision: name || id })),
  );
  return [...found, ...idle];
};

/** A decision that is called uses those that it requires. */
function use(ground: Ground, id: string, used: Set<string>): void {
  if (used.has(id)) return;
  used.add(id);
  for (const one of find(ground, id)?.decision.requires ?? []) use(ground, one, used);
}

/** A list where a list is read: COLLECT without a sum, and one column. */
function shape(
  diagram: Diagram,
  node: Node,
  { tables, decision }: { tables: Tables; decision: Decision },
  result: string,
): ReturnType<Rule> {
  const wanted = contract[decision.id];
  const table = decision.table;
  const found: ReturnType<Rule> = [];
  const where = { file: tables.file, element: decision.id };
  if (wanted?.list && table) {
    const lists = ['COLLECT', 'RULE ORDER', 'OUTPUT ORDER'].includes(table.hitPolicy) && table.aggregation === null;
    if (!lists) {
      const policy = `${table.hitPolicy}${table.aggregation ? ` ${table.aggregation}` : ''}`;
      found.push(say('error', 'decision-policy', where, { decision: called(decision), policy }));
    }
    if (table.outputs.length !== 1) {
      found.push(say('error', 'decision-columns', where, { decision: called(decision), n: table.outputs.length }));
    }
  }
  const read = [...diagram.nodes.values()].some((one) =>
    one.outputs.some(({ source }) => namesOf(source).includes(result)),
  );
  const inFlows = diagram.flows.some((flow) => namesOf(flow.condition).includes(result));
  if (result === '' || !(read || inFlows)) {
    found.push(
      say(
        'warning',
        'decision-result-unread',
        { file: diagram.file, element: node.id },
        { name: called(node), variable: result },
      ),
    );
  }
  return found;
}

/** Columns read what a report has; values are those that the product knows. */
export const decisionValues: Rule = (ground) => {
  const known = knownTo(ground);
  const written = new Set<string>();
  for (const diagram of ground.diagrams)
    for (const node of diagram.nodes.values())
      for (const { target } of [...node.outputs, ...node.inputs]) written.add(target);
  return ground.tables.flatMap(({ file, decisions }) =>
    decisions.flatMap((decision) => {
      const { table } = decision;
      if (!table) return [];
      const required = new Set(decision.requires);
      const found: ReturnType<Rule> = [];
      for (const column of table.inputs) {
        for (const name of namesOf(`=${column.text}`)) {
          if (written.has(name) || required.has(name) || ground.diagrams.length === 0) continue;
          found.push(say('error', 'decision-input-unknown', { file, element: column.id }, { variable: name }));
        }
      }
      for (const rule of table.rules) {
        rule.inputs.forEach((cell, at) => {
          const values = known[table.inputs[at]?.text.trim() ?? ''];
          if (!values) return;
          for (const [, value] of cell.text.matchAll(/"([^"]*)"/g)) {
            if (!values.has(value!))
              found.push(say('error', 'decision-value-unknown', { file, element: cell.id }, { value: value! }));
          }
        });
        if (contract[decision.id]?.of !== 'agency') continue;
        for (const cell of rule.outputs) {
          const value = literal.exec(cell.text)?.[1];
          if (value !== undefined && !ground.agencies.has(value)) {
            found.push(say('error', 'decision-agency-unknown', { file, element: cell.id }, { value }));
          }
        }
      }
      return found;
    }),
  );
};

/** Every field of Annex 1 finds an agency, wherever it happened; and every row is some report's. */
export const routingComplete: Rule = (ground) => {
  const entry = find(ground, 'routing');
  if (!entry?.tables.model || !entry.decision.table) return [];
  const { tables, decision } = entry;
  const { model } = tables;
  const reached = new Set<string>();
  const found: ReturnType<Rule> = [];
  // What the directory has and no row names is not offered at intake yet: it is no gap.
  const named = new Set(
    decision.table!.rules.flatMap(({ inputs }) =>
      inputs.flatMap(({ text }) => [...text.matchAll(/"([^"]*)"/g)].map(([, word]) => word!)),
    ),
  );
  const both = (shipped: readonly string[], more: readonly string[]) => [
    ...new Set([...shipped, ...more.filter((id) => named.has(id))]),
  ];
  const [fieldsHere, areasHere] = [both(fieldIds, ground.fields), both(districtIds, ground.areas)];
  for (const field of fieldsHere) {
    const without: string[] = [];
    for (const district of areasHere) {
      const values: Record<string, unknown> = { field, district };
      const { output, evaluated, failure } = evaluateDecision(
        model!,
        'routing',
        (name) => values[name] ?? null,
        surroundings,
      );
      for (const one of evaluated) for (const { ruleId } of one.matchedRules) reached.add(ruleId);
      const agencies = Array.isArray(output) ? output : output === null ? [] : [output];
      if (failure || agencies.length === 0) without.push(district);
    }
    if (without.length > 0) {
      const where = { file: tables.file, element: decision.id };
      found.push(say('error', 'routing-gap', where, { field, n: without.length, of: areasHere.length }));
    }
  }
  const idle = decision.table!.rules.filter(({ id }) => !reached.has(id));
  return [
    ...found,
    ...idle.map(({ id }) =>
      say(
        'warning',
        'routing-row-idle',
        { file: tables.file, element: id },
        { row: decision.table!.rules.findIndex((one) => one.id === id) + 1 },
      ),
    ),
  ];
};
