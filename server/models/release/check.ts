/** Before a release is asked for: what must not be wrong. Returns how many warnings want a reason. */
import type { ModelFile } from '../../../store/models.ts';
import type { House } from '../../house.ts';
import { Problem } from '../../problem.ts';

/** @throws 422 with the engine's words when a trial deployment is refused */
export async function checkForRelease(house: House, files: ModelFile[]): Promise<number> {
  const { refusal } = await house.sandbox.run('trial', { files });
  if (refusal !== null) throw new Problem('not-releasable', { engine: refusal });
  return 0;
}
