/** Choosing what an ad-hoc sub-process does next: by a call, or by the answer of its own job's worker (8.8). */
import { completeScopeIfDone } from '../behaviors/lifecycle.ts';
import type { Step } from '../behaviors/step.ts';
import { terminateChildren } from '../behaviors/termination.ts';
import { tenantId } from '../behaviors/values.ts';
import type { ActivateAdHocRequest, ActivateElement, JobResult } from '../door.ts';
import { activateInner } from '../elements/ad-hoc-sub-process.ts';
import type { Instance } from '../state/entities.ts';
import { invalid, keyOf, notFound, variablesOf, wrongState } from './refuse.ts';

interface Choice {
  activateElements: { elementId: string; variables: Record<string, unknown> }[];
  cancelRemainingInstances: boolean;
  completionConditionFulfilled: boolean;
}

export function activateAdHoc(step: Step, request: ActivateAdHocRequest): void {
  const given = request.adHocSubProcessInstanceKey;
  const instance = step.state.instances.get(keyOf(given));
  if (instance?.node.type !== 'AD_HOC_SUB_PROCESS') {
    notFound(
      'ACTIVATE',
      `Expected to activate activities for ad-hoc sub-process but no ad-hoc sub-process instance found with key '${given}'.`,
    );
  }
  const which = `Expected to activate activities for ad-hoc sub-process with key '${given}', but`;
  if (instance!.state !== 'ACTIVATED') wrongState('ACTIVATE', `${which} it is not active.`);
  const ids = request.elements.map(({ elementId }) => elementId);
  if (new Set(ids).size < ids.length) invalid('ACTIVATE', `${which} duplicate activities were given.`);
  const choice: Choice = {
    activateElements: readElements('ACTIVATE', instance!, request.elements),
    cancelRemainingInstances: request.cancelRemainingInstances ?? false,
    completionConditionFulfilled: false,
  };
  step.processInstanceKey = instance!.processInstanceKey;
  step.command('AD_HOC_SUB_PROCESS_INSTRUCTION', 'ACTIVATE', -1, instructionValue(instance!, choice));
  activateChosen(step, instance!, choice);
}

function readElements(intent: string, adHoc: Instance, given: readonly ActivateElement[]): Choice['activateElements'] {
  const unknown = given.filter(({ elementId }) => !adHoc.node.adHoc!.elements.has(elementId));
  if (unknown.length > 0) {
    notFound(
      intent,
      `Expected to activate activities for ad-hoc sub-process with key '${adHoc.key}', but the given elements [${unknown.map(({ elementId }) => elementId).join(', ')}] do not exist.`,
    );
  }
  return given.map(({ elementId, variables }) => ({
    elementId,
    variables: variablesOf(intent, variables ?? undefined),
  }));
}

const instructionValue = (adHoc: Instance, choice: Choice): object => ({
  adHocSubProcessInstanceKey: adHoc.key,
  ...choice,
  tenantId,
});

/** The worker's answer, and as the JOB record has it; all refusals come from here. */
export function readAdHocResult(
  jobKey: number,
  adHoc: Instance,
  result: JobResult | undefined,
): { record: object; choice: Choice } {
  const choice: Choice = {
    activateElements: readElements('COMPLETE', adHoc, result?.activateElements ?? []),
    cancelRemainingInstances: result?.isCancelRemainingInstances ?? false,
    completionConditionFulfilled: result?.isCompletionConditionFulfilled ?? false,
  };
  if (choice.completionConditionFulfilled && choice.activateElements.length > 0) {
    invalid(
      'COMPLETE',
      `Expected to complete ad-hoc sub-process job, but the job result contains elements to be activated while the completion condition is fulfilled (job key '${jobKey}'). When the completion condition is fulfilled, no further element activations are allowed.`,
    );
  }
  const record = {
    type: 'AD_HOC_SUB_PROCESS',
    activateElements: choice.activateElements,
    completionConditionFulfilled: choice.completionConditionFulfilled,
    cancelRemainingInstances: choice.cancelRemainingInstances,
  };
  return { record, choice };
}

/** After JOB COMPLETED: what the worker has chosen, or the end. */
export function carryOut(step: Step, adHoc: Instance, choice: Choice): void {
  const intent = choice.completionConditionFulfilled ? 'COMPLETE' : 'ACTIVATE';
  step.inner('AD_HOC_SUB_PROCESS_INSTRUCTION', intent, adHoc.key, instructionValue(adHoc, choice));
  if (!choice.completionConditionFulfilled) {
    activateChosen(step, adHoc, choice);
    return;
  }
  step.event('AD_HOC_SUB_PROCESS_INSTRUCTION', 'COMPLETED', adHoc.key, instructionValue(adHoc, choice));
  if (choice.cancelRemainingInstances) terminateChildren(step, adHoc);
  completeScopeIfDone(step, adHoc);
}

function activateChosen(step: Step, adHoc: Instance, choice: Choice): void {
  if (choice.cancelRemainingInstances) terminateChildren(step, adHoc);
  for (const { elementId, variables } of choice.activateElements) activateInner(step, adHoc, elementId, variables);
  step.event('AD_HOC_SUB_PROCESS_INSTRUCTION', 'ACTIVATED', adHoc.key, instructionValue(adHoc, choice));
}
