/** Agencies, areas and fields with their names: as they are today, or as they were on the day of a moment. */
import type { Directory } from '../../domain/directory/at.ts';
import type { House } from '../house.ts';

/** Of this moment's business day. */
export async function directoryNow(house: Pick<House, 'store' | 'clock'>): Promise<Directory> {
  return house.store.directory.at(await house.clock.now());
}

/** `at`: epoch ms, e.g. when something was published, under the names of that day. */
export function directoryOn(house: Pick<House, 'store'>, at: number): Promise<Directory> {
  return house.store.directory.at(at);
}
