/**
 * The routing table follows the directory: what the deployed one lacks, and a release of one that has it, asked for by an
 * administrator and decided by an analyst (four eyes, as every release).
 */
import type { RoutingState } from '../../../domain/api/routing.ts';
import type { Directory } from '../../../domain/directory/at.ts';
import { newId } from '../../../domain/ids.ts';
import { formatDay } from '../../../domain/iso-time.ts';
import { texts } from '../../../domain/text/texts.ts';
import type { ModelFile } from '../../../store/models.ts';
import type { Release } from '../../../store/releases.ts';
import type { Actor, House } from '../../house.ts';
import { type Aligned, alignTable, decisionId } from '../../plugins/routing-table.ts';
import { Problem } from '../../problem.ts';
import { wire } from '../../views/time.ts';
import { filesInForce } from '../in-force.ts';
import { askForRelease } from './ask.ts';
import { standNow } from './stale.ts';

export interface Routing {
  state(): Promise<RoutingState>;
  /** @throws 409 while one is asked for, 422 where nothing is missing or the table is no table of ours */
  ask(actor: Actor, note: string): Promise<RoutingState>;
}

/** Open requests that are looked through: a province has one or two. */
const mostOpen = 20;

/** What is in force or will be: a row may be there before its day. */
async function comingDirectory({ store, clock }: House): Promise<Directory> {
  const now = await clock.now();
  const [data, today] = await Promise.all([store.directory.read(), store.directory.at(now)]);
  const day = formatDay(now);
  const stays = ({ validTo }: { validTo: string | null }) => validTo === null || validTo > day;
  return {
    ...today,
    areas: data.areas.filter(stays).map(({ id }) => today.area(id)!),
    fields: data.fields.filter(stays).map(({ id }) => today.field(id)!),
  };
}

const tableOf = (files: readonly ModelFile[]): ModelFile | undefined =>
  files.find(({ name, content }) => name.endsWith('.dmn') && content.includes(`id="${decisionId}"`));

async function aligned(files: readonly ModelFile[], directory: Directory): Promise<Aligned | null> {
  const table = tableOf(files);
  return table ? alignTable(table.content, directory) : null;
}

export function routingFor(house: House): Routing {
  const { releases, models } = house.store;

  /** The open request whose table has everything, newest first. */
  async function open(directory: Directory): Promise<Release | null> {
    for (const { _id } of await releases.list({ states: ['asked', 'deploying'] }, { limit: mostOpen })) {
      const release = await releases.find(_id);
      if (!release || (await standNow(house, release)) === 'stale') continue;
      const found = await aligned(release.files, directory);
      if (found && found.missing.fields.length + found.missing.areas.length === 0) return release;
    }
    return null;
  }

  async function look(): Promise<{ state: RoutingState; files: ModelFile[]; next: Aligned | null }> {
    const directory = await comingDirectory(house);
    const inForce = await filesInForce(house.store);
    const next = inForce && (await aligned(inForce.files, directory));
    const missing = next?.missing ?? { fields: [], areas: [] };
    const asked = missing.fields.length + missing.areas.length > 0 ? await open(directory) : null;
    return {
      state: {
        readable: next !== null,
        missing,
        asked: asked && { release: asked._id, at: wire(asked.askedAt), by: asked.askedBy },
      },
      files: inForce?.files ?? [],
      next,
    };
  }

  return {
    state: async () => (await look()).state,
    async ask(actor, note) {
      const { state, files, next } = await look();
      if (!next) throw new Problem('not-releasable', { errors: [{ pointer: '', code: 'no-process' }] });
      const { fields, areas } = next.missing;
      if (fields.length + areas.length === 0)
        throw new Problem('not-releasable', { errors: [{ pointer: '', code: 'unchanged' }] });
      if (state.asked) throw new Problem('conflict');
      const inForce = (await filesInForce(house.store))!;
      const say = texts('vi').routing;
      const table = tableOf(files)!;
      const now = house.machineNow();
      const names = await comingDirectory(house);
      const model = {
        _id: newId(house.random),
        name: say.draft(fields.map((id) => names.fieldName(id, 'vi')).join(', '), areas.length),
        files: files.map((file) => (file === table ? { ...file, content: next.xml } : file)),
        basedOn: { definitionKey: inForce.definitionKey, version: inForce.version },
        version: 1,
        createdAt: now,
        createdBy: actor.username,
        changedAt: now,
        changedBy: actor.username,
        archived: false,
      };
      await models.add(model);
      // What the check wonders about in the table as it stands is not this request's to answer.
      await askForRelease(house, actor, model._id, { note, running: { choice: 'stay' }, warningReason: say.reason });
      return (await look()).state;
    },
  };
}
