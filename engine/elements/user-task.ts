/** User tasks: native ones (`zeebe:userTask`) as an entity of their own, others as a job (zeebe-contract 4.6). */
import { Failure } from '../behaviors/incidents.ts';
import { createJob } from '../behaviors/jobs.ts';
import { activated, listen } from '../behaviors/lifecycle.ts';
import type { ElementBehavior, Step } from '../behaviors/step.ts';
import { userTaskValue } from '../behaviors/values.ts';
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
      createJob(step, instance, instance.node.job, jobHeaders(task));
      activated(step, instance);
      return;
    }
    const created = { ...task, assignee: '' };
    step.event('USER_TASK', 'CREATING', task.key, userTaskValue(created));
    step.event('USER_TASK', 'CREATED', task.key, userTaskValue(created));
    activated(step, instance);
    // 8.8: a modelled assignee comes as an assignment after the creation.
    if (task.assignee === '') return;
    const value = userTaskValue(task, { changedAttributes: ['assignee'], action: '' });
    step.event('USER_TASK', 'ASSIGNING', task.key, value);
    step.event('USER_TASK', 'ASSIGNED', task.key, value);
  },
  terminate(step, instance) {
    const task = step.state.userTasks.get(instance.userTaskKey);
    if (!task) return;
    step.event('USER_TASK', 'CANCELING', task.key, userTaskValue(task));
    step.event('USER_TASK', 'CANCELED', task.key, userTaskValue(task));
  },
};

/** Everything that the model says about the task, evaluated; nothing is written before all of it is right. */
function prepare(step: Step, instance: Instance, model: UserTaskModel): Read<UserTask> {
  return {
    key: step.newKey(),
    element: instance,
    state: 'CREATING',
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

/** The headers of a job-based user task (zeebe-contract 1.3). */
function jobHeaders(task: Read<UserTask>): Record<string, string> {
  const headers: Record<string, string> = {};
  const set = (name: string, value: string) => {
    if (value !== '') headers[`io.camunda.zeebe:${name}`] = value;
  };
  set('assignee', task.assignee);
  set('candidateGroups', task.candidateGroups.length > 0 ? JSON.stringify(task.candidateGroups) : '');
  set('candidateUsers', task.candidateUsers.length > 0 ? JSON.stringify(task.candidateUsers) : '');
  set('dueDate', task.dueDate);
  set('followUpDate', task.followUpDate);
  return headers;
}
