/** What is one thing, and what is not. */
import { expect, test } from 'vitest';
import { groupsOf, shapeOf } from './incident-groups.ts';

const one = (key: string, elementId: string, message: string, errorType = 'IO_MAPPING_ERROR') => ({
  key,
  elementId,
  errorType,
  message,
  createdAt: `2026-03-02T08:00:0${key}+07:00`,
});

test('messages that differ in codes and numbers are one', () => {
  expect(shapeOf('report QN-26-L94A-AWJA-Z has 3 rounds')).toBe(shapeOf('report QN-26-RWDB-PR4D-H has 12 rounds'));
  expect(shapeOf('no value for days')).not.toBe(shapeOf('no value for ground'));
});

test('groups are by element, kind and message, the largest first', () => {
  const groups = groupsOf([
    one('1', 'handling', 'no value for x1'),
    one('2', 'routing', 'no table'),
    one('3', 'handling', 'no value for x2'),
    one('4', 'handling', 'no value for x1', 'JOB_NO_RETRIES'),
  ]);
  expect(groups.map((group) => group.map(({ key }) => key))).toEqual([['1', '3'], ['2'], ['4']]);
});
