/** A running report as the reckoning of new dates needs it (domain/regulation/new-dates.ts). */
import { parseTime } from '../../domain/iso-time.ts';
import type { Running } from '../../domain/regulation/new-dates.ts';
import type { Deadline } from '../../store/deadlines.ts';
import type { Instance } from '../../store/instances.ts';
import type { Task } from '../../store/tasks.ts';

export interface Found {
  deadlines: readonly Deadline[];
  /** Open ones. */
  tasks: readonly Pick<Task, 'taskInstance' | 'elementId' | 'createdAt'>[];
  receivedAt: number | undefined;
  /** The lead agency's own limit. */
  agencyLimit: string | undefined;
  /** Whether the engine waits for the sender's supplement. */
  asksSender?: boolean;
}

export function runningOf(
  instance: Pick<Instance, 'variables' | 'startedAt'>,
  { deadlines, tasks, receivedAt, agencyLimit, asksSender = false }: Found,
): Running {
  const { handlingFrom } = instance.variables;
  return {
    deadlines,
    tasks,
    receivedAt: receivedAt ?? instance.startedAt,
    handlingFrom: typeof handlingFrom === 'string' ? parseTime(handlingFrom) : null,
    agencyLimit: agencyLimit ?? null,
    asksSender,
  };
}
