/** People and their groups. A new one has no password until a link is sent. */
import { NewPerson } from '../../../../domain/api/people.ts';
import type { Person } from '../../../../store/people.ts';
import { directoryNow } from '../../../plugins/directory.ts';
import { shapeErrors } from '../../../plugins/validation.ts';
import { changeOf, personOf, wrongGroups } from '../../people/change.ts';
import { listOf, oneLine } from '../cells.ts';
import type { CellError, Kind, Row, State, Step } from '../kind.ts';

interface Context {
  people: Map<string, Person>;
  isAgency(id: string): boolean;
}

const shape = shapeErrors(NewPerson);

const rowOf = ({ _id, name, email = '', phone = '', groups, active }: Person): Row => ({
  username: _id,
  name: oneLine(name),
  email: oneLine(email),
  phone: oneLine(phone),
  groups: listOf(groups.join(',')).join(', '),
  state: active ? 'active' : 'closed',
});

const given = ({ username, name, email, phone, groups }: Row): NewPerson => ({
  username: username!,
  name: name!,
  ...(email && { email }),
  ...(phone && { phone }),
  groups: listOf(groups!),
});

const isAdmin = ({ groups, state }: Row): boolean => state === 'active' && listOf(groups!).includes('admin');

/** Whoever would be the last to go: one of the rows that take the right away. */
function lastAdministrator(steps: readonly Step[], { rows }: State<Context>): CellError[] {
  const becomes = new Map(rows.map((row) => [row.username, row]));
  for (const { row } of steps) becomes.set(row.username, row);
  if (!rows.some(isAdmin) || [...becomes.values()].some(isAdmin)) return [];
  return steps.flatMap(({ at, row, before }) =>
    before && isAdmin(before)
      ? [{ at, column: row.state === 'closed' ? 'state' : 'groups', code: 'last-administrator' }]
      : [],
  );
}

export const people: Kind<Context> = {
  name: 'people',
  blanks: () => ({ state: 'active' }),

  async read(house, session) {
    const found = await house.store.people.model
      .find()
      .sort({ _id: 1 })
      .session(session ?? null)
      .lean<Person[]>();
    const directory = await directoryNow(house);
    return {
      rows: found.map(rowOf),
      context: { people: new Map(found.map((one) => [one._id, one])), isAgency: (id) => directory.isAgency(id) },
      basis: [found.map(({ _id, version = 0 }) => [_id, version]), (await house.store.directory.read()).version],
    };
  },

  check(steps, state) {
    const { people: known, isAgency } = state.context;
    const wrong = steps.flatMap(({ at, row }) => [
      ...shape(given(row)).map(({ pointer, code }) => ({
        at,
        column: pointer.split('/')[1] || 'username',
        code: code ?? 'format',
      })),
      ...wrongGroups(given(row).groups, isAgency, known.get(row.username!)?.groups).map(() => ({
        at,
        column: 'groups',
        code: 'unknown-code',
      })),
    ]);
    return [...wrong, ...lastAdministrator(steps, state)];
  },

  async write(house, _actor, steps, { context }, session) {
    const { people: list, sessions } = house.store;
    const fresh = steps
      .filter(({ before }) => before === null)
      .map(({ row }) => ({
        ...personOf(given(row)),
        active: row.state === 'active',
      }));
    const changes = steps.flatMap(({ row, before }) =>
      before ? [changeOf(context.people.get(row.username!)!, { ...given(row), active: row.state === 'active' })] : [],
    );
    if (fresh.length > 0) await list.model.collection.insertMany(fresh as never[], { session });
    const writes = changes.map(({ update, onRecord }) => ({
      updateOne: { filter: { _id: onRecord.username }, update },
    }));
    if (writes.length > 0) await list.model.collection.bulkWrite(writes as never[], { session });
    const left = changes.filter(({ leaves }) => leaves).map(({ onRecord }) => onRecord.username);
    if (left.length > 0) await sessions.model.deleteMany({ username: { $in: left } }, { session });
    return {
      onRecord: [
        ...fresh.map(({ _id, groups }) => ({ username: _id, new: true, groups })),
        ...changes.map(({ onRecord }) => onRecord),
      ],
      after: () => house.wakeKeeper(),
    };
  },
};
