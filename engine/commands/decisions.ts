/** Evaluating a decision by itself. */
import { runDecision } from '../behaviors/decisions.ts';
import type { Step } from '../behaviors/step.ts';
import { tenantId } from '../behaviors/values.ts';
import type { DecisionResult, EvaluateDecisionRequest, EvaluatedDecision } from '../door.ts';
import { toPlain } from '../expressions/json.ts';
import { invalid, keyOf, notFound, variablesOf } from './refuse.ts';

export function evaluateDecision(step: Step, request: EvaluateDecisionRequest): DecisionResult {
  const variables = variablesOf('EVALUATE', request.variables);
  const id = request.decisionId ?? '';
  const given = id !== '' ? id : (request.decisionKey ?? '');
  if (given === '' || given === '0' || given === '-1') {
    invalid('EVALUATE', 'Expected either a decision id or a valid decision key, but none provided');
  }
  const { decisions } = step.state;
  const decision = id !== '' ? decisions.latest(id) : decisions.byKey.get(keyOf(request.decisionKey));
  if (!decision) {
    notFound(
      'EVALUATE',
      `Expected to evaluate decision '${given}', but no decision found for ${id !== '' ? 'id' : 'key'} '${given}'`,
    );
  }
  step.command('DECISION_EVALUATION', 'EVALUATE', -1, { decisionId: id, variables });
  const { key, outcome, value } = runDecision(step, decision!, (name) => toPlain(variables[name]), variables);
  const evaluated = value.evaluatedDecisions as (Omit<EvaluatedDecision, 'decisionKey'> & { decisionKey: number })[];
  return {
    decisionId: decision!.id,
    decisionKey: String(decision!.key),
    decisionName: decision!.name,
    decisionVersion: decision!.version,
    decisionRequirementsId: decision!.requirementsId,
    decisionRequirementsKey: String(decision!.requirementsKey),
    decisionInstanceKey: String(key),
    decisionOutput: String(value.decisionOutput),
    failedDecisionId: outcome.failure?.decisionId ?? '',
    failureMessage: String(value.evaluationFailureMessage),
    tenantId,
    evaluatedDecisions: evaluated.map((each) => ({ ...each, decisionKey: String(each.decisionKey) })),
  };
}
