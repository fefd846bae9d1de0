/** Officers who do what comes at once: one for each stage, as many tasks side by side as asked for. */
import { setTimeout as pause } from 'node:timers/promises';
import type { House } from '../../test/house/house.ts';
import type { Officer } from '../../test/house/people.ts';
import { ordinary } from '../../test/house/walk.ts';
import { inFlight } from '../rounds.ts';

type Completion = Record<string, unknown>;

/** Claims and completes; what the list has not heard of yet is tried again. */
async function does(officer: Officer, key: string, completion: Completion): Promise<void> {
  const claimed = await officer.claims(key);
  if (claimed.status !== 204) throw new Error(`Not claimed: ${claimed.status} ${JSON.stringify(claimed.body)}`);
  for (;;) {
    const done = await officer.completes(key, completion);
    if (done.status === 204) return;
    if (!/not-holder$/.test(done.body?.type ?? ''))
      throw new Error(`Not completed: ${done.status} ${JSON.stringify(done.body)}`);
    await pause(5);
  }
}

async function stage(house: House, at: (typeof ordinary)[number], reports: number, together: number): Promise<void> {
  const [name, who, completion] = at;
  const officer = await house.as(who);
  const taken = new Set<string>();
  while (taken.size < reports) {
    const { body } = await officer.get(`/api/tasks?state=open&stage=${name}&limit=50`);
    const fresh = (body.items as { key: string }[]).filter(({ key }) => !taken.has(key));
    for (const { key } of fresh) taken.add(key);
    if (fresh.length === 0) await pause(100);
    await inFlight(fresh.length, together, (n) => does(officer, fresh[n]!.key, completion));
  }
}

/** Takes so many reports, which have been sent or are being sent, through all stages. */
export async function officers(house: House, reports: number, together = 8): Promise<void> {
  await Promise.all(ordinary.map((at) => stage(house, at, reports, together)));
}
