/** Every kind of task, and every gateway: what an instance does there (contract 4.1, 4.6, 4.10). */
import { describe, expect, test } from 'vitest';
import {
  catching,
  decisionTask,
  diagram,
  end,
  eventBased,
  exclusive,
  ext,
  flows,
  inclusive,
  message,
  onMessage,
  parallel,
  receive,
  script,
  service,
  start,
  task,
  timer,
  userTask,
} from '../../engine/testing/diagram.ts';
import { throughEveryClient } from './callers/index.ts';
import { decision, form } from './diagrams.ts';
import { playRow, type Row } from './scenario.ts';

/** start → `t` → end. */
const one = (id: string, inside: string, rest = '') =>
  diagram(id, start('s') + inside + end('e') + flows('s -> t', 't -> e'), rest);
const jobTask = (tag: string) => (id: string, type: string) =>
  `<bpmn:${tag} id="${id}">${ext(`<zeebe:taskDefinition type="${type}"/>`)}</bpmn:${tag}>`;

const tasks: Row[] = [
  { name: 'undefined task: passes through', files: ({ id }) => one(id, task('t')), ends: {} },
  {
    name: 'manual task: passes through',
    files: ({ id }) => one(id, '<bpmn:manualTask id="t"/>'),
    ends: {},
  },
  ...(['serviceTask', 'sendTask', 'businessRuleTask', 'scriptTask'] as const).map(
    (tag): Row => ({
      name: `${tag.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)}: is a job`,
      files: ({ id, named }) => one(id, jobTask(tag)('t', named('a'))),
      act: (play) => play.work('a', { done: true }),
      ends: { done: true },
    }),
  ),
  {
    name: 'service task: type and retries may be expressions, headers are handed out',
    files: ({ id, named }) =>
      one(
        id,
        `<bpmn:serviceTask id="t">${ext(`<zeebe:taskDefinition type="=&quot;${named('')}&quot; + what" retries="=1 + 4"/><zeebe:taskHeaders><zeebe:header key="a" value="1"/></zeebe:taskHeaders>`)}</bpmn:serviceTask>`,
      ),
    variables: { what: 'a' },
    async act(play) {
      const job = await play.job('a');
      await play.caller.complete(job.key, { seen: [job.retries, job.headers] });
    },
    ends: { seen: [5, { a: '1' }] },
  },
  {
    name: 'script task: evaluates its expression',
    files: ({ id }) => one(id, script('t', '=a * 2', 'b')),
    variables: { a: 21 },
    ends: { a: 21, b: 42 },
  },
  {
    name: 'business rule task: evaluates a deployed decision',
    files: ({ id, named }) => [
      { name: `${id}.dmn`, content: decision(named('d')) },
      { name: `${id}.bpmn`, content: one(id, decisionTask('t', named('d'), 'agency')) },
    ],
    variables: { field: 'health' },
    ends: { agency: 'syt' },
  },
  {
    name: 'user task: waits for its completion, with assignee, candidates, dates and priority from expressions',
    files: ({ id }) =>
      one(
        id,
        userTask(
          't',
          '<zeebe:assignmentDefinition assignee="=who" candidateGroups="=[&quot;g&quot;, who]" candidateUsers="u1, u2"/><zeebe:taskSchedule dueDate="=due" followUpDate="2030-01-01T00:00:00Z"/><zeebe:priorityDefinition priority="=10 + 20"/>',
        ),
      ),
    variables: { who: 'lan', due: '2031-02-03T04:05:06Z' },
    async act(play) {
      const found = await play.userTask();
      expect(found).toMatchObject({
        elementId: 't',
        assignee: 'lan',
        candidateGroups: ['g', 'lan'],
        candidateUsers: ['u1', 'u2'],
        priority: 30,
        state: 'CREATED',
      });
      expect([found.dueDate, found.followUpDate].map((date) => Date.parse(String(date)))).toEqual([
        Date.parse('2031-02-03T04:05:06Z'),
        Date.parse('2030-01-01T00:00:00Z'),
      ]);
      await play.completeUserTask({ outcome: 'yes' });
    },
    ends: { outcome: 'yes' },
  },
  {
    name: 'user task: the newest form of its id, without a form nothing',
    files: ({ id, named }) => [
      { name: `${id}.form`, content: form(named('f')) },
      { name: `${id}.bpmn`, content: one(id, userTask('t', `<zeebe:formDefinition formId="${named('f')}"/>`)) },
    ],
    async act(play) {
      const { userTaskKey } = await play.userTask();
      expect(await play.stage.rest('GET', `/user-tasks/${userTaskKey}/form`)).toMatchObject({
        status: 200,
        json: { formId: play.named('f'), version: 1 },
      });
      await play.completeUserTask();
    },
    ends: {},
  },
  {
    name: 'user task as a job: has the reserved type, one retry, and its data as headers',
    files: ({ id }) =>
      one(
        id,
        `<bpmn:userTask id="t">${ext('<zeebe:assignmentDefinition assignee="lan" candidateGroups="a, b"/>')}</bpmn:userTask>`,
      ),
    async act(play) {
      const jobs = await play.caller.activate({ type: 'io.camunda.zeebe:userTask', maxJobs: 100 });
      const mine = jobs.find((job) => job.bpmnProcessId === play.id)!;
      expect(mine.retries).toBe(1);
      expect(mine.headers).toMatchObject({ 'io.camunda.zeebe:assignee': 'lan' });
      expect(JSON.parse(mine.headers['io.camunda.zeebe:candidateGroups']!)).toEqual(['a', 'b']);
      await play.caller.complete(mine.key, { done: 1 });
    },
    ends: { done: 1 },
    // Jobs of this type are everybody's: one client is enough, for two would take each other's.
    not: ({ name }) => !name.endsWith('gRPC'),
  },
  {
    name: 'receive task: waits for its message, whose variables it takes over',
    files: ({ id, named }) =>
      diagram(
        id,
        start('s') + receive('t', '', 'messageRef="m"') + end('e') + flows('s -> t', 't -> e'),
        message('m', named('m'), '=code'),
      ),
    variables: { code: 'QN-1' },
    act: (play) => play.tell('m', 'QN-1', { answer: 42 }),
    ends: { answer: 42 },
  },
];

const passes = (name: string, expression: string) => script(name, `="${expression}"`, name);
const gateways: Row[] = [
  ...(
    [
      ['the first true condition in the diagram’s order wins', { n: 15 }, { b: 'b' }, ['c', 'd']],
      ['the default flow is taken when no condition is true', { n: 1 }, { d: 'd' }, ['b', 'c']],
    ] as const
  ).map(
    ([name, variables, ends, without]): Row => ({
      name: `exclusive gateway: ${name}`,
      files: ({ id }) =>
        diagram(
          id,
          start('s') +
            exclusive('x', '', 'default="x-d"') +
            passes('b', 'b') +
            passes('c', 'c') +
            passes('d', 'd') +
            exclusive('j') +
            end('e') +
            flows('s -> x', 'x -> b : =n > 10', 'x -> c : =n > 5', 'x -> d', 'b -> j', 'c -> j', 'd -> j', 'j -> e'),
        ),
      variables,
      ends,
      without: [...without],
    }),
  ),
  {
    name: 'parallel gateway: forks to all, and joins when all have come',
    files: ({ id, named }) =>
      diagram(
        id,
        start('s') +
          parallel('f') +
          service('b', named('b')) +
          service('c', named('c')) +
          parallel('j') +
          service('d', named('d')) +
          end('e') +
          flows('s -> f', 'f -> b', 'f -> c', 'b -> j', 'c -> j', 'j -> d', 'd -> e'),
      ),
    async act(play) {
      await play.work('b', { b: 1 });
      await play.idle('d');
      await play.work('c', { c: 1 });
      await play.work('d');
    },
    ends: { b: 1, c: 1 },
  },
  ...(
    [
      ['takes every flow whose condition is true', { n: 15 }, { b: 'b', c: 'c' }, ['d']],
      ['takes the default flow when no condition is true', { n: 1 }, { d: 'd' }, ['b', 'c']],
    ] as const
  ).map(
    ([name, variables, ends, without]): Row => ({
      name: `inclusive gateway: ${name}, and joins what it forked`,
      files: ({ id }) =>
        diagram(
          id,
          start('s') +
            inclusive('x', '', 'default="x-d"') +
            passes('b', 'b') +
            passes('c', 'c') +
            passes('d', 'd') +
            inclusive('j') +
            end('e') +
            flows('s -> x', 'x -> b : =n > 10', 'x -> c : =n > 5', 'x -> d', 'b -> j', 'c -> j', 'd -> j', 'j -> e'),
        ),
      variables,
      ends,
      without: [...without],
    }),
  ),
  {
    name: 'inclusive gateway: a join waits for those that can still come, and for no others',
    files: ({ id, named }) =>
      diagram(
        id,
        start('s') +
          inclusive('x') +
          service('b', named('b')) +
          service('c', named('c')) +
          service('d', named('d')) +
          inclusive('j') +
          service('f', named('f')) +
          end('e') +
          flows('s -> x', 'x -> b : =true', 'x -> c : =true', 'x -> d : =false') +
          flows('b -> j', 'c -> j', 'd -> j', 'j -> f', 'f -> e'),
      ),
    async act(play) {
      await play.work('b');
      await play.idle('f');
      await play.work('c');
      await play.work('f', { joined: true });
      await play.idle('f');
    },
    ends: { joined: true },
  },
  ...(
    [
      ['its message', 'PT1H', { told: 'told' }, (play) => play.tell('m', 'k')],
      ['its timer', 'PT0.3S', { late: 'late' }, undefined],
    ] as [string, string, object, Row['act']][]
  ).map(
    ([name, duration, ends, act]): Row => ({
      name: `event-based gateway: goes on with the first event, ${name}`,
      files: ({ id, named }) =>
        diagram(
          id,
          start('s') +
            eventBased('g') +
            catching('soon', timer('timeDuration', duration)) +
            catching('asked', onMessage('m')) +
            passes('late', 'late') +
            passes('told', 'told') +
            exclusive('j') +
            end('e') +
            flows('s -> g', 'g -> soon', 'g -> asked', 'soon -> late', 'asked -> told') +
            flows('late -> j', 'told -> j', 'j -> e'),
          message('m', named('m'), '="k"'),
        ),
      act,
      ends: ends as Row['ends'],
      without: ['told', 'late'].filter((other) => !(other in ends)),
    }),
  ),
];

throughEveryClient((stage) => {
  const mine = (rows: Row[]) => rows.filter((row) => !row.not?.(stage.client));
  describe('tasks', () => {
    test.concurrent.each(mine(tasks))('$name', (row) => playRow(stage, row));
  });
  describe('gateways', () => {
    test.concurrent.each(mine(gateways))('$name', (row) => playRow(stage, row));
  });
});
