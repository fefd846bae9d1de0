/** Who is looking at a task. Said to everybody who may see the task, by the stream; kept for a minute. */
import type { Presence } from '../../store/presence.ts';
import type { Actor, House } from '../house.ts';
import { findTask } from './find.ts';

/** How long a word counts that is not said again. */
const countsMs = 60_000;
/** How long the word that one has left is kept, so that every server hears it. */
const leavesMs = 5_000;

/** @throws 404 */
export async function sayPresence(house: House, actor: Actor, key: string, state: Presence['state']): Promise<void> {
  const task = await findTask(house, actor, key);
  const forMs = state === 'gone' ? leavesMs : countsMs;
  await house.store.presence.say({
    taskKey: key,
    username: actor.username,
    name: actor.name,
    state,
    groups: task.groups,
    expiresAt: new Date(house.machineNow() + forMs),
  });
}
