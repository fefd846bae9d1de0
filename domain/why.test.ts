/** At a gateway: which condition held, and by which values. */
import { describe, expect, test } from 'vitest';
import type { HistoryStep, InstanceHistory } from './api/history.ts';
import { type DrawnFlow, namesIn, whyAt } from './why.ts';

const at = '2026-03-02T08:00:00+07:00';
const step = (position: number, type = 'EXCLUSIVE_GATEWAY'): HistoryStep => ({
  key: String(position),
  position,
  elementId: 'accepted',
  name: '',
  type,
  scope: '',
  state: 'completed',
  enteredAt: at,
  leftAt: at,
  watch: false,
  spentMinutes: 0,
  was: [],
});
const flow = (id: string, condition: string | null, isDefault = false): DrawnFlow => ({
  id,
  name: id,
  source: 'accepted',
  target: id,
  condition,
  isDefault,
});
const flows = [
  flow('no', 'outcome = "rejected"'),
  flow('more', 'outcome = "incomplete" and rounds < 3'),
  flow('yes', null, true),
];

function history(taken: [string, number][], outcomes: [string, number][], steps = [step(10)]): InstanceHistory {
  return {
    asOf: at,
    key: '1',
    state: 'active',
    startedAt: at,
    endedAt: null,
    knownSince: at,
    steps,
    flows: taken.map(([id, position]) => ({ id, at, position })),
    variables: outcomes.map(([value, position]) => ({ name: 'outcome', value, scope: null, at, position })),
    incidents: [],
    timers: [],
  };
}
const becauses = (given: InstanceHistory, of = given.steps[0]!, drawn = flows) =>
  whyAt(given, of, drawn)?.branches.map(({ flow: { id }, taken, because }) => `${id}${taken ? '*' : ''} ${because}`);

describe('an exclusive gateway', () => {
  test('stops at the first condition that holds', () => {
    const given = history([['more', 12]], [['incomplete', 5]]);
    expect(becauses(given)).toEqual(['no false', 'more* true', 'yes not-asked']);
    expect(whyAt(given, given.steps[0]!, flows)!.values).toEqual([
      { name: 'outcome', value: 'incomplete', known: true },
      { name: 'rounds', value: null, known: false },
    ]);
  });

  test('takes the default where none holds', () => {
    expect(becauses(history([['yes', 12]], [['accepted', 5]]))).toEqual(['no false', 'more false', 'yes* default']);
  });

  test('is told of each time with the values of that time', () => {
    const twice = history(
      [
        ['more', 12],
        ['yes', 42],
      ],
      [
        ['incomplete', 5],
        ['accepted', 35],
      ],
      [step(10), step(40)],
    );
    expect(becauses(twice, twice.steps[0]!)).toContain('more* true');
    expect(becauses(twice, twice.steps[1]!)).toContain('yes* default');
    expect(whyAt(twice, twice.steps[0]!, flows)!.values[0]).toMatchObject({ value: 'incomplete' });
    expect(whyAt(twice, twice.steps[1]!, flows)!.values[0]).toMatchObject({ value: 'accepted' });
  });

  test('says nothing where the way is not on record', () => {
    expect(whyAt(history([], [['accepted', 5]]), step(10), flows)).toBeNull();
  });
});

test('other gateways: every way of a parallel one, every condition of an inclusive one', () => {
  const both = history(
    [
      ['a', 11],
      ['b', 12],
    ],
    [],
    [step(10, 'PARALLEL_GATEWAY')],
  );
  expect(becauses(both, both.steps[0]!, [flow('a', null), flow('b', null)])).toEqual(['a* only', 'b* only']);
  const some = history([['b', 11]], [], [step(10, 'INCLUSIVE_GATEWAY')]);
  expect(becauses(some, some.steps[0]!, [flow('b', 'x > 1'), flow('a', 'x > 2')])).toEqual(['b* true', 'a false']);
});

test('names in an expression are its variables, not its words, functions, texts or paths', () => {
  expect(namesIn('not(hasComment) and count(agencies) > 1 and outcome = "in scope" or a.b = null')).toEqual([
    'hasComment',
    'agencies',
    'outcome',
    'a',
  ]);
  expect(namesIn('if rating in ["x"] then true else date and time(now) < dueAt')).toEqual(['rating', 'now', 'dueAt']);
});
