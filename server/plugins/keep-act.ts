/** Somebody did something to a running instance: kept with its reason, for its history and on the audit log. */
import { newId } from '../../domain/ids.ts';
import { cleanText } from '../../domain/search-text.ts';
import type { ActKind } from '../../store/acts.ts';
import type { Instance } from '../../store/instances.ts';
import type { House } from '../house.ts';
import { Problem } from '../problem.ts';

/** A reason with words in it. @throws 422 */
export function needReason(given: string): string {
  const reason = cleanText(given);
  if (!reason) throw new Problem('invalid', { errors: [{ pointer: '/reason', code: 'required' }] });
  return reason;
}

export async function keepAct(
  house: House,
  done: { what: ActKind; by: string; reason: string; data: Record<string, unknown> },
  instance: Pick<Instance, '_id' | 'reportCode'>,
): Promise<void> {
  const { what, by, reason, data } = done;
  const { _id: instanceKey, reportCode } = instance;
  const at = await house.clock.now();
  await house.store.acts.add({ _id: newId(house.random), instanceKey, reportCode, what, by, at, reason, data });
  const entry = { who: by, what: `instance-${what}`, data: { instance: instanceKey, reason, ...data } };
  await house.store.audit.append({ ...entry, ...(reportCode ? { reportCode } : {}) }, house.machineNow());
}
