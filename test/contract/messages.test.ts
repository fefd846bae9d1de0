/** The rules of messages: which subscription takes one, how often, for how long it is kept (contract 1.4). */
import { expect, test } from 'vitest';
import { catching, diagram, end, flows, message, onMessage, service, start } from '../../engine/testing/diagram.ts';
import { throughEveryClient } from './callers/index.ts';
import { type Play, playRow, type Row } from './scenario.ts';

type Names = Pick<Play, 'id' | 'named'>;
/** Waits for the message `m` with the key `code`, then job `a`. */
const waiting = ({ named }: Names, processId: string, key = '=code') =>
  diagram(
    processId,
    start('s') +
      catching('t', onMessage('m')) +
      service('a', named('a')) +
      end('e') +
      flows('s -> t', 't -> a', 'a -> e'),
    message('m', named('m'), key),
  );
const started = ({ named }: Names, processId: string, type = 'a') =>
  diagram(
    processId,
    start('s', onMessage('m')) + service('a', named(type)) + end('e') + flows('s -> a', 'a -> e'),
    message('m', named('m'), ''),
  );

const rows: Row[] = [
  {
    name: 'a message waits for a subscription as long as it lives, the oldest first',
    files: (names) => waiting(names, names.id),
    async act(play) {
      await play.tell('m', 'k', { n: 1 });
      await play.tell('m', 'k', { n: 2 });
      await play.caller.create({ bpmnProcessId: play.id, variables: { code: 'k' } });
      await play.caller.create({ bpmnProcessId: play.id, variables: { code: 'k' } });
      expect([(await play.work('a')).variables.n, (await play.work('a')).variables.n]).toEqual([1, 2]);
    },
  },
  {
    name: 'a message that does not live is gone when nobody waits',
    files: (names) => waiting(names, names.id),
    async act(play) {
      await play.caller.publish({ name: play.named('m'), correlationKey: 'k', timeToLive: 0 });
      await play.caller.create({ bpmnProcessId: play.id, variables: { code: 'k' } });
      await play.idle('a');
    },
  },
  {
    name: 'a message that has lived its time is gone, and its id is free again',
    files: (names) => waiting(names, names.id),
    async act(play) {
      const short = { name: play.named('m'), correlationKey: 'k', messageId: 'one', timeToLive: 1500 };
      await play.caller.publish(short);
      await expect(play.caller.publish(short)).rejects.toMatchObject({ status: 'ALREADY_EXISTS' });
      await expect
        .poll(
          () =>
            play.caller.publish({ ...short, correlationKey: 'k' }).then(
              () => 'published',
              () => 'refused',
            ),
          {
            timeout: 9000,
          },
        )
        .toBe('published');
    },
  },
  {
    name: 'a message hits one instance of a process only, and one of every other process',
    files: (names) => [
      { name: `${names.id}-other.bpmn`, content: waiting(names, names.named('other')) },
      { name: `${names.id}.bpmn`, content: waiting(names, names.id) },
    ],
    async act(play) {
      for (const bpmnProcessId of [play.id, play.id, play.named('other')])
        await play.caller.create({ bpmnProcessId, variables: { code: 'k' } });
      await play.tell('m', 'k');
      const hit = [await play.work('a'), await play.work('a')].map((job) => job.bpmnProcessId);
      expect(hit.sort()).toEqual([play.id, play.named('other')]);
      await play.idle('a');
    },
  },
  {
    name: 'a number is as good a key as its text',
    files: (names) => waiting(names, names.id),
    async act(play) {
      await play.caller.create({ bpmnProcessId: play.id, variables: { code: 17 } });
      await play.tell('m', '17');
      await play.work('a');
    },
  },
  {
    name: 'a key that is neither text nor number is an incident',
    files: (names) => waiting(names, names.id),
    async act(play) {
      const { key } = await play.caller.create({ bpmnProcessId: play.id, variables: { code: [1] } });
      const incident = await play.incident(key);
      expect(incident).toMatchObject({ errorType: 'EXTRACT_VALUE_ERROR', elementId: 't' });
      await play.caller.setVariables(key, { code: 'k' });
      await play.caller.resolveIncident(incident.incidentKey);
      await play.tell('m', 'k');
      await play.work('a');
    },
  },
  {
    name: 'message start: without a key every message starts an instance, with one only when none of it is active',
    files: (names) => started(names, names.id),
    async act(play) {
      await play.tell('m', '', { n: 1 });
      await play.tell('m', '', { n: 2 });
      expect((await play.work('a')).variables).toEqual({ n: 1 });
      expect((await play.work('a')).variables).toEqual({ n: 2 });
      await play.tell('m', 'k', { n: 3 });
      await play.tell('m', 'k', { n: 4 });
      const first = await play.job('a');
      expect(first.variables).toEqual({ n: 3 });
      await play.idle('a');
      await play.caller.complete(first.key);
      expect((await play.work('a')).variables).toEqual({ n: 4 });
    },
  },
  {
    name: 'message start: only the newest version starts',
    files: (names) => started(names, names.id, 'old'),
    async act(play) {
      await play.caller.deploy({ name: `${play.id}.bpmn`, content: started(play, play.id, 'new') });
      await play.tell('m', '');
      await play.work('new');
      await play.idle('old');
    },
  },
  {
    name: 'message start: a message that was published before the deployment starts nothing',
    files: ({ id }) => diagram(`${id}-other`, start('s') + end('e') + flows('s -> e')),
    async act(play) {
      await play.tell('m', 'k');
      await play.caller.deploy({ name: `${play.id}.bpmn`, content: started(play, play.id) });
      await play.idle('a');
    },
  },
];

throughEveryClient((stage) => {
  test.concurrent.each(rows)('$name', (row) => playRow(stage, row));
});
