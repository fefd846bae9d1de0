/** Timers as rows: what fires next, for whom, moved by whom. Each filter goes by an index, pages by a cursor. */
import type { TimerItem, TimerList, TimerQuery } from '../../domain/api/watch.ts';
import { parseTime } from '../../domain/iso-time.ts';
import { readReportCode } from '../../domain/report-code.ts';
import { scopeOf } from '../../domain/rights.ts';
import type { Deadline } from '../../store/deadlines.ts';
import type { DefinitionElement } from '../../store/definitions.ts';
import type { Task } from '../../store/tasks.ts';
import type { Timer } from '../../store/timers.ts';
import type { Actor, House } from '../house.ts';
import { makeCursor, readCursor } from '../plugins/cursor.ts';
import { wire, wireOrNull } from '../views/time.ts';

export async function listTimers(house: House, actor: Actor, query: TimerQuery): Promise<TimerList> {
  const { limit = 50, state = 'pending' } = query;
  // What comes next stands on top; of what is over, what was last.
  const direction = state === 'pending' ? 1 : -1;
  const filter = filterOf(actor, query, state);
  const kind = `timers:${state}`;
  if (query.after) {
    const [at, key] = readCursor(house.settings.secret, kind, query.after);
    const beyond = direction === 1 ? '$gt' : '$lt';
    filter.$or = [{ dueAt: { [beyond]: at } }, { dueAt: at, _id: { [beyond]: key } }];
  }
  const found = await house.store.timers.model
    .find(filter as never)
    .sort({ dueAt: direction, _id: direction })
    .limit(limit + 1)
    .lean<Timer[]>()
    .exec();
  const page = found.slice(0, limit);
  const last = page.at(-1);
  const next = found.length > limit && last ? makeCursor(house.settings.secret, kind, [last.dueAt, last._id]) : null;
  return { items: await rowsOf(house, page), next };
}

function filterOf(actor: Actor, query: TimerQuery, state: string): Record<string, unknown> {
  const scope = scopeOf(actor.groups, 'instance.see');
  const and: object[] = [];
  if (!scope.everything) and.push({ agency: { $in: scope.agencies } });
  if (query.agency) and.push({ agency: query.agency });
  return {
    state,
    ...(query.kind ? { kind: query.kind } : {}),
    ...(query.task ? { task: query.task } : {}),
    ...(query.report ? { reportCode: readReportCode(query.report) ?? query.report } : {}),
    ...(query.instance ? { instanceKey: query.instance } : {}),
    ...(query.before ? { dueAt: { $lt: parseTime(query.before) ?? 0 } } : {}),
    $and: and.length > 0 ? and : [{}],
  };
}

/** Adds what stands elsewhere: names of the diagram, the task as it is now, the deadline with its last move. */
async function rowsOf(house: House, timers: readonly Timer[]): Promise<TimerItem[]> {
  const { store } = house;
  const watched = timers.flatMap(({ taskInstance }) => taskInstance ?? []);
  const [definitions, tasks, deadlines] = await Promise.all([
    store.definitions.model
      .find({ _id: { $in: [...new Set(timers.map(({ definitionKey }) => definitionKey))] } })
      .select({ elements: 1 })
      .lean<{ _id: string; elements: Record<string, DefinitionElement> }[]>()
      .exec(),
    store.tasks.model
      .find({ taskInstance: { $in: watched } })
      .select({ history: 0, search: 0, summary: 0 })
      .lean<Task[]>()
      .exec(),
    store.deadlines.findMany(watched),
  ]);
  const named = [...deadlines.map((one) => one.moves.at(-1)?.by), ...tasks.map((one) => one.assignee)];
  const people = await store.people.findMany(named.filter((one) => typeof one === 'string'));
  const known: Known = {
    drawn: new Map(definitions.map((one) => [one._id, one.elements])),
    tasks: new Map(tasks.map((one) => [one.taskInstance, one])),
    deadlines: new Map(deadlines.map((one) => [one._id, one])),
    names: new Map(people.map((one) => [one._id, one.name])),
  };
  return timers.map((timer) => rowOf(timer, known));
}

interface Known {
  drawn: Map<string, Record<string, DefinitionElement>>;
  tasks: Map<string, Task>;
  deadlines: Map<string, Deadline>;
  names: Map<string, string>;
}

function rowOf(timer: Timer, known: Known): TimerItem {
  const elements = known.drawn.get(timer.definitionKey) ?? {};
  const task = timer.taskInstance ? known.tasks.get(timer.taskInstance) : undefined;
  const deadline = timer.taskInstance ? known.deadlines.get(timer.taskInstance) : undefined;
  const move = deadline?.moves.at(-1);
  const byName = move?.by && known.names.get(move.by);
  const holder = task?.assignee && known.names.get(task.assignee);
  const nameOf = (id: string) => elements[id]?.name || id;
  return {
    key: timer._id,
    instanceKey: timer.instanceKey,
    reportCode: timer.reportCode,
    elementId: timer.elementId,
    name: nameOf(timer.elementId),
    kind: timer.kind,
    state: timer.state,
    dueAt: wire(timer.dueAt),
    endedAt: wireOrNull(timer.endedAt),
    ...(timer.agency ? { agency: timer.agency } : {}),
    ...(timer.task
      ? {
          task: {
            elementId: timer.task,
            name: task?.name ?? nameOf(timer.task),
            // A task whose record has not come yet is about to be there.
            open: task?.open ?? timer.state === 'pending',
            ...(task ? { key: task._id, candidateGroups: task.groups } : {}),
            ...(task?.assignee ? { assignee: task.assignee } : {}),
            ...(holder ? { assigneeName: holder } : {}),
          },
        }
      : {}),
    matters: matters(timer, task, deadline),
    ...(move
      ? {
          moved: {
            at: wire(move.at),
            from: wire(move.from),
            to: wire(move.to),
            reason: move.reason,
            ...(move.by ? { by: move.by } : {}),
            ...(byName ? { byName } : {}),
          },
        }
      : {}),
  };
}

/** Zeebe's timers can't be moved: when the date has, the old one fires and finds that there is nothing to say. */
function matters(timer: Timer, task: Task | undefined, deadline: Deadline | undefined): boolean {
  if (timer.state !== 'pending') return false;
  if (timer.kind !== 'reminder' && timer.kind !== 'overdue') return true;
  if (task && !task.open) return false;
  const date = timer.kind === 'reminder' ? (deadline?.remindAt ?? task?.remindAt) : (deadline?.dueAt ?? task?.dueAt);
  return date === undefined || date === null || date <= timer.dueAt;
}
