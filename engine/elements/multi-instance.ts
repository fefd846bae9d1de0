/** The body of a multi-instance activity: one inner instance an item, all at once or one after the other (4.5). */
import { Failure } from '../behaviors/incidents.ts';
import { activated, complete, enter, listen } from '../behaviors/lifecycle.ts';
import type { ElementBehavior, Step } from '../behaviors/step.ts';
import { terminateChildren } from '../behaviors/termination.ts';
import { evaluate, lookupFrom, plainIn, propagate, setLocal, wrongType } from '../behaviors/variables.ts';
import type { Expression } from '../expressions/expression.ts';
import { parsed, toPlain } from '../expressions/json.ts';
import type { Instance } from '../state/entities.ts';

export const multiInstanceBody: ElementBehavior = {
  activate(step, body) {
    const loop = body.node.loop!;
    const items = plainIn(step, loop.inputCollection, body);
    if (!Array.isArray(items)) throw wrongType(loop.inputCollection, 'ARRAY', items);
    step.event('MULTI_INSTANCE', 'INPUT_COLLECTION_EVALUATED', body.key, { inputCollection: items });
    if (loop.outputCollection) {
      setLocal(step, body, loop.outputCollection, JSON.stringify(items.map(() => null)));
    }
    listen(step, body);
    activated(step, body);
    if (items.length === 0) {
      complete(step, body);
      return;
    }
    const count = loop.sequential ? 1 : items.length;
    for (let index = 0; index < count; index++) step.follow('ACTIVATE_ITEM', body.key, { index });
  },
  completing(step, body) {
    const { outputCollection } = body.node.loop!;
    if (!outputCollection) return;
    const text = step.state.variables.get(body.key)?.get(outputCollection)?.text;
    if (text !== undefined) propagate(step, body.parent!, outputCollection, text);
  },
  childCompleting(step, item) {
    collectOutput(step, item);
    return completionReached(step, item);
  },
  emptied(step, body) {
    if (!body.node.loop!.completionCondition || body.loop!.completed === 0) return false;
    complete(step, body);
    return true;
  },
  childCompleted(step, body, enough) {
    if (body.state !== 'ACTIVATED') return;
    if (enough) {
      terminateChildren(step, body);
      if (!body.children) complete(step, body);
      return;
    }
    const { items, started, completed, terminated } = body.loop!;
    const { sequential } = body.node.loop!;
    if (completed + terminated >= items.length) complete(step, body);
    else if (sequential) step.follow('ACTIVATE_ITEM', body.key, { index: started });
  },
};

/** One item begins: its variables exist before it is activated, so that its input mappings see them. */
export function enterItem(step: Step, body: Instance, index: number): void {
  const loop = body.node.loop!;
  const key = step.newKey();
  const scope = { key, processInstanceKey: body.processInstanceKey, definition: body.definition };
  if (loop.inputElement) setLocal(step, scope, loop.inputElement, JSON.stringify(body.loop!.items[index] ?? null));
  setLocal(step, scope, 'loopCounter', String(index + 1));
  const output = outputVariable(loop.outputElement);
  if (output && output !== loop.inputElement) setLocal(step, scope, output, 'null');
  enter(step, body.node.inner!, body, key);
}

/** `=a` or `=a.b` names a variable, which each item gets as its own; any other expression does not. */
function outputVariable(expression: Expression | undefined): string | undefined {
  return /^=\s*([\p{L}_][\p{L}\p{N}_]*)(\s*\.\s*[\p{L}_][\p{L}\p{N}_]*)*\s*$/u.exec(expression?.text ?? '')?.[1];
}

/** Before an item has completed: its output goes to its place in the body's collection. */
function collectOutput(step: Step, item: Instance): void {
  const body = item.parent!;
  const { outputCollection, outputElement } = body.node.loop!;
  if (!outputCollection || !outputElement) return;
  const value = plainIn(step, outputElement, item);
  const text = step.state.variables.get(body.key)?.get(outputCollection)?.text;
  const list = text === undefined ? [] : parsed(text);
  if (!Array.isArray(list)) {
    throw new Failure(
      'EXTRACT_VALUE_ERROR',
      `Unable to update an item in output collection '${outputCollection}' because the type of the output collection is: ${list === null ? 'NIL' : typeof list}. This may happen when multiple BPMN elements write to the same variable.`,
    );
  }
  list[item.loopCounter - 1] = value;
  setLocal(step, body, outputCollection, JSON.stringify(list));
}

/** Whether the completion condition ends the body after this item, which is still counted as active. */
function completionReached(step: Step, item: Instance): boolean {
  const body = item.parent!;
  const { completionCondition } = body.node.loop!;
  if (!completionCondition) return false;
  const { items, started, completed, terminated } = body.loop!;
  const counts: Record<string, number> = {
    numberOfInstances: items.length,
    numberOfActiveInstances: started - completed - terminated - 1,
    numberOfCompletedInstances: completed + 1,
    numberOfTerminatedInstances: terminated,
  };
  const seen = lookupFrom(step, item);
  const value = toPlain(evaluate(step, completionCondition, (name) => counts[name] ?? seen(name)));
  if (typeof value !== 'boolean') throw wrongType(completionCondition, 'BOOLEAN', value);
  return value;
}
