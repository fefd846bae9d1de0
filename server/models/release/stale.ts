/** Whether what a request was about is still so: the draft's files, and what is in force. */
import type { ReleaseHead, ReleaseState } from '../../../store/releases.ts';
import { processId } from '../../deploy.ts';
import type { House } from '../../house.ts';
import { filesInForce } from '../in-force.ts';
import { filesHash } from './files-hash.ts';

/** The state as of now: `asked` turns `stale` by a change that nobody wrote into the request. */
export async function standNow(
  house: House,
  release: Pick<ReleaseHead, 'state' | 'modelId' | 'hash' | 'before'>,
): Promise<ReleaseState> {
  if (release.state !== 'asked') return release.state;
  const { models, definitions } = house.store;
  const latest = await definitions.latest(processId);
  const moved = (latest?._id ?? null) !== (release.before?.definitionKey ?? null);
  // Unless it is this very request that came into force while the engine's answer was lost: approved again it is settled.
  if (moved && filesHash((await filesInForce(house.store))?.files ?? []) !== release.hash) return 'stale';
  if (release.modelId === null) return 'asked';
  const model = await models.find(release.modelId);
  return model && filesHash(model.files) === release.hash ? 'asked' : 'stale';
}
