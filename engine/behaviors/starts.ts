/** What the latest version of a process listens for to be started: timers, messages, signals (zeebe-contract 4.9, 1.4). */
import type { Expression } from '../expressions/expression.ts';
import type { ProcessDefinition, Read } from '../state/entities.ts';
import type { Step } from './step.ts';
import { cancelTimer, dueDate } from './subscriptions.ts';
import { tenantId } from './values.ts';

/** The name that a start event waits for: an expression has no variables to read. */
export const startName = (step: Step, name: Expression): string => String(name.evaluate(() => undefined, step));

export function openStarts(step: Step, definition: Read<ProcessDefinition>): void {
  for (const start of definition.model.root.startEvents) {
    if (start.timer) {
      const { due, repetitions } = dueDate(step, start.timer, undefined);
      step.event('TIMER', 'CREATED', step.newKey(), {
        processDefinitionKey: definition.key,
        processInstanceKey: -1,
        elementInstanceKey: -1,
        dueDate: due,
        targetElementId: start.id,
        repetitions,
        tenantId,
      });
    }
    if (start.message) {
      step.event('MESSAGE_START_EVENT_SUBSCRIPTION', 'CREATED', step.newKey(), {
        processDefinitionKey: definition.key,
        bpmnProcessId: definition.bpmnProcessId,
        startEventId: start.id,
        messageName: startName(step, start.message.name),
        processInstanceKey: -1,
        correlationKey: '',
        messageKey: -1,
        variables: {},
        tenantId,
      });
    }
    if (start.signal) {
      step.event('SIGNAL_SUBSCRIPTION', 'CREATED', step.newKey(), {
        processDefinitionKey: definition.key,
        bpmnProcessId: definition.bpmnProcessId,
        catchEventId: start.id,
        catchEventInstanceKey: -1,
        signalName: startName(step, start.signal.name),
        tenantId,
      });
    }
  }
}

/** An older version, or a deleted one, listens no more. */
export function closeStarts(step: Step, definition: Read<ProcessDefinition>): void {
  for (const key of [...(step.state.startTimers.get(definition.key) ?? [])]) cancelTimer(step, key);
  for (const subscription of [...step.state.startSubscriptions.values()]) {
    if (subscription.definitionKey !== definition.key) continue;
    const { key, kind, startEventId, name } = subscription;
    const common = { processDefinitionKey: definition.key, bpmnProcessId: definition.bpmnProcessId, tenantId };
    if (kind === 'signal') {
      step.event('SIGNAL_SUBSCRIPTION', 'DELETED', key, {
        ...common,
        catchEventId: startEventId,
        catchEventInstanceKey: -1,
        signalName: name,
      });
    } else {
      step.event('MESSAGE_START_EVENT_SUBSCRIPTION', 'DELETED', key, {
        ...common,
        startEventId,
        messageName: name,
        processInstanceKey: -1,
        correlationKey: '',
        messageKey: -1,
        variables: {},
      });
    }
  }
}
