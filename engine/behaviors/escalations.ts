/** Escalations: thrown by an event, caught outward, or passed by where nobody catches (zeebe-contract 4.8). */
import type { Instance } from '../state/entities.ts';
import { caught, findCatcher } from './errors.ts';
import type { Step } from './step.ts';
import { tenantId } from './values.ts';

/** What `thrower` throws; it may be terminated by that. `variables` go with it to the one that catches. */
export function escalate(
  step: Step,
  thrower: Instance,
  escalationCode: string,
  variables: Readonly<Record<string, unknown>>,
): void {
  const found = findCatcher(step, thrower, escalationCode, 'escalation');
  const catcher = 'instance' in found ? found : undefined;
  step.event('ESCALATION', catcher ? 'ESCALATED' : 'NOT_ESCALATED', step.newKey(), {
    processInstanceKey: thrower.processInstanceKey,
    escalationCode,
    throwElementId: thrower.node.id,
    catchElementId: catcher?.event.id ?? '',
    tenantId,
  });
  if (catcher) caught(step, catcher, variables);
}
