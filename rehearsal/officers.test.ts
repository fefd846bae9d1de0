/** Queues of people: who is taken first, when, and how long the hands are on it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shippedCalendar } from '../domain/calendar.ts';
import { assumedWork, partsOf, type Staff } from '../domain/rehearsal/staffing.ts';
import { agenda } from './agenda.ts';
import { type Offer, openOfficers, type Stirring } from './officers.ts';
import { queueRecord } from './queue-record.ts';

const monday = Date.parse('2026-03-02T08:00:00+07:00');
const minute = 60_000;
const at = (text: string): number => Date.parse(`2026-03-${text}:00+07:00`);
const clock = (ms: number): string => new Date(ms + 7 * 3_600_000).toISOString().slice(8, 16);

type Given = { after: number; key: string; dueAt?: number; held?: number; work?: number; group?: string };

/** Offers these at their times and plays to the end: when each was taken and done. */
function played(staff: Staff[], given: Given[], elsewhere = 0) {
  let now = monday;
  const todo = agenda<{ offer: Offer } | { stirring: Stirring } | { done: string }>();
  const taken: Record<string, string> = {};
  const done: Record<string, string> = {};
  const officers = openOfficers({
    staffing: { groups: staff, elsewhere, work: assumedWork },
    calendar: shippedCalendar,
    now: () => now,
    later: (when, stirring) => todo.add(when, { stirring }),
    onTaken: (key, doneAt) => {
      taken[key] = clock(now);
      done[key] = clock(doneAt);
      todo.add(doneAt, { done: key });
    },
  });
  for (const { after, key, dueAt = null, held = 60, work = held, group = 'g' } of given)
    todo.add(monday + after * minute, { offer: { key, groups: [group], dueAt, held, work } });
  for (let next = todo.take(); next; next = todo.take()) {
    now = next.at;
    if ('offer' in next.what) officers.offer(next.what.offer);
    else if ('stirring' in next.what) officers.stir(next.what.stirring);
    else officers.gone(next.what.done);
  }
  return { taken, done, officers };
}

describe('officers', () => {
  it('take what is there one after the other, what is due first before the rest', () => {
    const { taken } = played(
      [{ group: 'g', people: 1 }],
      [
        { after: 0, key: 'first' },
        { after: 1, key: 'late', dueAt: at('05T08:00') },
        { after: 2, key: 'soon', dueAt: at('03T08:00') },
        { after: 3, key: 'whenever' },
      ],
    );
    expect(taken).toEqual({ first: '02T08:00', soon: '02T09:00', late: '02T10:00', whenever: '02T11:00' });
  });

  it('are as many as there are, and free again when the hands are off, though the task is still held', () => {
    const { taken, done } = played(
      [{ group: 'g', people: 2 }],
      [
        { after: 0, key: 'a', held: 300, work: 30 },
        { after: 0, key: 'b', held: 300, work: 60 },
        { after: 0, key: 'c', held: 60, work: 60 },
      ],
    );
    expect(taken).toEqual({ a: '02T08:00', b: '02T08:00', c: '02T08:30' });
    expect(done).toEqual({ a: '02T13:00', b: '02T13:00', c: '02T09:30' });
  });

  it('begin and go on within their own hours alone', () => {
    const { taken, done } = played(
      [{ group: 'g', people: 1, from: '09:00', to: '11:00' }],
      [
        { after: 0, key: 'a', held: 90 },
        { after: 0, key: 'b', held: 60 },
      ],
    );
    expect(taken).toEqual({ a: '02T09:00', b: '02T10:30' });
    expect(done).toEqual({ a: '02T10:30', b: '03T09:30' });
  });

  it('take over night what has become more urgent by the morning', () => {
    const { taken } = played(
      [{ group: 'g', people: 1 }],
      [
        { after: 10 * 60, key: 'evening' },
        { after: 12 * 60, key: 'night', dueAt: at('03T09:00') },
      ],
    );
    expect(taken).toEqual({ night: '03T07:00', evening: '03T08:00' });
  });

  it('are nobody in a group that nobody is in, unless somebody is assumed there', () => {
    const given = [{ after: 0, key: 'a', group: 'none' }];
    expect(played([], given).taken).toEqual({});
    expect(played([], given, 1).taken).toEqual({ a: '02T08:00' });
  });

  it('never do more at once than there are hands, and leave nothing', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3 }),
        fc.array(fc.record({ after: fc.nat(2_000), work: fc.integer({ min: 1, max: 200 }) }), { maxLength: 25 }),
        (people, list) => {
          const given = list.map((one, n) => ({ ...one, key: `k${n}`, held: one.work }));
          const { taken, officers } = played([{ group: 'g', people }], given);
          expect(Object.keys(taken).length).toBe(given.length);
          const desk = officers.groups().get('g');
          expect(desk?.busyMinutes ?? 0).toBe(list.reduce((sum, { work }) => sum + work, 0));
        },
      ),
    );
  });
});

it('a queue is told by the hour: its mean and its longest', () => {
  const record = queueRecord();
  record.changed(at('02T08:00'), 2);
  record.changed(at('02T08:30'), 4);
  record.changed(at('02T09:15'), 0);
  record.changed(at('02T12:00'), 1);
  expect(record.hours(at('02T12:30')).map((one) => [clock(one.at), one.mean, one.max])).toEqual([
    ['02T08:00', 3, 4],
    ['02T09:00', 1, 4],
    ['02T12:00', 0.5, 1],
  ]);
});

it('of a step the record tells what was held, and an assumption what it does not', () => {
  const step = { kind: 'task', stage: 'handling', group: 'g', outcome: 'done', codes: {}, afterHoursMs: 0 } as const;
  expect(partsOf({ ...step, workingMinutes: 1_000 }, assumedWork)).toEqual({ held: 500, work: 50 });
  expect(partsOf({ ...step, workingMinutes: 1_000, heldMinutes: 200 }, assumedWork)).toEqual({ held: 200, work: 20 });
});
