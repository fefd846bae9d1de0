/** Finds and evaluates decisions, and writes DECISION_EVALUATION as the contract has it (3.3, 4.11). */
import { type DecisionOutcome, evaluateDecision, json } from '../expressions/dmn.ts';
import type { Lookup } from '../expressions/feel.ts';
import type { DecisionDefinition, Instance, Read } from '../state/entities.ts';
import type { Step } from './step.ts';
import { tenantId } from './values.ts';

export interface Evaluation {
  key: number;
  outcome: DecisionOutcome;
  /** The record's value. */
  value: Record<string, unknown>;
}

/** `instance` is the business rule task, absent for an evaluation by API. */
export function runDecision(
  step: Step,
  decision: Read<DecisionDefinition>,
  lookup: Lookup,
  variables: object,
  instance?: Instance,
): Evaluation {
  const drg = step.state.requirements.byKey.get(decision.requirementsKey)!;
  const outcome = evaluateDecision(drg.model, decision.id, lookup, step);
  const key = step.newKey();
  const evaluatedDecisions = outcome.evaluated.map((evaluated, at) => {
    const sibling = step.state.decisions.byId
      .get(evaluated.decisionId)
      ?.find(({ requirementsKey }) => requirementsKey === decision.requirementsKey);
    return {
      ...evaluated,
      decisionKey: sibling?.key ?? -1,
      decisionVersion: sibling?.version ?? -1,
      decisionEvaluationInstanceKey: `${key}-${at + 1}`,
      tenantId,
    };
  });
  const failed = outcome.failure;
  const value = {
    decisionKey: decision.key,
    decisionId: decision.id,
    decisionName: decision.name,
    decisionVersion: decision.version,
    decisionRequirementsId: decision.requirementsId,
    decisionRequirementsKey: decision.requirementsKey,
    decisionOutput: failed ? '' : json(outcome.output),
    variables,
    bpmnProcessId: instance?.definition.bpmnProcessId ?? '',
    processDefinitionKey: instance?.definition.key ?? -1,
    processInstanceKey: instance?.processInstanceKey ?? -1,
    elementId: instance?.node.id ?? '',
    elementInstanceKey: instance?.key ?? -1,
    evaluatedDecisions,
    evaluationFailureMessage: failed ? failureText(decision.id, failed) : '',
    failedDecisionId: failed?.decisionId ?? '',
    tenantId,
  };
  step.event('DECISION_EVALUATION', failed ? 'FAILED' : 'EVALUATED', key, value);
  return { key, outcome, value };
}

const failureText = (called: string, failed: { decisionId: string; message: string }): string =>
  `Expected to evaluate decision '${called}', but ${
    failed.decisionId === called
      ? failed.message
      : `failed to evaluate required decision '${failed.decisionId}': ${failed.message}`
  }`;
