/** The history of one instance: what its records left in the store, put together step by step. */
import type { HistoryStep, InstanceHistory, StepDate, StepTask } from '../../domain/api/history.ts';
import { type Calendar, compileCalendar, shippedCalendar } from '../../domain/calendar.ts';
import { may } from '../../domain/rights.ts';
import { workingBetween } from '../../domain/working-time.ts';
import type { Deadline } from '../../store/deadlines.ts';
import type { Definition } from '../../store/definitions.ts';
import type { ElementInstance, Instance } from '../../store/instances.ts';
import type { Task } from '../../store/tasks.ts';
import type { Actor, House } from '../house.ts';
import { calendarInForce } from '../plugins/calendar.ts';
import { namesOf } from '../plugins/names.ts';
import { incidentView } from '../views/incident.ts';
import { wire, wireOrNull } from '../views/time.ts';

export async function historyOf(house: House, actor: Actor, instance: Instance): Promise<InstanceHistory> {
  const { store } = house;
  const [elements, tasks, deadlines, incidents, timers, trail, definition, calendar, now] = await Promise.all([
    store.instances.elementsOf(instance._id),
    store.tasks.model.find({ instanceKey: instance._id }).select({ search: 0, summary: 0 }).lean<Task[]>().exec(),
    store.deadlines.ofInstance(instance._id),
    store.incidents.ofInstance(instance._id),
    store.timers.ofInstance(instance._id),
    store.trails.find(instance._id),
    store.definitions.find(instance.definitionKey),
    calendarInForce(store),
    house.clock.now(),
  ]);
  const movers = deadlines.flatMap(({ moves }) => moves.flatMap(({ by }) => by ?? []));
  const holders = tasks.flatMap(({ history }) => history.flatMap((one) => [one.assignee ?? [], one.onBehalfOf ?? []]));
  const nameOf = await namesOf(house, [...movers, ...holders.flat()]);
  const known: Known = {
    tasks: new Map(tasks.map((task) => [task.taskInstance, task])),
    dates: new Map(deadlines.map((deadline) => [deadline._id, deadline])),
    definition,
    calendar: calendar ?? compileCalendar(shippedCalendar),
    now,
    nameOf,
    actor,
  };
  const drawnName = (id: string) => definition?.elements[id]?.name || id;
  return {
    asOf: wire(now),
    key: instance._id,
    state: instance.state === 'terminated' ? 'canceled' : instance.state,
    startedAt: wire(instance.startedAt),
    endedAt: wireOrNull(instance.endedAt),
    knownSince: wireOrNull(trail?.since),
    steps: elements.map((element) => stepOf(element, known)),
    flows: (trail?.flows ?? []).map(({ id, at, position }) => ({ id, at: wire(at), position })),
    variables: (trail?.variables ?? []).map(({ name, value, scope, at, position }) => ({
      name,
      value,
      scope: scope === instance._id ? null : scope,
      at: wire(at),
      position,
    })),
    incidents: incidents.map((one) => ({ ...incidentView(one), elementInstanceKey: one.elementInstanceKey })),
    timers: timers.map((timer) => ({
      key: timer._id,
      elementId: timer.elementId,
      name: drawnName(timer.elementId),
      kind: timer.kind,
      state: timer.state,
      createdAt: wire(timer.createdAt),
      dueAt: wire(timer.dueAt),
      endedAt: wireOrNull(timer.endedAt),
    })),
  };
}

interface Known {
  /** By element instance key. */
  tasks: ReadonlyMap<string, Task>;
  dates: ReadonlyMap<string, Deadline>;
  definition: Definition | null;
  calendar: Calendar;
  now: number;
  nameOf: (username: string) => string;
  actor: Actor;
}

function stepOf(element: ElementInstance, known: Known): HistoryStep {
  const drawn = known.definition?.elements[element.elementId];
  const task = known.tasks.get(element._id);
  const date = known.dates.get(element._id);
  const until = element.endedAt ?? known.now;
  return {
    key: element._id,
    position: element.position,
    elementId: element.elementId,
    name: drawn?.name || element.elementId,
    type: element.type,
    scope: element.scope,
    state: element.state,
    enteredAt: wire(element.startedAt),
    leftAt: wireOrNull(element.endedAt),
    watch: drawn?.watch ?? false,
    spentMinutes: Math.max(0, workingBetween(element.startedAt, until, known.calendar)),
    was: (element.was ?? []).map((one) => ({ elementId: one.elementId, until: wire(one.until) })),
    ...(drawn?.message ? { message: drawn.message } : {}),
    ...(task ? { task: taskOf(task, known) } : {}),
    ...(date ? { date: dateOf(date, known) } : {}),
  };
}

function taskOf(task: Task, { actor, nameOf }: Known): StepTask {
  const named = may(actor.groups, 'task.see', { candidateGroups: task.groups });
  return {
    key: task._id,
    open: task.open,
    ...(task.agency ? { agency: task.agency } : {}),
    candidateGroups: task.groups,
    ...(task.outcome ? { outcome: task.outcome } : {}),
    dueAt: wireOrNull(task.dueAt),
    history: task.history.map(({ at, what, assignee, onBehalfOf }) => ({
      at: wire(at),
      what,
      held: Boolean(assignee),
      ...(named && assignee ? { assignee, assigneeName: nameOf(assignee) } : {}),
      ...(named && onBehalfOf ? { onBehalfOf: nameOf(onBehalfOf) } : {}),
    })),
  };
}

function dateOf(date: Deadline, { nameOf }: Known): StepDate {
  return {
    article: date.article,
    budget: date.budget,
    workingMinutes: date.workingMinutes,
    startedAt: wire(date.startAt),
    originalDueAt: wire(date.originalDueAt),
    dueAt: wire(date.dueAt),
    remindAt: wire(date.remindAt),
    moves: date.moves.map(({ at, from, to, reason, by }) => ({
      at: wire(at),
      from: wire(from),
      to: wire(to),
      reason,
      ...(by ? { by, byName: nameOf(by) } : {}),
    })),
  };
}
