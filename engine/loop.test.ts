import { expect, test } from 'vitest';
import { ManualClock } from './clock.ts';
import { deploy } from './commands/deploy.ts';
import { readResources } from './commands/deployment.ts';
import { cancelInstance, createInstance } from './commands/instances.ts';
import { elements } from './elements/index.ts';
import { createEngine } from './engine.ts';
import { Loop } from './loop.ts';
import { Models } from './state/models.ts';
import { State } from './state/state.ts';
import { bench, MemoryJournal, t0 } from './testing/bench.ts';
import {
  boundary,
  diagram,
  end,
  exclusive,
  ext,
  flows,
  inclusive,
  loop,
  message,
  onMessage,
  onSignal,
  parallel,
  script,
  service,
  signal,
  start,
  task,
  userTask,
} from './testing/diagram.ts';
import { dumped, recovered } from './testing/recovered.ts';
import type { Batch, LogRecord } from './types.ts';

const work = diagram('p', start('s') + service('work') + end('e') + flows('s -> work', 'work -> e'));
const endless = diagram(
  'endless',
  start('s') +
    exclusive('again') +
    script('count', '=(if n = null then 0 else n) + 1', 'n') +
    flows('s -> again', 'again -> count', 'count -> again'),
);

test('a process that never waits takes turns with the others and can be cancelled', async () => {
  const b = await bench();
  await b.deploy(endless, work);
  const { processInstanceKey } = await b.engine.createInstance({ bpmnProcessId: 'endless' });
  const { processInstanceKey: other } = await b.engine.createInstance({ bpmnProcessId: 'p' });
  const [job] = await b.jobs('work');
  expect(job!.processInstanceKey).toBe(other);
  const before = b.variables(processInstanceKey).n as number;
  await b.engine.completeJob({ jobKey: job!.key });
  expect(b.alive(other)).toBe(false);
  expect(b.variables(processInstanceKey).n as number).toBeGreaterThan(before);
  await b.engine.cancelInstance({ processInstanceKey });
  await b.engine.idle();
  expect(b.alive(processInstanceKey)).toBe(false);
});

test('a command that was cut goes on after a restart from where its last batch ended', async () => {
  const b = await bench();
  await b.deploy(endless);
  await b.engine.createInstance({ bpmnProcessId: 'endless' });
  await b.engine.close();
  const lived = JSON.parse(JSON.stringify(b.engine.dump()));
  expect(lived.pending).toHaveLength(1);
  const clock = new ManualClock(0);
  const engine = await createEngine({ clock, journal: b.journal });
  const [instance] = engine.searchProcessInstances().items;
  const n = () => Number(engine.searchVariables({ filter: { name: 'n' } }).items[0]!.value);
  const then = lived.variables[0][1][0][2];
  await engine.setVariables({ elementInstanceKey: instance!.processInstanceKey, variables: { x: 1 } });
  expect(n()).toBeGreaterThan(Number(then));
  await engine.cancelInstance({ processInstanceKey: instance!.processInstanceKey });
  await engine.close();
});

test('what a cut command has still to begin keeps its keys, and what waits at a join goes on when all of it is done', async () => {
  const b = await bench();
  const items = loop({ inputCollection: '=for i in 1..1500 return i', inputElement: 'n' });
  const calls = `<bpmn:callActivity id="calls">${ext('<zeebe:calledElement processId="q" propagateAllParentVariables="false"/>')}${items}</bpmn:callActivity>`;
  const ways = flows('s -> fork', 'fork -> some', 'fork -> calls', 'some -> a : =true', 'some -> b : =false');
  const join = flows('a -> join', 'b -> join', 'join -> after');
  await b.deploy(
    diagram(
      'p',
      start('s') +
        parallel('fork') +
        inclusive('some') +
        task('a') +
        task('b') +
        inclusive('join') +
        userTask('after') +
        calls +
        ways +
        join,
    ),
    diagram('q', start('s') + userTask('u') + flows('s -> u')),
  );
  await b.create('p');
  const began = b.records.filter(({ intent }) => intent === 'ELEMENT_ACTIVATING');
  expect(new Set(began.map(({ key }) => key)).size).toBe(began.length);
  expect(b.engine.searchUserTasks({ filter: { elementId: 'u' } }).page.totalItems).toBe(1500);
  expect(b.task('after').state).toBe('CREATED');
  for (const again of await recovered(b)) {
    expect(dumped(again)).toEqual(dumped(b.engine));
    await again.close();
  }
});

test('a scope waits for what a cut command has still to begin in it', async () => {
  const b = await bench();
  const names = ['m1', 'm2', 'm3', 'm4', 'm5'];
  const told = names.map((name) => boundary(`on-${name}`, 'a', onMessage(name)) + flows(`on-${name} -> over`));
  const horn = boundary('blown', 'a', onSignal('horn')) + userTask('after');
  const ways = flows('s -> fork', 'fork -> a', 'fork -> b', 'a -> over', 'b -> over', 'blown -> after');
  await b.deploy(
    diagram(
      'p',
      start('s') + parallel('fork') + userTask('a') + service('b') + end('over') + told.join('') + horn + ways,
      signal('horn', 'horn') + names.map((name) => message(name, name)).join(''),
    ),
  );
  const count = 400;
  for (let at = 0; at < count; at++) await b.create('p', { key: 'k' });
  const jobs = await b.jobs('b', count);
  const blown = b.engine.broadcastSignal({ signalName: 'horn' });
  await b.engine.completeJob({ jobKey: jobs.at(-1)!.key });
  await blown;
  await b.engine.idle();
  expect(b.engine.searchUserTasks({ filter: { elementId: 'after' } }).page.totalItems).toBe(count);
  for (const { userTaskKey } of b.engine.searchUserTasks({ page: { limit: count } }).items)
    await b.engine.completeUserTask({ userTaskKey });
  await b.engine.idle();
  expect(b.engine.searchProcessInstances().page.totalItems).toBe(count - 1);
});

test('an answer, a refusal too, waits until what it rests on is on disk; records come in order', async () => {
  const journal = new (class extends MemoryJournal {
    release: (() => void)[] = [];
    override append(batch: Batch): Promise<void> {
      this.batches.push(JSON.stringify(batch));
      return new Promise((resolve) => this.release.push(resolve));
    }
  })();
  const seen: number[] = [];
  const answered: string[] = [];
  const engine = await createEngine({
    clock: new ManualClock(t0),
    journal,
    onRecords: (records) => seen.push(...records.map((record) => record.position)),
  });
  const deployed = engine.deploy([{ name: 'p.bpmn', content: work }]).then(() => answered.push('deployed'));
  const wait = async () => {
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
  };
  await wait();
  const created = engine.createInstance({ bpmnProcessId: 'p' }).then(() => answered.push('created'));
  const refused = engine.createInstance({ bpmnProcessId: 'q' }).catch(() => answered.push('refused'));
  await wait();
  expect([answered, seen]).toEqual([[], []]);
  journal.release[1]!();
  await wait();
  expect([answered, seen]).toEqual([[], []]);
  journal.release[0]!();
  await Promise.all([deployed, created]);
  expect(answered).not.toContain('refused');
  journal.release[2]!();
  await refused;
  expect(answered.filter((each) => each !== 'deployed')).toEqual(['created', 'refused']);
  expect(seen).toEqual(seen.map((_, at) => at + 1));
});

test('a journal that fails stops the engine with the first cause', async () => {
  const journal = new (class extends MemoryJournal {
    full = false;
    override append(batch: Batch): Promise<void> {
      return this.full ? Promise.reject(new Error('disk full')) : super.append(batch);
    }
  })();
  const engine = await createEngine({ clock: new ManualClock(t0), journal });
  await engine.deploy([{ name: 'p.bpmn', content: work }]);
  journal.full = true;
  const answers = await Promise.allSettled([
    engine.createInstance({ bpmnProcessId: 'p' }),
    engine.createInstance({ bpmnProcessId: 'p' }),
  ]);
  expect(answers.map((answer) => answer.status)).toEqual(['rejected', 'rejected']);
  await expect(engine.createInstance({ bpmnProcessId: 'p' })).rejects.toThrow('disk full');
});

test('something that throws where nothing should stops only its own instance', async () => {
  const records: LogRecord[] = [];
  const models = new Models();
  const bug = () => {
    throw new Error('a bug');
  };
  const loop = new Loop({
    state: new State(),
    models,
    elements: { ...elements, MANUAL_TASK: { activate: bug } },
    clock: new ManualClock(t0),
    journal: undefined,
    brokerVersion: '8.8.0',
    zone: 'Z',
    random: Math.random,
  });
  loop.subscribe((batch) => records.push(...batch));
  const content = diagram(
    'p',
    start('s') +
      exclusive('g', '', 'default="g-t"') +
      '<bpmn:manualTask id="m"/>' +
      userTask('t') +
      flows('s -> g', 'g -> m : =bad = true', 'g -> t'),
  );
  const resources = await readResources([{ name: 'p.bpmn', content }], models);
  await loop.submit('CREATE', (step) => deploy(step, resources, models));
  const create = (bad: boolean) =>
    loop.submit('CREATE', (step) => createInstance(step, { bpmnProcessId: 'p', variables: { bad } }));
  const bad = await create(true);
  await create(false);
  expect(records.filter((record) => record.valueType === 'ERROR').map((record) => record.value)).toMatchObject([
    { exceptionMessage: 'a bug', processInstanceKey: Number(bad.processInstanceKey) },
  ]);
  expect(loop.state.userTasks.size).toBe(1);
  await loop.submit('CANCEL', (step) => cancelInstance(step, bad));
  expect(loop.state.banned.size).toBe(0);
  await loop.close();
});

test('variables that JSON cannot hold are refused before anything is written', async () => {
  const b = await bench();
  await b.deploy(work);
  const cycle: Record<string, unknown> = {};
  cycle.self = cycle;
  await expect(b.engine.createInstance({ bpmnProcessId: 'p', variables: cycle })).rejects.toThrow('INVALID_ARGUMENT');
  await b.create('p');
});
