/** The list on the screen stays what the server would answer, whatever happens and however it is read. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TaskItem } from '../../domain/api/tasks.ts';
import { arrange, dueGroup } from './arrange.ts';
import { compareBy, emptyList, fits, type List, rowOf, withEvent, withPage } from './task-list.ts';
import { type Filter, noFilter, sorts, views } from './views.ts';

const now = Date.parse('2026-03-04T10:00:00+07:00');
const reader = { me: 'me', now };

function item(key: string, change: Partial<TaskItem> = {}): TaskItem {
  return {
    key,
    stage: 'handling',
    elementId: 'handling',
    name: '',
    article: null,
    reportCode: `QN-${key}`,
    summary: '',
    assignee: null,
    state: 'created',
    createdAt: '2026-03-01T08:00:00+07:00',
    dueAt: '2026-03-05T08:00:00+07:00',
    originalDueAt: null,
    remindAt: null,
    overdue: false,
    version: 1,
    ...change,
  };
}

const someItem = fc
  .record({
    key: fc.integer({ min: 1, max: 30 }),
    stage: fc.constantFrom('intake', 'handling'),
    field: fc.constantFrom('health', 'water', undefined),
    holder: fc.constantFrom('me', 'other', null),
    over: fc.constantFrom('completed' as const, 'canceled' as const, null, null),
    day: fc.constantFrom(1, 3, 4, 5, null),
    made: fc.integer({ min: 0, max: 3 }),
  })
  .map(({ key, stage, field, holder, over, day, made }) =>
    item(String(key), {
      stage,
      ...(field && { field }),
      assignee: holder,
      state: over ?? (holder ? 'assigned' : 'created'),
      dueAt: day === null ? null : `2026-03-0${day}T08:00:00+07:00`,
      createdAt: `2026-03-01T0${made}:00:00+07:00`,
    }),
  );
const someFilter: fc.Arbitrary<Filter> = fc.record({
  view: fc.constantFrom(...views),
  stage: fc.constantFrom('', 'handling'),
  field: fc.constantFrom('', 'health'),
  district: fc.constant(''),
  agency: fc.constant(''),
  q: fc.constant(''),
  sort: fc.constantFrom('' as const, ...sorts),
  group: fc.constant('' as const),
});

/** What the server holds, and how it answers. */
class Server {
  readonly tasks = new Map<string, TaskItem>();
  read(filter: Filter, after: string | null, limit: number) {
    const compare = compareBy(filter);
    const all = [...this.tasks.values()]
      .map(rowOf)
      .filter((row) => fits(filter, row, reader))
      .sort(compare);
    // The cursor holds the last row's values, as the server's does: the row itself may be elsewhere by now.
    const last = after === null ? null : rowOf(JSON.parse(after));
    const rest = last ? all.filter((row) => compare(row, last) > 0) : all;
    const page = rest.slice(0, limit);
    const next = rest.length > limit ? JSON.stringify(page.at(-1)!.item) : null;
    return { items: page.map((row) => row.item), next };
  }
}

type Step = { event: TaskItem } | { ask: true } | { answer: true };
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: someItem.map((event) => ({ event })) },
    { weight: 1, arbitrary: fc.constant({ ask: true as const }) },
    { weight: 1, arbitrary: fc.constant({ answer: true as const }) },
  ),
  { maxLength: 60 },
);

test('pages that are read while events come, late answers included, end in what reading anew gives', () => {
  fc.assert(
    fc.property(someFilter, fc.array(someItem, { maxLength: 25 }), steps, (filter, before, all) => {
      const server = new Server();
      for (const one of before) server.tasks.set(one.key, one);
      let list: List = withPage(emptyList, server.read(filter, null, 4), filter);
      let asked: { page: ReturnType<Server['read']>; since: TaskItem[] } | null = null;
      const ask = () => {
        if (!asked && list.next !== null) asked = { page: server.read(filter, list.next, 4), since: [] };
      };
      const answer = () => {
        if (!asked) return;
        list = withPage(list, asked.page, filter);
        for (const one of asked.since) ({ list } = withEvent(list, one, filter, reader));
        asked = null;
      };
      for (const step of all) {
        if ('ask' in step) ask();
        else if ('answer' in step) answer();
        else {
          server.tasks.set(step.event.key, step.event);
          ({ list } = withEvent(list, step.event, filter, reader));
          (asked as { since: TaskItem[] } | null)?.since.push(step.event);
        }
        // At every moment: in order, each once, and nothing that does not belong.
        const compare = compareBy(filter);
        expect(list.rows.every((row, n) => n === 0 || compare(list.rows[n - 1]!, row) < 0)).toBe(true);
        expect(list.rows.every((row) => fits(filter, row, reader))).toBe(true);
      }
      answer();
      while (list.next !== null) {
        ask();
        answer();
      }
      const fresh = server.read(filter, null, 1_000).items;
      expect(list.rows.map((row) => row.item)).toEqual(fresh);
    }),
    { numRuns: 500 },
  );
});

describe('a list by words', () => {
  const filter = { ...noFilter, q: 'đường' };
  const list = withPage(emptyList, { items: [item('1')], next: null }, filter);

  test('lets a row go that no longer belongs, and changes one in its place', () => {
    expect(withEvent(list, item('1', { state: 'completed' }), filter, reader)).toMatchObject({
      change: 'left',
      list: { rows: [] },
    });
    expect(withEvent(list, item('1', { assignee: 'x', state: 'assigned' }), filter, reader).change).toBe('changed');
  });

  test('asks the server about a row that it does not hold', () => {
    expect(withEvent(list, item('2'), filter, reader)).toEqual({ list, change: 'ask' });
    expect(withEvent(list, item('2', { state: 'canceled' }), filter, reader).change).toBe('none');
  });
});

test.each([
  ['2026-03-04T09:59:00+07:00', 'late'],
  ['2026-03-04T23:59:00+07:00', 'today'],
  ['2026-03-05T00:01:00+07:00', 'week'],
  ['2026-03-08T23:59:00+07:00', 'week'],
  ['2026-03-09T00:00:00+07:00', 'later'],
])('on Wednesday, 4 March at ten, what is due at %s is %s', (due, group) => {
  expect(dueGroup(Date.parse(due), now)).toBe(group);
});

test('groups stand in the order of the procedure, each row once, with how many each holds', () => {
  const rows = ['handling', 'intake', 'handling', 'a-stage-of-tomorrow'].map((stage, n) =>
    rowOf(item(String(n), { stage })),
  );
  const lines = arrange(rows, 'stage', now);
  expect(lines.map((line) => (line.kind === 'head' ? `${line.group} ${line.n}` : line.n))).toEqual([
    'intake 1',
    0,
    'handling 2',
    1,
    2,
    'a-stage-of-tomorrow 1',
    3,
  ]);
  expect(arrange(rows, '', now).map((line) => line.key)).toEqual(['0', '1', '2', '3']);
});
