/** Which task of a diagram is which stage, and the variable in which its outcome goes on. */
import { isStage, outcomesOf, type Stage } from '../../domain/stages.ts';
import type { Values } from './feel.ts';
import type { Diagram, Node } from './read/diagram.ts';
import type { Ground } from './read/files.ts';
import { outcomesOfForm } from './read/forms.ts';

export const userTasks = (diagram: Diagram): Node[] => [...diagram.nodes.values()].filter((one) => one.task !== null);

/** The task of a stage: its id says so, as the product reads it. */
export function stageTask(diagram: Diagram, stage: Stage): Node | undefined {
  const node = diagram.nodes.get(stage);
  return node?.task ? node : undefined;
}

export const stageOf = (node: Node): Stage | null => (node.task && isStage(node.id) ? node.id : null);

/** What a task may come to: by the contract, or, beyond its stages, by its own form. */
export function outcomesOfTask(ground: Ground, node: Node): readonly string[] {
  const stage = stageOf(node);
  if (stage) return Object.keys(outcomesOf(stage));
  const form = node.task?.formId ? ground.forms.get(node.task.formId) : undefined;
  return form ? outcomesOfForm(form) : [];
}

/** The variable that flows read the outcome from; a list where the task is done by several. */
export function outcomeVariable(node: Node): { name: string; list: boolean } | null {
  const out = node.outputs.find((mapping) => mapping.source.trim() === '=outcome')?.target;
  if (node.loop) return node.loop.output ? { name: node.loop.output, list: true } : null;
  return out ? { name: out, list: false } : null;
}

/** The values that an outcome leaves behind. */
export function valuesAfter(node: Node, outcome: string): Values {
  const variable = outcomeVariable(node);
  if (!variable) return {};
  return { [variable.name]: variable.list ? [outcome] : outcome };
}
