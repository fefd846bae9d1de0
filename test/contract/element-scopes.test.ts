/** What holds other elements or is held by them: sub-processes, calls, loops, listeners, bindings (contract 4.4–4.6, 4.17). */
import { describe, expect, test } from 'vitest';
import {
  boundary,
  call,
  decisionTask,
  diagram,
  end,
  error,
  escalation,
  eventSubProcess,
  ext,
  flows,
  io,
  listeners,
  loop,
  message,
  onCompensation,
  onError,
  onEscalation,
  onMessage,
  onSignal,
  service,
  signal,
  start,
  subProcess,
  throwing,
  timer,
  undoing,
  userTask,
} from '../../engine/testing/diagram.ts';
import { throughEveryClient } from './callers/index.ts';
import { decision, form } from './diagrams.ts';
import { type Play, playRow, type Row } from './scenario.ts';

type Names = Pick<Play, 'id' | 'named'>;
const line = (id: string, inside: string, rest = '') =>
  diagram(id, start('s') + inside + end('e') + flows('s -> t', 't -> e'), rest);

const scopes: Row[] = [
  {
    name: 'sub-process: has variables of its own, of which only mapped ones leave',
    files: ({ id, named }) =>
      line(
        id,
        subProcess(
          't',
          ext(io({ in: { local: '=a + 1' }, out: { b: '=local' } })) +
            start('is') +
            service('w', named('w')) +
            end('ie') +
            flows('is -> w', 'w -> ie'),
        ),
      ),
    variables: { a: 1 },
    act: (play) => play.work('w', { local: 7 }),
    ends: { a: 1, b: 7 },
    without: ['local'],
  },
];

/** A process at job `t` with an event sub-process that runs job `b`. */
const beside = ({ id, named }: Names, definition: string, interrupting: boolean, rest = '', inside = '') =>
  diagram(
    id,
    start('s') +
      (inside || service('t', named('t'))) +
      end('e') +
      flows('s -> t', 't -> e') +
      eventSubProcess(
        'es',
        start('es-s', definition, `isInterrupting="${interrupting}"`) +
          service('es-b', named('b')) +
          end('es-e') +
          flows('es-s -> es-b', 'es-b -> es-e'),
      ),
    rest,
  );
const raising = ({ named }: Names) =>
  subProcess(
    't',
    start('is') +
      throwing('it', onEscalation('x')) +
      service('iw', named('t')) +
      end('ie') +
      flows('is -> it', 'it -> iw', 'iw -> ie'),
  );

const eventSubProcesses: Row[] = [true, false].flatMap((interrupting): Row[] => {
  const kind = interrupting ? 'interrupts its scope' : 'runs beside its scope';
  const ends = interrupting ? { fired: true } : { fired: true, done: true };
  const fired = (fire: (play: Play) => Promise<unknown>) => async (play: Play) => {
    const job = await play.job('t');
    await fire(play);
    const completed = play.caller.complete(job.key, { done: true });
    if (interrupting) await expect(completed).rejects.toMatchObject({ status: 'NOT_FOUND' });
    else await completed;
  };
  return [
    {
      name: `message event sub-process: ${kind}`,
      files: (names) => beside(names, onMessage('m'), interrupting, message('m', names.named('m'), '="k"')),
      act: fired(async (play) => {
        await play.tell('m', 'k');
        await play.work('b', { fired: true });
      }),
      ends,
    },
    {
      name: `timer event sub-process: ${kind}`,
      files: (names) => beside(names, timer('timeDuration', 'PT0.3S'), interrupting),
      act: fired((play) => play.work('b', { fired: true })),
      ends,
    },
    {
      name: `signal event sub-process: ${kind}`,
      files: (names) => beside(names, onSignal('g'), interrupting, signal('g', names.named('g'))),
      act: fired((play) => play.signalUntil('g', 'b', { fired: true })),
      ends,
    },
    {
      name: `escalation event sub-process: ${kind}`,
      files: (names) => beside(names, onEscalation('x'), interrupting, escalation('x', 'X'), raising(names)),
      async act(play) {
        await play.work('b', { fired: true });
        if (interrupting) await play.idle('t');
        else await play.work('t', { done: true });
      },
      ends,
    },
  ];
});
eventSubProcesses.push(
  {
    name: 'error event sub-process: catches what its scope throws',
    files: (names) => beside(names, onError('x'), true, error('x', 'X')),
    async act(play) {
      const job = await play.job('t');
      await play.caller.throwError(job.key, { errorCode: 'X', variables: { why: 'x' } });
      await play.work('b', { fired: true });
    },
    ends: { fired: true, why: 'x' },
  },
  {
    name: 'non-interrupting event sub-process: runs once for every message',
    files: (names) => beside(names, onMessage('m'), false, message('m', names.named('m'), '="k"')),
    async act(play) {
      const job = await play.job('t');
      await play.tell('m', 'k');
      await play.work('b');
      await play.tell('m', 'k');
      await play.work('b');
      await play.caller.complete(job.key);
    },
    ends: {},
  },
);

const calls: Row[] = [
  ...(
    [
      ['all variables go down and come back', '', '', { a: 1, b: 2, done: true }, []],
      [
        'nothing goes down but input mappings, nothing comes back but output mappings',
        'propagateAllParentVariables="false" propagateAllChildVariables="false"',
        io({ in: { x: '=a' }, out: { y: '=done' } }),
        { a: 1, b: 2, y: true },
        ['done', 'x'],
      ],
    ] as [string, string, string, object, string[]][]
  ).map(
    ([name, attributes, inside, ends, without]): Row => ({
      name: `call activity: ${name}`,
      files: ({ id, named }) => [
        { name: `${id}-child.bpmn`, content: line(named('child'), service('t', named('w'))) },
        { name: `${id}.bpmn`, content: line(id, call('t', named('child'), attributes, inside)) },
      ],
      variables: { a: 1, b: 2 },
      async act(play) {
        const job = await play.work('w', { done: true });
        expect(job.bpmnProcessId).toBe(play.named('child'));
        expect(job.variables).toEqual(attributes ? { x: 1 } : { a: 1, b: 2 });
      },
      ends: ends as Row['ends'],
      without,
    }),
  ),
  {
    name: 'call activity: an error of the child is caught on it',
    files: ({ id, named }) => [
      { name: `${id}-child.bpmn`, content: line(named('child'), service('t', named('w'))) },
      {
        name: `${id}.bpmn`,
        content: diagram(
          id,
          start('s') +
            call('t', '=what') +
            boundary('b', 't', onError('x')) +
            service('c', named('c')) +
            end('e') +
            end('f') +
            flows('s -> t', 't -> e', 'b -> c', 'c -> f'),
          error('x', 'X'),
        ),
      },
    ],
    async act(play) {
      const { key } = await play.caller.create({ bpmnProcessId: play.id, variables: { what: play.named('child') } });
      const job = await play.job('w');
      await play.caller.throwError(job.key, { errorCode: 'X' });
      const caught = await play.work('c');
      expect(caught.processInstanceKey).toBe(key);
    },
  },
  {
    name: 'call activity: calls the newest version, or the one with a tag',
    async act(play) {
      const { id, named, caller } = play;
      const child = (type: string, tag: string) =>
        diagram(named('child'), start('s') + service('t', named(type)) + end('e') + flows('s -> t', 't -> e'), '', tag);
      await caller.deploy({ name: `${id}-child.bpmn`, content: child('tagged', 'v1') });
      await caller.deploy({ name: `${id}-child.bpmn`, content: child('newest', '') });
      await caller.create({ bpmnProcessId: id });
      await play.work('tagged');
      await play.work('newest');
    },
    files: ({ id, named }) =>
      diagram(
        id,
        start('s') +
          call('t', named('child'), 'bindingType="versionTag" versionTag="v1"') +
          call('u', named('child')) +
          end('e') +
          flows('s -> t', 't -> u', 'u -> e'),
      ),
  },
  {
    name: 'deployment binding: process, decision and form of the deployment, whatever is deployed later',
    files: ({ id, named }) => [
      { name: `${id}.dmn`, content: decision(named('d')) },
      { name: `${id}.form`, content: form(named('f')) },
      { name: `${id}-child.bpmn`, content: line(named('child'), service('t', named('w'))) },
      {
        name: `${id}.bpmn`,
        content: diagram(
          id,
          start('s') +
            decisionTask('d', named('d'), 'agency').replace(
              '<zeebe:calledDecision',
              '<zeebe:calledDecision bindingType="deployment"',
            ) +
            call('c', named('child'), 'bindingType="deployment"') +
            userTask('u', `<zeebe:formDefinition formId="${named('f')}" bindingType="deployment"/>`) +
            end('e') +
            flows('s -> d', 'd -> c', 'c -> u', 'u -> e'),
        ),
      },
    ],
    async act(play) {
      const { id, named, caller } = play;
      await caller.deploy({ name: `${id}.dmn`, content: decision(named('d')).replace('"syt"', '"changed"') });
      await caller.deploy({ name: `${id}.form`, content: form(named('f')).replace('Ghi chú', 'Khác') });
      await caller.deploy({ name: `${id}-child.bpmn`, content: line(named('child'), service('t', named('later'))) });
      await caller.create({ bpmnProcessId: id, variables: { field: 'health' } });
      const job = await play.work('w');
      expect(job.variables).toMatchObject({ agency: 'syt' });
      const { userTaskKey } = await play.userTask();
      const shown = await play.stage.rest('GET', `/user-tasks/${userTaskKey}/form`);
      expect(shown.json).toMatchObject({ version: 1 });
    },
    // It deploys file by file.
    not: ({ name }) => name.startsWith('zeebe-node'),
  },
];

const each = { inputCollection: '=items', inputElement: 'item', outputCollection: 'results', outputElement: '=r' };
const loops: Row[] = [
  ...[false, true].map(
    (sequential): Row => ({
      name: `multi-instance, ${sequential ? 'sequential: one after the other' : 'parallel: all at once'}, results in the items’ order`,
      files: ({ id, named }) => line(id, service('t', named('t'), '', loop(each, { sequential }))),
      variables: { items: ['x', 'y', 'z'] },
      async act(play) {
        const done: unknown[] = [];
        while (done.length < 3) {
          const jobs = await play.caller.activate({ type: play.named('t') });
          expect(jobs).toHaveLength(sequential ? 1 : 3);
          for (const job of jobs.reverse()) {
            done.push(job.variables.item);
            await play.caller.complete(job.key, { r: `${job.variables.item}${job.variables.loopCounter}` });
          }
        }
        expect(done).toEqual(sequential ? ['x', 'y', 'z'] : ['z', 'y', 'x']);
      },
      ends: { results: ['x1', 'y2', 'z3'] },
      without: ['r', 'item', 'loopCounter'],
    }),
  ),
  {
    name: 'multi-instance: an empty collection is skipped with an empty result',
    files: ({ id, named }) => line(id, service('t', named('t'), '', loop(each))),
    variables: { items: [] },
    ends: { results: [] },
  },
  {
    name: 'multi-instance: ends early when its completion condition is true',
    files: ({ id, named }) =>
      line(id, service('t', named('t'), '', loop(each, { until: '=numberOfCompletedInstances >= 1' }))),
    variables: { items: [1, 2, 3] },
    async act(play) {
      const jobs = await play.caller.activate({ type: play.named('t') });
      await play.caller.complete(jobs[1]!.key, { r: 'two' });
      await expect(play.caller.complete(jobs[0]!.key)).rejects.toMatchObject({ status: 'NOT_FOUND' });
    },
    ends: { results: [null, 'two', null] },
  },
  {
    name: 'multi-instance: of a sub-process, with a boundary event on the whole',
    files: ({ id, named }) =>
      diagram(
        id,
        start('s') +
          subProcess(
            't',
            loop({ inputCollection: '=items', inputElement: 'item' }) +
              start('is') +
              service('w', named('w')) +
              end('ie') +
              flows('is -> w', 'w -> ie'),
          ) +
          boundary('b', 't', onMessage('m')) +
          service('c', named('c')) +
          end('e') +
          end('f') +
          flows('s -> t', 't -> e', 'b -> c', 'c -> f'),
        message('m', named('m'), '="k"'),
      ),
    variables: { items: [1, 2] },
    async act(play) {
      await play.work('w');
      const job = await play.job('w');
      await play.tell('m', 'k');
      await play.work('c', { stopped: true });
      await expect(play.caller.complete(job.key)).rejects.toMatchObject({ status: 'NOT_FOUND' });
    },
    ends: { stopped: true },
  },
];

const listening: Row[] = [
  {
    name: 'execution listeners: start before the task, end after it, each a job; what they set stays or goes on',
    files: ({ id, named }) =>
      line(id, service('t', named('t'), listeners(['start', named('before')], ['end', named('after')]))),
    async act(play) {
      await play.work('before', { early: 1 });
      const job = await play.job('t');
      expect(job.variables).toEqual({ early: 1 });
      await play.idle('after');
      await play.caller.complete(job.key, { done: true });
      await play.work('after', { late: 2 });
    },
    ends: { done: true, late: 2 },
    without: ['early'],
  },
  {
    name: 'execution listeners: of a process, a sub-process, a gateway and an end event',
    files: ({ id, named }) =>
      diagram(
        id,
        ext(listeners(['start', named('p1')], ['end', named('p2')])) +
          start('s') +
          subProcess(
            't',
            ext(listeners(['start', named('s1')], ['end', named('s2')])) + start('is') + end('ie') + flows('is -> ie'),
          ) +
          `<bpmn:exclusiveGateway id="x">${ext(listeners(['start', named('g1')]))}</bpmn:exclusiveGateway>` +
          end('e', ext(listeners(['start', named('e1')], ['end', named('e2')]))) +
          flows('s -> t', 't -> x', 'x -> e'),
      ),
    async act(play) {
      for (const type of ['p1', 's1', 's2', 'g1', 'e1', 'e2', 'p2']) await play.work(type);
    },
    ends: {},
  },
];

const compensating: Row[] = [
  {
    name: 'compensation of a sub-process: one that was completed is compensated by the handlers in it',
    files: ({ id, named }) => {
      const undo = undoing('a', named('undo'));
      return diagram(
        id,
        start('s') +
          subProcess(
            't',
            start('is') + service('a', named('a')) + undo.body + end('ie') + flows('is -> a', 'a -> ie') + undo.rest,
          ) +
          throwing('c', onCompensation('t')) +
          end('e') +
          flows('s -> t', 't -> c', 'c -> e'),
      );
    },
    async act(play) {
      await play.work('a');
      await play.work('undo', { undone: true });
    },
    ends: { undone: true },
  },
];

throughEveryClient((stage) => {
  describe.each([
    ['sub-processes', scopes],
    ['event sub-processes', eventSubProcesses],
    ['calls and bindings', calls],
    ['loops', loops],
    ['listeners', listening],
    ['compensation', compensating],
  ])('%s', (_, rows) => {
    test.concurrent.each(rows.filter((row) => !row.not?.(stage.client)))('$name', (row) => playRow(stage, row));
  });
});
