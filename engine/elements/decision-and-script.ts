/** Business rule tasks that call a decision, script tasks that hold an expression; as jobs both are a job task. */
import { runDecision } from '../behaviors/decisions.ts';
import { Failure } from '../behaviors/incidents.ts';
import { activated, complete, listen } from '../behaviors/lifecycle.ts';
import type { ElementBehavior } from '../behaviors/step.ts';
import { lookupFrom, plainIn, stringOf, visible } from '../behaviors/variables.ts';
import { parsed, toPlain } from '../expressions/json.ts';
import { jobTask } from './job-task.ts';

export const businessRuleTask: ElementBehavior = {
  activate(step, instance) {
    const called = instance.node.calledDecision;
    if (!called) {
      jobTask.activate(step, instance);
      return;
    }
    listen(step, instance);
    const id = stringOf(step, called.decisionId, instance);
    const { decisions } = step.state;
    const { kind, versionTag } = called.binding;
    const decision =
      kind === 'latest'
        ? decisions.latest(id)
        : kind === 'versionTag'
          ? decisions.tagged(id, versionTag)
          : decisions.deployedWith(id, instance.definition.deploymentKey);
    if (!decision) {
      throw new Failure(
        'CALLED_DECISION_ERROR',
        `Expected to evaluate decision '${id}', but no decision found for id '${id}'${kind === 'versionTag' ? ` and version tag '${versionTag}'` : ''}`,
      );
    }
    const variables: Record<string, unknown> = {};
    for (const [name, variable] of visible(step.state, instance)) variables[name] = parsed(variable.text);
    const { outcome, value } = runDecision(step, decision, lookupFrom(step, instance), variables, instance);
    if (outcome.failure) {
      throw new Failure('DECISION_EVALUATION_ERROR', String(value.evaluationFailureMessage));
    }
    activated(step, instance);
    complete(step, instance, { variables: { [called.resultVariable]: toPlain(outcome.output) } });
  },
};

export const scriptTask: ElementBehavior = {
  activate(step, instance) {
    const { script } = instance.node;
    if (!script) {
      jobTask.activate(step, instance);
      return;
    }
    listen(step, instance);
    const value = plainIn(step, script.expression, instance);
    activated(step, instance);
    complete(step, instance, { variables: { [script.resultVariable]: value } });
  },
};
