import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DueDates, KeyQueue } from './due.ts';
import { search } from './search.ts';

test('what is due comes in order of time, then of key; moved and deleted entries never come', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(20), fc.nat(100), fc.boolean()), { maxLength: 400 }), (moves) => {
      const due = new DueDates();
      const model = new Map<number, number>();
      for (const [key, at, remove] of moves) {
        if (remove) {
          due.delete('timer', key);
          model.delete(key);
        } else {
          due.set('timer', key, at);
          model.set(key, at);
        }
      }
      const expected = [...model].sort(([a, x], [b, y]) => x - y || a - b).map(([key]) => key);
      const got: number[] = [];
      for (let next = due.next(); next; next = due.next()) {
        got.push(next.entry.key);
        due.delete('timer', next.entry.key);
      }
      expect(got).toEqual(expected);
    }),
  );
});

test('waiting keys come smallest first and once, however they came and went', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(30), fc.boolean()), { maxLength: 600 }),
      fc.integer({ min: 1, max: 40 }),
      (moves, limit) => {
        const queue = new KeyQueue();
        const model = new Set<number>();
        for (const [key, remove] of moves) {
          if (remove) {
            queue.delete(key);
            model.delete(key);
          } else {
            queue.add(key);
            model.add(key);
          }
        }
        const expected = [...model].sort((a, b) => a - b).slice(0, limit);
        expect(queue.first(limit)).toEqual(expected);
        expect(queue.first(limit)).toEqual(expected);
        expect(queue.size).toBe(model.size);
      },
    ),
  );
});

const tasks = [
  { name: 'a', assignee: null, candidateGroups: ['g', 'h'], dueDate: '2026-01-02T00:00:00+07:00', priority: 1 },
  { name: 'b', assignee: 'lan', candidateGroups: [], dueDate: null, priority: 2 },
  { name: 'ab', assignee: 'minh', candidateGroups: ['g'], dueDate: '2026-01-01T20:00:00Z', priority: 3 },
];
const names = (filter: Record<string, unknown>, sort: { field: string; order?: string }[] = []) =>
  search(tasks, { filter, sort }).items.map((task) => task.name);

test.each<[Record<string, unknown>, string[]]>([
  [{}, ['a', 'b', 'ab']],
  [{ assignee: 'lan' }, ['b']],
  [{ assignee: { $exists: false } }, ['a']],
  [{ assignee: { $neq: 'lan' } }, ['a', 'ab']],
  [{ assignee: { $in: ['lan', 'minh'] } }, ['b', 'ab']],
  [{ name: { $like: 'a*' } }, ['a', 'ab']],
  [{ name: { $like: '?' } }, ['a', 'b']],
  [{ candidateGroup: 'h' }, ['a']],
  [{ priority: { $gt: 1, $lte: 3 } }, ['b', 'ab']],
  [{ dueDate: { $lt: '2026-01-01T18:00:00Z' } }, ['a']],
  [{ nothing: 'x' }, []],
])('the filter %j', (filter, expected) => {
  expect(names(filter)).toEqual(expected);
});

test('sorting puts what has no value last, both ways, and reads dates as instants', () => {
  expect(names({}, [{ field: 'dueDate', order: 'asc' }])).toEqual(['a', 'ab', 'b']);
  expect(names({}, [{ field: 'dueDate', order: 'DESC' }])).toEqual(['ab', 'a', 'b']);
});

test('pages follow each other by cursor', () => {
  const first = search(tasks, { page: { limit: 2 } });
  const second = search(tasks, { page: { limit: 2, after: first.page.endCursor } });
  const back = search(tasks, { page: { limit: 2, before: second.page.startCursor } });
  expect([first, second, back].map((page) => page.items.map((task) => task.name))).toEqual([
    ['a', 'b'],
    ['ab'],
    ['a', 'b'],
  ]);
  expect(first.page.totalItems).toBe(3);
});
