import { expect, test } from 'vitest';
import { bench } from '../testing/bench.ts';
import {
  catching,
  diagram,
  end,
  flows,
  inclusive,
  onLink,
  parallel,
  start,
  subProcess,
  task,
  throwing,
  userTask,
} from '../testing/diagram.ts';

test('a throwing link goes on at the catching link of its name, without a flow', async () => {
  const b = await bench();
  await b.deploy(
    diagram(
      'p',
      start('s') +
        throwing('far', onLink('A')) +
        catching('near', onLink('A')) +
        catching('other', onLink('B')) +
        userTask('t') +
        task('never') +
        flows('s -> far', 'near -> t', 'other -> never'),
    ),
  );
  const from = b.records.length;
  await b.create('p');
  const trace = b.trace(from).filter((line) => /far|near|never/.test(line));
  expect(trace).toEqual([
    'PI SEQUENCE_FLOW_TAKEN s-far',
    'PI ACTIVATING far',
    'PI ACTIVATED far',
    'PI COMPLETING far',
    'PI COMPLETED far',
    'PI ACTIVATING near',
    'PI ACTIVATED near',
    'PI COMPLETING near',
    'PI COMPLETED near',
    'PI SEQUENCE_FLOW_TAKEN near-t',
  ]);
  const types = b.records.filter((record) => ['far', 'near'].includes(String(record.value.elementId)));
  expect(new Set(types.map((record) => record.value.bpmnEventType))).toEqual(new Set(['LINK']));
  expect(b.task('t').elementId).toBe('t');
});

test('an inclusive join waits for a token that can still come over a link', async () => {
  const b = await bench();
  await b.deploy(
    diagram(
      'p',
      start('s') +
        parallel('fork') +
        userTask('slow') +
        throwing('far', onLink('A')) +
        catching('near', onLink('A')) +
        inclusive('join') +
        userTask('after') +
        flows('s -> fork', 'fork -> join', 'fork -> slow', 'slow -> far', 'near -> join', 'join -> after'),
    ),
  );
  await b.create('p');
  expect(b.engine.searchUserTasks().items.map((item) => item.elementId)).toEqual(['slow']);
  await b.complete('slow');
  expect(b.engine.searchUserTasks().items.map((item) => item.elementId)).toEqual(['after']);
});

test('links belong to their scope, and each name is caught once', async () => {
  const b = await bench();
  await expect(
    b.deploy(
      diagram(
        'p',
        start('s') +
          throwing('far', onLink('A')) +
          throwing('nameless', onLink('')) +
          catching('one', onLink('B')) +
          catching('two', onLink('B')) +
          subProcess(
            'sub',
            start('is') + catching('inside', onLink('A')) + end('ie') + flows('is -> ie', 'inside -> ie'),
          ) +
          end('e') +
          flows('s -> far', 'one -> e', 'two -> e', 'sub -> e', 's -> nameless'),
      ),
    ),
  ).rejects.toThrow(
    /Link name must be present and not empty\.[\s\S]*- Element: one\n {4}- ERROR: Multiple intermediate catch link event definitions with the same name 'B' are not allowed\.[\s\S]*- Element: far\n {4}- ERROR: Can't find an catch link event for the throw link event with the name 'A'\./,
  );
});
