/** What passed each element within a window, and how long those who stand there have waited: from kept sums. */
import type { ElementPassage, Passages, PassageWindow } from '../../domain/api/watch.ts';
import { type Calendar, compileCalendar, shippedCalendar } from '../../domain/calendar.ts';
import { spanOf, windowStart } from '../../domain/passage-window.ts';
import { addTo, quantileOf } from '../../domain/waiting.ts';
import { parseBudget, workingBetween } from '../../domain/working-time.ts';
import type { Definition, DefinitionElement } from '../../store/definitions.ts';
import type { Store } from '../../store/store.ts';
import { calendarInForce } from '../plugins/calendar.ts';
import { wire } from '../views/time.ts';

interface Sum {
  entered: number;
  left: number;
  stays: Record<string, number>;
}

/** `definitions`: one version, or several whose elements are put together by their ids; newest first. */
export async function passagesWithin(
  store: Store,
  definitions: readonly Definition[],
  window: PassageWindow,
  now: number,
): Promise<Passages> {
  const calendar = (await calendarInForce(store)) ?? compileCalendar(shippedCalendar);
  const from = windowStart(window, now, calendar);
  const keys = definitions.map(({ _id }) => _id);
  const [passages, waiting] = await Promise.all([
    Promise.all(keys.map((key) => store.passages.within(key, spanOf(window), from, now + 1))),
    waitingAt(store, keys),
  ]);
  const sums = new Map<string, Sum>();
  for (const { elementId, entered, left, stays } of passages.flat()) {
    const sum = sums.get(elementId) ?? { entered: 0, left: 0, stays: {} };
    sum.entered += entered;
    sum.left += left;
    if (stays) addTo(sum.stays, stays);
    sums.set(elementId, sum);
  }
  const elements: Passages['elements'] = {};
  for (const id of new Set([...sums.keys(), ...waiting.keys()])) {
    const drawn = definitions.find((one) => one.elements[id]);
    if (drawn?.elements[id]?.watch) continue;
    const sum = sums.get(id);
    const stands = waiting.get(id);
    const waited = (since: number | undefined) => (since === undefined ? null : workingBetween(since, now, calendar));
    elements[id] = {
      entered: sum?.entered ?? 0,
      left: sum?.left ?? 0,
      median: sum ? quantileOf(sum.stays, 0.5) : null,
      ninetieth: sum ? quantileOf(sum.stays, 0.9) : null,
      standing: stands?.count ?? 0,
      waitingMedian: waited(stands?.middle),
      waitingLongest: waited(stands?.oldest),
      target: drawn ? targetOf(drawn.elements, id, calendar) : null,
    };
  }
  const workingMinutes = workingBetween(from, now, calendar);
  return { asOf: wire(now), window, from: wire(from), to: wire(now), workingMinutes, elements };
}

interface Waiting {
  count: number;
  oldest: number;
  middle: number;
}

/** Those who stand somewhere now: as many as run, however many have passed; answered from the index alone. */
async function waitingAt(store: Store, keys: string[]): Promise<Map<string, Waiting>> {
  const found = await store.instances.elements.aggregate<{ _id: string; count: number; since: number[] }>([
    { $match: { state: 'active', definitionKey: { $in: keys } } },
    { $project: { _id: 0, elementId: 1, startedAt: 1 } },
    { $group: { _id: '$elementId', count: { $sum: 1 }, since: { $push: '$startedAt' } } },
  ]);
  return new Map(
    found.map(({ _id, count, since }) => {
      since.sort((a, b) => a - b);
      return [_id, { count, oldest: since[0]!, middle: since[since.length >> 1]! }];
    }),
  );
}

/** What the diagram gives a step: its own budget, or that of the clock which another step has opened for it. */
export function targetOf(
  elements: Readonly<Record<string, DefinitionElement>>,
  id: string,
  calendar: Calendar,
): ElementPassage['target'] {
  const own = elements[id];
  // A service task that opens a clock is over at once: its budget is for those who run on the clock.
  if (!own || own.type === 'bpmn:ServiceTask') return null;
  const clock = own.budget ? own : Object.values(elements).find((one) => opensFor(one, own));
  const minutes = clock?.budget ? parseBudget(clock.budget, calendar) : null;
  if (!clock?.budget || minutes === null) return null;
  return { minutes, budget: clock.budget, article: own.article ?? clock.article, shared: clock !== own };
}

const opensFor = (clock: DefinitionElement, step: DefinitionElement): boolean =>
  Boolean(step.clockDue && clock.budget && clock.opens?.includes(step.clockDue.replace(/^=\s*/, '')));
