/**
 * Indexes that earlier programs made and none asks for any more. An index whose keys change gets another name, so that
 * it can be made beside the old one, and the old name is written here; a step of the database's versions drops it.
 */
import type { Store } from './store.ts';

/** Names by collection. */
const retired: Readonly<Record<string, readonly string[]>> = {
  audit: ['reportCode_1__id_1', 'who_1__id_1'],
  elements: ['standing', 'standing-since'],
  tasks: ['overdue', 'agency-dueAt', 'agency-createdAt', 'groups-dueAt', 'groups-createdAt'],
};

/** How many are still there. */
export async function countRetired(store: Store): Promise<number> {
  return (await found(store)).length;
}

/** Drops them; one that another process has dropped is no error. */
export async function dropRetired(store: Store): Promise<void> {
  for (const { collection, name } of await found(store))
    await store.connection.collection(collection).dropIndex(name).catch(ignoreGone);
}

async function found({ connection }: Store): Promise<{ collection: string; name: string }[]> {
  const each = Object.entries(retired).map(async ([collection, names]) => {
    const there = await connection.collection(collection).listIndexes().toArray().catch(noneThere);
    return there.filter(({ name }) => names.includes(name)).map(({ name }) => ({ collection, name: name as string }));
  });
  return (await Promise.all(each)).flat();
}

const codeOf = (error: unknown): number | undefined => (error as { code?: number }).code;

function ignoreGone(error: unknown): void {
  // 27 IndexNotFound
  if (codeOf(error) !== 27) throw error;
}

function noneThere(error: unknown): { name: string }[] {
  // 26 NamespaceNotFound: nothing was ever written there.
  if (codeOf(error) !== 26) throw error;
  return [];
}
