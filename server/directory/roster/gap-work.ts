/**
 * Tells duty officers and administrators of a gap in the roster two working days ahead, once a day and role. Where no
 * roster is kept there is none to tell of.
 */
import { compileCalendar, shippedCalendar } from '../../../domain/calendar.ts';
import { formatDay, formatTime } from '../../../domain/iso-time.ts';
import { toldAhead } from '../../../domain/roster.ts';
import { addWorking, minuteMs } from '../../../domain/working-time.ts';
import type { House } from '../../house.ts';
import type { Work } from '../../keeper.ts';
import { calendarInForce } from '../../plugins/calendar.ts';
import { rosterNow } from '../../plugins/roster.ts';

/** Between looks (machine time). */
const lookMs = 5 * 60_000;

export function rosterGapWork(house: House): Work {
  let lookedAt = Number.NEGATIVE_INFINITY;
  return {
    async work() {
      const machine = house.machineNow();
      if (machine - lookedAt < lookMs) return 'idle';
      lookedAt = machine;
      const { store } = house;
      const now = await house.clock.now();
      const { gaps } = await rosterNow(store, now);
      if (gaps.length === 0) return 'idle';
      const calendar = (await calendarInForce(store)) ?? compileCalendar(shippedCalendar);
      const until = addWorking(now, (toldAhead * calendar.dayLength) / minuteMs, calendar);
      let told = false;
      for (const { role, from } of gaps.filter((gap) => gap.from <= until)) {
        const data = { code: '', dueAt: formatTime(from) };
        const mail = { to: { groups: ['ioc-duty', 'admin'] }, template: 'roster-gap', data };
        const _id = `roster-gap:${role}:${formatDay(from)}`;
        told = (await store.outbox.add({ _id, kind: 'notice', reportCode: '', mail }, machine)) || told;
      }
      if (told) house.wakeOutbox();
      return 'idle';
    },
    stop() {},
  };
}
