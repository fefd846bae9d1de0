import { expect, test } from 'vitest';
import { type Bench, bench } from '../testing/bench.ts';
import {
  boundary,
  call,
  diagram,
  end,
  escalation,
  eventSubProcess,
  ext,
  flows,
  io,
  onEscalation,
  service,
  start,
  subProcess,
  throwing,
  userTask,
} from '../testing/diagram.ts';

const late = escalation('late', 'LATE');
const open = (b: Bench) =>
  b.engine
    .searchUserTasks()
    .items.map((item) => item.elementId)
    .sort();
const escalations = (b: Bench) =>
  b.records
    .filter((record) => record.valueType === 'ESCALATION')
    .map(({ intent, value }) => `${intent} ${value.escalationCode} ${value.throwElementId} -> ${value.catchElementId}`);

test('an escalation that nobody catches is no incident: the flow goes on', async () => {
  const b = await bench();
  await b.deploy(
    diagram('p', start('s') + throwing('up', onEscalation('late')) + userTask('t') + flows('s -> up', 'up -> t'), late),
  );
  await b.create('p');
  expect(escalations(b)).toEqual(['NOT_ESCALATED LATE up -> ']);
  expect(open(b)).toEqual(['t']);
  expect(b.engine.searchIncidents().items).toEqual([]);
});

test('a non-interrupting boundary event lets the sub-process go on', async () => {
  const b = await bench();
  await b.deploy(
    diagram(
      'p',
      start('s') +
        subProcess(
          'sub',
          start('is') + throwing('up', onEscalation('late')) + userTask('inside') + flows('is -> up', 'up -> inside'),
        ) +
        boundary('caught', 'sub', onEscalation('late'), false) +
        userTask('told') +
        flows('s -> sub', 'caught -> told'),
      late,
    ),
  );
  await b.create('p');
  expect(escalations(b)).toEqual(['ESCALATED LATE up -> caught']);
  expect(open(b)).toEqual(['inside', 'told']);
});

test('an interrupting boundary event ends the sub-process, the throwing event does not complete', async () => {
  const b = await bench();
  await b.deploy(
    diagram(
      'p',
      start('s') +
        subProcess(
          'sub',
          start('is') +
            end('up', `${ext(io({ in: { reason: '="too late"' } }))}${onEscalation('late')}`) +
            flows('is -> up'),
        ) +
        boundary('caught', 'sub', onEscalation('late')) +
        userTask('told') +
        userTask('never') +
        flows('s -> sub', 'sub -> never', 'caught -> told'),
      late,
    ),
  );
  const from = b.records.length;
  const key = await b.create('p');
  expect(b.trace(from).filter((line) => /up|sub|caught|ESCALATION/.test(line))).toEqual([
    'PI SEQUENCE_FLOW_TAKEN s-sub',
    'PI ACTIVATING sub',
    'PI ACTIVATED sub',
    'PI SEQUENCE_FLOW_TAKEN is-up',
    'PI ACTIVATING up',
    'PI ACTIVATED up',
    'ESCALATION ESCALATED',
    'PROCESS_EVENT TRIGGERING caught',
    'PI TERMINATING sub',
    'PI TERMINATING up',
    'PI TERMINATED up',
    'PI TERMINATED sub',
    'PI ACTIVATING caught',
    'PI ACTIVATED caught',
    'PI COMPLETING caught',
    'PROCESS_EVENT TRIGGERED caught',
    'PI COMPLETED caught',
    'PI SEQUENCE_FLOW_TAKEN caught-told',
  ]);
  expect(open(b)).toEqual(['told']);
  expect(b.variables(key)).toEqual({ reason: 'too late' });
});

test('an event sub-process of the scope catches first, and not what it throws itself', async () => {
  const b = await bench();
  await b.deploy(
    diagram(
      'p',
      start('s') +
        subProcess(
          'sub',
          start('is') +
            throwing('up', onEscalation('late')) +
            userTask('inside') +
            flows('is -> up', 'up -> inside') +
            eventSubProcess(
              'watch',
              `<bpmn:startEvent id="ws" isInterrupting="false">${onEscalation()}</bpmn:startEvent>` +
                throwing('again', onEscalation('late')) +
                userTask('watched') +
                flows('ws -> again', 'again -> watched'),
            ),
        ) +
        boundary('caught', 'sub', onEscalation('late'), false) +
        userTask('told') +
        flows('s -> sub', 'caught -> told'),
      late,
    ),
  );
  await b.create('p');
  expect(escalations(b)).toEqual(['ESCALATED LATE up -> ws', 'ESCALATED LATE again -> caught']);
  expect(open(b)).toEqual(['inside', 'told', 'watched']);
});

test('the exact code is preferred to the event that catches all, and another code passes', async () => {
  const b = await bench();
  await b.deploy(
    diagram(
      'p',
      start('s') +
        subProcess('sub', start('is') + throwing('up', onEscalation('dynamic')) + flows('is -> up')) +
        boundary('exact', 'sub', onEscalation('late')) +
        boundary('any', 'sub', onEscalation()) +
        userTask('a') +
        userTask('b') +
        flows('s -> sub', 'exact -> a', 'any -> b'),
      late + escalation('dynamic', '=code'),
    ),
  );
  await b.create('p', { code: 'LATE' });
  await b.create('p', { code: 'OTHER' });
  expect(escalations(b)).toEqual(['ESCALATED LATE up -> exact', 'ESCALATED OTHER up -> any']);
  expect(open(b)).toEqual(['a', 'b']);
  await b.create('p', { code: 7 });
  expect(b.engine.searchIncidents().items.map((incident) => incident.errorType)).toEqual(['EXTRACT_VALUE_ERROR']);
});

test('an escalation climbs out of a called process to the call activity', async () => {
  const b = await bench();
  await b.deploy(
    diagram(
      'child',
      start('cs') + throwing('up', onEscalation('late')) + service('work') + flows('cs -> up', 'up -> work'),
      late,
    ),
    diagram(
      'p',
      start('s') +
        call('calls', 'child') +
        boundary('caught', 'calls', onEscalation('late'), false) +
        userTask('told') +
        end('e') +
        flows('s -> calls', 'calls -> e', 'caught -> told'),
      late,
    ),
  );
  const key = await b.create('p');
  expect(open(b)).toEqual(['told']);
  await b.work('work');
  await b.complete('told');
  expect(b.alive(key)).toBe(false);
});

test('an error end event is caught by an event sub-process of its own scope', async () => {
  const b = await bench();
  await b.deploy(
    diagram(
      'p',
      start('s') +
        end('fails', '<bpmn:errorEventDefinition errorRef="err"/>') +
        flows('s -> fails') +
        eventSubProcess(
          'rescue',
          start('rs', '<bpmn:errorEventDefinition errorRef="err"/>') + userTask('t') + flows('rs -> t'),
        ),
      '<bpmn:error id="err" errorCode="E"/>',
    ),
  );
  await b.create('p');
  expect(b.engine.searchIncidents().items).toEqual([]);
  expect(open(b)).toEqual(['t']);
});

test.each([
  ['Must reference an escalation', throwing('up', '<bpmn:escalationEventDefinition id="up-def"/>'), '', 'up-def'],
  ['EscalationCode must be present and not empty', throwing('up', onEscalation('x')), escalation('x', ''), 'x'],
  [
    'The escalationCode of the escalation catch event is not allowed to be an expression',
    subProcess('up', start('is')) + boundary('bd', 'up', onEscalation('x')),
    escalation('x', '=code'),
    'x',
  ],
  [
    "Multiple escalation catch events with the same escalation code 'LATE' are not supported on the same scope.",
    subProcess('up', start('is')) +
      boundary('b1', 'up', onEscalation('late')) +
      boundary('b2', 'up', onEscalation('late')),
    late,
    'up',
  ],
  [
    'The same scope can not contain more than one escalation catch event without escalation code. An escalation catch event without escalation code catches all escalations.',
    subProcess('up', start('is')) + boundary('b1', 'up', onEscalation()) + boundary('b2', 'up', onEscalation()),
    '',
    'up',
  ],
  [
    'An escalation boundary event should only be attached to a subprocess, or a call activity',
    userTask('up') + boundary('bd', 'up', onEscalation('late')),
    late,
    'bd',
  ],
])('refused: %s', async (message, body, after, element) => {
  const b = await bench();
  await expect(b.deploy(diagram('p', `${start('s')}${body}${flows('s -> up')}`, after))).rejects.toThrow(
    `- Element: ${element}\n    - ERROR: ${message}\n`,
  );
});
