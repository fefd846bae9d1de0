/**
 * Keeps the rows of figures of each day that is over as tables, so that a year is counted without reading its dossiers.
 * A day whose dossiers were changed since is made anew; until then it is counted from them.
 */
import { dayOf, startOfDay } from '../../domain/calendar.ts';
import { formatDay } from '../../domain/iso-time.ts';
import { lookOf, tablesOf } from '../../domain/statistics/columns.ts';
import { addRows, noRows } from '../../domain/statistics/rows.ts';
import { keptTables } from '../../store/figure-days.ts';
import type { Store } from '../../store/store.ts';
import type { House } from '../house.ts';
import type { Work } from '../keeper.ts';
import { calendars } from '../plugins/statistics-rows.ts';

/** A day with more steps than this is not kept: the database takes no larger document. */
const mostSteps = 800_000;

/** Days in one go: the keeper has other work. */
const mostAtOnce = 60;

export function figureDayWork(house: Pick<House, 'store' | 'clock'>): Work {
  let stopped = false;
  return {
    async work() {
      const { store } = house;
      const first = await store.dossiers.firstOver();
      if (first === null) return 'idle';
      const today = dayOf(await house.clock.now());
      const look = lookOf();
      const known = await store.figureDays.versions([formatDay(first), formatDay(startOfDay(today))], look);
      let left = mostAtOnce;
      for (let day = dayOf(first); day < today && !stopped; day += 1) {
        if (known.has(formatDay(startOfDay(day)))) continue;
        if (left === 0) return 'waits';
        left -= 1;
        await keepDay(store, day, look);
      }
      return 'idle';
    },
    stop() {
      stopped = true;
    },
  };
}

async function keepDay(store: Store, day: number, look: string): Promise<void> {
  const name = formatDay(startOfDay(day));
  const changed = await store.figureDays.begin(name);
  const calendarOf = await calendars(store);
  const rows = noRows();
  // With all of them everything is over: whatever the cut, they are the same from then on.
  for await (const dossier of store.dossiers.over(startOfDay(day), startOfDay(day + 1)))
    addRows(rows, dossier, Number.MAX_SAFE_INTEGER, calendarOf);
  if (rows.steps.length > mostSteps) return;
  // Where something changed meanwhile, the next round makes it.
  await store.figureDays.keep(name, changed, look, keptTables(tablesOf(rows)));
}
