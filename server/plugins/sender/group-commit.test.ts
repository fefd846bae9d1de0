import { describe, expect, test } from 'vitest';
import { groupCommit } from './group-commit.ts';

describe('a group commit', () => {
  test('stores at once when nothing is under way, and what gathers meanwhile together', async () => {
    const groups: number[][] = [];
    const gate = Promise.withResolvers<void>();
    const commit = groupCommit<number>(
      async (items) => {
        groups.push(items);
        if (groups.length === 1) await gate.promise;
      },
      3,
      1,
    );
    const all = [1, 2, 3, 4, 5].map((item) => commit.add(item));
    expect(groups).toEqual([[1]]);
    gate.resolve();
    await Promise.all(all);
    expect(groups).toEqual([[1], [2, 3, 4], [5]]);
  });

  test('tries each alone when a group fails: one that cannot be stored spoils no other', async () => {
    const stored: number[] = [];
    const gate = Promise.withResolvers<void>();
    const commit = groupCommit<number>(
      async (items) => {
        await gate.promise;
        if (items.includes(3)) throw new Error('three');
        stored.push(...items);
      },
      10,
      1,
    );
    const all = [1, 2, 3, 4].map((item) => commit.add(item));
    gate.resolve();
    const results = await Promise.allSettled(all);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(stored.sort()).toEqual([1, 2, 4]);
  });
});
