/** What a succession would move, as of now: reports and their tasks, who holds them, people, absences, areas, fields. */
import type { SuccessionPreview } from '../../../domain/api/successions.ts';
import { successorIn } from '../../../domain/directory/at.ts';
import { latest } from '../../../domain/directory/dated.ts';
import { parseTime } from '../../../domain/iso-time.ts';
import { roleOf } from '../../../domain/rights.ts';
import { openStates } from '../../../store/tasks.ts';
import type { House } from '../../house.ts';
import { namesOf } from '../../plugins/names.ts';
import { wire, wireOrNull } from '../../views/time.ts';
import { needEnding, type SuccessionWish } from './plan.ts';
import { matterOf, touchedBy } from './touched.ts';

const shownItems = 100;

/** @throws 404, 409, 422 */
export async function previewSuccession(house: House, wish: SuccessionWish): Promise<SuccessionPreview> {
  const { store } = house;
  const ending = await needEnding(house, wish);
  const { agency, on, to, except } = wish;
  const data = await store.directory.read();
  const after = new Map(data.agencies.map((one) => [one.id, one]));
  after.set(agency, { ...ending, validTo: on, successor: { to, except } });
  const now = await house.clock.now();

  const byHeir = new Map<string, number>();
  const items: SuccessionPreview['items'] = [];
  let reports = 0;
  for await (const one of touchedBy(house, agency)) {
    reports += 1;
    const heir = successorIn(after, agency, on, matterOf(one));
    byHeir.set(heir, (byHeir.get(heir) ?? 0) + 1);
    if (items.length < shownItems)
      items.push({
        instanceKey: one._id,
        reportCode: one.reportCode,
        leads: one.variables.leadAgency === agency,
        stages: Object.keys(one.standing),
        dueAt: wireOrNull(one.dueAt),
        to: heir,
      });
  }

  const own = [`agency:${agency}:officer`, `agency:${agency}:leader`];
  const open = await store.tasks.model.aggregate<{ _id: string | null; n: number }>([
    { $match: { groups: { $in: own }, state: { $in: openStates } } },
    { $group: { _id: '$assignee', n: { $sum: 1 } } },
  ]);
  const people = await store.people.inGroups(own);
  const midnight = parseTime(`${on}T00:00:00+07:00`)!;
  const absences = (
    await store.delegations.about(
      people.map(({ _id }) => _id),
      Math.max(now, midnight),
    )
  ).filter(({ absent }) => people.some(({ _id }) => _id === absent));
  const nameOf = await namesOf(house, [
    ...open.flatMap(({ _id }) => _id ?? []),
    ...absences.flatMap(({ absent, standIn }) => [absent, standIn]),
  ]);
  const person = (username: string) => ({ username, name: nameOf(username) });
  return {
    asOf: wire(now),
    reports,
    tasks: open.reduce((sum, { n }) => sum + n, 0),
    byHeir: [...byHeir].map(([id, n]) => ({ agency: id, reports: n })).sort((a, b) => b.reports - a.reports),
    items,
    left: reports - items.length,
    holders: open.flatMap(({ _id, n }) => (_id === null ? [] : [{ ...person(_id), tasks: n }])),
    people: people.map(({ _id, name, groups }) => ({
      username: _id,
      name,
      otherGroups: groups.some((one) => roleOf(one)?.agency !== agency),
    })),
    delegations: absences.map(({ absent, standIn, endsAt }) => ({
      absent: person(absent),
      standIn: person(standIn),
      endsAt: wire(endsAt),
    })),
    areas: data.areas.filter((one) => latest(one.agencies, on)?.agency === agency).map(({ id }) => id),
    fields: data.fields.filter((one) => one.agency === agency).map(({ id }) => id),
  };
}
