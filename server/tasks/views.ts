/** Saved lists with how many each holds. */
import type { ChangedView, NewView, ViewFilter, ViewItem, ViewList } from '../../domain/api/task-views.ts';
import { newId } from '../../domain/ids.ts';
import { may, unitsOf } from '../../domain/rights.ts';
import { cleanText } from '../../domain/search-text.ts';
import type { View } from '../../store/views.ts';
import type { Actor, House } from '../house.ts';
import { Problem } from '../problem.ts';
import { wire } from '../views/time.ts';
import type { Counts } from './counts.ts';

/** Most views that one person, or one unit, keeps. */
const mostViews = 50;

const builtIn: readonly [id: string, filter: ViewFilter][] = [
  ['open', { state: 'open' }],
  ['mine', { state: 'mine' }],
  ['unclaimed', { state: 'unclaimed' }],
  ['overdue', { state: 'open', overdue: true }],
];

const personal = (actor: Actor): string => `person:${actor.username}`;

export async function listViews(house: House, counts: Counts, actor: Actor): Promise<ViewList> {
  const now = await house.clock.now();
  const units = unitsOf(actor.groups);
  const saved = await house.store.views.of([personal(actor), ...units]);
  const items = [
    ...builtIn.map(([id, filter], order) => ({ id, kind: 'built-in' as const, filter, order, mayEdit: false })),
    ...saved.map((view) => shown(actor, view)),
  ];
  const counted = await Promise.all(items.map(({ filter }) => counts.of(actor, filter, now)));
  return { items: items.map((item, n) => ({ ...item, ...counted[n]! })), next: null, asOf: wire(now) };
}

function shown(actor: Actor, view: View): Omit<ViewItem, 'count' | 'more'> {
  const own = view.owner === personal(actor);
  return {
    id: view._id,
    kind: own ? 'own' : 'unit',
    name: view.name,
    ...(own ? {} : { unit: view.owner }),
    filter: view.filter as ViewFilter,
    order: view.order,
    mayEdit: own || mayShare(actor, view.owner),
  };
}

/** Whether the person makes lists for this unit: its leader; the duty officer for the IOC. */
function mayShare(actor: Actor, unit: string): boolean {
  if (!unitsOf(actor.groups).includes(unit)) return false;
  const agencies = unit.startsWith('agency:') ? [unit.slice('agency:'.length)] : [];
  return may(actor.groups, 'view.share', { agencies });
}

/** @throws 403 for a unit that one does not lead, 409 when there are too many */
export async function addView(house: House, actor: Actor, given: NewView): Promise<string> {
  const owner = given.unit ?? personal(actor);
  if (given.unit && !mayShare(actor, given.unit)) throw new Problem('missing-right');
  const there = await house.store.views.of([owner]);
  if (there.length >= mostViews) throw new Problem('conflict');
  const id = newId(house.random);
  await house.store.views.add({
    _id: id,
    owner,
    name: nameOf(given.name),
    filter: given.filter,
    order: (there.at(-1)?.order ?? -1) + 1,
    createdBy: actor.username,
    createdAt: house.machineNow(),
  });
  return id;
}

/** @throws 403, 404 */
export async function changeView(house: House, actor: Actor, id: string, given: ChangedView): Promise<void> {
  await needView(house, actor, id);
  await house.store.views.change(id, { name: nameOf(given.name), filter: given.filter, order: given.order });
}

/** @throws 403, 404 */
export async function removeView(house: House, actor: Actor, id: string): Promise<void> {
  await needView(house, actor, id);
  await house.store.views.remove(id);
}

async function needView(house: House, actor: Actor, id: string): Promise<void> {
  const view = await house.store.views.find(id);
  if (!view) throw new Problem('not-found');
  if (view.owner === personal(actor)) return;
  if (!unitsOf(actor.groups).includes(view.owner)) throw new Problem('not-found');
  if (!mayShare(actor, view.owner)) throw new Problem('missing-right');
}

function nameOf(given: string): string {
  const name = cleanText(given);
  if (!name) throw new Problem('invalid', { errors: [{ pointer: '/name', code: 'required' }] });
  return name;
}
