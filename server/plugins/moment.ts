/** The moment that a view of the past is asked for. */
import { parseTime } from '../../domain/iso-time.ts';
import type { House } from '../house.ts';
import { Problem } from '../problem.ts';

/** Null where none is asked for. @throws 422 for one that has not come yet: of that only the forecast knows */
export async function readMoment(house: House, at: string | undefined): Promise<number | null> {
  if (at === undefined) return null;
  const moment = parseTime(at);
  if (moment === null || moment < 0) throw new Problem('bad-request', { errors: [{ pointer: '/at', code: 'format' }] });
  if (moment > (await house.clock.now())) throw new Problem('invalid', { errors: [{ pointer: '/at', code: 'range' }] });
  return moment;
}
