/** Gives back to their groups the tasks of people who have left, or have a group no more; for the keeper. */
import { may } from '../../../domain/rights.ts';
import type { Person } from '../../../store/people.ts';
import type { House } from '../../house.ts';
import type { Work } from '../../keeper.ts';
import { actorNamed } from '../../plugins/stand-in.ts';
import { EngineDown, EngineRefusal } from '../../zeebe.ts';
import { tasksHeldBy } from './person.ts';

export function releaseHeldWork(house: House): Work {
  const { people } = house.store;
  let stopped = false;

  async function releaseOf(username: string): Promise<void> {
    const actor = await actorNamed(house, username);
    for (const task of await tasksHeldBy(house, username)) {
      if (stopped) return;
      if (actor && may(actor.groups, 'task.claim', { candidateGroups: task.groups })) continue;
      try {
        await house.zeebe.unassignTask(task._id);
      } catch (error) {
        // It has ended meanwhile, or is about to.
        if (!(error instanceof EngineRefusal)) throw error;
      }
    }
  }

  return {
    async work() {
      const owed = await people.model.find({ owesRelease: true }).lean<Person[]>().exec();
      for (const { _id, version } of owed) {
        if (stopped) return 'idle';
        try {
          await releaseOf(_id);
        } catch (error) {
          if (error instanceof EngineDown) return 'waits';
          throw error;
        }
        if (!stopped) await people.model.updateOne({ _id, version }, { $unset: { owesRelease: '' } });
      }
      return 'idle';
    },
    stop() {
      stopped = true;
    },
  };
}
