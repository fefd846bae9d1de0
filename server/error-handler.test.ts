/** Which errors of the driver say that the database is away: what is sent again then, and what is told to people. */
import mongoose from 'mongoose';
import { describe, expect, test } from 'vitest';
import { isDatabaseDown, problemOf } from './error-handler.ts';

const { MongoBulkWriteError, MongoNetworkError, MongoServerError } = mongoose.mongo;
const bulk = (inner: object) => new MongoBulkWriteError(inner as never, {} as never);
const server = (code: number) => new MongoServerError({ message: 'x', errmsg: 'x', code });

describe('the database is away', () => {
  test.each([
    ['its connection is closed', new MongoNetworkError('connection 1 to 127.0.0.1:1 closed')],
    ['many writes at once lost it', bulk(new MongoNetworkError('connection 1 to 127.0.0.1:1 closed'))],
    ['many writes at once met its end', bulk({ message: 'interrupted at shutdown', code: 11600 })],
    ['it steps down', server(10107)],
    ['it ends', server(91)],
  ])('where %s', (_, error) => {
    expect(isDatabaseDown(error)).toBe(true);
    expect(problemOf(error)).toMatchObject({ code: 'database-down' });
  });

  test.each([
    ['a document is there already', server(11000)],
    ['one of many documents is there already', bulk({ message: 'E11000', code: 11000 })],
    ['something of ours is wrong', new TypeError('x is undefined')],
  ])('but not where %s', (_, error) => {
    expect(isDatabaseDown(error)).toBe(false);
    expect(problemOf(error)).toMatchObject({ code: 'unexpected' });
  });
});
