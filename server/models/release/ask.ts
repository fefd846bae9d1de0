/**
 * A release is asked for: the files as they are now are frozen with the note and with what is to become of the reports
 * that run, after the check has found no error. A roll back is a request like any other, for a former version's files.
 */
import type { RunningChoice as RunningWish } from '../../../domain/api/releases.ts';
import { newId } from '../../../domain/ids.ts';
import { cleanText } from '../../../domain/search-text.ts';
import type { ModelFile } from '../../../store/models.ts';
import type { Release, RunningChoice } from '../../../store/releases.ts';
import { processId } from '../../deploy.ts';
import type { Actor, House } from '../../house.ts';
import { outlineOfDefinition } from '../../plugins/read-outline.ts';
import { Problem } from '../../problem.ts';
import { filesInForce, filesOfDefinition } from '../in-force.ts';
import { pairsOf } from '../migration/mapping.ts';
import { refuseBadChoices } from '../migration/preview.ts';
import { checkForRelease } from './check.ts';
import { tellOfRelease } from './events.ts';
import { filesHash } from './files-hash.ts';
import { outlineOfFiles } from './outline.ts';
import { standNow } from './stale.ts';
import { logOfDraft, tellAnalysts } from './tell.ts';

export interface Wish {
  note: string;
  running: RunningWish;
  warningReason?: string;
}

/** @throws 404, 409 while another request of this draft is open, 422 */
export async function askForRelease(house: House, actor: Actor, modelId: string, wish: Wish): Promise<Release> {
  const model = await house.store.models.find(modelId);
  if (!model) throw new Problem('not-found');
  return ask(house, actor, wish, { files: model.files, modelId, name: model.name, rollBackTo: null });
}

/** @throws 404 for a version that nobody knows, 422 */
export async function askForRollBack(house: House, actor: Actor, definitionKey: string, wish: Wish): Promise<Release> {
  const former = await filesOfDefinition(house.store, definitionKey);
  const definition = await house.store.definitions.find(definitionKey);
  if (!former || definition?.processId !== processId) throw new Problem('not-found');
  const rollBackTo = { definitionKey, version: former.version };
  return ask(house, actor, wish, { files: former.files, modelId: null, name: definition.name, rollBackTo });
}

type About = Pick<Release, 'modelId' | 'name' | 'rollBackTo'> & { files: ModelFile[] };

async function ask(house: House, actor: Actor, wish: Wish, about: About): Promise<Release> {
  const { store } = house;
  const note = cleanText(wish.note);
  if (!note) throw new Problem('invalid', { errors: [{ pointer: '/note', code: 'required' }] });
  const inForce = await filesInForce(store);
  const hash = filesHash(about.files);
  if (inForce && filesHash(inForce.files) === hash)
    throw new Problem('not-releasable', { errors: [{ pointer: '', code: 'unchanged' }] });

  const reason = cleanText(wish.warningReason ?? '');
  const warnings = await checkForRelease(house, about.files, { wasInForce: about.rollBackTo !== null });
  if (warnings > 0 && !reason)
    throw new Problem('not-releasable', { errors: [{ pointer: '/warningReason', code: 'required' }] });
  const running = await choiceOf(house, about.files, wish.running);

  const release: Release = {
    _id: newId(house.random),
    ...about,
    hash,
    note,
    before: inForce ? { definitionKey: inForce.definitionKey, version: inForce.version } : null,
    running,
    warnings: { count: warnings, reason },
    state: 'asked',
    askedBy: actor.username,
    askedAt: await house.clock.now(),
    decidedBy: null,
    decidedAt: null,
    remark: '',
    deployingSince: null,
    refusal: null,
    deployed: null,
  };
  await makeRoom(house, about);
  if (!(await store.releases.add(release))) throw new Problem('conflict');
  const data = {
    release: release._id,
    model: about.modelId,
    rollBackTo: about.rollBackTo?.version ?? null,
    hash,
    note,
  };
  await store.audit.append({ who: actor.username, what: 'ask-release', data }, house.machineNow());
  await logOfDraft(house, release, 'release-asked');
  await tellAnalysts(house, release);
  await tellOfRelease(house, { release: release._id });
  return release;
}

/** A request of this draft whose content is no longer the draft's makes room by itself. */
async function makeRoom(house: House, { modelId }: Pick<Release, 'modelId'>): Promise<void> {
  if (modelId === null) return;
  const [open] = await house.store.releases.list({ states: ['asked'], modelId }, { limit: 1 });
  if (open && (await standNow(house, open)) === 'stale')
    await house.store.releases.change(open._id, 'asked', { state: 'stale' });
}

/** @throws 422 where the files have no such process, or the mapping names what is nowhere */
async function choiceOf(house: House, files: ModelFile[], wish: RunningWish): Promise<RunningChoice> {
  const outline = await outlineOfFiles(house, files);
  if (!outline) throw new Problem('not-releasable', { errors: [{ pointer: '', code: 'no-process' }] });
  if (wish.choice === 'stay') return { choice: 'stay', mapping: [], recompute: false };
  const { mapping = {}, recompute = false } = wish;
  const { instances, definitions } = house.store;
  const running = await instances.runningByVersion(processId);
  const known = await Promise.all(running.map(({ definitionKey }) => definitions.find(definitionKey)));
  const outlines = await Promise.all(known.flatMap((one) => (one ? [outlineOfDefinition(one)] : [])));
  if (outlines.length > 0) refuseBadChoices(outlines, outline, mapping);
  return { choice: 'migrate', mapping: pairsOf(mapping), recompute };
}
