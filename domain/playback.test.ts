/** A playback that ends where the instance is, and on the way never loses what was passed. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { HistoryStep, InstanceHistory } from './api/history.ts';
import { formatTime } from './iso-time.ts';
import { elementThen, happeningsOf, momentsOf, stateAt } from './playback.ts';

const start = Date.parse('2026-03-02T08:00:00+07:00');
const time = (minutes: number) => formatTime(start + minutes * 60_000);

interface Life {
  id: number;
  from: number;
  stays: number | null;
  due: number | null;
  moved: number | null;
  scope: boolean;
}
const life = fc.record({
  id: fc.integer({ min: 0, max: 5 }),
  from: fc.integer({ min: 0, max: 500 }),
  stays: fc.option(fc.integer({ min: 0, max: 300 })),
  due: fc.option(fc.integer({ min: 0, max: 600 })),
  moved: fc.option(fc.integer({ min: 0, max: 300 })),
  scope: fc.boolean(),
});

function historyOf(lives: readonly Life[], ended: boolean): InstanceHistory {
  const end = 1_000;
  const tokens = lives.filter(({ scope }) => !scope);
  const steps = lives.map((one, n): HistoryStep => {
    const left = one.stays === null ? (ended ? end : null) : one.from + one.stays;
    const due = one.due === null ? null : one.from + one.due;
    return {
      key: String(n),
      position: n,
      elementId: `e${one.id}`,
      name: `e${one.id}`,
      type: one.scope ? 'SUB_PROCESS' : 'USER_TASK',
      scope: '',
      state: left === null ? 'active' : 'completed',
      enteredAt: time(one.from),
      leftAt: left === null ? null : time(left),
      watch: false,
      spentMinutes: 0,
      was: [],
      task: { key: `t${n}`, open: left === null, candidateGroups: [], dueAt: null, history: [] },
      ...(due === null
        ? {}
        : {
            date: {
              article: null,
              budget: '2h',
              workingMinutes: 120,
              startedAt: time(one.from),
              originalDueAt: time(due),
              dueAt: time(one.moved === null ? due : due + 60),
              remindAt: time(due),
              moves:
                one.moved === null
                  ? []
                  : [{ at: time(one.from + one.moved), from: time(due), to: time(due + 60), reason: 'extension' }],
            },
          }),
    };
  });
  return {
    asOf: time(end),
    key: '1',
    state: ended ? 'completed' : 'active',
    startedAt: time(0),
    endedAt: ended ? time(end) : null,
    knownSince: time(0),
    steps,
    flows: tokens.map((one, n) => ({ id: `f${one.id}`, at: time(one.from), position: n })),
    variables: tokens.map((one, n) => ({ name: `v${one.id}`, value: n, scope: null, at: time(one.from), position: n })),
    incidents: [],
    timers: [],
  };
}
const histories = fc.tuple(fc.array(life, { maxLength: 12 }), fc.boolean()).map(([lives, ended]) => ({
  lives,
  ended,
  history: historyOf(lives, ended),
}));

describe('the state at a moment', () => {
  test('is, at the end, the present one', () => {
    fc.assert(
      fc.property(histories, ({ lives, ended, history }) => {
        const last = stateAt(history, Date.parse(history.asOf));
        expect(last.state).toBe(history.state);
        const now = ended ? [] : lives.filter((one) => one.stays === null && !one.scope);
        const tokens: Record<string, number> = {};
        for (const { id } of now) tokens[`e${id}`] = (tokens[`e${id}`] ?? 0) + 1;
        expect(last.tokens).toEqual(tokens);
        for (const [id, late] of Object.entries(last.overdue)) expect(late).toBeLessThanOrEqual(tokens[id]!);
      }),
    );
  });

  test('never loses what was passed, and stands only where it has come', () => {
    fc.assert(
      fc.property(histories, ({ history }) => {
        let before = stateAt(history, start - 1);
        expect(before).toMatchObject({
          state: 'before',
          passed: [],
          flows: [],
          tokens: {},
          variables: {},
          dueAt: null,
        });
        for (const at of momentsOf(happeningsOf(history))) {
          const then = stateAt(history, at);
          expect(then.passed).toEqual(expect.arrayContaining(before.passed));
          expect(then.flows).toEqual(expect.arrayContaining(before.flows));
          expect(then.passed).toEqual(expect.arrayContaining(Object.keys(then.tokens)));
          expect(Object.keys(then.tokens)).toEqual(expect.arrayContaining(Object.keys(then.overdue)));
          before = then;
        }
      }),
    );
  });

  test('changes where something happens and nowhere else, but for what turns late', () => {
    fc.assert(
      fc.property(histories, fc.integer({ min: -10, max: 1_100 }), ({ history }, minutes) => {
        const at = start + minutes * 60_000;
        const last = momentsOf(happeningsOf(history)).findLast((one) => one <= at) ?? start - 1;
        expect({ ...stateAt(history, at), overdue: 0 }).toEqual({ ...stateAt(history, last), overdue: 0 });
      }),
    );
  });
});

test('a date is the one that was in force then', () => {
  const history = historyOf([{ id: 1, from: 0, stays: null, due: 100, moved: 50, scope: false }], false);
  const due = (minutes: number) => stateAt(history, start + minutes * 60_000).dueAt;
  expect([due(10), due(49), due(50), due(200)]).toEqual([time(100), time(100), time(160), time(160)]);
  expect(stateAt(history, start + 120 * 60_000).overdue).toEqual({});
  expect(stateAt(history, start + 161 * 60_000).overdue).toEqual({ e1: 1 });
});

test('what was migrated stood under its old name before', () => {
  const history = historyOf([{ id: 1, from: 0, stays: null, due: null, moved: null, scope: false }], false);
  history.steps[0]!.was = [{ elementId: 'old', until: time(30) }];
  expect(elementThen(history.steps[0]!, start)).toBe('old');
  expect(stateAt(history, start + 29 * 60_000).tokens).toEqual({ old: 1 });
  expect(stateAt(history, start + 30 * 60_000).tokens).toEqual({ e1: 1 });
});

test('who claimed and gave back is told once each, and an incident from its beginning to its end', () => {
  const history = historyOf([{ id: 1, from: 0, stays: 60, due: null, moved: null, scope: false }], true);
  const note = (minutes: number, what: string, held: boolean) => ({ at: time(minutes), what, held });
  history.steps[0]!.task!.history = [
    note(0, 'created', false),
    note(10, 'assigned', true),
    note(15, 'deadline-moved', true),
    note(20, 'released', false),
    note(30, 'assigned', true),
    note(60, 'completed', true),
  ];
  const place = { key: '9', instanceKey: '1', reportCode: null, elementId: 'e1', elementInstanceKey: '0' };
  history.incidents = [{ ...place, errorType: 'X', message: '', createdAt: time(40), resolvedAt: time(50) }];
  expect(happeningsOf(history).map(({ what }) => what)).toEqual([
    'started',
    'entered',
    'claimed',
    'released',
    'claimed',
    'stopped',
    'resolved',
    'left',
    'ended',
  ]);
  expect(stateAt(history, start + 45 * 60_000).incidents).toEqual({ e1: 1 });
  expect(stateAt(history, start + 50 * 60_000).incidents).toEqual({});
});
