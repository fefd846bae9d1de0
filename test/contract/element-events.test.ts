/** Events of every kind at every position: start, catch, throw, boundary, end (contract 1.4, 4.8, 4.9). */
import { describe, expect, test } from 'vitest';
import {
  boundary,
  catching,
  diagram,
  end,
  error,
  escalation,
  exclusive,
  ext,
  flows,
  message,
  onCompensation,
  onError,
  onEscalation,
  onLink,
  onMessage,
  onSignal,
  parallel,
  service,
  signal,
  start,
  subProcess,
  terminating,
  throwing,
  timer,
  undoing,
} from '../../engine/testing/diagram.ts';
import { throughEveryClient } from './callers/index.ts';
import { type Play, playRow, type Row } from './scenario.ts';

type Names = Pick<Play, 'id' | 'named'>;
const line = (id: string, inside: string, rest = '') =>
  diagram(id, start('s') + inside + end('e') + flows('s -> t', 't -> e'), rest);
/** start event of a kind → job `a` → end. */
const begun = ({ id, named }: Names, definition: string, rest = '') =>
  diagram(id, start('s', definition) + service('a', named('a')) + end('e') + flows('s -> a', 'a -> e'), rest);
const soon = () => new Date(Date.now() + 400).toISOString();

const starts: Row[] = [
  {
    name: 'none start event: begins at once',
    files: ({ id }) => line(id, service('t', `${id}-a`)),
    act: (play) => play.work('a'),
    ends: {},
  },
  {
    name: 'message start event: each message begins an instance with its variables',
    files: (names) => begun(names, onMessage('m'), message('m', names.named('m'), '')),
    async act(play) {
      await play.tell('m', '', { n: 1 });
      await play.tell('m', '', { n: 2 });
      const jobs = [await play.work('a'), await play.work('a')];
      expect(jobs.map((job) => job.variables)).toEqual([{ n: 1 }, { n: 2 }]);
      expect(jobs[0]!.processInstanceKey).not.toBe(jobs[1]!.processInstanceKey);
    },
  },
  {
    name: 'timer start event: a date begins one instance',
    files: (names) => begun(names, timer('timeDate', soon())),
    async act(play) {
      await play.work('a');
      await play.idle('a');
    },
  },
  {
    name: 'timer start event: a cycle begins as many as it says',
    files: (names) => begun(names, timer('timeCycle', 'R2/PT0.3S')),
    async act(play) {
      await play.work('a');
      await play.work('a');
      await play.idle('a');
    },
  },
  {
    name: 'signal start event: a broadcast begins an instance with its variables',
    files: (names) => begun(names, onSignal('g'), signal('g', names.named('g'))),
    async act(play) {
      expect((await play.signalUntil('g', 'a', { n: 1 })).variables).toEqual({ n: 1 });
    },
  },
];

const catches: Row[] = [
  {
    name: 'message catch event: takes the message with its key',
    files: ({ id, named }) => line(id, catching('t', onMessage('m')), message('m', named('m'), '=code')),
    variables: { code: 'QN-1' },
    async act(play) {
      await play.tell('m', 'QN-2', { wrong: true });
      await play.tell('m', 'QN-1', { answer: 42 });
    },
    ends: { answer: 42 },
    without: ['wrong'],
  },
  {
    name: 'timer catch event: waits for a duration',
    files: ({ id }) => line(id, catching('t', timer('timeDuration', '=pause'))),
    variables: { pause: 'PT0.3S' },

    ends: { pause: 'PT0.3S' },
  },
  {
    name: 'timer catch event: waits for a date, and not at all for one that is past',
    files: ({ id }) =>
      diagram(
        id,
        start('s') +
          catching('t', timer('timeDate', '=due')) +
          catching('u', timer('timeDate', '2001-01-01T00:00:00Z')) +
          end('e') +
          flows('s -> t', 't -> u', 'u -> e'),
      ),
    variables: { due: soon() },
    ends: {},
  },
  {
    name: 'signal catch event: takes a broadcast',
    files: ({ id, named }) =>
      diagram(
        id,
        start('s') +
          catching('t', onSignal('g')) +
          service('a', named('a')) +
          end('e') +
          flows('s -> t', 't -> a', 'a -> e'),
        signal('g', named('g')),
      ),
    act: (play) => play.signalUntil('g', 'a', { heard: true }),
    ends: { heard: true },
  },
  {
    name: 'link events: the throw jumps to the catch of its name',
    files: ({ id, named }) =>
      diagram(
        id,
        start('s') +
          throwing('t', onLink('there')) +
          catching('c', onLink('there')) +
          service('a', named('a')) +
          end('e') +
          flows('s -> t', 'c -> a', 'a -> e'),
      ),
    act: (play) => play.work('a', { there: true }),
    ends: { there: true },
  },
];

const throws: Row[] = [
  { name: 'none throw event: passes through', files: ({ id }) => line(id, throwing('t')), ends: {} },
  {
    name: 'message throw event: is a job',
    files: ({ id, named }) =>
      line(
        id,
        throwing('t', `${ext(`<zeebe:taskDefinition type="${named('a')}"/>`)}${onMessage('m')}`),
        message('m', named('m')),
      ),
    act: (play) => play.work('a', { sent: true }),
    ends: { sent: true },
  },
  ...(['throw', 'end'] as const).map(
    (position): Row => ({
      name: `signal ${position} event: is heard elsewhere`,
      files: ({ id, named }) => [
        {
          name: `${id}-heard.bpmn`,
          content: begun({ id: `${id}-heard`, named }, onSignal('g'), signal('g', named('g'))),
        },
        {
          name: `${id}.bpmn`,
          content:
            position === 'throw'
              ? line(id, throwing('t', onSignal('g')), signal('g', named('g')))
              : diagram(id, start('s') + end('e', onSignal('g')) + flows('s -> e'), signal('g', named('g'))),
        },
      ],
      act: (play) => play.work('a'),
      ends: {},
    }),
  ),
  {
    name: 'escalation throw event: goes on when nobody catches it',
    files: ({ id }) => line(id, throwing('t', onEscalation('x')), escalation('x', 'X')),
    ends: {},
  },
  {
    name: 'compensation throw event: has the handlers of what was completed run, and then goes on',
    files: ({ id, named }) => {
      const undo = undoing('a', named('undo'));
      return diagram(
        id,
        start('s') +
          service('a', named('a')) +
          undo.body +
          throwing('t', onCompensation()) +
          end('e') +
          flows('s -> a', 'a -> t', 't -> e') +
          undo.rest,
      );
    },
    async act(play) {
      await play.work('a');
      await play.work('undo', { undone: true });
    },
    ends: { undone: true },
  },
];

const ends: Row[] = [
  {
    name: 'none end event: ends its branch',
    files: ({ id }) => diagram(id, start('s') + end('e') + flows('s -> e')),
    ends: {},
  },
  {
    name: 'message end event: is a job',
    files: ({ id, named }) =>
      diagram(
        id,
        start('s') +
          end('e', `${ext(`<zeebe:taskDefinition type="${named('a')}"/>`)}${onMessage('m')}`) +
          flows('s -> e'),
        message('m', named('m')),
      ),
    act: (play) => play.work('a', { sent: true }),
    ends: { sent: true },
  },
  {
    name: 'terminate end event: ends its scope, and the scope completes',
    files: ({ id, named }) =>
      diagram(
        id,
        start('s') +
          parallel('f') +
          service('a', named('a')) +
          service('b', named('b')) +
          end('e') +
          end('stop', terminating) +
          flows('s -> f', 'f -> a', 'f -> b', 'a -> e', 'b -> stop'),
      ),
    act: (play) => play.work('b', { stopped: true }),
    ends: { stopped: true },
  },
  ...(
    [
      ['error', onError('x'), onError('x'), error('x', 'X')],
      ['escalation', onEscalation('x'), onEscalation('x'), escalation('x', 'X')],
    ] as const
  ).map(
    ([kind, thrown, caught, rest]): Row => ({
      name: `${kind} end event: is caught around its sub-process`,
      files: ({ id, named }) =>
        diagram(
          id,
          start('s') +
            subProcess('t', start('is') + end('ie', thrown) + flows('is -> ie')) +
            boundary('b', 't', caught) +
            service('a', named('a')) +
            end('e') +
            end('f') +
            flows('s -> t', 't -> e', 'b -> a', 'a -> f'),
          rest,
        ),
      act: (play) => play.work('a', { caught: kind }),
      ends: { caught: kind },
    }),
  ),
  {
    name: 'compensation end event: has the handlers run before the end',
    files: ({ id, named }) => {
      const undo = undoing('a', named('undo'));
      return diagram(
        id,
        start('s') +
          service('a', named('a')) +
          undo.body +
          end('e', onCompensation()) +
          flows('s -> a', 'a -> e') +
          undo.rest,
      );
    },
    async act(play) {
      await play.work('a');
      await play.work('undo', { undone: true });
    },
    ends: { undone: true },
  },
];

/** `t` with a boundary event that leads to the job `b`. */
const hung = ({ id, named }: Names, definition: string, interrupting: boolean, rest = '', inside = '') =>
  diagram(
    id,
    start('s') +
      (inside || service('t', named('t'))) +
      boundary('b', 't', definition, interrupting) +
      service('after', named('b')) +
      end('e') +
      end('f') +
      flows('s -> t', 't -> e', 'b -> after', 'after -> f'),
    rest,
  );
/** Takes the job of `t`, fires, works off what the boundary event leads to, and sees whether `t` is still there. */
const fired = (interrupting: boolean, fire: (play: Play) => Promise<unknown>) => async (play: Play) => {
  const job = await play.job('t');
  await fire(play);
  const completed = play.caller.complete(job.key, { done: true });
  if (interrupting) await expect(completed).rejects.toMatchObject({ status: 'NOT_FOUND' });
  else await completed;
};
const boundaries: Row[] = [true, false].flatMap((interrupting): Row[] => {
  const kind = interrupting ? 'interrupts its activity' : 'leaves its activity running';
  const ends = interrupting ? { fired: true } : { fired: true, done: true };
  const inner = ({ named }: Names) =>
    subProcess(
      't',
      start('is') +
        parallel('if') +
        throwing('it', onEscalation('x')) +
        service('iw', named('t')) +
        end('ie') +
        end('ig') +
        flows('is -> if', 'if -> it', 'if -> iw', 'it -> ie', 'iw -> ig'),
    );
  return [
    {
      name: `message boundary event: ${kind}`,
      files: (names) => hung(names, onMessage('m'), interrupting, message('m', names.named('m'), '="k"')),
      act: fired(interrupting, async (play) => {
        await play.tell('m', 'k');
        await play.work('b', { fired: true });
      }),
      ends,
    },
    {
      name: `timer boundary event: ${kind}`,
      files: (names) => hung(names, timer('timeDuration', 'PT0.3S'), interrupting),
      act: fired(interrupting, (play) => play.work('b', { fired: true })),
      ends,
    },
    {
      name: `signal boundary event: ${kind}`,
      files: (names) => hung(names, onSignal('g'), interrupting, signal('g', names.named('g'))),
      act: fired(interrupting, (play) => play.signalUntil('g', 'b', { fired: true })),
      ends,
    },
    {
      name: `escalation boundary event: ${kind}`,
      files: (names) => hung(names, onEscalation('x'), interrupting, escalation('x', 'X'), inner(names)),
      async act(play) {
        await play.work('b', { fired: true });
        if (!interrupting) await play.work('t', { done: true });
        else await play.idle('t');
      },
      ends,
    },
  ];
});
boundaries.push(
  {
    name: 'timer boundary event: a cycle fires as often as it says',
    files: (names) => hung(names, timer('timeCycle', 'R2/PT0.3S'), false),
    async act(play) {
      const job = await play.job('t');
      await play.work('b', { first: true });
      await play.work('b', { second: true });
      await play.idle('b');
      await play.caller.complete(job.key);
    },
    ends: { first: true, second: true },
  },
  {
    name: 'error boundary event: catches its code before one that catches all, with the error’s variables',
    files: ({ id, named }) =>
      diagram(
        id,
        start('s') +
          service('t', named('t')) +
          boundary('any', 't', onError()) +
          boundary('b', 't', onError('x')) +
          service('a', named('a')) +
          service('x1', named('b')) +
          exclusive('j') +
          end('e') +
          flows('s -> t', 't -> j', 'any -> a', 'b -> x1', 'a -> j', 'x1 -> j', 'j -> e'),
        error('x', 'X'),
      ),
    async act(play) {
      const job = await play.job('t');
      await play.caller.throwError(job.key, { errorCode: 'X', errorMessage: 'bad', variables: { why: 'x' } });
      await play.work('b', { caught: 'X' });
      await play.idle('a');
    },
    ends: { caught: 'X', why: 'x' },
  },
  {
    name: 'error boundary event: one without a code catches every code',
    files: (names) => hung(names, onError(), true),
    async act(play) {
      const job = await play.job('t');
      await play.caller.throwError(job.key, { errorCode: 'whatever' });
      await play.work('b', { caught: true });
    },
    ends: { caught: true },
  },
  {
    name: 'compensation boundary event: its handler does not run unless the activity was completed',
    files: ({ id, named }) => {
      const undo = undoing('a', named('undo'));
      return diagram(
        id,
        start('s') +
          exclusive('x', '', 'default="x-a"') +
          service('a', named('a')) +
          undo.body +
          exclusive('y') +
          throwing('t', onCompensation()) +
          end('e') +
          flows('s -> x', 'x -> a', 'x -> y : =true', 'a -> y', 'y -> t', 't -> e') +
          undo.rest,
      );
    },
    act: (play) => play.idle('undo'),
    ends: {},
  },
);

throughEveryClient((stage) => {
  describe.each([
    ['start events', starts],
    ['catch events', catches],
    ['throw events', throws],
    ['end events', ends],
    ['boundary events', boundaries],
  ])('%s', (_, rows) => {
    test.concurrent.each(rows)('$name', (row) => playRow(stage, row));
  });
});
