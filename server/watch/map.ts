/** Open reports on the map. A confidential one has no point for who may not read it, and is counted all the same. */
import type { MapReport, MapReports } from '../../domain/api/watch.ts';
import { may, scopeOf } from '../../domain/rights.ts';
import type { Instance } from '../../store/instances.ts';
import { versionThen } from '../../store/past.ts';
import type { Report } from '../../store/reports.ts';
import type { Actor, House } from '../house.ts';
import { agenciesOf } from '../plugins/reach.ts';
import { placesThen } from '../views/past-places.ts';
import { wire, wireOrNull } from '../views/time.ts';

/** Points at once; a province has some thousand open reports at most. */
const mostPoints = 5_000;

type Placed = Pick<
  Report,
  '_id' | 'place' | 'confidential' | 'district' | 'field' | 'leadAgency' | 'coordinatingAgencies'
>;

/** `at`: those that ran at a past moment, each where it stood. */
export async function openOnMap(house: House, actor: Actor, at: number | null = null): Promise<MapReports> {
  const { instances, reports, past } = house.store;
  const scope = scopeOf(actor.groups, 'instance.see');
  const agencies = { $in: scope.agencies };
  const filter = {
    ...(at === null ? { state: 'active' } : {}),
    reportCode: { $ne: null },
    ...(scope.everything
      ? {}
      : { $or: [{ 'variables.leadAgency': agencies }, { 'variables.coordinatingAgencies': agencies }] }),
    ...(at === null ? {} : { $and: [past.running(at)] }),
  };
  const [total, found] = await Promise.all([
    instances.model.countDocuments(filter as never),
    instances.model
      .find(filter as never)
      .sort({ startedAt: -1, _id: -1 })
      .limit(mostPoints)
      .select({ variables: 0 })
      .lean<Instance[]>()
      .exec(),
  ]);
  const placed = await reports.model
    .find({ _id: { $in: found.map(({ reportCode }) => reportCode as string) } })
    .select({ place: 1, confidential: 1, district: 1, field: 1, leadAgency: 1, coordinatingAgencies: 1 })
    .lean<Placed[]>()
    .exec();
  const standThen = at === null ? null : await thenOf(house, found, at);
  const byCode = new Map(placed.map((one) => [one._id, one]));
  const items = found.flatMap((instance) => {
    const report = byCode.get(instance.reportCode as string);
    const stands = standThen?.(instance) ?? { ...instance, elements: Object.keys(instance.standing) };
    return report ? [itemOf(instance, report, actor, stands)] : [];
  });
  return { asOf: wire(at ?? (await house.clock.now())), total, items };
}

type Stands = Pick<Instance, 'definitionKey' | 'dueAt' | 'incidents'> & { elements: string[] };

async function thenOf(house: House, found: Instance[], at: number): Promise<(instance: Instance) => Stands> {
  const { past } = house.store;
  const keys = found.map(({ _id }) => _id);
  const [placesOf, tasks, incidents] = await Promise.all([
    placesThen(house.store, keys, at),
    past.tasksOpen(at),
    past.incidentsOpen(at),
  ]);
  const due = Map.groupBy(tasks, ({ instanceKey }) => instanceKey);
  const stopped = Map.groupBy(incidents, ({ instanceKey }) => instanceKey);
  return (instance) => {
    const dates = (due.get(instance._id) ?? []).flatMap(({ dueAt }) => dueAt ?? []);
    return {
      definitionKey: versionThen(instance, at).definitionKey,
      dueAt: dates.length > 0 ? Math.min(...dates) : null,
      incidents: stopped.get(instance._id)?.length ?? 0,
      elements: placesOf(instance._id),
    };
  };
}

function itemOf(instance: Instance, report: Placed, actor: Actor, stands: Stands): MapReport {
  const { lat, lng } = report.place;
  const hidden = report.confidential && !may(actor.groups, 'report.see-confidential', { agencies: agenciesOf(report) });
  const district = report.district ?? report.place.district;
  return {
    key: instance._id,
    code: report._id,
    definitionKey: stands.definitionKey,
    elements: stands.elements,
    ...(hidden || lat === undefined || lng === undefined ? {} : { lat, lng }),
    ...(district ? { district } : {}),
    ...(report.field ? { field: report.field } : {}),
    ...(report.leadAgency ? { agency: report.leadAgency } : {}),
    dueAt: wireOrNull(stands.dueAt),
    incidents: stands.incidents,
  };
}
