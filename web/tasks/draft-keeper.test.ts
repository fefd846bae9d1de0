/** Keeping a draft while one types, without a screen. */
import { afterEach, beforeEach, expect, vi as fake, test } from 'vitest';
import { Problem } from '../data/http.ts';
import { type KeptDraft, keepDraftOf, sameDraft } from './draft-keeper.ts';

beforeEach(() => void fake.useFakeTimers());
afterEach(() => void fake.useRealTimers());

/** `answers`: the server's to each save in turn; `there`: what it has when it is read. */
const setUp = (answers: (string | null | Problem)[], there: KeptDraft = { draft: {}, version: '9' }) => {
  const saved: [Record<string, unknown>, string | null][] = [];
  const keeper = keepDraftOf({
    base: {},
    version: '1',
    save: async (draft, version) => {
      saved.push([draft, version]);
      const answer = answers.shift() ?? null;
      if (answer instanceof Problem) throw answer;
      return answer;
    },
    read: async () => there,
    onState: () => {},
    now: () => 42,
  });
  return { saved, keeper };
};
const elsewhere: KeptDraft = { draft: { result: 'theirs' }, version: '5', by: 'binh' };

test('is saved after a pause, once, with what was typed last', async () => {
  const { saved, keeper } = setUp([]);
  keeper.change({ result: 'a' });
  keeper.change({ result: 'ab' });
  expect(keeper.unsaved).toBe(true);
  await fake.advanceTimersByTimeAsync(700);
  expect(saved).toEqual([[{ result: 'ab' }, '1']]);
  expect([keeper.state, keeper.savedAt, keeper.unsaved]).toEqual(['saved', 42, false]);
  expect(fake.getTimerCount()).toBe(0);
});

test('goes with the version that the server named', async () => {
  const { saved, keeper } = setUp(['7', '8']);
  keeper.change({ result: 'a' });
  await keeper.flush();
  keeper.change({ result: 'b' });
  await keeper.flush();
  expect(saved.map(([, version]) => version)).toEqual(['1', '7']);
});

test('is tried again when the network was away', async () => {
  const { saved, keeper } = setUp([new Problem(0, {})]);
  keeper.change({ result: 'a' });
  await fake.advanceTimersByTimeAsync(700);
  expect([keeper.state, keeper.unsaved]).toEqual(['failed', true]);
  await fake.advanceTimersByTimeAsync(5_000);
  expect([saved.length, keeper.state]).toEqual([2, 'saved']);
});

test('goes again at once when only the task has moved on', async () => {
  const { saved, keeper } = setUp([new Problem(412, {}), '10'], { draft: {}, version: '9' });
  keeper.change({ result: 'a' });
  await keeper.flush();
  await fake.advanceTimersByTimeAsync(0);
  expect(saved.at(-1)).toEqual([{ result: 'a' }, '9']);
  expect([keeper.state, keeper.conflict]).toEqual(['saved', null]);
});

test('stops and shows both when it was changed elsewhere', async () => {
  const { saved, keeper } = setUp([new Problem(412, {})], elsewhere);
  keeper.change({ result: 'mine' });
  await keeper.flush();
  keeper.change({ result: 'mine too' });
  await fake.advanceTimersByTimeAsync(10_000);
  expect([saved.length, keeper.state]).toEqual([1, 'stale']);
  expect(keeper.conflict).toEqual({ mine: { result: 'mine too' }, theirs: elsewhere });
});

test('saves one’s own over the other version when one chooses so', async () => {
  const { saved, keeper } = setUp([new Problem(412, {}), '6'], elsewhere);
  keeper.change({ result: 'mine' });
  await keeper.flush();
  await keeper.keepMine();
  expect(saved.at(-1)).toEqual([{ result: 'mine' }, '5']);
  expect(keeper.state).toBe('saved');
});

test('takes the other version when one chooses so, and goes on from there', async () => {
  const { saved, keeper } = setUp([new Problem(412, {}), '6'], elsewhere);
  keeper.change({ result: 'mine' });
  await keeper.flush();
  expect(keeper.takeTheirs()).toEqual({ result: 'theirs' });
  expect(keeper.unsaved).toBe(false);
  keeper.change({ result: 'theirs and mine' });
  await keeper.flush();
  expect(saved.at(-1)).toEqual([{ result: 'theirs and mine' }, '5']);
});

test('ends when another holds the task', async () => {
  const { saved, keeper } = setUp([new Problem(409, {})]);
  keeper.change({ result: 'a' });
  await keeper.flush();
  keeper.change({ result: 'b' });
  await fake.advanceTimersByTimeAsync(10_000);
  expect([saved.length, keeper.state, keeper.unsaved]).toEqual([1, 'lost', true]);
});

test('two drafts are the same in whatever order their fields stand', () => {
  expect(sameDraft({ a: 1, b: ['x'] }, { b: ['x'], a: 1 })).toBe(true);
  expect(sameDraft({ a: 1 }, { a: 1, b: '' })).toBe(false);
});
