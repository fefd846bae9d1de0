/** What is filled in so far. Works while the engine is down: a draft is the product's own. */
import { fieldsOf, isStage } from '../../domain/stages.ts';
import type { Actor, House } from '../house.ts';
import { seenVersion } from '../plugins/if-match.ts';
import { Problem } from '../problem.ts';
import { heldByOther } from './claim.ts';
import { findTask } from './find.ts';
import { withoutSender } from './sender-name.ts';

/**
 * Saves over `ifMatch` (the version that the person saw), or over whatever is there.
 * Returns the version that the item now has. @throws 403, 404, 409, 412
 */
export async function saveDraft(
  house: House,
  actor: Actor,
  key: string,
  data: Record<string, unknown>,
  ifMatch: string | undefined,
): Promise<number> {
  const task = await findTask(house, actor, key);
  if (!task.open) throw new Problem('task-gone');
  if (task.assignee !== actor.username)
    throw task.assignee === null ? new Problem('not-holder') : await heldByOther(house, task);
  if (isStage(task.stage)) {
    const known = fieldsOf(task.stage);
    const unknown = Object.keys(data).filter((name) => name !== 'outcome' && !known.has(name));
    if (unknown.length > 0)
      throw new Problem('bad-request', {
        errors: unknown.map((name) => ({ pointer: `/${name}`, code: 'unknown-field' })),
      });
  }
  const kept = await house.store.drafts.find(key);
  const version = task.version + (kept?.version ?? 0);
  const expected = seenVersion(ifMatch);
  if (expected !== undefined && expected !== version) throw new Problem('stale');
  const before = expected === undefined ? undefined : (kept?.version ?? 0);
  const texts = withoutSender(data, await house.store.reports.find(task.reportCode));
  const saved = await house.store.drafts.save(key, texts, actor.username, house.machineNow(), before);
  if (!saved) throw new Problem('stale');
  return version + 1;
}
