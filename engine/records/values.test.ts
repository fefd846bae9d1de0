/** The values that the engine writes, held against the shapes of Zeebe 8.8, in a house where everything happens. */
import { expect, test } from 'vitest';
import { ManualClock } from '../clock.ts';
import { createEngine } from '../engine.ts';
import { diagram, flows, service, start } from '../testing/diagram.ts';
import { everything } from '../testing/everything.ts';
import { deviations, unlikeContract } from '../testing/shape-check.ts';
import type { LogRecord } from '../types.ts';
import { BulkWriter } from './bulk.ts';
import { standardConfig } from './config.ts';
import { shapes } from './shapes.ts';
import type { Filter } from './value-types.ts';

const wholeLog: Filter = {
  recordTypes: new Set(['EVENT', 'COMMAND', 'COMMAND_REJECTION']),
  valueTypes: new Set(Object.keys(shapes)),
};
const atStart = { position: 0, sequences: {} };

test('every event holds every property of its value type, each of its type, and no other', async () => {
  const events = (await everything()).filter((record) => record.recordType === 'EVENT');
  expect([...new Set(events.flatMap(unlikeContract))]).toEqual([]);
  expect(new Set(events.map(({ valueType, intent }) => `${valueType} ${intent}`)).size).toBeGreaterThan(75);
});

test('a document holds exactly the properties of its value type, and says so where nothing is set', async () => {
  const writer = new BulkWriter({ ...standardConfig, filter: wholeLog, bulkSize: 1e6, bulkBytes: 1e9 }, atStart);
  const records = await everything();
  for (const record of records) writer.add(record);
  const documents = writer
    .cut()
    .body.trimEnd()
    .split('\n')
    .filter((_, line) => line % 2 === 1)
    .map((line) => JSON.parse(line) as LogRecord);
  expect(documents).toHaveLength(records.length);
  const wrong = documents.flatMap(({ valueType, intent, value }) =>
    deviations(shapes[valueType]!, value).map((one) => `${valueType} ${intent} ${one}`),
  );
  expect(wrong).toEqual([]);
  const refused = documents.filter((one) => one.recordType === 'COMMAND_REJECTION');
  expect(refused.length).toBeGreaterThan(10);
  expect(refused.every((one) => one.rejectionType !== 'NULL_VAL' && one.rejectionReason !== '')).toBe(true);
  const job = documents.find((one) => one.valueType === 'JOB')!;
  expect(job).toMatchObject({ authorizations: {}, operationReference: 7, batchOperationReference: -1 });
  expect(job.value).toMatchObject({ tags: ['urgent'], deadline: -1, errorMessage: '', changedAttributes: [] });
  expect(job.value.result).toEqual({
    type: 'USER_TASK',
    denied: false,
    deniedReason: '',
    correctedAttributes: [],
    corrections: {
      assignee: '',
      dueDate: '',
      followUpDate: '',
      candidateUsersList: [],
      candidateGroupsList: [],
      priority: -1,
    },
    activateElements: [],
    completionConditionFulfilled: false,
    cancelRemainingInstances: false,
  });
});

test('JOB_BATCH holds the jobs as they were handed out where that is wanted, otherwise their keys alone', async () => {
  const batches = (records: readonly LogRecord[]) =>
    records.filter((one) => one.valueType === 'JOB_BATCH' && one.intent === 'ACTIVATED');
  for (const { value } of batches(await everything())) {
    const jobs = value.jobs as { worker: string; deadline: number }[];
    expect(jobs).toHaveLength((value.jobKeys as number[]).length);
    expect(jobs.every((job) => job.worker === 'test' && job.deadline > 0)).toBe(true);
  }
  const records: LogRecord[] = [];
  const engine = await createEngine({ clock: new ManualClock(0), onRecords: (some) => records.push(...some) });
  await engine.deploy([{ name: 'p.bpmn', content: diagram('p', start('s') + service('t') + flows('s -> t')) }]);
  const { processInstanceKey } = await engine.createInstance({ bpmnProcessId: 'p' });
  const asked = { type: 't', worker: 'w', timeout: 1000, maxJobsToActivate: 5 };
  const [job] = await engine.activateJobs(asked);
  await engine.cancelInstance({ processInstanceKey });
  await engine.close();
  expect(batches(records).map((one) => one.value)).toEqual([
    { ...asked, jobKeys: [Number(job!.key)], jobs: [], truncated: false, tenantIds: ['<default>'] },
  ]);
});
