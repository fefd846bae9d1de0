/** Every call: its normal answer, and each refusal that the contract documents, by status and text (contract 1.1, 1.2). */
import { describe, expect, test } from 'vitest';
import { call, diagram, end, flows, onMessage, receive, service, start } from '../../engine/testing/diagram.ts';
import { type Caller, type Deed, Refusal } from './callers/caller.ts';
import { type Stage, throughEveryClient } from './callers/index.ts';
import { incidentOf } from './clients.ts';
import { brokenProcess, decision, form, taskProcess } from './diagrams.ts';

const nobody = '2251799813699999';
const line = (id: string) => diagram(id, start('s') + service('work', id) + end('e') + flows('s -> work', 'work -> e'));
const caught = (id: string) =>
  diagram(id, `${start('s', onMessage('m'))}${end('e')}${flows('s -> e')}`, `<bpmn:message id="m" name="${id}"/>`);

interface RefusalRow {
  deed: Deed;
  when: string;
  /** What is done; answers the key that the text names, if it names one. */
  act(stage: Stage, caller: Caller): Promise<unknown>;
  status: string | readonly string[];
  details: string;
  /** Whether a client cannot show it, for a reason of its own. */
  not?(client: Stage['client']): boolean;
}

/** The JS gRPC clients send no definition's key. */
const noKey = ({ protocol }: Stage['client']) => protocol === 'gRPC';
/** The SDK takes a time-out for a broker that is too busy, and asks for ever. */
const asksAgain = ({ name }: Stage['client']) => name.endsWith('gRPC');

/** Leads up to a job in the hands of the caller. */
async function jobOf({ caller, own }: Stage, name: string) {
  const id = own(name);
  await caller.deploy({ name: `${id}.bpmn`, content: line(id) });
  const { key } = await caller.create({ bpmnProcessId: id });
  const [job] = await caller.activate({ type: id });
  return { id, instance: key, job: job! };
}

const refusals: RefusalRow[] = [
  {
    deed: 'deploy',
    when: 'a diagram is wrong',
    act: ({ own }, caller) => caller.deploy({ name: 'broken.bpmn', content: brokenProcess(own('broken')) }),
    status: 'INVALID_ARGUMENT',
    details:
      "Command 'CREATE' rejected with code 'INVALID_ARGUMENT': Expected to deploy new resources, but encountered the following errors:\n'broken.bpmn': - Element: middle",
  },
  {
    deed: 'deploy',
    when: 'a file is no XML',
    act: (_, caller) => caller.deploy({ name: 'none.bpmn', content: '<bpmn' }),
    status: 'INVALID_ARGUMENT',
    details: "Expected to deploy new resources, but encountered the following errors:\n'none.bpmn'",
  },
  {
    deed: 'create',
    when: 'no process has the id',
    act: ({ own }, caller) => caller.create({ bpmnProcessId: own('unknown') }),
    status: 'NOT_FOUND',
    details: "Expected to find process definition with process ID '<unknown>', but none found",
  },
  {
    deed: 'create',
    when: 'no process has the id and version',
    async act({ own }, caller) {
      const id = own('versioned');
      await caller.deploy({ name: `${id}.bpmn`, content: line(id) });
      return await caller.create({ bpmnProcessId: id, version: 7 });
    },
    status: 'NOT_FOUND',
    details: "Expected to find process definition with process ID '<versioned>' and version '7', but none found",
  },
  {
    deed: 'create',
    when: 'no process has the key',
    act: (_, caller) => caller.create({ processDefinitionKey: nobody }),
    status: 'NOT_FOUND',
    details: `key '${nobody}', but none found`,
    not: noKey,
  },
  {
    deed: 'create',
    when: 'the process has no none start event',
    async act({ own }, caller) {
      const id = own('caught');
      await caller.deploy({ name: `${id}.bpmn`, content: caught(id) });
      return await caller.create({ bpmnProcessId: id });
    },
    status: 'FAILED_PRECONDITION',
    details:
      "Command 'CREATE' rejected with code 'INVALID_STATE': Expected to create instance of process with none start event, but there is no such event",
  },
  {
    deed: 'run',
    when: 'no process has the id',
    act: ({ own }, caller) => caller.run({ bpmnProcessId: own('unknown') }),
    status: 'NOT_FOUND',
    details: "rejected with code 'NOT_FOUND': Expected to find process definition with process ID '<unknown>'",
  },
  {
    deed: 'run',
    when: 'the instance does not end in time',
    async act({ own }, caller) {
      const id = own('slow');
      await caller.deploy({ name: `${id}.bpmn`, content: line(id) });
      return await caller.run({ bpmnProcessId: id, timeout: 300 });
    },
    status: 'DEADLINE_EXCEEDED',
    details: '',
    not: asksAgain,
  },
  {
    deed: 'cancel',
    when: 'the instance has been cancelled before',
    async act({ own }, caller) {
      const id = own('twice');
      await caller.deploy({ name: `${id}.bpmn`, content: line(id) });
      const { key } = await caller.create({ bpmnProcessId: id });
      await caller.cancel(key);
      return await caller.cancel(key);
    },
    status: 'NOT_FOUND',
    details: "Command 'CANCEL' rejected with code 'NOT_FOUND': Expected to cancel a process instance with key '",
  },
  {
    deed: 'cancel',
    when: 'the instance was called by another',
    async act({ own }, caller) {
      const id = own('child');
      const parent = own('parent');
      await caller.deploy({ name: `${id}.bpmn`, content: line(id) });
      await caller.deploy({
        name: `${parent}.bpmn`,
        content: diagram(parent, start('s') + call('c', id) + end('e') + flows('s -> c', 'c -> e')),
      });
      const { key } = await caller.create({ bpmnProcessId: parent });
      const [job] = await caller.activate({ type: id });
      await caller.cancel(job!.processInstanceKey).catch((error: Refusal) => {
        expect(error.details).toContain(`Cancel the root process instance '${key}' instead.`);
        throw error;
      });
    },
    status: 'FAILED_PRECONDITION',
    details: 'but it is created by a parent process instance.',
  },
  ...(
    [
      ['complete', 'complete', (caller: Caller, key: string) => caller.complete(key)],
      ['fail', 'fail', (caller: Caller, key: string) => caller.fail(key, { retries: 1 })],
      ['throwError', 'throw an error for', (caller: Caller, key: string) => caller.throwError(key, { errorCode: 'E' })],
    ] as const
  ).map(
    ([deed, words, act]): RefusalRow => ({
      deed,
      when: 'the job has been completed before',
      async act(stage, caller) {
        const { job } = await jobOf(stage, `gone-${deed}`);
        await caller.complete(job.key);
        return await act(caller, job.key);
      },
      status: 'NOT_FOUND',
      details: `Expected to ${words} job with key '<key>', but no such job was found`,
    }),
  ),
  {
    deed: 'complete',
    when: 'the job has failed for good',
    async act(stage, caller) {
      const { job } = await jobOf(stage, 'failed');
      await caller.fail(job.key, { retries: 0 });
      return await caller.complete(job.key);
    },
    status: 'FAILED_PRECONDITION',
    details: "Command 'COMPLETE' rejected with code 'INVALID_STATE': Expected to complete job with key '",
  },
  {
    deed: 'fail',
    when: 'the job has failed for good',
    async act(stage, caller) {
      const { job } = await jobOf(stage, 'failed-twice');
      await caller.fail(job.key, { retries: 0 });
      return await caller.fail(job.key, { retries: 0 });
    },
    status: 'FAILED_PRECONDITION',
    details: "Command 'FAIL' rejected with code 'INVALID_STATE': Expected to fail job with key '",
  },
  {
    deed: 'throwError',
    when: 'the job has thrown an error before that nobody caught',
    async act(stage, caller) {
      const { job } = await jobOf(stage, 'thrown');
      await caller.throwError(job.key, { errorCode: 'E' });
      return await caller.throwError(job.key, { errorCode: 'E' });
    },
    status: 'FAILED_PRECONDITION',
    details: "Command 'THROW_ERROR' rejected with code 'INVALID_STATE': Expected to throw an error for job with key '",
  },
  {
    deed: 'updateRetries',
    when: 'there is no such job',
    act: (_, caller) => caller.updateRetries(nobody, 1),
    status: 'NOT_FOUND',
    details: `job with key '${nobody}', but no such job was found`,
  },
  {
    deed: 'updateRetries',
    when: 'no retries are given',
    async act(stage, caller) {
      const { job } = await jobOf(stage, 'no-retries');
      return await caller.updateRetries(job.key, 0);
    },
    status: 'INVALID_ARGUMENT',
    details: "with a positive amount of retries, but the amount given was '0'",
  },
  {
    deed: 'updateTimeout',
    when: 'there is no such job',
    act: (_, caller) => caller.updateTimeout(nobody, 1000),
    status: 'NOT_FOUND',
    details: `Expected to update job with key '${nobody}', but no such job was found`,
  },
  {
    deed: 'updateTimeout',
    when: 'nobody works at the job',
    async act(stage, caller) {
      const { job } = await jobOf(stage, 'not-active');
      await caller.fail(job.key, { retries: 1 });
      return await caller.updateTimeout(job.key, 1000);
    },
    status: 'FAILED_PRECONDITION',
    details: 'but it is not active',
  },
  {
    deed: 'publish',
    when: 'a message with that id waits',
    async act({ own }, caller) {
      const message = { name: own('once'), correlationKey: 'k', messageId: own('id'), timeToLive: 60_000 };
      await caller.publish(message);
      return await caller.publish(message);
    },
    status: 'ALREADY_EXISTS',
    details:
      "Command 'PUBLISH' rejected with code 'ALREADY_EXISTS': Expected to publish a new message with id '<id>', but a message with that id was already published",
  },
  {
    deed: 'resolveIncident',
    when: 'there is no such incident',
    act: (_, caller) => caller.resolveIncident(nobody),
    status: 'NOT_FOUND',
    details: `Command 'RESOLVE' rejected with code 'NOT_FOUND': Expected to resolve incident with key '${nobody}', but no such incident was found`,
  },
  {
    deed: 'setVariables',
    when: 'there is no such element',
    act: (_, caller) => caller.setVariables(nobody, { a: 1 }),
    status: 'NOT_FOUND',
    details: `Expected to update variables for element with key '${nobody}', but no such element was found`,
  },
  {
    deed: 'evaluate',
    when: 'no decision has the id',
    act: ({ own }, caller) => caller.evaluate({ id: own('unknown') }),
    status: ['INVALID_ARGUMENT', 'NOT_FOUND'],
    details: "no decision found for id '<unknown>'",
  },
  {
    deed: 'evaluate',
    when: 'no decision has the key',
    act: (_, caller) => caller.evaluate({ key: nobody }),
    status: ['INVALID_ARGUMENT', 'NOT_FOUND'],
    details: `no decision found for key '${nobody}'`,
  },
  {
    deed: 'deleteResource',
    when: 'there is no such resource',
    act: (_, caller) => caller.deleteResource(nobody),
    status: 'NOT_FOUND',
    details: nobody,
  },
  {
    deed: 'modify',
    when: 'there is no such instance',
    act: (_, caller) => caller.modify(nobody, [{ elementId: 'work' }], []),
    status: 'NOT_FOUND',
    details: `'${nobody}'`,
  },
  {
    deed: 'migrate',
    when: 'there is no such instance',
    act: (_, caller) => caller.migrate(nobody, nobody, { work: 'work' }),
    status: 'NOT_FOUND',
    details: `'${nobody}'`,
  },
];

throughEveryClient((stage) => {
  const { client, own } = stage;
  const can = (deed: Deed) => !client.lacks.includes(deed);

  describe('refuses', () => {
    test.each(refusals.filter((row) => can(row.deed) && !row.not?.(client)))(
      '$deed when $when',
      async ({ act, status, details }) => {
        const refusal = await act(stage, stage.caller).then(
          () => expect.unreachable('The call was not refused.'),
          (error) => error,
        );
        expect(refusal).toBeInstanceOf(Refusal);
        expect([status].flat()).toContain(refusal.status);
        const text = details.replace(/<(unknown|versioned|id)>/g, (_, name) => own(name));
        if (text.includes("'<key>'")) expect(refusal.details.replace(/'\d{10,}'/, "'<key>'")).toContain(text);
        else expect(refusal.details).toContain(text);
      },
    );
  });

  describe('answers', () => {
    test('topology: an 8.x gateway, and a leader for each partition', async () => {
      const { gatewayVersion, partitionsCount, roles } = await stage.caller.topology();
      expect(gatewayVersion).toMatch(/^8\.\d+\.\d+/);
      expect(roles.filter((role) => role === 'LEADER')).toHaveLength(partitionsCount);
    });

    test('deploy: processes, decisions, requirements and forms, the same twice with the same keys', async () => {
      const [id, table, shown] = [own('deployed'), own('table'), own('form')];
      const files = [
        { name: `${id}.bpmn`, content: taskProcess(id, id) },
        { name: `${id}.dmn`, content: decision(table) },
        { name: `${id}.form`, content: form(shown) },
      ];
      const first = await stage.caller.deploy(...files);
      const again = await stage.caller.deploy(...files);
      expect(first).toMatchObject({
        processes: { [id]: { version: 1 } },
        decisions: { [table]: { version: 1 } },
        requirements: { [`${table}-requirements`]: { version: 1 } },
        forms: { [shown]: { version: 1 } },
      });
      expect(again).toEqual(first);
      const changed = await stage.caller.deploy({ name: `${id}.bpmn`, content: taskProcess(id, own('other')) });
      expect(changed.processes[id]).toMatchObject({ version: 2 });
      expect(BigInt(first.processes[id]!.key) >> 51n).toBe(1n);
    });

    test('create: by id the latest version, by id and version that one, by key that one', async () => {
      const id = own('by');
      const one = (await stage.caller.deploy({ name: `${id}.bpmn`, content: taskProcess(id, own('a')) })).processes[
        id
      ]!;
      const two = (await stage.caller.deploy({ name: `${id}.bpmn`, content: taskProcess(id, own('b')) })).processes[
        id
      ]!;
      const latest = await stage.caller.create({ bpmnProcessId: id });
      expect(latest).toMatchObject({ definitionKey: two.key, version: 2, key: expect.stringMatching(/^\d{16,}$/) });
      expect(await stage.caller.create({ bpmnProcessId: id, version: 1 })).toMatchObject({ definitionKey: one.key });
      if (noKey(client)) return;
      expect(await stage.caller.create({ processDefinitionKey: one.key })).toMatchObject({ version: 1 });
    });

    test('run: all root variables, or those asked for', async () => {
      const id = own('run');
      await stage.caller.deploy({ name: `${id}.bpmn`, content: diagram(id, start('s') + end('e') + flows('s -> e')) });
      const variables = { a: 1, b: { c: ['x', 2.5, null, true] }, text: 'Đường "hỏng" 🚧' };
      expect(await stage.caller.run({ bpmnProcessId: id, variables })).toEqual(variables);
      expect(await stage.caller.run({ bpmnProcessId: id, variables, fetchVariables: ['a'] })).toEqual({ a: 1 });
    });

    test('complete and cancel: the job’s variables end up in the instance, and a cancelled instance gives no job', async () => {
      const id = own('done');
      await stage.caller.deploy({ name: `${id}.bpmn`, content: taskProcess(id, id) });
      const result = stage.caller.run({ bpmnProcessId: id, variables: { a: 1 } });
      const [job] = await stage.caller.activate({ type: id });
      expect(job).toMatchObject({ type: id, elementId: 'middle', retries: 3, bpmnProcessId: id, worker: 'contract' });
      expect([job!.variables, job!.headers]).toEqual([{ a: 1 }, { article: '7' }]);
      await stage.caller.complete(job!.key, { done: true });
      expect(await result).toEqual({ a: 1, done: true });
      const { key } = await stage.caller.create({ bpmnProcessId: id });
      await stage.caller.cancel(key);
      expect(await stage.caller.activate({ type: id, wait: 300 })).toEqual([]);
    });

    test('updateRetries and resolveIncident: a job without retries comes back after both', async () => {
      const { id, instance, job } = await jobOf(stage, 'mended');
      await stage.caller.fail(job.key, { retries: 0, errorMessage: 'broken' });
      const incident = await incidentOf(stage.target, instance);
      expect(incident).toMatchObject({ errorType: 'JOB_NO_RETRIES', errorMessage: 'broken', jobKey: job.key });
      const early = stage.caller.resolveIncident(incident.incidentKey);
      await expect(early).rejects.toMatchObject({
        status: 'FAILED_PRECONDITION',
        details: expect.stringContaining('has no retries left'),
      });
      await stage.caller.updateRetries(job.key, 2);
      await stage.caller.resolveIncident(incident.incidentKey);
      expect(await stage.caller.activate({ type: id })).toMatchObject([{ key: job.key, retries: 2 }]);
    });

    if (can('updateTimeout'))
      test('updateTimeout: the job is free again when the new time is over', async () => {
        const { id, job } = await jobOf(stage, 'sooner');
        await stage.caller.updateTimeout(job.key, 500);
        expect(await stage.caller.activate({ type: id })).toMatchObject([{ key: job.key, retries: 3 }]);
      });

    test('setVariables: from the instance upward, or only where it is told to', async () => {
      const id = own('set');
      await stage.caller.deploy({ name: `${id}.bpmn`, content: line(id) });
      const result = stage.caller.run({ bpmnProcessId: id, variables: { a: 1, b: 1 } });
      const [job] = await stage.caller.activate({ type: id });
      await stage.caller.setVariables(job!.processInstanceKey, { a: 2 });
      await stage.caller.setVariables(job!.elementInstanceKey, { b: 2 }, true);
      await stage.caller.setVariables(job!.elementInstanceKey, { c: 3 });
      await stage.caller.fail(job!.key, { retries: 1 });
      const [again] = await stage.caller.activate({ type: id });
      expect(again!.variables).toEqual({ a: 2, b: 2, c: 3 });
      await stage.caller.complete(again!.key);
      expect(await result).toEqual({ a: 2, b: 1, c: 3 });
    });

    test('evaluate: the output and the rules that matched, by id and by key', async () => {
      const id = own('evaluated');
      const { decisions } = await stage.caller.deploy({ name: `${id}.dmn`, content: decision(id) });
      const variables = { field: 'health' };
      expect(await stage.caller.evaluate({ id, variables })).toEqual({ output: 'syt', rules: ['row-1'] });
      const byKey = await stage.caller.evaluate({ key: decisions[id]!.key, variables: { field: 'x' } });
      expect(byKey).toEqual({ output: 'other', rules: ['row-2'] });
    });

    test('publish and broadcast: with nobody there it is no error, and a message has a key', async () => {
      expect(await stage.caller.publish({ name: own('nobody'), correlationKey: 'k' })).toMatch(/^\d{16,}$/);
      await expect(stage.caller.broadcast(own('nobody'))).resolves.toBeDefined();
    });

    if (can('deleteResource'))
      test('deleteResource: a deleted process cannot be created, its id starts anew', async () => {
        const id = own('deleted');
        const { processes } = await stage.caller.deploy({ name: `${id}.bpmn`, content: line(id) });
        await stage.caller.deleteResource(processes[id]!.key);
        await expect(stage.caller.create({ bpmnProcessId: id })).rejects.toMatchObject({ status: 'NOT_FOUND' });
        const again = await stage.caller.deploy({ name: `${id}.bpmn`, content: line(id) });
        expect(again.processes[id]!.version).toBe(2);
      });

    test('modify: one element is entered with variables, another is left', async () => {
      const id = own('modified');
      await stage.caller.deploy({
        name: `${id}.bpmn`,
        content: diagram(
          id,
          start('s') +
            receive('wait', '', 'messageRef="m"') +
            service('work', id) +
            end('e') +
            flows('s -> wait', 'wait -> work', 'work -> e'),
          `<bpmn:message id="m" name="${id}"><bpmn:extensionElements><zeebe:subscription correlationKey="=&quot;k&quot;"/></bpmn:extensionElements></bpmn:message>`,
        ),
      });
      const { key } = await stage.caller.create({ bpmnProcessId: id });
      await stage.caller.modify(key, [{ elementId: 'work', variables: { put: 1 } }], []);
      const [job] = await stage.caller.activate({ type: id });
      expect(job).toMatchObject({ processInstanceKey: key, elementId: 'work', variables: { put: 1 } });
      await stage.caller.modify(key, [{ elementId: 'work' }], [job!.elementInstanceKey]);
      const [next] = await stage.caller.activate({ type: id });
      expect(next!.key).not.toBe(job!.key);
      await expect(stage.caller.complete(job!.key)).rejects.toMatchObject({ status: 'NOT_FOUND' });
      await expect(stage.caller.modify(key, [{ elementId: 'nowhere' }], [])).rejects.toMatchObject({
        status: 'INVALID_ARGUMENT',
      });
    });

    if (can('migrate'))
      test('migrate: a waiting job goes on in the new definition, with its key', async () => {
        const line = (id: string) =>
          diagram(
            id,
            start('s') +
              service('work', from) +
              service('other', from) +
              end('e') +
              flows('s -> work', 'work -> other', 'other -> e'),
          );
        const [from, to] = [own('from'), own('to')];
        const [before, after] = await Promise.all(
          [from, to].map(
            async (id) => (await stage.caller.deploy({ name: `${id}.bpmn`, content: line(id) })).processes[id]!,
          ),
        );
        const { key } = await stage.caller.create({ bpmnProcessId: from });
        const [job] = await stage.caller.activate({ type: from });
        await stage.caller.migrate(key, after!.key, { work: 'work' });
        await stage.caller.fail(job!.key, { retries: 2 });
        const [again] = await stage.caller.activate({ type: from });
        expect(again).toMatchObject({ key: job!.key, bpmnProcessId: to, processInstanceKey: key });
        const partly = stage.caller.migrate(key, before!.key, { other: 'other' });
        await expect(partly).rejects.toMatchObject({ status: 'FAILED_PRECONDITION' });
      });
  });
});
