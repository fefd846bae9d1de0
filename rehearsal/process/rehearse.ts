/** A rehearsal in a process of its own. */
import { type JobOf, JobRefused } from '../../domain/sandbox.ts';
import { Rejection } from '../../engine/types.ts';
import { rehearse } from '../rehearse.ts';

export const rehearseJob: JobOf<'rehearse'> = async (input, { progress }) => {
  const began = performance.now();
  let virtualHours = 0;
  try {
    const result = await rehearse(input, {
      progress,
      played: (hours) => {
        virtualHours = hours;
      },
    });
    return { result, speed: { seconds: (performance.now() - began) / 1_000, virtualHours } };
  } catch (error) {
    // What the engine refuses to deploy is the files' fault; anything else is ours.
    if (!(error instanceof Rejection) || error.intent !== 'CREATE') throw error;
    const { side } = error as Rejection & { side?: 'draft' | 'inForce' };
    const code = side === 'inForce' ? 'in-force-refused' : 'draft-refused';
    throw new JobRefused(code, { engine: error.reason.slice(0, 4_000) });
  }
};
