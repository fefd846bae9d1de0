/** Open reports on the map. A confidential one has no point for who may not read it, and is counted all the same. */
import type { MapReport, MapReports } from '../../domain/api/watch.ts';
import { may, scopeOf } from '../../domain/rights.ts';
import type { Instance } from '../../store/instances.ts';
import type { Report } from '../../store/reports.ts';
import type { Actor, House } from '../house.ts';
import { agenciesOf } from '../plugins/reach.ts';
import { wire, wireOrNull } from '../views/time.ts';

/** Points at once; a province has some thousand open reports at most. */
const mostPoints = 5_000;

type Placed = Pick<
  Report,
  '_id' | 'place' | 'confidential' | 'district' | 'field' | 'leadAgency' | 'coordinatingAgencies'
>;

export async function openOnMap(house: House, actor: Actor): Promise<MapReports> {
  const { instances, reports } = house.store;
  const scope = scopeOf(actor.groups, 'instance.see');
  const agencies = { $in: scope.agencies };
  const filter = {
    state: 'active',
    reportCode: { $ne: null },
    ...(scope.everything
      ? {}
      : { $or: [{ 'variables.leadAgency': agencies }, { 'variables.coordinatingAgencies': agencies }] }),
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
  const byCode = new Map(placed.map((one) => [one._id, one]));
  const items = found.flatMap((instance) => {
    const report = byCode.get(instance.reportCode as string);
    return report ? [itemOf(instance, report, actor)] : [];
  });
  return { asOf: wire(await house.clock.now()), total, items };
}

function itemOf(instance: Instance, report: Placed, actor: Actor): MapReport {
  const { lat, lng } = report.place;
  const hidden = report.confidential && !may(actor.groups, 'report.see-confidential', { agencies: agenciesOf(report) });
  const district = report.district ?? report.place.district;
  return {
    key: instance._id,
    code: report._id,
    definitionKey: instance.definitionKey,
    elements: Object.keys(instance.standing),
    ...(hidden || lat === undefined || lng === undefined ? {} : { lat, lng }),
    ...(district ? { district } : {}),
    ...(report.field ? { field: report.field } : {}),
    ...(report.leadAgency ? { agency: report.leadAgency } : {}),
    dueAt: wireOrNull(instance.dueAt),
    incidents: instance.incidents,
  };
}
