/**
 * Before anything moves: for each version that reports run on, where its elements would go, how many reports stand
 * there, and which could not move and why.
 */
import type { MigrationPreview, PreviewElement, StuckReport } from '../../../domain/api/migrations.ts';
import type { Outline } from '../../../domain/migration/outline.ts';
import { badChoices, choicesFor, destinationOf, type Mapping } from '../../../domain/migration/plan.ts';
import type { Definition } from '../../../store/definitions.ts';
import type { House } from '../../house.ts';
import { outlineOfDefinition } from '../../plugins/read-outline.ts';
import { Problem } from '../../problem.ts';
import { wire } from '../../views/time.ts';

/** Reports that are named one by one; all are counted. */
const mostNamed = 100;

export interface Target {
  outline: Outline;
  /** The version itself, where it is deployed: its own reports are there already. */
  definitionKey?: string;
}

/** @throws 422 for a mapping of elements that are nowhere */
export async function previewMigration(house: House, target: Target, mapping: Mapping): Promise<MigrationPreview> {
  const { store } = house;
  const running = (await store.instances.runningByVersion(target.outline.processId)).filter(
    ({ definitionKey }) => definitionKey !== target.definitionKey,
  );
  const versions: MigrationPreview['versions'] = [];
  const stuck: StuckReport[] = [];
  const outlines: Outline[] = [];
  let cannot = 0;
  for (const { definitionKey, reports } of running) {
    const definition = await store.definitions.find(definitionKey);
    if (!definition) continue;
    const from = await outlineOfDefinition(definition);
    outlines.push(from);
    const elements = await elementsOf(house, definition, from, target.outline, mapping);
    const hindered = elements.filter(({ why }) => why !== null);
    const ids = hindered.map(({ id }) => id);
    if (ids.length > 0) {
      cannot += await store.instances.countAt(definitionKey, ids);
      const named = await store.instances.listAt(definitionKey, ids, mostNamed - stuck.length);
      stuck.push(...named.map((one) => stuckOf(one, definition.version, hindered)));
    }
    versions.push({ definitionKey, version: definition.version, reports, elements: elements.filter(isTelling) });
  }
  refuseBadChoices(outlines, target.outline, mapping);
  versions.sort((a, b) => b.version - a.version);
  const all = versions.reduce((sum, { reports }) => sum + reports, 0);
  return { asOf: wire(await house.clock.now()), reports: { all, can: all - cannot, cannot }, versions, stuck };
}

/** A choice is good when it makes sense for one of the versions. */
export function refuseBadChoices(from: readonly Outline[], to: Outline, mapping: Mapping): void {
  const bad = Object.keys(mapping).filter((id) =>
    from.every((one) => badChoices(one, to, { [id]: mapping[id]! }).length > 0),
  );
  if (bad.length > 0)
    throw new Problem('invalid', { errors: bad.map((id) => ({ pointer: `/mapping/${id}`, code: 'unknown-code' })) });
}

/** A frame around others says nothing while it goes where they go. */
const isTelling = ({ type, why }: PreviewElement): boolean => why !== null || !/SubProcess$/.test(type);

async function elementsOf(
  house: House,
  definition: Definition,
  from: Outline,
  to: Outline,
  mapping: Mapping,
): Promise<PreviewElement[]> {
  const standing = await house.store.instances.standingAt(definition._id);
  return standing.map(({ elementId: id, reports }) => {
    const source = from.elements[id];
    const { to: target, why } = destinationOf(from, to, mapping, id);
    const named = target === null ? null : { id: target, name: to.elements[target]?.name || target };
    const choices =
      why === null ? [] : choicesFor(from, to, mapping, id).map((one) => ({ id: one.id, name: one.name || one.id }));
    return { id, name: source?.name || id, type: source?.type ?? '', reports, to: named, why, choices };
  });
}

function stuckOf(
  one: { instanceKey: string; reportCode: string | null; elementIds: string[] },
  version: number,
  hindered: readonly PreviewElement[],
): StuckReport {
  const why = hindered
    .filter(({ id }) => one.elementIds.includes(id))
    .map(({ id, name, why: obstacle }) => ({ element: id, name, why: obstacle! }));
  return { key: one.instanceKey, reportCode: one.reportCode, version, why };
}
