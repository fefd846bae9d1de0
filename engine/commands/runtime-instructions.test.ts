import { expect, test } from 'vitest';
import { createEngine } from '../engine.ts';
import { type Bench, bench } from '../testing/bench.ts';
import {
  boundary,
  diagram,
  end,
  flows,
  loop,
  message,
  onMessage,
  parallel,
  service,
  start,
  subProcess,
  userTask,
} from '../testing/diagram.ts';

const forked = diagram(
  'p',
  start('s') +
    parallel('f') +
    subProcess('sub', start('s2') + service('work') + service('rest') + flows('s2 -> work', 'work -> rest')) +
    userTask('aside') +
    boundary('off', 'aside', onMessage('m')) +
    end('e') +
    flows('s -> f', 'f -> sub', 'f -> aside', 'off -> e'),
  message('m', 'stop'),
);
const create = async (b: Bench, ...after: string[]) => {
  const runtimeInstructions = after.map((afterElementId) => ({ afterElementId }));
  const { processInstanceKey } = await b.engine.createInstance({
    bpmnProcessId: 'p',
    variables: { key: 'k' },
    runtimeInstructions,
  });
  await b.engine.idle();
  return processInstanceKey;
};

test('an instance ends as soon as the element of its instruction has completed', async () => {
  const b = await bench();
  await b.deploy(forked);
  const key = await create(b, 'work');
  const from = b.records.length;
  await b.work('work');
  expect(b.alive(key)).toBe(false);
  expect(b.trace(from).filter((line) => !/^JOB/.test(line))).toEqual([
    'PI COMPLETING work',
    'PI COMPLETED work',
    'RUNTIME_INSTRUCTION INTERRUPTED work',
    'PI TERMINATING p',
    'PI TERMINATING sub',
    'PI TERMINATED sub',
    'PI TERMINATING aside',
    'USER_TASK CANCELING aside',
    'USER_TASK CANCELED aside',
    'PROCESS_MESSAGE_SUBSCRIPTION DELETING off',
    'PI TERMINATED aside',
    'PI TERMINATED p',
    'MESSAGE_SUBSCRIPTION DELETED off',
    'PROCESS_MESSAGE_SUBSCRIPTION DELETED off',
  ]);
  const created = b.records.find(
    (record) => record.valueType === 'PROCESS_INSTANCE_CREATION' && record.intent === 'CREATED',
  );
  expect(created!.value.runtimeInstructions).toEqual([{ type: 'TERMINATE_PROCESS_INSTANCE', afterElementId: 'work' }]);
});

test('it ends too when that element is terminated, and instances without the instruction go on', async () => {
  const b = await bench();
  await b.deploy(forked);
  const with_ = await create(b, 'aside', 'rest');
  const without = await create(b);
  await b.engine.publishMessage({ name: 'stop', correlationKey: 'k' });
  await b.engine.idle();
  expect([b.alive(with_), b.alive(without)]).toEqual([false, true]);
});

test('a multi-instance has completed when all its items have', async () => {
  const b = await bench();
  const items = loop({ inputCollection: '=[1, 2]', inputElement: 'n' }, { sequential: true });
  await b.deploy(
    diagram(
      'p',
      start('s') + service('work', 'work', '', items) + userTask('after') + flows('s -> work', 'work -> after'),
    ),
  );
  const key = await create(b, 'work');
  await b.work('work');
  expect(b.alive(key)).toBe(true);
  await b.work('work');
  expect(b.alive(key)).toBe(false);
});

test('an instruction about an element that is not there is refused', async () => {
  const b = await bench();
  await b.deploy(forked);
  await expect(create(b, 'nothing')).rejects.toMatchObject({ type: 'INVALID_ARGUMENT' });
});

test.each(['the log', 'a snapshot'])('an instruction survives a restart from %s', async (from) => {
  const b = await bench();
  await b.deploy(forked);
  const key = await create(b, 'aside');
  await b.engine.close();
  if (from === 'a snapshot') {
    b.journal.snapshot = JSON.stringify(b.engine.dump());
    b.journal.batches.length = 0;
  }
  const engine = await createEngine({ clock: b.clock, journal: b.journal });
  expect(engine.dump()).toEqual(b.engine.dump());
  await engine.completeUserTask({ userTaskKey: engine.searchUserTasks().items[0]!.userTaskKey });
  await engine.idle();
  expect(engine.processInstance(key)).toBeUndefined();
  expect((engine.dump() as { endsAfter: unknown[] }).endsAfter).toEqual([]);
  await engine.close();
});
