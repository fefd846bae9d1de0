/** Outcomes and gateways: each outcome goes one way, each way is some outcome's, and what is unknown goes none. */

import { comparedTo, evaluated, settings } from '../feel.ts';
import { called, type Rule, coherence as say } from '../finding.ts';
import type { Diagram, Flow, Node } from '../read/diagram.ts';
import type { Ground } from '../read/files.ts';
import { outcomesOfTask, outcomeVariable, userTasks, valuesAfter } from '../stage-tasks.ts';

const splits = new Set(['ExclusiveGateway', 'InclusiveGateway']);

/** Variable → what it may hold, with the tasks that write it. */
function outcomeVariables(ground: Ground, diagram: Diagram): Map<string, { tasks: Node[]; outcomes: Set<string> }> {
  const known = new Map<string, { tasks: Node[]; outcomes: Set<string> }>();
  for (const task of userTasks(diagram)) {
    const variable = outcomeVariable(task);
    if (!variable) continue;
    const entry = known.get(variable.name) ?? { tasks: [], outcomes: new Set<string>() };
    entry.tasks.push(task);
    for (const outcome of outcomesOfTask(ground, task)) entry.outcomes.add(outcome);
    known.set(variable.name, entry);
  }
  return known;
}

/** The gateway that decides about a task's outcome: the first split behind it. */
function gatewayBehind(task: Node): Node | null {
  const seen = new Set<Node>();
  for (
    let node: Node | undefined = task.outgoing[0]?.target;
    node && !seen.has(node);
    node = node.outgoing[0]?.target
  ) {
    seen.add(node);
    if (splits.has(node.type) && node.outgoing.length > 1) return node;
    if (node.task || node.outgoing.length !== 1) return null;
  }
  return null;
}

const reads = (flow: Flow, name: string): boolean =>
  flow.condition !== null && new RegExp(`(?<![\\w.])${name}(?!\\w)`).test(flow.condition);

export const outcomes: Rule = (ground) =>
  ground.diagrams.flatMap((diagram) => {
    const file = diagram.file;
    const found: ReturnType<Rule> = [];
    for (const task of userTasks(diagram)) {
      const variable = outcomeVariable(task);
      const gateway = gatewayBehind(task);
      const choices = outcomesOfTask(ground, task);
      if (!variable || !gateway || choices.length === 0) continue;
      if (!gateway.outgoing.some((flow) => reads(flow, variable.name))) continue;
      const where = { file, element: gateway.id };
      const name = called(gateway);
      if (gateway.defaultFlow !== null)
        found.push(say('error', 'outcome-default', where, { name, task: called(task) }));
      for (const outcome of choices) found.push(...decided(file, gateway, task, outcome));
    }
    return found;
  });

/** Whether an outcome takes a way under all that the conditions speak of, and never more than one. */
function decided(file: string, gateway: Node, task: Node, outcome: string): ReturnType<Rule> {
  const conditional = gateway.outgoing.filter((flow) => flow.condition !== null);
  const all = settings(
    conditional.map((flow) => flow.condition!),
    valuesAfter(task, outcome),
    false,
  );
  if (all === null) return [];
  const counts = all.map((values) => conditional.filter((flow) => evaluated(flow.condition!, values) === true));
  const data = { name: called(gateway), outcome, task: called(task) };
  const where = { file, element: gateway.id };
  if (counts.every((taken) => taken.length === 0)) return [say('error', 'outcome-not-taken', where, data)];
  if (counts.some((taken) => taken.length === 0)) return [say('warning', 'outcome-sometimes-not-taken', where, data)];
  const twice = gateway.type === 'ExclusiveGateway' ? counts.find((taken) => taken.length > 1) : undefined;
  if (!twice) return [];
  return [
    say('warning', 'outcome-two-ways', where, { ...data, ways: twice.map((flow) => flow.name || flow.id).join(', ') }),
  ];
}

/** A condition that waits for an outcome which no form gives. */
export const outcomesGiven: Rule = (ground) =>
  ground.diagrams.flatMap((diagram) => {
    const known = outcomeVariables(ground, diagram);
    return diagram.flows.flatMap((flow) =>
      [...known].flatMap(([variable, { tasks, outcomes: given }]) => {
        if (!reads(flow, variable) || given.size === 0) return [];
        // What is said of the list's members is compared to their name, not to the list's.
        const compared = comparedTo(variable, [flow.condition!]).filter((one) => one.startsWith('"'));
        return compared
          .map((one) => one.slice(1, -1))
          .filter((outcome) => !given.has(outcome))
          .map((outcome) =>
            say(
              'error',
              'outcome-unknown',
              { file: diagram.file, element: flow.id },
              {
                outcome,
                task: called(tasks[0]!),
                given: [...given].join(', '),
              },
            ),
          );
      }),
    );
  });

/** Values that a variable can have, where every element that writes it says which; null where one does not. */
function written(diagram: Diagram, variable: string): Set<string> | null {
  const values = new Set<string>();
  for (const node of diagram.nodes.values()) {
    for (const { source, target } of node.outputs) {
      if (target !== variable) continue;
      const literals = literalsOf(source);
      if (!literals) return null;
      for (const one of literals) values.add(one);
    }
  }
  return values.size > 0 ? values : null;
}

/** `="a"` and `=if … then "a" else null`: the values that it can have; null where it is anything else. */
function literalsOf(source: string): string[] | null {
  const plain = /^=\s*(?:"([^"]*)"|null|true|false)\s*$/.exec(source);
  if (plain) return plain[1] === undefined ? [] : [plain[1]];
  const either = /^=\s*if\b.*\bthen\s+(?:"([^"]*)"|null)\s+else\s+(?:"([^"]*)"|null)\s*$/s.exec(source);
  return either ? [either[1], either[2]].filter((one) => one !== undefined) : null;
}

/** A condition that waits for a value which nothing writes: `closure = "answerd"`. */
export const valuesGiven: Rule = ({ diagrams }) =>
  diagrams.flatMap((diagram) =>
    diagram.flows.flatMap((flow) => {
      if (flow.condition === null) return [];
      const names = new Set(
        [...flow.condition.matchAll(/(?<![\w."])([A-Za-z_]\w*)\s*!?=\s*"/g)].map((found) => found[1]!),
      );
      return [...names].flatMap((name) => {
        const values = written(diagram, name);
        if (!values) return [];
        return comparedTo(name, [flow.condition!])
          .filter((one) => one.startsWith('"') && !values.has(one.slice(1, -1)))
          .map((one) =>
            say(
              'error',
              'value-never-written',
              { file: diagram.file, element: flow.id },
              {
                variable: name,
                value: one.slice(1, -1),
                given: [...values].join(', '),
              },
            ),
          );
      });
    }),
  );
