/** Incidents: where each type arises, what it says, and that resolving goes on from there (contract 4.3, 4.4, 4.7, 4.14). */
import { expect, test } from 'vitest';
import {
  call,
  catching,
  decisionTask,
  diagram,
  end,
  exclusive,
  flows,
  io,
  listeners,
  loop,
  service,
  start,
  task,
  taskListeners,
  timer,
  userTask,
} from '../../engine/testing/diagram.ts';
import { throughEveryClient } from './callers/index.ts';
import { decision } from './diagrams.ts';
import { type Play, playRow, type Row } from './scenario.ts';

type Names = Pick<Play, 'id' | 'named'>;
const line = (id: string, inside: string, rest = '') =>
  diagram(id, start('s') + inside + end('e') + flows('s -> t', 't -> e'), rest);

interface Case {
  name: string;
  files: Row['files'];
  variables?: Record<string, unknown>;
  element?: string;
  type: string;
  text?: string | RegExp;
  /** What leads to it, from outside. */
  before?(play: Play): Promise<unknown>;
  /** What takes its cause away: variables of the instance, or a deed. */
  mend?: Record<string, unknown> | ((play: Play, processInstanceKey: string) => Promise<unknown>);
  /** What is left to do once it is resolved; then the instance ends. */
  after?(play: Play): Promise<unknown>;
}

const choice = ({ id }: Names, condition: string) =>
  diagram(
    id,
    start('s') +
      exclusive('t') +
      task('a') +
      task('b') +
      end('e') +
      flows('s -> t', `t -> a : ${condition}`, 't -> b : =false', 'a -> e', 'b -> e'),
  );
const extracted = (
  name: string,
  inside: (names: Names) => string,
  mend: Case['mend'],
  after?: Case['after'],
): Case => ({
  name,
  files: (names) => line(names.id, inside(names)),
  // None of the values that are wanted: an absent one is as good as none in some places.
  variables: { groups: 5, due: 'soon', priority: 101 },
  type: 'EXTRACT_VALUE_ERROR',
  mend,
  after,
});
const done = (play: Play) => play.work('a');
const userTaskOf = (inside: string) => () => userTask('t', inside);
const reviewed = (play: Play) => play.completeUserTask();

const cases: Case[] = [
  {
    name: 'CONDITION_ERROR: a condition that is no boolean',
    files: (names) => choice(names, '=flag'),
    variables: { flag: 'yes' },
    type: 'CONDITION_ERROR',
    mend: { flag: true },
  },
  {
    name: 'CONDITION_ERROR: no condition is true and there is no default flow',
    files: (names) => choice(names, '=flag'),
    variables: { flag: false },
    type: 'CONDITION_ERROR',
    text: 'Expected at least one condition to evaluate to true, or to have a default flow',
    mend: { flag: true },
  },
  extracted(
    'EXTRACT_VALUE_ERROR: a job type that is no text',
    () => service('t', '=type'),
    (play, key) => play.caller.setVariables(key, { type: play.named('a') }),
    done,
  ),
  extracted(
    'EXTRACT_VALUE_ERROR: a collection that is no list',
    ({ named }) => service('t', named('a'), '', loop({ inputCollection: '=items' })),
    { items: [1] },
    done,
  ),
  extracted('EXTRACT_VALUE_ERROR: a duration that is none', () => catching('t', timer('timeDuration', '=pause')), {
    pause: 'PT0S',
  }),
  extracted(
    'EXTRACT_VALUE_ERROR: candidate groups that are no list of texts',
    userTaskOf('<zeebe:assignmentDefinition candidateGroups="=groups"/>'),
    { groups: ['g'] },
    reviewed,
  ),
  extracted(
    'EXTRACT_VALUE_ERROR: a due date that is none',
    userTaskOf('<zeebe:taskSchedule dueDate="=due"/>'),
    { due: '2030-01-01T00:00:00Z' },
    reviewed,
  ),
  extracted(
    'EXTRACT_VALUE_ERROR: a priority beyond 100',
    userTaskOf('<zeebe:priorityDefinition priority="=priority"/>'),
    { priority: 50 },
    reviewed,
  ),
  {
    name: 'IO_MAPPING_ERROR: an input mapping that cannot be evaluated',
    files: ({ id, named }) => line(id, service('t', named('a'), io({ in: { x: '=assert(a, a != null)' } }))),
    type: 'IO_MAPPING_ERROR',
    mend: { a: 1 },
    after: done,
  },
  {
    name: 'CALLED_ELEMENT_ERROR: a process that is not there',
    files: ({ id, named }) => line(id, call('t', named('child'))),
    type: 'CALLED_ELEMENT_ERROR',
    text: /^Expected process with BPMN process id '.*' to be deployed, but not found\.$/,
    mend: (play) =>
      play.caller.deploy({
        name: `${play.id}-child.bpmn`,
        content: line(play.named('child'), service('t', play.named('a'))),
      }),
    after: done,
  },
  {
    name: 'CALLED_DECISION_ERROR: a decision that is not there',
    files: ({ id, named }) => line(id, decisionTask('t', named('d'), 'r')),
    variables: { field: 'x' },
    type: 'CALLED_DECISION_ERROR',
    text: /no decision found for id/,
    mend: (play) => play.caller.deploy({ name: `${play.id}.dmn`, content: decision(play.named('d')) }),
  },
  {
    name: 'DECISION_EVALUATION_ERROR: a decision that cannot be evaluated',
    files: ({ id, named }) => [
      {
        name: `${id}.dmn`,
        content: decision(named('d')).replace('<text>field</text>', '<text>assert(field, field != null)</text>'),
      },
      { name: `${id}.bpmn`, content: line(id, decisionTask('t', named('d'), 'r')) },
    ],
    type: 'DECISION_EVALUATION_ERROR',
    mend: { field: 'health' },
  },
  {
    name: 'FORM_NOT_FOUND: a form that is not there',
    files: ({ id, named }) => line(id, userTask('t', `<zeebe:formDefinition formId="${named('f')}"/>`)),
    type: 'FORM_NOT_FOUND',
    mend: (play) =>
      play.caller.deploy({
        name: `${play.id}.form`,
        content: JSON.stringify({ id: play.named('f'), type: 'default', schemaVersion: 18, components: [] }),
      }),
    after: reviewed,
  },
  {
    name: 'UNHANDLED_ERROR_EVENT: an error of a job that nobody catches',
    files: ({ id, named }) => line(id, service('t', named('a'))),
    before: async (play) => {
      const job = await play.job('a');
      await play.caller.throwError(job.key, { errorCode: 'X', errorMessage: 'bad' });
    },
    type: 'UNHANDLED_ERROR_EVENT',
    text: "Expected to throw an error event with the code 'X' with message 'bad', but it was not caught. No error events are available in the scope.",
    after: done,
  },
  {
    name: 'JOB_NO_RETRIES: a job that has failed too often, with its own words',
    files: ({ id, named }) => line(id, service('t', named('a'))),
    before: async (play) => play.caller.fail((await play.job('a')).key, { retries: 0, errorMessage: 'no paper' }),
    type: 'JOB_NO_RETRIES',
    text: 'no paper',
    mend: retried,
    after: done,
  },
  {
    name: 'JOB_NO_RETRIES: without words of its own',
    files: ({ id, named }) => line(id, service('t', named('a'))),
    before: async (play) => play.caller.fail((await play.job('a')).key, { retries: 0 }),
    type: 'JOB_NO_RETRIES',
    text: 'No more retries left.',
    mend: retried,
    after: done,
  },
  {
    name: 'EXECUTION_LISTENER_NO_RETRIES: a listener that has failed too often',
    files: ({ id, named }) => line(id, service('t', named('b'), listeners(['start', named('a')]))),
    before: async (play) => play.caller.fail((await play.job('a')).key, { retries: 0 }),
    type: 'EXECUTION_LISTENER_NO_RETRIES',
    mend: retried,
    after: async (play) => {
      await play.work('a');
      await play.work('b');
    },
  },
  {
    name: 'TASK_LISTENER_NO_RETRIES: a listener of a user task that has failed too often',
    files: ({ id, named }) => line(id, userTask('t', taskListeners(['creating', named('a')]))),
    before: async (play) => play.caller.fail((await play.job('a')).key, { retries: 0 }),
    type: 'TASK_LISTENER_NO_RETRIES',
    mend: retried,
    after: async (play) => {
      await play.work('a');
      await play.completeUserTask();
    },
  },
];

async function retried(play: Play): Promise<void> {
  const incident = await play.incident();
  await play.caller.updateRetries(incident.jobKey!, 1);
}

/** A case as a row: its instance runs into the incident, is mended, resolved, and comes to its end. */
const row = ({ name, files, variables = {}, element = 't', type, text, before, mend, after }: Case): Row => ({
  name,
  files,
  async act(play) {
    const instance = await play.caller.create({ bpmnProcessId: play.id, variables });
    await before?.(play);
    const incident = await play.incident(instance.key);
    expect(incident).toMatchObject({ errorType: type, elementId: element });
    if (typeof text === 'string') expect(incident.errorMessage).toBe(text);
    if (text instanceof RegExp) expect(incident.errorMessage).toMatch(text);
    if (typeof mend === 'function') await mend(play, instance.key);
    else if (mend) await play.caller.setVariables(instance.key, mend);
    await play.caller.resolveIncident(incident.incidentKey);
    await after?.(play);
    await play.ended(instance.key);
  },
});

throughEveryClient((stage) => {
  test.concurrent.each(cases.map(row))('$name', (one) => playRow(stage, one));
});
