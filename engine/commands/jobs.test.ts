import { expect, test } from 'vitest';
import { type ActivatedJob, createEngine } from '../engine.ts';
import { type Bench, bench, MemoryJournal } from '../testing/bench.ts';
import {
  boundary,
  decisionTask,
  diagram,
  end,
  exclusive,
  flows,
  io,
  listeners,
  service,
  start,
  timer,
  userTask,
} from '../testing/diagram.ts';
import { dumped, recovered } from '../testing/recovered.ts';

async function withJob(): Promise<Bench> {
  const b = await bench();
  await b.deploy(
    diagram(
      'p',
      start('s') +
        service('work', 'work', '<zeebe:taskHeaders><zeebe:header key="kind" value="x"/></zeebe:taskHeaders>') +
        end('e') +
        flows('s -> work', 'work -> e'),
    ),
  );
  return b;
}
const ask = { type: 'work', worker: 'w', timeout: 1000, maxJobsToActivate: 10 };

test('jobs are handed out oldest first, each once, with headers, variables and deadline', async () => {
  const b = await withJob();
  const keys = [await b.create('p', { n: 1 }), await b.create('p', { n: 2 }), await b.create('p', { n: 3 })];
  const first = await b.jobs('work', 2);
  expect(first.map((job) => job.processInstanceKey)).toEqual(keys.slice(0, 2));
  expect((await b.jobs('work')).map((job) => job.processInstanceKey)).toEqual(keys.slice(2));
  expect(first[0]).toMatchObject({
    customHeaders: '{"kind":"x"}',
    variables: '{"n":1}',
    retries: 3,
    deadline: b.clock.now() + 60_000,
  });
});

test('only the variables that are asked for come along', async () => {
  const b = await withJob();
  await b.create('p', { n: 1, m: 2 });
  const [job] = await b.engine.activateJobs({ ...ask, fetchVariables: ['m', 'missing'], requestTimeout: -1 });
  expect(job!.variables).toBe('{"m":2}');
});

test('a poll without jobs waits until one comes, or until its time is over, or until it is given up', async () => {
  const b = await withJob();
  const waiting = b.engine.activateJobs({ ...ask, requestTimeout: 60_000 });
  const key = await b.create('p');
  expect((await waiting)[0]!.processInstanceKey).toBe(key);
  expect(await b.engine.activateJobs({ ...ask, requestTimeout: 5 })).toEqual([]);
  const abort = new AbortController();
  const given = b.engine.activateJobs({ ...ask, requestTimeout: 60_000 }, { signal: abort.signal });
  abort.abort();
  expect(await given).toEqual([]);
  await b.create('p');
  expect(await b.jobs('work')).toHaveLength(1);
});

test('two polls never get the same job', async () => {
  const b = await withJob();
  const polls = Array.from({ length: 5 }, () =>
    b.engine.activateJobs({ ...ask, maxJobsToActivate: 1, requestTimeout: 60_000 }),
  );
  await b.engine.idle();
  for (let n = 0; n < 5; n++) await b.create('p');
  const got = (await Promise.all(polls)).flat().map((job) => job.key);
  expect(new Set(got).size).toBe(5);
});

test('a blank type, a worker without name, no time and no jobs are refused in words', async () => {
  const b = await withJob();
  const asking = (change: object) => b.engine.activateJobs({ ...ask, ...change });
  await expect(asking({ type: ' ' })).rejects.toThrow(
    'Expected to activate job batch with type to be present, but it was blank',
  );
  await expect(asking({ worker: '' })).rejects.toThrow('with worker to be present, but it was blank');
  await expect(asking({ timeout: 0 })).rejects.toThrow("with timeout to be greater than zero, but it was '0'");
  await expect(asking({ maxJobsToActivate: 0 })).rejects.toThrow(
    "with max jobs to activate to be greater than zero, but it was '0'",
  );
});

test('streams get jobs as they come, by turns; one that refuses gives its job back', async () => {
  const b = await withJob();
  const one: ActivatedJob[] = [];
  const two: ActivatedJob[] = [];
  const first = b.engine.streamJobs({ type: 'work', worker: 'a', timeout: 1000 }, (job) => one.push(job) > 0);
  const second = b.engine.streamJobs({ type: 'work', worker: 'b', timeout: 1000 }, (job) => two.push(job) > 0);
  for (let n = 0; n < 4; n++) await b.create('p');
  expect([one.length, two.length]).toEqual([2, 2]);
  first.close();
  second.close();
  const refusing = b.engine.streamJobs({ type: 'work', timeout: 1000 }, () => false);
  await b.create('p');
  await b.engine.idle();
  expect(b.trace().filter((line) => line.startsWith('JOB YIELDED'))).toHaveLength(1);
  expect(await b.jobs('work')).toHaveLength(1);
  refusing.close();
});

test('a job times out, and its late completion is still taken', async () => {
  const b = await withJob();
  await b.create('p');
  const [job] = await b.engine.activateJobs({ ...ask, requestTimeout: -1 });
  expect(await b.jobs('work')).toEqual([]);
  await b.engine.updateJobTimeout({ jobKey: job!.key, timeout: 5000 });
  await b.forward(4999);
  expect(await b.jobs('work')).toEqual([]);
  await b.forward(1);
  expect(b.trace()).toContain('JOB TIMED_OUT work');
  await expect(b.engine.updateJobTimeout({ jobKey: job!.key, timeout: 5000 })).rejects.toThrow(
    `of job with key '${job!.key}', but it is not active`,
  );
  await b.engine.completeJob({ jobKey: job!.key });
  await expect(b.engine.completeJob({ jobKey: job!.key })).rejects.toThrow(
    `Command 'COMPLETE' rejected with code 'NOT_FOUND': Expected to complete job with key '${job!.key}', but no such job was found`,
  );
});

test('a failed job comes back after its back-off, and is an incident without retries', async () => {
  const b = await withJob();
  const key = await b.create('p');
  const [job] = await b.jobs('work');
  await b.engine.failJob({ jobKey: job!.key, retries: 1, retryBackOff: 500, errorMessage: 'once' });
  expect(await b.jobs('work')).toEqual([]);
  await b.forward(500);
  expect((await b.jobs('work'))[0]).toMatchObject({ key: job!.key, retries: 1 });
  await b.engine.failJob({ jobKey: job!.key, retries: 0, errorMessage: 'twice', variables: { local: 1 } });
  const [incident] = b.engine.searchIncidents().items;
  expect(incident).toMatchObject({ errorType: 'JOB_NO_RETRIES', errorMessage: 'twice', jobKey: job!.key });
  expect(b.variables(key)).toEqual({});
  await expect(b.engine.completeJob({ jobKey: job!.key })).rejects.toThrow(`but it is in state 'FAILED'`);
  await expect(b.engine.resolveIncident({ incidentKey: incident!.incidentKey })).rejects.toThrow(
    `but job with key '${job!.key}' has no retries left. Please update the job retries and retry resolving the incident`,
  );
  await expect(b.engine.updateJobRetries({ jobKey: job!.key, retries: 0 })).rejects.toThrow(
    `Command 'UPDATE_RETRIES' rejected with code 'INVALID_ARGUMENT': Expected to update retries for job with key '${job!.key}' with a positive amount of retries, but the amount given was '0'`,
  );
  await b.engine.updateJobRetries({ jobKey: job!.key, retries: 2 });
  const from = b.records.length;
  await b.engine.resolveIncident({ incidentKey: incident!.incidentKey });
  expect(b.trace(from)).toEqual(['INCIDENT RESOLVED work']);
  expect((await b.jobs('work'))[0]).toMatchObject({ key: job!.key, retries: 2 });
  await b.engine.failJob({ jobKey: job!.key, retries: -1 });
  expect(b.engine.searchIncidents().items[0]!.errorMessage).toBe('No more retries left.');
});

test('a listener without retries blocks its element until it is resolved', async () => {
  const b = await bench();
  await b.deploy(
    diagram('p', start('s') + userTask('t', listeners(['start', 'first'], ['start', 'second'])) + flows('s -> t')),
  );
  await b.create('p');
  await b.work('first');
  const [job] = await b.jobs('second');
  await b.engine.failJob({ jobKey: job!.key, retries: 0, errorMessage: 'down' });
  const [incident] = b.engine.searchIncidents().items;
  expect(incident).toMatchObject({ errorType: 'EXECUTION_LISTENER_NO_RETRIES', elementId: 't' });
  await b.engine.updateJobRetries({ jobKey: job!.key, retries: 1 });
  await b.engine.resolveIncident({ incidentKey: incident!.incidentKey });
  await b.work('second');
  expect(b.task('t').elementId).toBe('t');
});

test('an element goes on from where its incident stopped it, without a second ACTIVATING', async () => {
  const b = await bench();
  await b.deploy(
    diagram(
      'p',
      start('s') +
        exclusive('g') +
        userTask(
          't',
          `${io({ in: { x: '=1' } })}<zeebe:assignmentDefinition candidateUsers="=people"/><zeebe:formDefinition formId="f"/>`,
        ) +
        decisionTask('d', '=which', 'r') +
        end('e') +
        flows('s -> g', 'g -> t : =go', 'g -> e : =not(go)', 't -> d', 'd -> e'),
    ),
  );
  const key = await b.create('p');
  const incident = (type: string, text: string) => {
    const [found] = b.engine.searchIncidents().items;
    expect(found).toMatchObject({ errorType: type });
    expect(found!.errorMessage).toContain(text);
    return { incidentKey: found!.incidentKey };
  };
  const set = (variables: Record<string, unknown>) => b.engine.setVariables({ elementInstanceKey: key, variables });
  let open = incident('CONDITION_ERROR', "'go' to be 'BOOLEAN', but was 'NULL'");
  await b.engine.resolveIncident(open);
  expect(incident('CONDITION_ERROR', 'go').incidentKey).not.toBe(open.incidentKey);
  await set({ go: true, people: 'nobody' });
  await b.engine.resolveIncident(incident('CONDITION_ERROR', 'go'));
  await b.engine.idle();
  open = incident('EXTRACT_VALUE_ERROR', "'people' to be 'ARRAY', but was 'STRING'");
  await set({ people: ['a'] });
  await b.engine.resolveIncident(open);
  await b.engine.idle();
  open = incident('FORM_NOT_FOUND', "form with id 'f'");
  await b.deploy(['f.form', '{"id":"f","components":[]}']);
  await b.engine.resolveIncident(open);
  await b.engine.idle();
  expect(b.task('t').formKey).toMatch(/^\d{16}$/);
  await set({ which: 'none' });
  await b.complete('t');
  open = incident('CALLED_DECISION_ERROR', "Expected to evaluate decision 'none', but no decision found for id 'none'");
  const lines = b.trace();
  expect(lines.filter((line) => line === 'PI ACTIVATING t')).toHaveLength(1);
  expect(lines.filter((line) => line === 'PI ACTIVATING g')).toHaveLength(1);
  await b.engine.cancelInstance({ processInstanceKey: key });
  await expect(b.engine.resolveIncident(open)).rejects.toThrow('NOT_FOUND');
});

test('an instance that waits for its result answers with its root variables', async () => {
  const b = await withJob();
  const answer = b.engine.createInstanceWithResult({ bpmnProcessId: 'p', variables: { a: 1 }, fetchVariables: ['r'] });
  await b.engine.idle();
  await b.work('work', { r: 2 });
  expect((await answer).variables).toBe('{"r":2}');
  await expect(b.engine.createInstanceWithResult({ bpmnProcessId: 'p', requestTimeout: 5 })).rejects.toThrow(
    'Time out',
  );
});

test('variables keep numbers that a double would round', async () => {
  const b = await withJob();
  await b.engine.createInstance({ bpmnProcessId: 'p', variables: '{"big":12345678901234567890,"small":0.1}' });
  const [job] = await b.jobs('work');
  expect(job!.variables).toBe('{"big":12345678901234567890,"small":0.1}');
  await expect(b.engine.createInstance({ bpmnProcessId: 'p', variables: '[1]' })).rejects.toThrow('INVALID_ARGUMENT');
  await expect(b.engine.createInstance({ bpmnProcessId: 'p', variables: '{' })).rejects.toThrow('INVALID_ARGUMENT');
});

test('jobs on their way to a poll that is given up go to the next one', async () => {
  const b = await withJob();
  const abort = new AbortController();
  const first = b.engine.activateJobs({ ...ask, requestTimeout: 60_000 }, { signal: abort.signal });
  const second = b.engine.activateJobs({ ...ask, requestTimeout: 60_000 });
  await b.engine.idle();
  const created = b.create('p');
  abort.abort();
  expect(await first).toEqual([]);
  expect((await second)[0]!.processInstanceKey).toBe(await created);
});

test('a job that is larger than a message has an incident, and others of its type are handed out', async () => {
  const b = await bench();
  await b.deploy(diagram('p', start('s') + service('work') + end('e') + flows('s -> work', 'work -> e')));
  const large = await b.create('p', { text: 'x'.repeat(4 * 1024 * 1024) });
  const small = await b.create('p', { text: 'x' });
  expect((await b.jobs('work')).map((job) => job.processInstanceKey)).toEqual([small]);
  const [incident] = b.engine.searchIncidents().items;
  expect(incident).toMatchObject({ errorType: 'MESSAGE_SIZE_EXCEEDED', processInstanceKey: large });
  expect(await b.jobs('work')).toEqual([]);
  await b.engine.setVariables({ elementInstanceKey: large, variables: { text: 'shorter' } });
  const journal = new MemoryJournal();
  journal.snapshot = JSON.stringify(b.engine.dump());
  const again = await createEngine({ clock: b.clock, journal });
  const asked = { type: 'work', worker: 'w', timeout: 1000, maxJobsToActivate: 5, requestTimeout: -1 };
  expect(await again.activateJobs(asked)).toEqual([]);
  await again.resolveIncident({ incidentKey: incident!.incidentKey });
  expect((await again.activateJobs(asked)).map((job) => job.processInstanceKey)).toEqual([large]);
});

test('whatever its worker says of a job that was too large, the incident of that is over', async () => {
  for (const say of ['complete', 'fail', 'retry'] as const) {
    const b = await bench();
    const heard = listeners(['start', 'work'], ['start', '=none']);
    await b.deploy(diagram('p', start('s') + service('task', 'done', heard) + flows('s -> task')));
    await b.create('p', { text: 'x'.repeat(4 * 1024 * 1024) });
    expect(await b.jobs('work')).toEqual([]);
    const [job] = b.engine.searchJobs().items;
    const { jobKey } = job!;
    if (say === 'complete') await b.engine.completeJob({ jobKey });
    if (say === 'fail') await b.engine.failJob({ jobKey, retries: 0, errorMessage: 'no' });
    if (say === 'retry') await b.engine.failJob({ jobKey, retries: 2 });
    const left = { complete: ['EXTRACT_VALUE_ERROR'], fail: ['EXECUTION_LISTENER_NO_RETRIES'], retry: [] }[say];
    expect(b.engine.searchIncidents().items.map(({ errorType }) => errorType)).toEqual(left);
    for (const again of await recovered(b)) {
      expect(dumped(again)).toEqual(dumped(b.engine));
      await again.close();
    }
  }
});

test('a boundary timer that has fired while its task had an incident does not fire again after it, nor after a restart', async () => {
  const b = await bench();
  const aside = boundary('late', 'task', timer('timeDuration', 'PT1H'), false) + userTask('remind');
  const lines = flows('s -> task', 'late -> remind');
  await b.deploy(diagram('p', start('s') + service('task', '=type') + aside + lines));
  const key = await b.create('p');
  await b.forward(3_600_000);
  for (const engine of [...(await recovered(b)), b.engine]) {
    await engine.setVariables({ elementInstanceKey: key, variables: { type: 'w' } });
    await engine.resolveIncident(engine.searchIncidents().items[0]!);
    expect([engine.nextDue(), engine.searchJobs().items.length]).toEqual([undefined, 1]);
    if (engine !== b.engine) await engine.close();
  }
});
