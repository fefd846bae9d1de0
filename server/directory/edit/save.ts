/** A directory entry is added or changed: by version, in one transaction with the directory's version and the audit log. */
import type { Actor, House } from '../../house.ts';
import { type FieldError, Problem } from '../../problem.ts';

interface Kept {
  _id: string;
  version: number;
}
interface List<R extends Kept> {
  find(id: string): Promise<R | null>;
  add(record: R, session: Session): Promise<boolean>;
  replace(record: R, session: Session): Promise<boolean>;
}
type Session = Parameters<Parameters<House['store']['transaction']>[0]>[0];

/**
 * `next`: what it becomes, made of what it is (null where it is new). `seen`: the version that the writer has seen.
 * @throws 412 where it is another by now, 422 with what is wrong
 */
export async function saveEntry<R extends Kept>(
  house: House,
  actor: Actor,
  where: { list: List<R>; name: string; id: string; seen: number | undefined },
  next: (before: R | null) => Omit<R, '_id' | 'version'>,
  errors: readonly FieldError[],
): Promise<{ record: R; isNew: boolean }> {
  if (errors.length > 0) throw new Problem('invalid', { errors: [...errors] });
  const { list, name, id, seen } = where;
  const { store } = house;
  const before = await list.find(id);
  if (seen !== undefined && seen !== (before?.version ?? 0)) throw new Problem('stale');
  const record = { ...next(before), _id: id, version: (before?.version ?? 0) + 1 } as unknown as R;
  await store.transaction(async (session) => {
    const done = before ? await list.replace(record, session) : await list.add(record, session);
    if (!done) throw new Problem('stale');
    await store.directory.touch(session);
    const data = { list: name, id, before, after: record };
    await store.audit.append({ who: actor.username, what: 'edit-directory', data }, house.machineNow(), session);
  });
  store.directory.forget();
  return { record, isNew: before === null };
}
