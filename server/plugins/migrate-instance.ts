/** One instance goes on by another version of its process: what keeps it is found first, then the engine decides. */
import { type Hindrance, hindrances, instructionsOf, type Mapping } from '../../domain/migration/plan.ts';
import type { Definition } from '../../store/definitions.ts';
import type { Instance } from '../../store/instances.ts';
import type { House } from '../house.ts';
import { EngineRefusal } from '../zeebe.ts';
import { keepAct } from './keep-act.ts';
import { outlineOfDefinition } from './read-outline.ts';

export type Moved =
  | { is: 'moved' }
  /** It runs on that version already, by whomever. */
  | { is: 'there' }
  | { is: 'ended' }
  | { is: 'hindered'; by: Hindrance[] }
  | { is: 'refused'; words: string };

/** How long the records may take to show it. */
const projectedMs = 2_000;

/** @throws EngineDown */
export async function migrateInstance(
  house: House,
  wish: { instance: Instance; to: Definition; mapping: Mapping; by: string; reason: string; data?: object },
): Promise<Moved> {
  const { to, mapping, by, reason, data = {} } = wish;
  const { store } = house;
  // Read anew: it may have gone on, or been moved, since the caller looked.
  const instance = await store.instances.find(wish.instance._id);
  if (instance?.state !== 'active') return { is: 'ended' };
  if (instance.definitionKey === to._id) return { is: 'there' };
  const from = await store.definitions.find(instance.definitionKey);
  if (!from) return { is: 'hindered', by: [] };
  const [here, there] = await Promise.all([outlineOfDefinition(from), outlineOfDefinition(to)]);
  const elements = await store.instances.activeElementsOf(instance._id);
  const standing = { active: elements.map(({ elementId }) => elementId) };
  const found = hindrances(here, there, mapping, standing);
  if (found.length > 0) return { is: 'hindered', by: found };
  try {
    await house.zeebe.migrateInstance(instance._id, to._id, instructionsOf(here, there, mapping));
  } catch (error) {
    if (!(error instanceof EngineRefusal)) throw error;
    // Ended between our look and the engine's, or a definition that it no longer has.
    if (error.status === 404 && !(await isActive(house, instance._id))) return { is: 'ended' };
    return { is: 'refused', words: error.message };
  }
  const versions = { fromVersion: from.version, toVersion: to.version, from: from._id, to: to._id };
  await keepAct(house, { what: 'migrated', by, reason, data: { ...versions, ...data } }, instance);
  await house.hub.waitFor(async () => {
    const now = await store.instances.find(instance._id);
    return now?.definitionKey === to._id || now?.state !== 'active' ? true : undefined;
  }, projectedMs);
  return { is: 'moved' };
}

async function isActive(house: House, key: string): Promise<boolean> {
  return (await house.store.instances.find(key))?.state === 'active';
}
