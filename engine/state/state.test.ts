import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DueDates, KeyQueue } from './due.ts';
import { BadSearch } from './filters.ts';
import { type Noun, search } from './search.ts';

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

interface Task {
  name: string;
  assignee: string | null;
  candidateGroups: string[];
  dueDate: string | null;
  priority: number;
}
const tasks: Task[] = [
  { name: 'a', assignee: null, candidateGroups: ['g', 'h'], dueDate: '2026-01-02T00:00:00+07:00', priority: 1 },
  { name: 'b', assignee: 'lan', candidateGroups: [], dueDate: null, priority: 2 },
  { name: 'ab', assignee: 'minh', candidateGroups: ['g'], dueDate: '2026-01-01T20:00:00Z', priority: 3 },
];
const noun: Noun<Task, Task, undefined> = {
  key: (task) => task.name,
  fields: {
    name: (task) => task.name,
    assignee: (task) => task.assignee,
    candidateGroups: (task) => task.candidateGroups,
    dueDate: (task) => task.dueDate,
    priority: (task) => task.priority,
  },
  also: { candidateGroup: 'candidateGroups' },
};
const names = (filter: Record<string, unknown>, sort: { field: string; order?: string }[] = [{ field: 'priority' }]) =>
  search(noun, tasks, undefined, { filter, sort }).items.map((task) => task.name);

test.each<[Record<string, unknown>, string[]]>([
  [{}, ['a', 'b', 'ab']],
  [{ assignee: 'lan' }, ['b']],
  [{ assignee: { $exists: false } }, ['a']],
  [{ assignee: { $neq: 'lan' } }, ['a', 'ab']],
  [{ assignee: { $in: ['lan', 'minh'] } }, ['b', 'ab']],
  [{ name: { $like: 'a*' } }, ['a', 'ab']],
  [{ name: { $like: '?' } }, ['a', 'b']],
  [{ assignee: { $like: '*' } }, ['b', 'ab']],
  [{ candidateGroup: 'h' }, ['a']],
  [{ priority: { $gt: 1, $lte: 3 } }, ['b', 'ab']],
  [{ dueDate: { $lt: '2026-01-01T18:00:00Z' } }, ['a']],
  [{ priority: '2' }, ['b']],
  [{ priority: { $notIn: [1, 3] } }, ['b']],
  [{ dueDate: '2026-01-02T03:00:00+07:00' }, ['ab']],
  [{ name: { $like: 'a\\*' } }, []],
  [{ candidateGroup: { $in: ['h', 'x'] } }, ['a']],
  [{ $or: [{ name: 'a' }, { assignee: 'lan' }], priority: { $gte: 1 } }, ['a', 'b']],
])('the filter %j', (filter, expected) => {
  expect(names(filter)).toEqual(expected);
});

test('sorting puts what has no value last, both ways, and reads dates as instants', () => {
  expect(names({}, [{ field: 'dueDate', order: 'asc' }])).toEqual(['a', 'ab', 'b']);
  expect(names({}, [{ field: 'dueDate', order: 'DESC' }])).toEqual(['ab', 'a', 'b']);
});

test.each<[string, Parameters<typeof search>[3]]>([
  ['a field that there is not', { filter: { nothing: 'x' } }],
  ['a name that every object has', { filter: { constructor: 'x' } }],
  ['an operator that there is not', { filter: { name: { $near: 'x' } } }],
  ['a list that is none', { filter: { name: { $in: 'x' } } }],
  ['a sort by what there is not', { sort: [{ field: 'nothing' }] }],
  ['a cursor that is none', { page: { after: 'x' } }],
])('%s is refused', (_what, request) => {
  expect(() => search(noun, tasks, undefined, request)).toThrow(BadSearch);
});

test('pages follow each other by cursor, whatever comes and goes between them', () => {
  const page = (from: readonly Task[], asked: object) =>
    search(noun, from, undefined, { sort: [{ field: 'priority', order: 'DESC' }], page: { limit: 2, ...asked } });
  const first = page(tasks, {});
  expect(first.items.map((task) => task.name)).toEqual(['ab', 'b']);
  expect(first.page.totalItems).toBe(3);
  const later = [...tasks.filter((task) => task.name !== 'ab'), { ...tasks[0]!, name: 'new', priority: 9 }];
  const second = page(later, { after: first.page.endCursor });
  expect(second.items.map((task) => task.name)).toEqual(['a']);
  expect(page(later, { before: second.page.startCursor }).items.map((task) => task.name)).toEqual(['new', 'b']);
});

test('pages put together are the whole, in order, whatever is sorted by and however it came', () => {
  const thing = fc.record({
    name: fc.uuid(),
    assignee: fc.option(fc.constantFrom('lan', 'minh')),
    candidateGroups: fc.constant<string[]>([]),
    dueDate: fc.constant(null),
    priority: fc.nat({ max: 3 }),
  });
  const things = fc.uniqueArray(thing, { selector: ({ name }) => name, maxLength: 30 });
  const sort = fc.array(
    fc.record({ field: fc.constantFrom('name', 'assignee', 'priority'), order: fc.constantFrom('ASC', 'DESC') }),
    { maxLength: 2 },
  );
  fc.assert(
    fc.property(things, sort, fc.integer({ min: 1, max: 7 }), (all, by, limit) => {
      const whole = search(noun, all, undefined, { sort: by, page: { limit: 100 } }).items;
      const found: Task[] = [];
      let after: string | undefined;
      do {
        const { items, page } = search(noun, all.toReversed(), undefined, {
          sort: by,
          page: { limit, after },
        });
        found.push(...items);
        after = page.endCursor;
      } while (after);
      expect(found).toEqual(whole);
      expect(search(noun, all, undefined, { sort: by, page: { from: 2, limit } }).items).toEqual(
        whole.slice(2, 2 + limit),
      );
    }),
  );
});
