import { beforeAll, describe, expect, test } from 'vitest';
import type { ElementPassage } from '../../domain/api/watch.ts';
import { setWords } from '../text/text.ts';
import { vi } from '../text/vi.ts';
import { heatOf, notesOf, perHour } from './layers.ts';

beforeAll(() => setWords('vi', { ...vi }));

const passage = (rest: Partial<ElementPassage>): ElementPassage => ({
  entered: 0,
  left: 0,
  median: null,
  ninetieth: null,
  standing: 0,
  waitingMedian: null,
  waitingLongest: null,
  target: { minutes: 120, budget: '2h', article: '6.2', shared: false },
  ...rest,
});

describe('the colour of a step', () => {
  test.each([
    ['grey within its time', { median: 60, ninetieth: 120 }, 'calm'],
    ['amber when one in ten took longer', { median: 60, ninetieth: 121 }, 'soon'],
    ['red when half took longer', { median: 121, ninetieth: 300 }, 'late'],
    ['red when somebody waits longer just now', { median: 1, ninetieth: 2, waitingLongest: 121 }, 'late'],
    ['none without a time of its own', { median: 9_999, target: null }, 'none'],
    ['grey where nothing passed', {}, 'calm'],
  ] as const)('is %s', (_, rest, heat) => {
    expect(heatOf(passage(rest))).toBe(heat);
  });
});

describe('a layer', () => {
  const passages = (elements: Record<string, ElementPassage>) => ({
    asOf: '',
    window: 'day' as const,
    from: '',
    to: '',
    workingMinutes: 240,
    elements,
  });

  test('of throughput has what passed, and leaves out what did not', () => {
    const shown = notesOf(
      'through',
      passages({ intake: passage({ left: 12 }), scope: passage({ standing: 3 }) }),
      String,
    );
    expect(Object.entries(shown).map(([id, { text, heat }]) => [id, text, heat])).toEqual([['intake', '12', 'none']]);
  });

  test('of waiting leaves out what is over at once', () => {
    const shown = notesOf(
      'wait',
      passages({ x: passage({ median: 0.2, target: null }), y: passage({ median: 90 }) }),
      String,
    );
    expect(Object.keys(shown)).toEqual(['y']);
  });

  test('counts by the working hour', () => {
    expect(perHour(12, 240)).toBe(3);
    expect(perHour(12, 0)).toBeNull();
  });
});
