import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Board, BoardCounts, CountsEvent } from '../../domain/api/watch.ts';
import { changedBy, countsOn, drawnVersion, startedFrom, totalsOf } from './board-state.ts';

const asOf = '2026-01-05T09:00:00+07:00';
const version = (definitionKey: string, n: number, inForce: boolean) => ({
  definitionKey,
  version: n,
  name: 'Phản ánh',
  deployedAt: asOf,
  running: n,
  inForce,
});
const versions = [version('2', 2, true), version('1', 1, false)];
const one = (tokens: number) => ({ tokens, incidents: 0, overdue: 0 });

/** Events one after the other, each with the whole counts of one element. */
const happenings = fc.array(
  fc.record({ key: fc.constantFrom('1', '2'), id: fc.constantFrom('intake', 'scope', 'handling'), tokens: fc.nat(9) }),
  { minLength: 1, maxLength: 30 },
);

describe('the board', () => {
  test('ends in the same picture whenever it is read, however much was heard before and meanwhile', () => {
    fc.assert(
      fc.property(happenings, fc.nat(30), fc.nat(30), (all, readAt, heardFrom) => {
        const events = all.map(
          ({ key, id, tokens }, n): CountsEvent => ({
            asOf,
            upTo: n + 1,
            versions,
            changed: { [key]: { [id]: one(tokens) } },
          }),
        );
        const truth = (upTo: number): BoardCounts => {
          const counts: BoardCounts = {};
          for (const { key, id, tokens } of all.slice(0, upTo)) counts[key] = { ...counts[key], [id]: one(tokens) };
          return counts;
        };
        const upTo = Math.min(readAt, events.length);
        const board: Board = { asOf, upTo, versions, counts: truth(upTo) };
        // Whatever came before the picture may be heard again after it.
        const heard = events.slice(Math.min(heardFrom, upTo));
        expect(countsOn(startedFrom(board, heard), '')).toEqual(
          countsOn({ ...board, counts: truth(events.length) }, ''),
        );
      }),
    );
  });

  test('puts versions together by element, or shows one', () => {
    const counts = { 1: { intake: one(2), old: one(1) }, 2: { intake: one(3), scope: one(0) } };
    const state = { asOf, upTo: 1, versions, counts };
    expect(countsOn(state, '')).toEqual({ intake: one(5), old: one(1) });
    expect(countsOn(state, '2')).toEqual({ intake: one(3) });
    expect(totalsOf(state, '')).toEqual({ tokens: 6, incidents: 0, overdue: 0, running: 3 });
    expect(totalsOf(state, '1').running).toBe(1);
    expect([drawnVersion(state, '')?.version, drawnVersion(state, '1')?.version]).toEqual([2, 1]);
  });

  test('says an element empty when nothing is there any more', () => {
    const state = { asOf, upTo: 1, versions, counts: { 1: { intake: one(2) } } };
    const event = { asOf, upTo: 2, versions, changed: { 1: { intake: one(0) } } };
    expect(countsOn(changedBy(state, event), '')).toEqual({});
  });
});
