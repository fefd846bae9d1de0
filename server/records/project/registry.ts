/** Value type → who projects it. What is not here is acknowledged and forgotten. */
import { form, process, table } from './definition.ts';
import { incident } from './incident.ts';
import { job } from './job.ts';
import { messageStart, messageSubscription } from './message.ts';
import { processInstance } from './process-instance.ts';
import type { Projector } from './projector.ts';
import { timer } from './timer.ts';
import { userTask } from './user-task.ts';
import { variable } from './variable.ts';

export const projectors: ReadonlyMap<string, Projector> = new Map([
  ['PROCESS', process],
  ['FORM', form],
  ['DECISION_REQUIREMENTS', table],
  ['PROCESS_INSTANCE', processInstance],
  ['USER_TASK', userTask],
  ['VARIABLE', variable],
  ['JOB', job],
  ['INCIDENT', incident],
  ['TIMER', timer],
  ['MESSAGE_START_EVENT_SUBSCRIPTION', messageStart],
  ['PROCESS_MESSAGE_SUBSCRIPTION', messageSubscription],
  ['MESSAGE_SUBSCRIPTION', messageSubscription],
]);
