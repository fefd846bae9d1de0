import { expect, it } from 'vitest';
import { problemOf } from './error-handler.ts';

it.each(['EPIPE', 'ECONNRESET'])(
  'a database connection that breaks with %s is a database that is down, not a bug',
  (code) => {
    expect(problemOf(Object.assign(new Error('This socket has been ended by the other party'), { code })).code).toBe(
      'database-down',
    );
  },
);

it('an error that nobody foresaw is told as unexpected', () => {
  expect(problemOf(new TypeError('x is not a function')).code).toBe('unexpected');
});
