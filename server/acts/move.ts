/** Moves a running instance by hand: some elements begin, others end, all at once or not at all. */
import type { Modification } from '../../domain/api/acts.ts';
import type { Instance } from '../../store/instances.ts';
import type { Actor, House } from '../house.ts';
import { keepAct, needReason } from '../plugins/keep-act.ts';
import { type FieldError, Problem } from '../problem.ts';
import { EngineRefusal } from '../zeebe.ts';

/** @throws 409 when it has ended or the engine says no (with its words), 422, 503 */
export async function moveInstance(house: House, actor: Actor, instance: Instance, wish: Modification): Promise<void> {
  const reason = needReason(wish.reason);
  if (instance.state !== 'active') throw new Problem('no-use-now');
  const { store } = house;
  const [active, definition] = await Promise.all([
    store.instances.activeElementsOf(instance._id),
    store.definitions.find(instance.definitionKey),
  ]);
  const byKey = new Map(active.map((element) => [element._id, element]));
  const wrong: FieldError[] = [];
  for (const [at, id] of wish.activate.entries())
    if (!definition || !Object.hasOwn(definition.elements, id))
      wrong.push({ pointer: `/activate/${at}`, code: 'unknown-code' });
  for (const [at, key] of wish.terminate.entries())
    if (!byKey.has(key)) wrong.push({ pointer: `/terminate/${at}`, code: 'unknown-code' });
  if (wish.activate.length + wish.terminate.length === 0) wrong.push({ pointer: '', code: 'incomplete' });
  if (wrong.length > 0) throw new Problem('invalid', { errors: wrong });

  const newest = Math.max(0, ...active.map(({ position }) => position));
  try {
    await house.zeebe.modifyInstance(instance._id, wish);
  } catch (error) {
    if (!(error instanceof EngineRefusal)) throw error;
    if (error.status === 404) throw new Problem('no-use-now');
    throw new Problem('engine-refused', { engine: error.message });
  }
  const data = { activated: wish.activate, terminated: wish.terminate.map((key) => byKey.get(key)!.elementId) };
  await keepAct(house, { what: 'moved', by: actor.username, reason, data }, instance);
  await house.hub.waitFor(async () => {
    const now = await store.instances.elementsOf(instance._id);
    const ended = wish.terminate.every((key) => now.find(({ _id }) => _id === key)?.state !== 'active');
    const begun = wish.activate.every((id) => now.some((one) => one.elementId === id && one.position > newest));
    return ended && begun ? true : undefined;
  }, 2_000);
}
