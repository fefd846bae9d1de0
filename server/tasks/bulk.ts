/** Several tasks at once: each goes its own way through the engine, and each says what became of it. */
import type { AssignmentResult, Assignments } from '../../domain/api/tasks.ts';
import { bodyOf, problemOf } from '../error-handler.ts';
import type { Actor, House } from '../house.ts';
import { Problem } from '../problem.ts';
import { claim, handOver, release } from './claim.ts';

/** So many of one call are with the engine at a time. */
const atOnce = 8;

/** In the order asked. @throws 422 for a call that asks for two things at once */
export async function assignMany(
  house: House,
  actor: Actor,
  { keys, username, release: gives }: Assignments,
  language: 'vi' | 'en',
): Promise<AssignmentResult[]> {
  if (gives && username !== undefined)
    throw new Problem('invalid', { errors: [{ pointer: '/release', code: 'unknown-field' }] });
  const act = (key: string): Promise<void> => {
    if (gives) return release(house, actor, key);
    if (username === undefined || username === actor.username) return claim(house, actor, key);
    return handOver(house, actor, key, username);
  };
  const results: AssignmentResult[] = [];
  let next = 0;
  async function work(): Promise<void> {
    for (let n = next++; n < keys.length; n = next++) {
      const key = keys[n]!;
      try {
        await act(key);
        results[n] = { key, done: true };
      } catch (error) {
        const problem = problemOf(error as Error);
        // What nobody foresaw is not one row's affair.
        if (problem.code === 'unexpected') throw error;
        results[n] = { key, done: false, problem: bodyOf(problem, language, house.settings.publicUrl) };
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, keys.length) }, work));
  return results;
}
