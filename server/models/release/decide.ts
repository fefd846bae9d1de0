/**
 * The second person decides. An approval deploys the frozen files in one deployment; the engine's refusal leaves the
 * request as it was, with the engine's words on it. What the engine took is in force when its records show it.
 */
import { cleanText } from '../../../domain/search-text.ts';
import type { Release } from '../../../store/releases.ts';
import { processId } from '../../deploy.ts';
import type { Actor, House } from '../../house.ts';
import { Problem } from '../../problem.ts';
import { EngineRefusal } from '../../zeebe.ts';
import { tellOfRelease } from './events.ts';
import { finish } from './finish.ts';
import { standNow } from './stale.ts';
import { tellAsker } from './tell.ts';

/** How long the records may take to show the version before the answer goes without it. */
const projectedMs = 10_000;

/** @throws 404, 403 for who asked, 409 when it is not open or no longer what it was */
async function needOpen(house: House, actor: Actor, id: string): Promise<Release> {
  const release = await house.store.releases.find(id);
  if (!release) throw new Problem('not-found');
  if (release.askedBy === actor.username) throw new Problem('four-eyes');
  if (release.state !== 'asked') throw new Problem('conflict');
  return release;
}

/** @throws also 409 with the engine's words, 503; then the request is open as before */
export async function approve(house: House, actor: Actor, id: string): Promise<Release> {
  const { releases, audit, definitions } = house.store;
  const asked = await needOpen(house, actor, id);
  if ((await standNow(house, asked)) === 'stale') {
    await releases.change(id, 'asked', { state: 'stale' });
    await tellOfRelease(house, { release: id });
    throw new Problem('draft-changed');
  }
  const since = house.machineNow();
  const begun = { state: 'deploying', deployingSince: since, decidedBy: actor.username, refusal: null } as const;
  if (!(await releases.change(id, 'asked', begun))) throw new Problem('conflict');
  await tellOfRelease(house, { release: id });
  let deployed: Release['deployed'];
  try {
    deployed = await deploy(house, asked);
  } catch (error) {
    const open = { state: 'asked', deployingSince: null, decidedBy: null } as const;
    const at = await house.clock.now();
    const refusal = error instanceof EngineRefusal ? { at, by: actor.username, words: error.message } : null;
    await releases.change(id, 'deploying', { ...open, refusal }, { deployingSince: since });
    await tellOfRelease(house, { release: id });
    if (!(error instanceof EngineRefusal)) throw error;
    const data = { release: id, engine: error.message };
    await audit.append({ who: actor.username, what: 'release-refused', data }, house.machineNow());
    throw new Problem('engine-refused', { engine: error.message });
  }
  await releases.change(id, 'deploying', { deployed, decidedAt: await house.clock.now() });
  await house.hub.waitFor(async () => (await definitions.find(deployed!.definitionKey)) ?? undefined, projectedMs);
  return finish(house, id);
}

async function deploy(house: House, { files }: Release): Promise<NonNullable<Release['deployed']>> {
  const made = await house.zeebe.deploy(
    files.map(({ name, content }) => ({ name, content: Buffer.from(content, 'utf8') })),
  );
  const process = made.processes.find(({ id }) => id === processId);
  // The request was refused at its beginning where the files lack the process; an engine that does not name it is at odds.
  if (!process) throw new EngineRefusal(409, '', `The deployment names no process ${processId}`);
  return { definitionKey: process.key, version: process.version };
}

/** @throws as above, 422 without a reason */
export async function sendBack(house: House, actor: Actor, id: string, given: string): Promise<Release> {
  const remark = cleanText(given);
  if (!remark) throw new Problem('invalid', { errors: [{ pointer: '/reason', code: 'required' }] });
  await needOpen(house, actor, id);
  const decided = { decidedBy: actor.username, decidedAt: await house.clock.now(), remark };
  const release = await house.store.releases.change(id, 'asked', { state: 'returned', ...decided });
  if (!release) throw new Problem('conflict');
  const data = { release: id, reason: remark };
  await house.store.audit.append({ who: actor.username, what: 'return-release', data }, house.machineNow());
  await tellAsker(house, release, 'release-returned');
  await tellOfRelease(house, { release: id });
  return release;
}

/** Who asked takes it back. @throws 404, 403 for others, 409 when it is no longer open */
export async function withdraw(house: House, actor: Actor, id: string): Promise<void> {
  const found = await house.store.releases.find(id);
  if (!found) throw new Problem('not-found');
  if (found.askedBy !== actor.username) throw new Problem('missing-right');
  const release = await house.store.releases.change(id, 'asked', { state: 'withdrawn' });
  if (!release) throw new Problem('conflict');
  const data = { release: id };
  await house.store.audit.append({ who: actor.username, what: 'withdraw-release', data }, house.machineNow());
  await tellOfRelease(house, { release: id });
}
