/** Tells the studio's open pages that a release, or a migration of running reports, has gone on. */
import type { House } from '../../house.ts';

/** What has changed: the page reads it anew. */
export async function tellOfRelease(house: House, about: { release?: string; migration?: string }): Promise<void> {
  const events = await house.store.telling((session) =>
    house.store.events.append(
      [{ type: 'release', data: { ...about }, scope: { groups: [], agencies: [], confidential: false } }],
      house.machineNow(),
      session,
    ),
  );
  house.hub.offer(events);
}
