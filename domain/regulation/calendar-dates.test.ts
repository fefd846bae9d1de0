/** An edit of the calendar: each open date is what the edited calendar gives for its beginning and its limit. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { BpmnModdle } from 'bpmn-moddle';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type CalendarData, compileCalendar, shippedCalendar } from '../calendar.ts';
import { addWorking, dueFrom, parseBudget } from '../working-time.ts';
import { newDates, type Running, type RunningDeadline } from './new-dates.ts';
import { lawReadingOf } from './reading.ts';

const shipped = readFileSync(join(import.meta.dirname, '../../bpmn/field-report.bpmn'), 'utf8');
const zeebe = createRequire(import.meta.url)('zeebe-bpmn-moddle/resources/zeebe.json');
const reading = lawReadingOf((await new BpmnModdle({ zeebe }).fromXML(shipped)).rootElement, 'field-report')!;
const at = (text: string): number => Date.parse(`${text}+07:00`);
const before = compileCalendar(shippedCalendar, 1);
const start = at('2026-03-02T08:00:00');
const now = at('2026-03-03T09:00:00');

/** Edits of March 2026: days off, working Saturdays and Sundays, other hours. */
const day = fc.integer({ min: 1, max: 31 }).map((n) => `2026-03-${String(n).padStart(2, '0')}`);
const edits: fc.Arbitrary<CalendarData> = fc
  .record({
    off: fc.uniqueArray(day, { maxLength: 12 }),
    on: fc.uniqueArray(day, { maxLength: 8 }),
    intervals: fc.constantFrom<CalendarData['intervals']>(
      [{ from: '07:00', to: '17:00' }],
      [
        { from: '07:00', to: '11:30' },
        { from: '13:30', to: '17:00' },
      ],
      [{ from: '08:00', to: '16:00' }],
    ),
  })
  .map(({ off, on, intervals }) => {
    const named = (days: string[]) => days.map((one) => ({ day: one, vi: 'x', en: 'x' }));
    return { intervals, holidays: named(off), workingDays: named(on.filter((one) => !off.includes(one))) };
  });

const open = (elementId: string, taskInstance: string) => ({ taskInstance, elementId, createdAt: start });
const kept = (change: Partial<RunningDeadline>): RunningDeadline => ({
  _id: '10',
  elementId: 'handling-open',
  budget: '6d',
  startEvent: '=now()',
  startAt: start,
  dueAt: dueFrom(start, parseBudget('6d', before)!, before).dueAt,
  calendarVersion: 1,
  moves: [],
  ...change,
});
const reckoned = (running: Partial<Running>, data: CalendarData) => {
  const given = { deadlines: [], tasks: [], receivedAt: start, handlingFrom: null, agencyLimit: null, ...running };
  const calendar = compileCalendar(data, 2);
  const calendarOf = (version: number) => (version === 1 ? before : calendar);
  return { calendar, ...newDates(given, { reading, calendar, calendarOf, now, edited: true }) };
};

test('for any edit a task gets its beginning and its limit by the edited calendar', () => {
  fc.assert(
    fc.property(
      edits,
      fc.constantFrom(['scope', '1d'], ['intake', '2h'], ['publication', '4h']),
      (data, [id, text]) => {
        const budget = text!;
        const was = dueFrom(start, parseBudget(budget, before)!, before).dueAt;
        const record = kept({ _id: '11', elementId: id!, budget, dueAt: was });
        const found = reckoned({ deadlines: [record], tasks: [open(id!, '11')] }, data);
        const to = dueFrom(start, parseBudget(budget, found.calendar)!, found.calendar).dueAt;
        expect(found.tasks.map((date) => date.to)).toEqual(to === was ? [] : [to]);
      },
    ),
  );
});

test('for any edit the clock gets its limit and the days that were granted, and its task the same date', () => {
  fc.assert(
    fc.property(edits, fc.integer({ min: 0, max: 12 }), fc.boolean(), (data, days, onRecord) => {
      const first = kept({}).dueAt;
      const was = addWorking(first, parseBudget(`${days}d`, before)!, before);
      const move = { at: now, from: first, to: was, reason: 'extension', ...(onRecord && { budget: `${days}d` }) };
      const moves = days > 0 ? [move] : [];
      const deadlines = [
        kept({ dueAt: was, moves }),
        kept({ _id: '11', elementId: 'handling', budget: null, dueAt: was }),
      ];
      const { calendar, clock, tasks } = reckoned(
        { deadlines, tasks: [open('handling', '11')], handlingFrom: start },
        data,
      );
      const plain = dueFrom(start, parseBudget('6d', calendar)!, calendar).dueAt;
      const to = days > 0 ? addWorking(plain, parseBudget(`${days}d`, calendar)!, calendar) : plain;
      expect(clock?.to ?? was).toBe(to);
      expect(tasks.map((date) => date.to)).toEqual(to === was ? [] : [to]);
    }),
  );
});

const dayOff: CalendarData = {
  ...shippedCalendar,
  holidays: [...shippedCalendar.holidays, { day: '2026-03-04', vi: 'x', en: 'x' }],
};

test('a second edit that takes the first back brings the old date again', () => {
  const dueAt = at('2026-03-11T08:00:00');
  const moves = [{ at: now, from: kept({}).dueAt, to: dueAt, reason: 'calendar', calendar: { before: 1 } }];
  const deadlines = [kept({ dueAt, moves }), kept({ _id: '11', elementId: 'handling', budget: null, dueAt })];
  const running = { deadlines, tasks: [open('handling', '11')], handlingFrom: start };
  expect(reckoned(running, dayOff)).toMatchObject({ clock: null, tasks: [] });
  expect(reckoned(running, shippedCalendar)).toMatchObject({ clock: { to: kept({}).dueAt } });
});

test('a clock stays where the work that it measured is over, and moves while that work may come again', () => {
  const own = (elementId: string) =>
    kept({ _id: '12', elementId, budget: '1d', startAt: at('2026-03-09T09:00:00'), dueAt: at('2026-03-10T09:00:00') });
  const of = (elementId: string) => ({
    deadlines: [kept({}), own(elementId)],
    tasks: [open(elementId, '12')],
    handlingFrom: start,
  });
  expect(reckoned(of('publication'), dayOff).clock).toBeNull();
  expect(reckoned(of('review'), dayOff).clock).toBeNull();
  for (const id of ['approval', 'extension'])
    expect(reckoned(of(id), dayOff).clock?.to).toBe(at('2026-03-11T08:00:00'));
});

test('what was left to a returned result is left to it by the edited calendar too', () => {
  const returned = { at: at('2026-03-10T07:30:00'), from: kept({}).dueAt, to: at('2026-03-11T07:30:00') };
  const move = { ...returned, reason: 'returned', budget: '1d' };
  const clock = kept({ dueAt: move.to, moves: [move] });
  const running = { deadlines: [clock], tasks: [open('approval', '12')], handlingFrom: start };
  const off = { ...shippedCalendar, holidays: [{ day: '2026-03-10', vi: 'x', en: 'x' }] };
  expect(reckoned(running, off).clock?.to).toBe(at('2026-03-11T17:00:00'));
});

test('the time that the sender has only ever gets longer', () => {
  const asked = kept({ _id: '13', elementId: 'request-supplement', budget: '5d', dueAt: at('2026-03-09T08:00:00') });
  const running = { deadlines: [asked], asksSender: true };
  expect(reckoned(running, dayOff).sender?.to).toBe(at('2026-03-10T08:00:00'));
  const saturday = { ...shippedCalendar, workingDays: [{ day: '2026-03-07', vi: 'x', en: 'x' }] };
  expect(reckoned(running, saturday).sender).toBeUndefined();
  expect(reckoned({ ...running, asksSender: false }, dayOff).sender).toBeUndefined();
});
