/** Ends a running instance, and with it the handling of its report. The citizen is told that it has ended (decision 0019). */
import type { Instance } from '../../store/instances.ts';
import type { Actor, House } from '../house.ts';
import { keepAct, needReason } from '../plugins/keep-act.ts';
import { Problem } from '../problem.ts';
import { EngineRefusal } from '../zeebe.ts';

/** @throws 409 when it has ended, 422 without a reason, 503 */
export async function cancelInstance(house: House, actor: Actor, instance: Instance, given: string): Promise<void> {
  const reason = needReason(given);
  if (instance.state !== 'active') throw new Problem('no-use-now');
  try {
    await house.zeebe.cancelInstance(instance._id);
  } catch (error) {
    if (error instanceof EngineRefusal && error.status === 404) throw new Problem('no-use-now');
    throw error;
  }
  const data = { stood: Object.keys(instance.standing) };
  await keepAct(house, { what: 'canceled', by: actor.username, reason, data }, instance);
  await house.hub.waitFor(async () => {
    const now = await house.store.instances.find(instance._id);
    return now?.state === 'active' ? undefined : true;
  }, 2_000);
}
