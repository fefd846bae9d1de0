/** A deployment on an engine in memory, to hear what it would be refused with. */
import type { JobOf } from '../../domain/sandbox.ts';
import { createEngine } from '../../engine/engine.ts';
import { virtualClock } from '../virtual-clock.ts';

export const trial: JobOf<'trial'> = async ({ files }) => {
  const engine = await createEngine({ clock: virtualClock(0), zone: 'Z' });
  try {
    await engine.deploy(files.map(({ name, content }) => ({ name, content })));
    return { refusal: null };
  } catch (error) {
    return { refusal: (error as Error).message };
  } finally {
    await engine.close();
  }
};
