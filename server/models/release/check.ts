/** Before a release is asked for: what must not be wrong. Returns how many warnings want a reason. */
import { releaseVerdict, tally } from '../../../domain/checks.ts';
import type { ModelFile } from '../../../store/models.ts';
import type { House } from '../../house.ts';
import { Problem } from '../../problem.ts';
import { checkDraft } from '../check.ts';

/** @throws 422 where the check finds an error, with the engine's words where it was the engine that refuses */
export async function checkForRelease(house: House, files: ModelFile[]): Promise<number> {
  const result = await checkDraft(house, files);
  if (releaseVerdict(result) === 'forbidden') {
    const { error } = tally(result.findings);
    const refusal = result.findings.find(({ severity, data }) => severity === 'error' && data.message !== undefined);
    throw new Problem('not-releasable', {
      ...(refusal ? { engine: String(refusal.data.message) } : {}),
      errors: [{ pointer: '/files', code: 'check-errors', limit: error }],
    });
  }
  return tally(result.findings).warning + result.left;
}
