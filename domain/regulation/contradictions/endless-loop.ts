/**
 * Ways back to work that was done before, without a limit on how often. A limit is a condition on a counter that the
 * loop counts up (`scopeReturns < 2`), or one that only lets through what the loop has not marked yet
 * (`not(directed = true)`). Loops in which nobody has work (waiting for a date that moves) are none.
 */
import { type Back, loopsOf } from '../loops.ts';
import { isPlace, type Step, shortest, type Way, wayOf } from '../way.ts';
import type { Contradiction, Known } from './contradiction.ts';

export function endlessLoops({ file, reading }: Known): Contradiction[] {
  const whole = wayOf(reading);
  const marks = [...whole.elements.values()].flatMap(({ outputs }) => Object.entries(outputs));
  const steps = new Map([...whole.steps].map(([id, list]) => [id, list.filter((step) => !isLimited(marks, step))]));
  const way: Way = { ...whole, steps };
  const found = new Map<string, Contradiction>();
  for (const loop of loopsOf(way)) {
    const places = placesOf(way, loop);
    if (places.length === 0) continue;
    const key = places.map(({ id }) => id).join(' ');
    if (found.has(key)) continue;
    found.set(key, {
      rule: 'endless-loop',
      articles: [...new Set(places.flatMap(({ article }) => article ?? []))],
      places: places.map(({ id, name }) => ({ file, id, name })),
      data: { from: places.at(-1)!.name, to: places[0]!.name },
    });
  }
  return [...found.values()];
}

/** The people's work that comes again; of a loop around a whole sub-process, where it begins and where it turns back. */
function placesOf(way: Way, { to, from }: Back) {
  const path = shortest(way, to, from);
  const elements = path.flatMap((id) => way.elements.get(id) ?? []);
  const tasks = elements.filter(({ type }) => type === 'UserTask');
  if (tasks.length === 0 || path.every(isPlace)) return tasks;
  const named = elements.filter(({ name }) => name !== '');
  return [named[0]!, named.at(-1)!];
}

function isLimited(marks: readonly [target: string, source: string][], { condition }: Step): boolean {
  if (condition === null) return false;
  const counter = /\b([A-Za-z_]\w*)\s*<=?\s*\d+/.exec(condition)?.[1];
  if (counter && marks.some(([target, source]) => target === counter && source.includes(`${counter} + `))) return true;
  const mark = /\bnot\(\s*([A-Za-z_]\w*)\s*=\s*true\s*\)/.exec(condition)?.[1];
  return mark !== undefined && marks.some(([target, source]) => target === mark && /^=\s*true$/.test(source.trim()));
}
