/** New dates under another version's limits, and which reports a change touches; over the shipped diagram. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { BpmnModdle } from 'bpmn-moddle';
import { describe, expect, test } from 'vitest';
import { compileCalendar, shippedCalendar } from '../calendar.ts';
import { newDates, type Running, type RunningDeadline } from './new-dates.ts';
import { type LawReading, lawReadingOf } from './reading.ts';
import { touchOf } from './touched.ts';

const shipped = readFileSync(join(import.meta.dirname, '../../bpmn/field-report.bpmn'), 'utf8');
const zeebe = createRequire(import.meta.url)('zeebe-bpmn-moddle/resources/zeebe.json');
const read = async (xml: string): Promise<LawReading> =>
  lawReadingOf((await new BpmnModdle({ zeebe }).fromXML(xml)).rootElement, 'field-report')!;
const at = (text: string): number => Date.parse(`${text}+07:00`);
const calendar = compileCalendar(shippedCalendar, 1);
/** Monday. */
const from = at('2026-03-02T08:00:00');
const now = at('2026-03-03T08:00:00');

const handling: RunningDeadline = {
  _id: '10',
  elementId: 'handling-open',
  budget: '6d',
  startEvent: '=now()',
  startAt: from,
  dueAt: at('2026-03-10T08:00:00'),
  moves: [],
};
const task: RunningDeadline = { ...handling, _id: '11', elementId: 'handling', budget: null };
const running = (change: Partial<Running> = {}): Running => ({
  deadlines: [handling, task],
  tasks: [{ taskInstance: '11', elementId: 'handling', createdAt: from }],
  receivedAt: from,
  handlingFrom: from,
  agencyLimit: null,
  ...change,
});
const shorter = await read(shipped.replace('key="budget" value="6d"', 'key="budget" value="4d"'));
const same = await read(shipped);
const dates = (given: Running, reading: LawReading = shorter) => newDates(given, { reading, calendar, now });

describe('new dates', () => {
  test('are none where the version changes no limit, whatever the calendar says today', () => {
    const other = compileCalendar({ ...shippedCalendar, intervals: [{ from: '08:00', to: '12:00' }] }, 2);
    expect(newDates(running(), { reading: same, calendar: other, now })).toEqual({ clock: null, tasks: [] });
  });
  test('move the clock and the task that keeps it', () => {
    const { clock, tasks } = dates(running());
    expect(clock).toMatchObject({
      of: '10',
      to: at('2026-03-06T08:00:00'),
      dueName: 'handlingDueAt',
      remindName: 'handlingRemindAt',
    });
    expect(tasks).toMatchObject([{ of: '11', from: handling.dueAt, to: at('2026-03-06T08:00:00') }]);
    expect(clock!.remindAt).toBe(at('2026-03-05T08:00:00'));
  });
  test('leave an extension what it gave', () => {
    const moves = [{ at: now, from: handling.dueAt, to: at('2026-03-12T08:00:00'), reason: 'extension' }];
    const deadlines = [
      { ...handling, dueAt: moves[0]!.to, moves },
      { ...task, dueAt: moves[0]!.to },
    ];
    expect(dates(running({ deadlines })).tasks).toMatchObject([{ to: at('2026-03-10T08:00:00') }]);
  });
  test('leave a returned result what was left to it', () => {
    const moves = [{ at: now, from: handling.dueAt, to: at('2026-03-11T09:00:00'), reason: 'returned' }];
    const deadlines = [
      { ...handling, dueAt: moves[0]!.to, moves },
      { ...task, dueAt: moves[0]!.to },
    ];
    expect(dates(running({ deadlines }))).toEqual({ clock: null, tasks: [] });
  });
  test('come to the same when they are reckoned again, and back when the release is taken back', () => {
    const to = at('2026-03-06T08:00:00');
    const moves = [{ at: now, from: handling.dueAt, to, reason: 'release' }];
    const deadlines = [
      { ...handling, dueAt: to, moves },
      { ...task, dueAt: to, moves },
    ];
    expect(dates(running({ deadlines }))).toEqual({ clock: null, tasks: [] });
    expect(dates(running({ deadlines }), same).tasks).toMatchObject([{ from: to, to: handling.dueAt }]);
  });
  test('do not go past an agency that is faster', () => {
    expect(dates(running({ agencyLimit: '2d' })).clock).toMatchObject({ to: at('2026-03-04T08:00:00') });
  });
  test('of a task with a limit of its own run from where its clock began', async () => {
    const longer = await read(shipped.replace('source="1d" target="budget"', 'source="2d" target="budget"'));
    const scope = { ...handling, _id: '12', elementId: 'scope', budget: '1d', dueAt: at('2026-03-03T08:00:00') };
    const given = running({
      deadlines: [scope],
      tasks: [{ taskInstance: '12', elementId: 'scope', createdAt: from }],
      handlingFrom: null,
    });
    expect(dates(given, longer)).toMatchObject({ clock: null, tasks: [{ of: '12', to: at('2026-03-04T08:00:00') }] });
  });
  test('read another beginning: routing by the strict reading of article 7', async () => {
    const strict = await read(
      shipped.replace(
        /(id="routing"[\s\S]*?)source="=now\(\)" target="clockStart"/,
        '$1source="=receivedAt" target="clockStart"',
      ),
    );
    const routing = { ...handling, _id: '13', elementId: 'routing', budget: '2h', dueAt: at('2026-03-02T11:00:00') };
    const given = running({
      deadlines: [{ ...routing, startAt: at('2026-03-02T09:00:00') }],
      tasks: [{ taskInstance: '13', elementId: 'routing', createdAt: at('2026-03-02T09:00:00') }],
      handlingFrom: null,
    });
    expect(dates(given, strict).tasks).toMatchObject([{ to: at('2026-03-02T10:00:00') }]);
  });
  test('of an opinion never go past the clock', () => {
    const opinion = { ...handling, _id: '14', elementId: 'opinion', budget: '2d', dueAt: at('2026-03-06T15:00:00') };
    const given = running({
      deadlines: [handling, { ...opinion, startAt: at('2026-03-04T15:00:00') }],
      tasks: [{ taskInstance: '14', elementId: 'opinion', createdAt: at('2026-03-04T15:00:00') }],
    });
    expect(dates(given).tasks).toMatchObject([{ of: '14', to: at('2026-03-06T08:00:00') }]);
  });
});

describe('a change touches', () => {
  const touch = touchOf(same, shorter);
  test('who stands before it, and who may come back to it', () => {
    expect(touch('handling-open')).toBe('stands');
    expect(touch('intake')).toBe('ahead');
    expect(touch('scope')).toBe('ahead');
    expect(touch('handling')).toBe('again');
    expect(touch('feedback-wait')).toBe('again');
    expect(touch('withdrawn-end')).toBe('not');
  });
  test('who has an added element before them', async () => {
    const added = await read(shipped.replace('id="approval" name="Phê duyệt kết quả"', 'id="approval" name="Duyệt"'));
    const other = touchOf(same, added);
    expect(other('handling')).toBe('ahead');
    expect(other('approval')).toBe('stands');
    expect(other('publication')).toBe('again');
  });
});
