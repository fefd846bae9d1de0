/** User tasks: native ones (`zeebe:userTask`) as an entity of their own, others as a job (zeebe-contract 4.6). */
import { Failure } from '../behaviors/incidents.ts';
import { attributeHeaders, createJob } from '../behaviors/jobs.ts';
import { activated, listen } from '../behaviors/lifecycle.ts';
import type { ElementBehavior, Step } from '../behaviors/step.ts';
import { beginTransition, cancelTask } from '../behaviors/user-tasks.ts';
import { evaluate, lookupFrom, plainIn, stringOf, wrongType } from '../behaviors/variables.ts';
import type { Expression } from '../expressions/expression.ts';
import { toPlain } from '../expressions/json.ts';
import { parseInstant } from '../expressions/time.ts';
import type { UserTaskModel } from '../model/model.ts';
import type { Instance, Read, UserTask } from '../state/entities.ts';

export const userTask: ElementBehavior = {
  activate(step, instance) {
    listen(step, instance);
    const model = instance.node.userTask!;
    const task = prepare(step, instance, model);
    if (instance.node.job) {
      createJob(step, instance, instance.node.job, attributeHeaders(task));
      activated(step, instance);
      return;
    }
    beginTransition(step, task, 'CREATING');
  },
  terminate: cancelTask,
};

/** Everything that the model says about the task, evaluated; nothing is written before all of it is right. */
function prepare(step: Step, instance: Instance, model: UserTaskModel): Read<UserTask> {
  return {
    key: step.newKey(),
    element: instance,
    state: 'CREATING',
    transition: undefined,
    initialAssignee: '',
    document: undefined,
    assignee: optionalString(step, instance, model.assignee),
    candidateGroups: stringList(step, instance, model.candidateGroups),
    candidateUsers: stringList(step, instance, model.candidateUsers),
    dueDate: date(step, instance, model.dueDate),
    followUpDate: date(step, instance, model.followUpDate),
    priority: priority(step, instance, model.priority),
    formKey: model.formId && !instance.node.job ? formKey(step, instance, model) : -1,
    externalFormReference: optionalString(step, instance, model.externalReference),
    headers: instance.node.headers,
    createdAt: step.now,
  };
}

function optionalString(step: Step, instance: Instance, expression: Expression | undefined): string {
  if (!expression) return '';
  const value = plainIn(step, expression, instance);
  if (value === null) return '';
  if (typeof value !== 'string') throw wrongType(expression, 'STRING', value);
  return value;
}

function stringList(step: Step, instance: Instance, expression: Expression | undefined): string[] {
  if (!expression) return [];
  const value = plainIn(step, expression, instance);
  if (value === null) return [];
  if (expression.isStatic) {
    return (value as string)
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '');
  }
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) {
    throw wrongType(expression, 'ARRAY', value);
  }
  return value;
}

/** An ISO 8601 date-time as text; null and '' are no date. */
function date(step: Step, instance: Instance, expression: Expression | undefined): string {
  if (!expression) return '';
  const value = toPlain(evaluate(step, expression, lookupFrom(step, instance)));
  if (value === null || value === '') return '';
  if (typeof value !== 'string' || parseInstant(value) === undefined) throw wrongType(expression, 'DATE_TIME', value);
  return value;
}

function priority(step: Step, instance: Instance, expression: Expression | undefined): number {
  if (!expression) return 50;
  const value = expression.isStatic ? Number(expression.text) : plainIn(step, expression, instance);
  if (typeof value !== 'number') throw wrongType(expression, 'NUMBER', value);
  if (!Number.isInteger(value) || value < 0 || value > 100) {
    throw new Failure('EXTRACT_VALUE_ERROR', `Expected priority to be in the range [0,100] but was '${value}'.`);
  }
  return value;
}

function formKey(step: Step, instance: Instance, model: UserTaskModel): number {
  const id = stringOf(step, model.formId!, instance);
  const { forms } = step.state;
  const { kind, versionTag } = model.formBinding;
  const form =
    kind === 'latest'
      ? forms.latest(id)
      : kind === 'versionTag'
        ? forms.tagged(id, versionTag)
        : forms.deployedWith(id, instance.definition.deploymentKey);
  if (form) return form.key;
  const how =
    kind === 'latest'
      ? ''
      : kind === 'versionTag'
        ? ` with version tag '${versionTag}'`
        : ` in the same deployment as the process`;
  throw new Failure(
    'FORM_NOT_FOUND',
    `Expected to find a form with id '${id}'${how}, but no form with this id is found, at least a form with this id should be available. To resolve the Incident please deploy a form with the same id`,
  );
}
