import { expect, test } from 'vitest';
import { readResources } from '../commands/deployment.ts';
import { Replay } from '../recover.ts';
import { bench } from '../testing/bench.ts';
import { diagram, flows, start, userTask } from '../testing/diagram.ts';
import { Models } from './models.ts';

const process = (task: string) => diagram('p', start('s') + userTask(task) + flows(`s -> ${task}`));

test('a deployment that is refused leaves nothing that was read for it', async () => {
  const models = new Models();
  const both = [
    { name: 'p.bpmn', content: process('u') },
    { name: 'q.bpmn', content: 'no XML' },
  ];
  await expect(readResources(both, models)).rejects.toThrow('q.bpmn');
  expect(models.size).toBe(0);
});

test('what a file was read into goes with the last definition that comes from it', async () => {
  const b = await bench();
  const keys: string[] = [];
  for (const [name, task] of [
    ['a.bpmn', 'u'],
    ['b.bpmn', 'u'],
    ['b.bpmn', 'v'],
  ] as const) {
    const [deployed] = (await b.engine.deploy([{ name, content: process(task) }])).processes;
    keys.push(deployed!.processDefinitionKey);
  }
  const sizes: number[] = [];
  for (const resourceKey of keys) {
    await b.engine.deleteResource({ resourceKey });
    const models = new Models();
    const replay = new Replay(models);
    await b.journal.recover(
      () => {},
      (batch) => replay.batch(batch),
    );
    await replay.finish();
    sizes.push(models.size);
  }
  expect(sizes).toEqual([2, 1, 0]);
  await b.deploy(process('u'));
  await b.create('p');
  expect(b.task('u').state).toBe('CREATED');
});
