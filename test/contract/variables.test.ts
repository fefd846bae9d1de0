/** Variables: scopes, mappings, propagation, and expressions where they are used (contract 4.3, 4.4). */
import { expect, test } from 'vitest';
import {
  boundary,
  catching,
  diagram,
  end,
  error,
  flows,
  io,
  message,
  onError,
  onMessage,
  script,
  service,
  start,
} from '../../engine/testing/diagram.ts';
import { throughEveryClient } from './callers/index.ts';
import { playRow, type Row } from './scenario.ts';

const line = (id: string, inside: string, rest = '') =>
  diagram(id, start('s') + inside + end('e') + flows('s -> t', 't -> e'), rest);
const mapped = (name: string, mappings: Parameters<typeof io>[0], row: Partial<Row> & { completes?: object }): Row => ({
  name,
  files: ({ id, named }) => line(id, service('t', named('a'), io(mappings))),
  act: (play) => play.work('a', (row.completes ?? {}) as Record<string, unknown>),
  ...row,
});

const rows: Row[] = [
  mapped(
    'input mappings make locals, in order, a later one sees an earlier one',
    { in: { x: '=a + 1', y: '=x * 2' } },
    {
      variables: { a: 1 },
      async act(play) {
        expect((await play.work('a', { seen: true })).variables).toEqual({ a: 1, x: 2, y: 4 });
      },
      ends: { a: 1, seen: true },
      without: ['x', 'y'],
    },
  ),
  mapped(
    'a nested target builds a context',
    { in: { 'order.id': '=a', 'order.to.city': '="Hội An"' } },
    {
      variables: { a: 1 },
      async act(play) {
        const job = await play.work('a');
        expect(job.variables.order).toEqual({ id: 1, to: { city: 'Hội An' } });
      },
      ends: { a: 1 },
    },
  ),
  mapped('without output mappings all results go up', {}, { completes: { b: 1 }, ends: { b: 1 } }),
  mapped(
    'with output mappings only their targets go up',
    { out: { c: '=b + 1' } },
    {
      completes: { b: 1, d: 2 },
      ends: { c: 2 },
      without: ['b', 'd'],
    },
  ),
  mapped(
    'a nested output target is merged into what is there',
    { out: { 'order.b': '=b' } },
    {
      variables: { order: { a: 1 } },
      completes: { b: 2 },
      ends: { order: { a: 1, b: 2 } },
    },
  ),
  mapped(
    'a result updates the nearest scope that has its name',
    { in: { x: '=1' } },
    {
      variables: { x: 0 },
      completes: { x: 5, y: 6 },
      ends: { x: 0, y: 6 },
    },
  ),
  {
    name: 'a missing variable is null, and no error',
    files: ({ id }) => line(id, script('t', '={a: nothing, b: nothing.deeper, c: nothing = null}', 'r')),
    ends: { r: { a: null, b: null, c: true } },
  },
  {
    name: 'any JSON comes back as it went in',
    files: ({ id, named }) => line(id, service('t', named('a'))),
    variables: { deep: { list: [1, 2.5, 'x', null, { y: [] }], text: 'Đường "hỏng" 🚧', yes: true, none: null } },
    async act(play) {
      const job = await play.job('a');
      await play.caller.complete(job.key, { back: job.variables.deep });
    },
    ends: { back: { list: [1, 2.5, 'x', null, { y: [] }], text: 'Đường "hỏng" 🚧', yes: true, none: null } },
  },
  {
    name: 'a failed job’s variables are local to its task',
    files: ({ id, named }) => line(id, service('t', named('a'))),
    async act(play) {
      const job = await play.job('a');
      await play.caller.fail(job.key, { retries: 2, variables: { tried: 1 } });
      const again = await play.work('a', { done: true });
      expect([again.retries, again.variables]).toEqual([2, { tried: 1 }]);
    },
    ends: { done: true },
    without: ['tried'],
  },
  {
    name: 'a message’s variables go up, or only what is mapped of them',
    files: ({ id, named }) =>
      line(
        id,
        catching(
          't',
          `<bpmn:extensionElements>${io({ out: { answer: '=a' } })}</bpmn:extensionElements>${onMessage('m')}`,
        ),
        message('m', named('m'), '="k"'),
      ),
    act: (play) => play.tell('m', 'k', { a: 42, b: 1 }),
    ends: { answer: 42 },
    without: ['a', 'b'],
  },
  {
    name: 'an error’s variables go up from where it is caught',
    files: ({ id, named }) =>
      diagram(
        id,
        start('s') +
          service('t', named('a')) +
          boundary('b', 't', onError('x')) +
          end('e') +
          end('f') +
          flows('s -> t', 't -> e', 'b -> f'),
        error('x', 'X'),
      ),
    async act(play) {
      const job = await play.job('a');
      await play.caller.throwError(job.key, { errorCode: 'X', variables: { why: 'no' } });
    },
    ends: { why: 'no' },
  },
];

throughEveryClient((stage) => {
  test.concurrent.each(rows)('$name', (row) => playRow(stage, row));
});
