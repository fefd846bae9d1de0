/** A timer is due. */
import { attempt } from '../behaviors/incidents.ts';
import { startInstance } from '../behaviors/messages.ts';
import type { Step } from '../behaviors/step.ts';
import { cancelTimer, dueDate } from '../behaviors/subscriptions.ts';
import { caughtNode, trigger } from '../behaviors/triggers.ts';
import { tenantId } from '../behaviors/values.ts';
import { evaluate, lookupFrom } from '../behaviors/variables.ts';
import { toPlain } from '../expressions/json.ts';
import { parseCycle } from '../expressions/time.ts';
import type { Instance, Read, Timer } from '../state/entities.ts';

export function triggerTimer(step: Step, key: number): void {
  const timer = step.state.timers.get(key);
  if (!timer) return;
  const instance = step.state.instances.get(timer.elementInstanceKey);
  step.command('TIMER', 'TRIGGER', key, {});
  cancelTimer(step, key, 'TRIGGERED');
  if (timer.elementInstanceKey === -1) {
    repeat(step, timer, undefined);
    startInstance(step, step.newKey(), timer.definitionKey, timer.targetElementId, {});
    return;
  }
  if (!instance || step.state.banned.has(instance.processInstanceKey)) return;
  step.processInstanceKey = instance.processInstanceKey;
  attempt(step, instance, () => {
    repeat(step, timer, instance);
    trigger(step, instance, timer.targetElementId);
  });
}

/** The next due date follows from the last due date, not from when it was noticed. */
function repeat(step: Step, timer: Read<Timer>, instance: Instance | undefined): void {
  if (timer.repetitions === 1 || timer.repetitions === 0) return;
  const definition = step.state.processes.byKey.get(timer.definitionKey)!;
  const node = instance
    ? caughtNode(instance, timer.targetElementId)
    : definition.model.elements.get(timer.targetElementId)!;
  if (node.timer?.kind !== 'cycle') return;
  const text = String(toPlain(evaluate(step, node.timer.value, lookupFrom(step, instance))));
  const cycle = parseCycle(text);
  const due = cycle ? cycle.next(timer.due) : dueDate(step, node.timer, instance).due;
  step.event('TIMER', 'CREATED', step.newKey(), {
    processDefinitionKey: timer.definitionKey,
    processInstanceKey: timer.processInstanceKey,
    elementInstanceKey: timer.elementInstanceKey,
    dueDate: due,
    targetElementId: timer.targetElementId,
    repetitions: timer.repetitions < 0 ? -1 : timer.repetitions - 1,
    tenantId,
  });
}
