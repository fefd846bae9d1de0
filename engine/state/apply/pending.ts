/** What a command has left over for a batch of its own. Not an event: it stands in the log as commands (recover.ts). */
import type { FollowUp } from '../entities.ts';
import type { State } from '../state.ts';

/** Keys that the rest will use are given already, even if no event has them yet: nothing else may get them. */
export function keepPending(state: State, position: number, rest: FollowUp[]): void {
  state.pending.set(position, rest);
  for (const { key } of rest) if (key > state.lastKey) state.lastKey = key;
}
