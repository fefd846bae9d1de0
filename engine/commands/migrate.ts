/**
 * MigrateProcessInstance (zeebe-contract 4.16): the instance goes on where it stands, by another definition. Keys, jobs,
 * tasks, variables and due dates stay; nothing is evaluated again but what catch events need that are new.
 */
import { forgetCompensation, remembered } from '../behaviors/compensation.ts';
import { Failure } from '../behaviors/incidents.ts';
import { joinReady } from '../behaviors/lifecycle.ts';
import type { Step } from '../behaviors/step.ts';
import { close, prepareAll } from '../behaviors/subscriptions.ts';
import {
  compensationValue,
  forgetLatestValue,
  incidentValue,
  instanceValue,
  jobValue,
  signalValue,
  subscriptionValue,
  tenantId,
  timerValue,
  userTaskValue,
} from '../behaviors/values.ts';
import type { MigrateInstanceRequest } from '../door.ts';
import { isParallelJoin } from '../model/model.ts';
import type { Instance } from '../state/entities.ts';
import { type ElementPlan, type Plan, planMigration } from './migration-plan.ts';
import { wrongState } from './refuse.ts';

export function migrateInstance(step: Step, request: MigrateInstanceRequest): void {
  const plan = planMigration(step, request);
  const { root, definition } = plan;
  const opens = plan.elements.map(({ instance, opened }) => prepared(step, root, instance, opened));
  step.processInstanceKey = root.key;
  const value = {
    processInstanceKey: root.key,
    targetProcessDefinitionKey: definition.key,
    mappingInstructions: request.mappingInstructions.map(({ sourceElementId, targetElementId }) => ({
      sourceElementId,
      targetElementId,
    })),
  };
  step.command('PROCESS_INSTANCE_MIGRATION', 'MIGRATE', root.key, value);
  for (const [at, element] of plan.elements.entries()) {
    migrateElement(step, plan, element);
    opens[at]!();
  }
  forgetLatestValue();
  for (const { instance } of plan.elements) tellCalled(step, instance);
  for (const { instance } of plan.elements) goOn(step, instance);
  step.event('PROCESS_INSTANCE_MIGRATION', 'MIGRATED', root.key, value);
}

/** New catch events are evaluated before anything is written: what they cannot be refuses the migration. */
function prepared(step: Step, root: Instance, instance: Instance, opened: ElementPlan['opened']): () => void {
  try {
    return prepareAll(step, instance, opened);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return wrongState('MIGRATE', `Expected to migrate process instance '${root.key}' but ${error.message}`);
  }
}

function migrateElement(step: Step, plan: Plan, { instance, target, kept }: ElementPlan): void {
  const { key } = instance;
  const { definition } = plan;
  // What is caught no more closes while it still has its old names.
  close(step, instance, (elementId) => !kept.has(elementId));
  step.event('PROCESS_INSTANCE', 'ELEMENT_MIGRATED', key, {
    ...instanceValue(instance, step.find),
    bpmnProcessId: definition.bpmnProcessId,
    version: definition.version,
    processDefinitionKey: definition.key,
    elementId: target.type === 'PROCESS' ? definition.bpmnProcessId : target.id,
    processDefinitionPath: pathIn(step, instance, plan),
  });
  const incident = step.state.incidents.get(instance.incidentKey);
  if (incident) {
    step.event('INCIDENT', 'MIGRATED', incident.key, {
      ...incidentValue(incident, step.find),
      elementId: instance.node.id,
      bpmnProcessId: definition.bpmnProcessId,
      processDefinitionKey: definition.key,
    });
  }
  const job = step.state.jobs.get(instance.jobKey);
  if (job) step.event('JOB', 'MIGRATED', job.key, jobValue(job));
  const task = step.state.userTasks.get(instance.userTaskKey);
  if (task) step.event('USER_TASK', 'MIGRATED', task.key, userTaskValue(task));
  for (const [name, variable] of step.state.variables.get(key) ?? []) {
    step.event('VARIABLE', 'MIGRATED', variable.key, {
      name,
      value: variable.text,
      scopeKey: key,
      processInstanceKey: instance.processInstanceKey,
      processDefinitionKey: definition.key,
      bpmnProcessId: definition.bpmnProcessId,
      tenantId,
    });
  }
  migrateCatches(step, plan, instance, kept);
  migrateCompensation(step, plan, key);
}

/** The definitions from the root process down: this one's last entry is the new definition. */
function pathIn(step: Step, instance: Instance, { definition }: Plan): number[] {
  const { processDefinitionPath } = instanceValue(instance, step.find) as { processDefinitionPath: number[] };
  return [...processDefinitionPath.slice(0, -1), definition.key];
}

function migrateCatches(step: Step, { definition }: Plan, instance: Instance, kept: ElementPlan['kept']): void {
  for (const key of instance.timers ?? []) {
    const timer = step.state.timers.get(key)!;
    step.event('TIMER', 'MIGRATED', key, {
      ...timerValue(timer),
      processDefinitionKey: definition.key,
      targetElementId: kept.get(timer.targetElementId)!.id,
    });
  }
  for (const key of instance.messages ?? []) {
    const subscription = step.state.subscriptions.get(key)!;
    const target = kept.get(subscription.elementId)!;
    const value = {
      ...subscriptionValue(subscription),
      bpmnProcessId: definition.bpmnProcessId,
      elementId: target.id,
      interrupting: target.interrupting,
    };
    step.event('PROCESS_MESSAGE_SUBSCRIPTION', 'MIGRATED', key, value);
    step.inner('MESSAGE_SUBSCRIPTION', 'MIGRATE', key, value);
    step.event('MESSAGE_SUBSCRIPTION', 'MIGRATED', key, value);
  }
  for (const key of instance.signals ?? []) {
    const subscription = step.state.signalSubscriptions.get(key)!;
    step.event('SIGNAL_SUBSCRIPTION', 'MIGRATED', key, {
      ...signalValue(subscription),
      processDefinitionKey: definition.key,
      bpmnProcessId: definition.bpmnProcessId,
      catchEventId: kept.get(subscription.elementId)!.id,
    });
  }
}

/** What a call activity has called keeps its definition, but the way down to it has another one now. */
function tellCalled(step: Step, instance: Instance): void {
  const called = step.state.instances.get(instance.calledKey);
  if (!called) return;
  const tell = (below: Instance) => {
    step.event('PROCESS_INSTANCE', 'ANCESTOR_MIGRATED', below.key, instanceValue(below, step.find));
    for (const child of below.children ?? []) tell(child);
    tellCalled(step, below);
  };
  tell(called);
}

/** What has been done in a scope can still be undone if its activity is mapped to one with a handler. */
function migrateCompensation(step: Step, plan: Plan, scopeKey: number): void {
  const { definition, mapping } = plan;
  for (const subscription of remembered(step, scopeKey)) {
    const target = definition.model.elements.get(mapping.get(subscription.activityId) ?? '');
    const handler = target?.boundaries.find((event) => event.handler)?.handler;
    const value = compensationValue(subscription);
    if (!target || (subscription.handlerId !== '' && !handler)) {
      forgetCompensation(step, subscription.activityInstanceKey);
      step.event('COMPENSATION_SUBSCRIPTION', 'DELETED', subscription.key, value);
      continue;
    }
    step.event('COMPENSATION_SUBSCRIPTION', 'MIGRATED', subscription.key, {
      ...value,
      processDefinitionKey: definition.key,
      compensableActivityId: target.id,
      compensationHandlerId: handler?.id ?? '',
    });
    migrateCompensation(step, plan, subscription.activityInstanceKey);
  }
}

/** A join may be ready now: the target may need fewer tokens. */
function goOn(step: Step, scope: Instance): void {
  if (!scope.tokens) return;
  step.unsettled.add(scope.key);
  const joins = new Set([...scope.tokens.keys()].map((id) => scope.definition.model.flows.get(id)!.target));
  for (const join of joins) {
    if (isParallelJoin(join) && joinReady(scope, join))
      step.follow('ACTIVATE_ELEMENT', scope.key, { elementId: join.id });
  }
}
