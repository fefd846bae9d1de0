/** `POST /decision-definitions/evaluation` (contract 2.3). */
import type { DecisionResult, EvaluatedDecision } from '../../engine.ts';
import { BadRequest } from '../failures.ts';
import { requireDefaultTenant } from '../tenants.ts';
import { bodyOf, optionalKey, optionalText, optionalVariables } from './bodies.ts';
import type { RouteGroup } from './routes.ts';

export const decisionRoutes: RouteGroup = (app, { engine }) => {
  app.post('/decision-definitions/evaluation', async (request) => {
    const body = bodyOf(request.body);
    requireDefaultTenant('request Evaluate Decision', body.tenantId);
    const decisionId = optionalText(body, 'decisionDefinitionId');
    const decisionKey = optionalKey(body, 'decisionDefinitionKey');
    if (!decisionId && decisionKey === undefined)
      throw new BadRequest('At least one of [decisionDefinitionId, decisionDefinitionKey] is required.');
    const which = decisionId ? { decisionId } : { decisionKey };
    return evaluationAnswer(await engine.evaluateDecision({ ...which, variables: optionalVariables(body) }));
  });
};

function evaluationAnswer(result: DecisionResult): object {
  return {
    decisionDefinitionId: result.decisionId,
    decisionDefinitionKey: result.decisionKey,
    decisionDefinitionName: result.decisionName,
    decisionDefinitionVersion: result.decisionVersion,
    decisionRequirementsId: result.decisionRequirementsId,
    decisionRequirementsKey: result.decisionRequirementsKey,
    decisionInstanceKey: result.decisionInstanceKey,
    decisionEvaluationKey: result.decisionInstanceKey,
    output: result.decisionOutput,
    failedDecisionDefinitionId: result.failedDecisionId,
    failureMessage: result.failureMessage,
    tenantId: result.tenantId,
    evaluatedDecisions: result.evaluatedDecisions.map((decision, index) => ({
      ...evaluated(decision),
      decisionEvaluationInstanceKey: `${result.decisionInstanceKey}-${index + 1}`,
    })),
  };
}

function evaluated(decision: EvaluatedDecision): object {
  return {
    decisionDefinitionId: decision.decisionId,
    decisionDefinitionName: decision.decisionName,
    decisionDefinitionKey: decision.decisionKey,
    decisionDefinitionVersion: decision.decisionVersion,
    decisionDefinitionType: decision.decisionType,
    output: decision.decisionOutput,
    tenantId: decision.tenantId,
    matchedRules: decision.matchedRules,
    evaluatedInputs: decision.evaluatedInputs,
  };
}
