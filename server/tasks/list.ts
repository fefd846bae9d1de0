/**
 * The task list: every filter and sort that the screen offers goes by an index, pages by a cursor that names the last
 * row's sort value and key. Only what the person may see is asked for.
 */
import { type TaskItem, type TaskQuery, taskStates } from '../../domain/api/tasks.ts';
import { parseTime } from '../../domain/iso-time.ts';
import { readReportCode } from '../../domain/report-code.ts';
import { may, type Scope, scopeOf } from '../../domain/rights.ts';
import { openStates, type Task } from '../../store/tasks.ts';
import type { Actor, House } from '../house.ts';
import { makeCursor, readCursor } from '../plugins/cursor.ts';
import { patternsOf, wordsOf } from '../plugins/words.ts';
import { taskItem } from '../views/task.ts';

type Filter = Record<string, unknown>;
/** With `q`, but among open tasks, the newest matches are looked at, no further back than this. */
const mostMatches = 1_000;

export async function listTasks(
  house: House,
  actor: Actor,
  query: TaskQuery,
): Promise<{ items: TaskItem[]; next: string | null }> {
  const now = await house.clock.now();
  const limit = query.limit ?? 50;
  const sort = query.sort ?? 'dueAt';
  const field = sort.replace('-', '') as 'dueAt' | 'createdAt';
  const direction = sort.startsWith('-') ? -1 : 1;
  const filter = filterOf(actor, query, now);
  const kind = `tasks:${sort}`;
  if (query.after) {
    const [value, key] = readCursor(house.settings.secret, kind, query.after);
    (filter.$and as Filter[]).push(afterRow(field, direction, value ?? null, key ?? null));
  }
  const find = filter.$text ? await byWords(house, filter) : filter;
  const index = indexOf(actor, query, field);
  const found = await house.store.tasks.model
    .find(find as never, null, index ? { hint: index } : {})
    .sort({ [field]: direction, _id: direction })
    .limit(limit + 1)
    .lean<Task[]>()
    .exec();
  const page = found.slice(0, limit);
  const last = page.at(-1);
  const next = found.length > limit && last ? makeCursor(house.settings.secret, kind, [last[field], last._id]) : null;
  const drafts = await house.store.drafts.findMany(page.filter((task) => task.open).map((task) => task._id));
  const saves = new Map(drafts.map((draft) => [draft._id, draft.version]));
  const items = page.map((task) =>
    taskItem(task, { now, mayRead: mayReadTask(actor, task), draftVersion: saves.get(task._id) ?? 0 }),
  );
  return { items, next };
}

/**
 * The index that has a list in its order. Said, because the database would find it by trying nine against each other,
 * and tries again whenever a list of the same shape reads ten times as much as the one before: what is done in a
 * district after what is unclaimed there. Undefined where words, a report, or a date that the list is not sorted by
 * narrow it more than its order does.
 */
function indexOf(actor: Actor, query: TaskQuery, sort: 'dueAt' | 'createdAt'): string | undefined {
  if (query.q || query.report) return undefined;
  if (sort !== 'dueAt' && (query.overdue !== undefined || query.dueBefore)) return undefined;
  const mine = visible(scopeOf(actor.groups, 'task.see'));
  if (mine?.$or) return undefined;
  const first = () => {
    if (query.state === 'mine') return 'mine';
    if (mine?.agency || query.agency) return 'agency-narrowed';
    if (mine) return 'groups-state';
    if (query.district) return 'district';
    if (query.field) return 'field';
    if (query.stage) return 'stage';
    return query.state === 'open' ? 'open' : 'state';
  };
  return `${first()}-${sort}`;
}

/** Whether a task's summary may be read: a confidential report's only by those who handle it. */
export function mayReadTask(actor: Actor, task: Pick<Task, 'confidential' | 'groups'>): boolean {
  return !task.confidential || may(actor.groups, 'report.see-confidential', { candidateGroups: task.groups });
}

/** The rows that a person may see, as a filter; null for all. */
export function visible(scope: Scope): Filter | null {
  if (scope.everything) return null;
  const groups = [...scope.groups];
  const either: Filter[] = [];
  if (groups.length > 0) either.push({ groups: { $in: groups } });
  if (scope.agencies.length > 0) either.push({ agency: { $in: scope.agencies } });
  return either.length === 1 ? either[0]! : { $or: either };
}

/** The rows that a query asks for, of those that the person may see. `now`: business time. */
export function filterOf(actor: Actor, query: TaskQuery, now: number): Filter {
  const filter: Filter = {};
  const and: Filter[] = [];
  const mine = visible(scopeOf(actor.groups, 'task.see'));
  if (mine) and.push(mine);
  if (query.state === 'unclaimed') filter.state = 'created';
  if (query.state === 'completed') filter.state = 'completed';
  if (query.state === 'mine') Object.assign(filter, { assignee: actor.username, state: 'assigned' });
  if (query.stage) filter.stage = query.stage;
  if (query.agency) filter.agency = query.agency;
  if (query.field) filter.field = query.field;
  if (query.district) filter.district = query.district;
  // A state is always said: the indexes name it before the date, so that a list of several is read in order from each.
  const narrow = mine ?? query.stage ?? query.agency ?? query.field ?? query.district;
  if (query.state === 'open') Object.assign(filter, narrow ? { state: { $in: openStates } } : { open: true });
  if (query.state === undefined && !query.report) filter.state = { $in: taskStates };
  if (query.report) filter.reportCode = readReportCode(query.report) ?? query.report;
  if (query.overdue !== undefined) and.push(overdue(query, now));
  if (query.dueBefore) and.push({ dueAt: { $ne: null, $lt: parseTime(query.dueBefore) } });
  if (query.q) Object.assign(filter, inWords(query.q, query.state, and));
  return { ...filter, $and: and };
}

/**
 * Among open tasks, of which there are few however many have passed, the list is looked through in its own order; else
 * the words are looked up first. Conditions are added to `and`, or answered.
 */
function inWords(q: string, state: TaskQuery['state'], and: Filter[]): Filter {
  if (state !== undefined && state !== 'completed') {
    and.push(...patternsOf(q).map((pattern) => ({ search: { $regex: pattern } })));
    return {};
  }
  const words = wordsOf(q);
  return words ? { $text: { $search: words } } : {};
}

/** Late now while open, or ended late. Of open ones alone the index on the date does it. */
function overdue({ overdue: yes, state }: TaskQuery, now: number): Filter {
  if (state !== undefined && state !== 'completed')
    return yes ? { dueAt: { $ne: null, $lt: now } } : { dueAt: { $not: { $lt: now } } };
  const late = {
    $or: [
      { open: true, dueAt: { $ne: null, $lt: now } },
      { open: false, dueAt: { $ne: null }, $expr: { $gt: ['$endedAt', '$dueAt'] } },
    ],
  };
  return yes ? late : { $nor: [late] };
}

/** Rows behind the cursor's; a missing date sorts before every date, as in the index. */
function afterRow(
  field: string,
  direction: 1 | -1,
  value: string | number | null,
  key: string | number | null,
): Filter {
  const beyond = direction === 1 ? '$gt' : '$lt';
  const tie = { [field]: value, _id: { [beyond]: key } };
  if (value === null) return direction === 1 ? { $or: [tie, { [field]: { $ne: null } }] } : tie;
  const later = { [field]: { [beyond]: value } };
  return { $or: direction === 1 ? [later, tie] : [later, { [field]: null }, tie] };
}

/** Words first (a text index can't be sorted by dates), then the list's own sort over the matches. */
async function byWords(house: House, filter: Filter): Promise<Filter> {
  const matches = await house.store.tasks.model
    .find(filter as never)
    .select({ _id: 1 })
    .sort({ _id: -1 })
    .limit(mostMatches)
    .lean<{ _id: string }[]>()
    .exec();
  return { _id: { $in: matches.map((one) => one._id) } };
}
