/** What the staff's pages decide without a screen: lists, files, forms, where an instance stands. */
import { describe, expect, vi as fake, test } from 'vitest';
import { fieldsByKey, ownData, withoutFiles } from '../elements/form-schema.ts';
import { throttle } from '../elements/throttle.ts';
import { areaOf } from '../shell/area.ts';
import { findPage, pages } from '../shell/pages.ts';
import { staysHere } from '../shell/router.ts';
import { countsOf } from '../watch/counts.ts';
import { destination } from './destination.ts';
import { takesFiles } from './takes-files.ts';
import { addressOf, filterOf, filterOfSaved, noFilter, queryOfFilter, savedOf } from './views.ts';

test.each([
  ['/', 'qn-send-page', {}],
  ['/r/QN-1', 'qn-follow-page', { code: 'QN-1' }],
  ['/tasks/', 'qn-tasks-page', {}],
  ['/tasks/4503', 'qn-task-page', { key: '4503' }],
  ['/tasks/away', 'qn-away-page', {}],
  ['/tasks/x', 'qn-missing-page', {}],
  ['/p/%E0%A4%A', 'qn-missing-page', {}],
  ['/nothing', 'qn-missing-page', {}],
])('%s opens %s', (path, tag, params) => {
  const found = findPage(path);
  expect([found.entry.tag, found.params]).toEqual([tag, params]);
});

test('the area of every page’s path is the one that its entry names', () => {
  const sample = (path: RegExp) =>
    path.source
      .replace(/^\^|\$$/g, '')
      .replaceAll('\\/', '/')
      // What may follow, and an id that has a least length.
      .replace(/\(\?:.*\)\?$/, '')
      .replace(/\(\?<\w+>[^)]*\{16,64\}\)/, '1'.repeat(16))
      .replace(/\(\?<\w+>[^)]*\{32\}\)/, '1'.repeat(32))
      .replace(/\(\?<period>.*\)/, '2026-01')
      .replace(/\(\?<\w+>[^)]*\)/, '1');
  for (const { path, area } of pages) {
    expect(path.test(sample(path))).toBe(true);
    expect(areaOf(sample(path))).toBe(area);
  }
});

test.each([
  ['/p', '/', true],
  ['/tasks/1', '/login', true],
  ['/tasks', '/', false],
  ['/', '/watch', false],
  ['/api/docs', '/', false],
  ['/handbook', '/', false],
  ['/handbook/co-quan', '/tasks', false],
  ['https://other.example/p', '/', false],
])('a move to %s from %s stays in the document: %s', (to, from, stays) => {
  const base = 'http://here.example';
  expect(staysHere(new URL(to, base), new URL(from, base))).toBe(stays);
});

test.each([
  ['/tasks/12?x=1', ['task.see'], '/tasks/12?x=1'],
  ['https://evil.example/', ['task.see'], '/tasks'],
  ['//evil.example', ['task.see'], '/tasks'],
  ['/tasksevil', ['task.see'], '/tasks'],
  ['/notices?x=1', ['task.see'], '/notices?x=1'],
  ['/login?to=/tasks', ['task.see'], '/tasks'],
  [null, ['instance.see'], '/watch'],
  [null, ['task.see', 'leaders.see'], '/leaders'],
  ['/leaders?task=1', ['task.see'], '/leaders?task=1'],
])('after logging in, %s with %o goes to %s', (to, rights, where) => {
  expect(destination(to, rights)).toBe(where);
});

test('a list’s address says what it shows, and says it back', () => {
  const filter = { ...noFilter, view: 'overdue', stage: 'scope', district: 'hoian', q: 'đường', group: 'due' } as const;
  const address = addressOf(filter);
  expect(filterOf(new URL(address, 'http://x').searchParams)).toEqual(filter);
  expect(queryOfFilter(filter)).toEqual({
    state: 'open',
    overdue: true,
    stage: 'scope',
    district: 'hoian',
    q: 'đường',
    sort: 'dueAt',
  });
  expect(filterOfSaved(savedOf(filter))).toEqual(filter);
  expect(filterOf(new URLSearchParams('view=nonsense')).view).toBe('open');
  expect(addressOf(noFilter)).toBe('/tasks');
  expect(queryOfFilter({ ...noFilter, view: 'completed' }).sort).toBe('-createdAt');
});

test('files go with a result, not with a wish for more time', () => {
  expect(takesFiles('handling', 'done')).toBe(true);
  expect(takesFiles('handling', 'extension-requested')).toBe(false);
  expect(takesFiles('intake', 'accepted')).toBe(false);
  expect(takesFiles('nothing', undefined)).toBe(false);
});

describe('a form', () => {
  const schema = {
    components: [
      { type: 'radio', id: 'a', key: 'outcome', label: 'Kết quả' },
      { type: 'filepicker', id: 'b', key: 'attachments' },
      { type: 'group', id: 'c', components: [{ type: 'textfield', id: 'd', key: 'reason' }] },
    ],
  };

  test('keeps its fields but gives its file picker to us', () => {
    expect([...fieldsByKey(withoutFiles(schema)).keys()]).toEqual(['outcome', 'reason']);
  });

  test('tells its own fields only, without what is blank', () => {
    const data = { outcome: 'done', reason: '', agencies: [{ value: 'sct' }] };
    expect(ownData(schema, data)).toEqual({ outcome: 'done' });
  });
});

test('where an instance stands is counted, with what is late and what stands still', () => {
  const incident = { elementId: 'intake', resolvedAt: null } as never;
  const solved = { elementId: 'routing', resolvedAt: '2026-01-05T08:00:00+07:00' } as never;
  expect(countsOf({ elements: ['intake'], incidentList: [incident, solved], overdue: true })).toEqual({
    intake: { tokens: 1, incidents: 1, overdue: 1 },
  });
});

test('many events are one reading at once and one at the end', async () => {
  fake.useFakeTimers();
  try {
    const run = fake.fn();
    const again = throttle(run, 300);
    for (let i = 0; i < 20; i++) again();
    expect(run).toHaveBeenCalledTimes(1);
    await fake.advanceTimersByTimeAsync(300);
    expect(run).toHaveBeenCalledTimes(2);
    await fake.advanceTimersByTimeAsync(300);
    expect(run).toHaveBeenCalledTimes(2);
    expect(fake.getTimerCount()).toBe(0);
  } finally {
    fake.useRealTimers();
  }
});
