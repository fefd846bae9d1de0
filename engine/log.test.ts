/** What stands in the log beside events: the commands in their places, and what was refused (contract 3.1, 3.3, 3.4). */
import { expect, test } from 'vitest';
import { ManualClock } from './clock.ts';
import { createEngine } from './engine.ts';
import { type Bench, bench } from './testing/bench.ts';
import {
  boundary,
  catching,
  diagram,
  end,
  flows,
  message,
  onMessage,
  parallel,
  service,
  start,
  timer,
} from './testing/diagram.ts';

/** The records since `from`, commands marked as 3.4 marks them. */
const log = (b: Bench, from = 0) =>
  b.records.slice(from).map(({ recordType, valueType, intent, value }) => {
    const mark = { COMMAND: 'C ', COMMAND_REJECTION: 'R ', EVENT: '' }[recordType];
    const short = valueType === 'PROCESS_INSTANCE' ? 'PI' : valueType;
    return `${mark}${short} ${intent.replace('ELEMENT_', '')} ${value.elementId ?? ''}`.trim();
  });

const one = diagram('one', start('s') + service('t') + end('e') + flows('s -> t', 't -> e'));

test('a created instance: commands stand where they begin something, all with the first one as their source', async () => {
  const b = await bench();
  await b.deploy(one);
  const from = b.records.length;
  await b.create('one');
  expect(log(b, from)).toEqual([
    'C PROCESS_INSTANCE_CREATION CREATE',
    'C PI ACTIVATE_ELEMENT one',
    'PROCESS_INSTANCE_CREATION CREATED',
    'PI ACTIVATING one',
    'PI ACTIVATED one',
    'C PI ACTIVATE_ELEMENT s',
    'PI ACTIVATING s',
    'PI ACTIVATED s',
    'C PI COMPLETE_ELEMENT s',
    'PI COMPLETING s',
    'PI COMPLETED s',
    'PI SEQUENCE_FLOW_TAKEN s-t',
    'C PI ACTIVATE_ELEMENT t',
    'PI ACTIVATING t',
    'JOB CREATED t',
    'PI ACTIVATED t',
  ]);
  const [first, ...rest] = b.records.slice(from);
  expect(first!.sourceRecordPosition).toBe(-1);
  expect(new Set(rest.map((record) => record.sourceRecordPosition))).toEqual(new Set([first!.position]));
});

test('a completed job: the element and then its process are completed by commands', async () => {
  const b = await bench();
  await b.deploy(one);
  await b.create('one');
  const [job] = await b.jobs('t');
  const from = b.records.length;
  await b.engine.completeJob({ jobKey: job!.key });
  await b.engine.idle();
  expect(log(b, from)).toEqual([
    'C JOB COMPLETE',
    'JOB COMPLETED t',
    'C PI COMPLETE_ELEMENT t',
    'PI COMPLETING t',
    'PI COMPLETED t',
    'PI SEQUENCE_FLOW_TAKEN t-e',
    'C PI ACTIVATE_ELEMENT e',
    'PI ACTIVATING e',
    'PI ACTIVATED e',
    'C PI COMPLETE_ELEMENT e',
    'PI COMPLETING e',
    'PI COMPLETED e',
    'C PI COMPLETE_ELEMENT one',
    'PI COMPLETING one',
    'PI COMPLETED one',
  ]);
});

test('time and messages: what is due, expires or correlates is commanded too', async () => {
  const b = await bench();
  const body =
    start('s') +
    parallel('f') +
    service('t') +
    catching('m', onMessage('m-x')) +
    boundary('late', 't', timer('timeDuration', 'PT5M')) +
    end('e') +
    flows('s -> f', 'f -> t', 'f -> m', 'late -> e', 't -> e', 'm -> e');
  await b.deploy(diagram('p', body, message('m-x', 'x')));
  await b.create('p', { key: 'k' });
  await b.jobs('t');
  await b.engine.publishMessage({ name: 'x', correlationKey: 'k', timeToLive: 90_000 });
  await b.forward(600_000);
  const commands = log(b).filter((line) => line.startsWith('C '));
  expect(commands.filter((line) => !line.includes(' PI '))).toEqual([
    'C DEPLOYMENT CREATE',
    'C PROCESS_INSTANCE_CREATION CREATE',
    'C MESSAGE_SUBSCRIPTION CREATE m',
    'C PROCESS_MESSAGE_SUBSCRIPTION CREATE m',
    'C JOB_BATCH ACTIVATE',
    'C MESSAGE PUBLISH',
    'C PROCESS_MESSAGE_SUBSCRIPTION CORRELATE m',
    'C MESSAGE_SUBSCRIPTION CORRELATE m',
    'C JOB TIME_OUT',
    'C MESSAGE EXPIRE',
    'C TIMER TRIGGER',
  ]);
  expect(log(b)).toContain('C PI TERMINATE_ELEMENT t');
});

test('what is refused stands in the log as a command and its rejection, with the reason and the reference', async () => {
  const b = await bench();
  await b.deploy(one);
  const from = b.records.length;
  const refusal = b.engine.cancelInstance({ processInstanceKey: '7', operationReference: 5 });
  await expect(refusal).rejects.toThrow('NOT_FOUND');
  const [command, rejection] = b.records.slice(from);
  expect(command).toMatchObject({
    recordType: 'COMMAND',
    valueType: 'PROCESS_INSTANCE',
    intent: 'CANCEL',
    key: '7',
    sourceRecordPosition: -1,
    operationReference: 5,
    rejectionType: 'NULL_VAL',
    value: { processInstanceKey: 7 },
  });
  expect(rejection).toEqual({
    ...command!,
    position: command!.position + 1,
    sourceRecordPosition: command!.position,
    recordType: 'COMMAND_REJECTION',
    rejectionType: 'NOT_FOUND',
    rejectionReason: "Expected to cancel a process instance with key '7', but no such process was found",
  });
  await expect(b.engine.deploy([{ name: 'x.bpmn', content: '<x/>' }])).rejects.toThrow('INVALID_ARGUMENT');
  expect(log(b, from + 2)).toEqual(['C DEPLOYMENT CREATE', 'R DEPLOYMENT CREATE']);
  expect(b.records.at(-1)!.value.resources).toEqual([{ resourceName: 'x.bpmn', resource: 'PHgvPg==' }]);
});

test('a request that JSON cannot hold is refused, and the log holds what it can of it', async () => {
  const b = await bench();
  await b.deploy(one);
  const cycle: Record<string, unknown> = {};
  cycle.self = cycle;
  const refusal = b.engine.createInstance({ bpmnProcessId: 'one', variables: cycle });
  await expect(refusal).rejects.toThrow('INVALID_ARGUMENT');
  expect(b.records.at(-1)!.value).toEqual({ bpmnProcessId: 'one' });
});

test('commands and rejections change nothing: replay passes over them', async () => {
  const b = await bench();
  await b.deploy(one);
  await b.create('one');
  await b.engine.cancelInstance({ processInstanceKey: '1' }).catch(() => {});
  const lived = b.engine.dump();
  const engine = await createEngine({ clock: new ManualClock(0), journal: b.journal });
  expect(engine.dump()).toEqual(lived);
  await engine.close();
});
