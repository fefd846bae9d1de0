/**
 * Ad-hoc sub-processes: elements that no flow leads to begin when they are named, on entry by an expression, later by a
 * call or by the worker of the sub-process's own job (8.8). Each activation has a scope of its own, the inner instance.
 * What the contract does not settle and is taken as in multi-instance: the order of variables and ACTIVATED.
 */
import { attempt, close as closeIncident, Failure } from '../behaviors/incidents.ts';
import { cancelJob, createAdHocJob } from '../behaviors/jobs.ts';
import { activated, complete, completeScopeIfDone, listen } from '../behaviors/lifecycle.ts';
import type { ElementBehavior, Step } from '../behaviors/step.ts';
import { terminateChildren } from '../behaviors/termination.ts';
import { beginningValue } from '../behaviors/values.ts';
import { evaluate, lookupFrom, plainIn, propagate, setLocal, setLocals, wrongType } from '../behaviors/variables.ts';
import { parsed, toPlain } from '../expressions/json.ts';
import type { Instance } from '../state/entities.ts';

export const adHocSubProcess: ElementBehavior = {
  activate(step, instance) {
    const { elements, outputCollection } = instance.node.adHoc!;
    setLocal(step, instance, 'adHocSubProcessElements', JSON.stringify([...elements.values()]));
    if (outputCollection) setLocal(step, instance, outputCollection, '[]');
    const chosen = instance.node.job ? [] : activeElements(step, instance);
    listen(step, instance);
    if (instance.node.job) createAdHocJob(step, instance);
    activated(step, instance);
    for (const elementId of chosen) activateInner(step, instance, elementId);
  },
  completing(step, instance) {
    const { outputCollection } = instance.node.adHoc!;
    const text = outputCollection && step.state.variables.get(instance.key)?.get(outputCollection)?.text;
    if (text) propagate(step, instance.parent!, outputCollection, text);
  },
  childCompleting(step, child) {
    const { parent, node } = child;
    const output = node.type === 'EVENT_SUB_PROCESS' ? undefined : outputWith(step, child);
    const enough = conditionHolds(step, parent!, output);
    if (output) setLocal(step, parent!, output.name, JSON.stringify(output.list));
    return enough;
  },
  childCompleted(step, instance, enough) {
    if (instance.state !== 'ACTIVATED') return;
    const { adHoc, job } = instance.node;
    if (instance.ended || instance.interrupted) completeScopeIfDone(step, instance);
    else if (job) renewJob(step, instance);
    else if (enough && adHoc!.cancelRemaining) endNow(step, instance);
    else if (!instance.children && (enough || !adHoc!.completionCondition)) complete(step, instance);
  },
  emptied(step, instance) {
    const { adHoc, job } = instance.node;
    if (job || !adHoc!.cancelRemaining || !conditionHolds(step, instance)) return false;
    complete(step, instance);
    return true;
  },
  resume: renewJob,
};

/** One activation: completes when nothing is left in it. */
export const adHocInnerInstance: ElementBehavior = { activate: activated };

/** The ids that the model's expression gives; all of them must name elements that can be activated. */
function activeElements(step: Step, instance: Instance): string[] {
  const { activeElements: expression, elements } = instance.node.adHoc!;
  if (!expression) return [];
  const failed = (message: string) =>
    new Failure('EXTRACT_VALUE_ERROR', `Failed to activate ad-hoc elements. ${message}`);
  const value = plainIn(step, expression, instance);
  if (!Array.isArray(value)) throw failed(wrongType(expression, 'ARRAY', value).message);
  if (!value.every((id) => typeof id === 'string')) {
    const shown = expression.text.replace(/^=\s*/, '');
    throw failed(
      `Expected result of the expression '${shown}' to be 'ARRAY' containing 'STRING' items, but was 'ARRAY' containing at least one non-'STRING' item.`,
    );
  }
  const unknown = value.filter((id) => !elements.has(id)).map((id) => `'${id}'`);
  if (unknown.length > 0) throw failed(`No BPMN elements found with ids: ${unknown.join(', ')}.`);
  return value;
}

/** Begins an element in a scope of its own, which has the variables. */
export function activateInner(
  step: Step,
  adHoc: Instance,
  elementId: string,
  variables: Readonly<Record<string, unknown>> = {},
): void {
  const key = step.newKey();
  const { definition, processInstanceKey } = adHoc;
  const node = adHoc.node.adHoc!.inner;
  const beginning = { key, node, definition, processInstanceKey, scope: adHoc, tags: [] };
  step.event('PROCESS_INSTANCE', 'ELEMENT_ACTIVATING', key, beginningValue(beginning, step.find));
  const inner = step.state.instances.get(key)!;
  setLocals(step, inner, variables);
  activated(step, inner);
  step.follow('ACTIVATE_ELEMENT', key, { elementId });
}

/** The output collection as it is with this activation's output. */
function outputWith(step: Step, inner: Instance): { name: string; list: unknown[] } | undefined {
  const scope = inner.parent!;
  const { outputCollection: name, outputElement } = scope.node.adHoc!;
  if (!name || !outputElement) return undefined;
  const value = plainIn(step, outputElement, inner);
  const text = step.state.variables.get(scope.key)?.get(name)?.text;
  const list = text === undefined ? [] : parsed(text);
  if (Array.isArray(list)) return { name, list: [...list, value] };
  throw new Failure(
    'EXTRACT_VALUE_ERROR',
    `Unable to update an item in output collection '${name}' because the type of the output collection is: ${list === null ? 'NIL' : typeof list}. This may happen when multiple BPMN elements write to the same variable.`,
  );
}

/** The condition as it is once the output is there; a worker says by itself when it is enough. */
function conditionHolds(step: Step, adHoc: Instance, output?: { name: string; list: unknown[] }): boolean {
  const { completionCondition } = adHoc.node.adHoc!;
  if (!completionCondition || adHoc.node.job || adHoc.interrupted) return false;
  const seen = lookupFrom(step, adHoc);
  const value = toPlain(
    evaluate(step, completionCondition, (name) => (name === output?.name ? output.list : seen(name))),
  );
  if (typeof value !== 'boolean') throw wrongType(completionCondition, 'BOOLEAN', value);
  return value;
}

/** Whatever is still active in it is terminated; canceling listeners may make it wait. */
function endNow(step: Step, adHoc: Instance): void {
  terminateChildren(step, adHoc);
  if (!adHoc.children) complete(step, adHoc);
}

/** Something in it has ended: the worker chooses anew, and what it may be at is out of date. */
function renewJob(step: Step, adHoc: Instance): void {
  if (!adHoc.node.job || adHoc.ended) return;
  const incidentKey = step.state.jobs.get(adHoc.jobKey)?.incidentKey ?? 0;
  cancelJob(step, adHoc);
  closeIncident(step, incidentKey);
  attempt(step, adHoc, () => createAdHocJob(step, adHoc));
}
