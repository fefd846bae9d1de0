/** The roster (article 13.2): rows are known by duty, person and beginning. */
import { newId } from '../../../../domain/ids.ts';
import { formatTime, parseTime } from '../../../../domain/iso-time.ts';
import { type DutyRole, dutyRoles } from '../../../../domain/roster.ts';
import type { Duty } from '../../../../store/duties.ts';
import type { Person } from '../../../../store/people.ts';
import { longestShiftMs } from '../../roster/roster.ts';
import { keyOf } from '../key.ts';
import type { CellError, Kind, Row, State, Step } from '../kind.ts';

interface Context {
  duties: Map<string, Duty>;
  /** Active people of each role. */
  able: Set<string>;
}

const rowOf = ({ role, username, from, to }: Duty): Row => ({
  role,
  username,
  from: formatTime(from).slice(0, 16),
  to: formatTime(to).slice(0, 16),
});
const momentOf = (text: string | undefined): number => parseTime(text ?? '') ?? Number.NaN;

/** Rows of the file that meet each other, or one that stays as it is: named at the one that begins later. */
function overlaps(steps: readonly Step[], { rows }: State<Context>): CellError[] {
  const given = new Set(steps.map(({ row }) => keyOf('roster', row)));
  const all = [...rows.filter((row) => !given.has(keyOf('roster', row))).map((row) => ({ row, at: 0 })), ...steps].sort(
    (a, b) => (a.row.from! < b.row.from! ? -1 : 1),
  );
  const busy = new Map<string, { to: string; at: number }>();
  return all
    .flatMap(({ row, at }) => {
      const who = `${row.role}|${row.username}`;
      const last = busy.get(who);
      if (!last || last.to < row.to!) busy.set(who, { to: row.to!, at });
      // A row that was there before is not to blame: the file's is.
      return last && row.from! < last.to ? [{ at: at || last.at, column: 'from', code: 'overlap' }] : [];
    })
    .filter(({ at }) => at > 0);
}

export const roster: Kind<Context> = {
  name: 'roster',
  blanks: () => ({}),

  async read({ store }, session) {
    const duties = await store.duties.model
      .find()
      .sort({ from: 1, role: 1, username: 1 })
      .session(session ?? null)
      .lean<Duty[]>();
    const staff = await store.people.model
      .find({ groups: { $in: [...dutyRoles] }, active: true })
      .sort({ _id: 1 })
      .session(session ?? null)
      .lean<Person[]>();
    const able = staff.flatMap(({ _id, groups }) =>
      dutyRoles.filter((role) => groups.includes(role)).map((role) => `${role}|${_id}`),
    );
    return {
      rows: duties.map(rowOf),
      context: { duties: new Map(duties.map((one) => [keyOf('roster', rowOf(one)), one])), able: new Set(able) },
      basis: [duties.map(({ _id, version }) => [_id, version]), able],
    };
  },

  check(steps, state) {
    const wrong = steps.flatMap(({ at, row }) => {
      const long = momentOf(row.to) - momentOf(row.from);
      return [
        ...(state.context.able.has(`${row.role}|${row.username}`)
          ? []
          : [{ at, column: 'username', code: 'unknown-code' }]),
        ...(long > 0 && long <= longestShiftMs ? [] : [{ at, column: 'to', code: 'order' }]),
      ];
    });
    return [...wrong, ...overlaps(steps, state)];
  },

  async write({ store, random }, _actor, steps, { context }, session) {
    const shift = (row: Row) => ({
      role: row.role as DutyRole,
      username: row.username!,
      from: momentOf(row.from),
      to: momentOf(row.to),
    });
    const fresh = steps.filter(({ before }) => before === null);
    await store.duties.addAll(
      fresh.map(({ row }) => ({ _id: newId(random), ...shift(row), version: 1 })),
      session,
    );
    for (const { row } of steps.filter(({ before }) => before !== null)) {
      const { _id, version } = context.duties.get(keyOf('roster', row))!;
      await store.duties.change(_id, version, { to: momentOf(row.to) }, session);
    }
    return { onRecord: steps.map(({ row, before }) => ({ ...row, ...(before === null && { new: true }) })) };
  },
};
