/** The regulation's wordings, with those that the product ships in place from the first question on. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ShippedClause, shippedWordings } from '../../domain/regulation/clauses.ts';
import type { ArticleRecord } from '../../store/articles.ts';
import type { Store } from '../../store/store.ts';
import type { House } from '../house.ts';

const seeded = new WeakMap<Store, Promise<void>>();

export async function wordingsOf(house: Pick<House, 'store' | 'settings' | 'machineNow'>): Promise<ArticleRecord[]> {
  await ready(house);
  return house.store.articles.all();
}

/** Once a process and store: what is there already stays. A failure is tried again by the next question. */
export function ready({
  store,
  settings,
  machineNow,
}: Pick<House, 'store' | 'settings' | 'machineNow'>): Promise<void> {
  const known = seeded.get(store);
  if (known) return known;
  const work = readFile(join(settings.bpmnDir, 'regulation.json'), 'utf8').then((text) =>
    store.articles.seed(shippedWordings(JSON.parse(text) as Record<string, ShippedClause>), machineNow()),
  );
  seeded.set(store, work);
  work.catch(() => seeded.delete(store));
  return work;
}
