/**
 * A month's figures reckoned from the engine's journal alone: no database, no projection, none of the code that counts
 * for the product. Slow and plain on purpose; whoever doubts a figure can follow it here.
 */
import { join } from 'node:path';
import { readClosed, recoverJournal } from '../../engine/journal/recover.ts';
import type { LogRecord } from '../../engine/types.ts';

interface Told {
  received?: number;
  answered?: number;
  rating?: string;
  rejected?: number;
  withdrawn?: boolean;
  /** The first date of the handling clock: instruction and handling share it, and an extension does not move it. */
  handlingDue?: number;
  tasks: { element: string; due: number; doneAt?: number; outcome?: string; days?: number }[];
}

// biome-ignore lint/suspicious/noExplicitAny: records have many shapes
type Value = any;

const time = (text: unknown): number =>
  typeof text === 'number' ? text : Date.parse(String(text).replace(/\[.*$/, ''));

/** `dir`: the engine's journal; the engine must not be running on it. */
async function events(dir: string): Promise<LogRecord[]> {
  const { segments } = await recoverJournal(
    dir,
    () => {},
    () => {},
    () => {},
  );
  const found: LogRecord[] = [];
  for await (const batch of readClosed(segments, segments[0]?.previous ?? 0))
    found.push(...batch.records.filter(({ recordType }) => recordType === 'EVENT'));
  return found;
}

function tell(all: LogRecord[]): Told[] {
  const instances = new Map<string, Told>();
  const tasks = new Map<string, Told['tasks'][number]>();
  for (const { valueType, intent, key, timestamp, value } of all as (LogRecord & { value: Value })[]) {
    const instance = String(value.processInstanceKey);
    if (valueType === 'VARIABLE' && value.name === 'reportCode' && String(value.scopeKey) === instance)
      if (!instances.has(instance)) instances.set(instance, { tasks: [] });
    const told = instances.get(instance);
    if (!told) continue;
    if (valueType === 'VARIABLE' && String(value.scopeKey) === instance) {
      const content = JSON.parse(value.value);
      if (value.name === 'receivedAt') told.received = time(content);
      if (value.name === 'handlingDueAt' && content) told.handlingDue ??= time(content);
    }
    if (valueType === 'USER_TASK' && intent === 'CREATED') {
      const task = { element: value.elementId, due: time(value.dueDate) };
      tasks.set(key, task);
      told.tasks.push(task);
    }
    if (valueType === 'USER_TASK' && intent === 'COMPLETED') {
      const { outcome, days } = value.variables;
      Object.assign(tasks.get(key)!, { doneAt: timestamp, outcome, days });
      if (value.elementId === 'intake' && outcome === 'rejected') told.rejected = timestamp;
    }
    if (valueType === 'JOB' && intent === 'COMPLETED' && value.type === 'publish-reply')
      told.answered ??= time(value.variables.publishedAt);
    if (valueType === 'PROCESS_MESSAGE_SUBSCRIPTION' && intent === 'CORRELATED') {
      if (value.messageName === 'feedback' && value.variables.rating) told.rating = value.variables.rating;
      if (value.messageName === 'withdrawal' && told.answered === undefined) told.withdrawn = true;
    }
  }
  return [...instances.values()];
}

/** Name of the figure → its value. */
export async function countedFromJournal(folder: string): Promise<Record<string, number>> {
  const all = tell(await events(join(folder, 'engine', 'journal')));
  const count = (condition: (one: Told) => unknown): number => all.filter((one) => Boolean(condition(one))).length;
  const first = (one: Told, { element, due }: Told['tasks'][number]): number =>
    element === 'instruction' || element === 'handling' ? one.handlingDue! : due;
  const before = (one: Told) => one.tasks.filter(({ doneAt }) => doneAt !== undefined && doneAt <= one.answered!);
  const done = all.flatMap((one) =>
    one.tasks.filter(({ doneAt }) => doneAt !== undefined).map((task) => ({ one, task })),
  );
  const outcomes = (name: string) => done.filter(({ task }) => task.outcome === name);
  return {
    received: count(({ received }) => received),
    answered: count(({ answered }) => answered),
    onTimeByFirst: count((one) => one.answered && before(one).every((task) => task.doneAt! <= first(one, task))),
    onTimeByMoved: count((one) => one.answered && before(one).every((task) => task.doneAt! <= task.due)),
    rated: count(({ rating }) => rating),
    satisfied: count(({ rating }) => rating === 'satisfied'),
    rejected: count(({ rejected }) => rejected),
    withdrawn: count(({ withdrawn }) => withdrawn),
    open: count(({ answered, rejected, withdrawn }) => !answered && !rejected && !withdrawn),
    steps: done.length,
    stepsOnTimeByFirst: done.filter(({ one, task }) => task.doneAt! <= first(one, task)).length,
    stepsOnTimeByMoved: done.filter(({ task }) => task.doneAt! <= task.due).length,
    extensions: outcomes('extension-requested').length,
    extensionsAfterBreach: outcomes('extension-requested').filter(({ task }) => task.doneAt! > task.due).length,
    extensionsGranted: outcomes('granted').length,
    daysGranted: outcomes('granted').reduce((sum, { task }) => sum + task.days!, 0),
    returns: outcomes('out-of-scope').length,
  };
}
