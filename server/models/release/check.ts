/** Before a release is asked for: what must not be wrong. Returns how many findings want a reason. */
import { type CheckResult, releaseVerdict, tally } from '../../../domain/checks.ts';
import type { ModelFile } from '../../../store/models.ts';
import type { House } from '../../house.ts';
import { Problem } from '../../problem.ts';
import { checkDraft } from '../check.ts';

/**
 * `wasInForce`: a former version that is to come back. What the regulation or the product would have otherwise today
 * asks for a reason then and forbids nothing: the way back must be open. What the engine would refuse forbids it always.
 *
 * @throws 422 where the check finds an error, with the engine's words where it was the engine that refuses
 */
export async function checkForRelease(
  house: House,
  files: readonly ModelFile[],
  { wasInForce }: { wasInForce: boolean },
): Promise<number> {
  const result = await checkDraft(house, files);
  const binding = wasInForce ? engineOnly(result) : result;
  const { error: errors, warning } = tally(result.findings);
  if (releaseVerdict(binding) === 'forbidden') {
    const refusal = binding.findings.find(({ severity, data }) => severity === 'error' && data.message !== undefined);
    throw new Problem('not-releasable', {
      ...(refusal ? { engine: String(refusal.data.message) } : {}),
      errors: [{ pointer: '/files', code: 'check-errors', limit: errors }],
    });
  }
  return errors + warning + result.left;
}

const engineOnly = ({ findings, left }: CheckResult): CheckResult => ({
  findings: findings.filter(({ kind }) => kind === 'engine'),
  left,
});
