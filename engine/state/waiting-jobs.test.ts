import { expect, test } from 'vitest';
import type { LogRecord } from '../types.ts';
import { apply } from './apply/index.ts';
import type { ElementInstance } from './entities.ts';
import { Models } from './models.ts';
import { State } from './state.ts';

test('a type of job is remembered only while a job of it waits', () => {
  const state = new State();
  state.instances.set(1, { key: 1, processInstanceKey: 1 } as ElementInstance);
  const tell = (valueType: string, intent: string, key: number, value: object) =>
    apply(state, new Models(), {
      ...({ recordType: 'EVENT', timestamp: 0 } as LogRecord),
      ...{ valueType, intent, key: String(key), value: value as LogRecord['value'] },
    });
  const waiting = () => [...state.waitingJobs.keys()];
  tell('JOB', 'CREATED', 2, { type: 'once', elementInstanceKey: 1 });
  expect(waiting()).toEqual(['once']);
  tell('JOB_BATCH', 'ACTIVATED', 3, { jobKeys: [2], worker: 'w', timeout: 5 });
  expect(waiting()).toEqual([]);
  tell('JOB', 'TIMED_OUT', 2, {});
  expect(waiting()).toEqual(['once']);
  tell('INCIDENT', 'CREATED', 4, { jobKey: 2, elementInstanceKey: 1 });
  expect(waiting()).toEqual([]);
  tell('JOB', 'TIMED_OUT', 2, {});
  expect(waiting()).toEqual([]);
  tell('JOB', 'CANCELED', 2, {});
  expect(waiting()).toEqual([]);
});
