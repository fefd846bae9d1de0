/** What of the running work an agency has: the reports that it leads or is asked about, and their open tasks. */
import { roleOf } from '../../../domain/rights.ts';
import type { Instance } from '../../../store/instances.ts';
import type { House } from '../../house.ts';

export type Touched = Pick<Instance, '_id' | 'reportCode' | 'variables' | 'district' | 'dueAt' | 'standing'>;

/** Oldest first, as a cursor. Reports that wait for feedback count too: a comment may bring them back to work. */
export const touchedBy = (house: House, agency: string) =>
  house.store.instances.model
    .find({
      state: 'active',
      $or: [{ 'variables.leadAgency': agency }, { 'variables.coordinatingAgencies': agency }],
    } as never)
    .select({ reportCode: 1, variables: 1, district: 1, dueAt: 1, standing: 1 })
    .sort({ startedAt: 1, _id: 1 })
    .lean<Touched[]>()
    .cursor();

/** What decides between several successors: the field and the place, as the intake said or else the sender. */
export const matterOf = ({ variables, district }: Pick<Touched, 'variables' | 'district'>) => ({
  field: typeof variables.field === 'string' ? variables.field : null,
  area: typeof variables.district === 'string' ? variables.district : (district ?? null),
});

/** The same groups, with the successor's in the place of the agency's. */
export function inheritedGroups(groups: readonly string[], agency: string, heir: string): string[] {
  const moved = groups.map((group) => {
    const known = roleOf(group);
    return known?.agency === agency ? `agency:${heir}:${known.role}` : group;
  });
  return [...new Set(moved)];
}
