/** The command line as a person uses it: a process of its own against the engine's process. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decision, form, messageProcess, taskProcess, userTaskProcess } from '../diagrams.ts';
import { type EngineProcess, startEngineProcess } from '../engine-process.ts';

const runFile = fileURLToPath(new URL('../../../engine/run.ts', import.meta.url));
let engine: EngineProcess;
let folder: string;
beforeAll(async () => {
  engine = await startEngineProcess({ CLOCK_CONTROLLED: '1' });
  folder = await mkdtemp(join(tmpdir(), 'command-line-'));
  const files = {
    'work.bpmn': taskProcess('work', 'work'),
    'paid.bpmn': messageProcess('paid', 'paid'),
    'look.bpmn': userTaskProcess('look', 'g', 'look-form'),
    'look.form': form('look-form'),
    'route.dmn': decision('route'),
    'variables.json': '{"exact":9007199254740993}',
    'broken.bpmn': '<nothing/>',
  };
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
});
afterAll(async () => {
  await engine.dispose();
  await rm(folder, { recursive: true, force: true });
});

interface Outcome {
  code: number;
  lines: Record<string, unknown>[];
  out: string;
  err: string;
}
/** Runs a command in the folder of the files, told where the engine is by the environment. */
function run(words: string[], env: Record<string, string> = {}): Promise<Outcome> {
  const where = {
    PATH: process.env.PATH,
    ZEEBE_ADDRESS: engine.address,
    ZEEBE_REST_ADDRESS: engine.restUrl,
    ZEEBE_MANAGEMENT_ADDRESS: engine.managementUrl,
  };
  return new Promise((resolve) => {
    execFile(process.execPath, [runFile, ...words], { cwd: folder, env: { ...where, ...env } }, (error, out, err) => {
      const lines = out.startsWith('{')
        ? out
            .trim()
            .split('\n')
            .map((text) => JSON.parse(text))
        : [];
      resolve({ code: Number(error?.code ?? 0), lines, out, err });
    });
  });
}
/** A command that must succeed; what it printed. */
async function done(...words: string[]): Promise<Record<string, string>[]> {
  const { code, lines, err } = await run(words);
  expect([words, code, err]).toEqual([words, 0, '']);
  return lines as Record<string, string>[];
}

test('a process is deployed, started and brought to its end', async () => {
  const [deployed] = await done('deploy', 'work.bpmn', 'paid.bpmn', 'look.bpmn', 'look.form', 'route.dmn');
  expect(deployed!.deployments).toHaveLength(6);
  const [created] = await done('create', 'work', '--variables', '@variables.json', '--version', '-1');
  const taken = await run(['activate', 'jobs', 'work', '--fetchVariables', 'exact']);
  expect(taken.out).toContain('"variables":{"exact":9007199254740993}');
  expect(taken.lines).toMatchObject([
    { processInstanceKey: created!.processInstanceKey, customHeaders: { article: '7' } },
  ]);
  const job = String(taken.lines[0]!.key);
  await done('update', 'timeout', job, '--timeout', '60000');
  await done('fail', 'job', job, '--retries', '0', '--message', 'No paper');
  const [incident] = await done('incidents', '--filter', `{"processInstanceKey":"${created!.processInstanceKey}"}`);
  expect(incident).toMatchObject({ errorMessage: 'No paper', jobKey: job });
  await done('update', 'retries', job, '--retries', '1');
  await done('resolve', 'incident', incident!.incidentKey!);
  await done('activate', 'jobs', 'work');
  await done('complete', 'job', job, '--variables', '{"done":true}');
  expect(await done('instances', '--filter', '{"processDefinitionId":"work","state":"ACTIVE"}')).toEqual([]);
});

test('a result is waited for', async () => {
  const waiting = run(['create', 'work', '--with-result', '--request-timeout', '20000']);
  const [job] = await done('activate', 'jobs', 'work', '--request-timeout', '20000');
  await done('complete', 'job', job!.key!, '--variables', '{"answer":42}');
  expect((await waiting).lines).toMatchObject([{ bpmnProcessId: 'work', variables: { answer: 42 } }]);
});

test('user tasks are found, given and completed', async () => {
  await done('create', 'look', '--variables', '{"n":1}');
  await done('create', 'look', '--variables', '{"n":2}');
  const tasks = await done('tasks', '--filter', '{"candidateGroup":"g"}', '--sort', 'creationDate:desc');
  expect(tasks).toHaveLength(2);
  expect(await done('tasks', '--limit', '1')).toHaveLength(1);
  const key = tasks[0]!.userTaskKey!;
  await done('assign', 'task', key, 'lan');
  expect((await run(['assign', 'task', key, 'minh', '--keep'])).code).toBe(1);
  await done('complete', 'task', key, '--variables', '{"note":"ok"}');
  expect(await done('tasks', '--filter', '{"state":"CREATED"}')).toHaveLength(1);
});

test('messages, signals, variables and decisions', async () => {
  const [created] = await done('create', 'paid', '--variables', '{"code":"A"}');
  const key = created!.processInstanceKey!;
  expect(await done('set', 'variables', key, '--variables', '{"x":1}', '--local')).toHaveLength(1);
  expect(await done('variables', '--filter', `{"scopeKey":"${key}","name":"x"}`)).toMatchObject([{ value: '1' }]);
  await done('publish', 'message', 'paid', '--correlationKey', 'A', '--variables', '{"sum":7}', '--ttl', '1000');
  expect(await done('instances', '--filter', `{"processInstanceKey":"${key}"}`)).toMatchObject([
    { state: 'COMPLETED' },
  ]);
  expect(await done('broadcast', 'signal', 'nobody')).toMatchObject([{ tenantId: '<default>' }]);
  const evaluated = await done('evaluate', 'decision', 'route', '--variables', '{"field":"health"}');
  expect(evaluated).toMatchObject([{ decisionOutput: 'syt' }]);
});

test('instances are modified, migrated and cancelled; definitions are deleted', async () => {
  const [created] = await done('create', 'work');
  const key = created!.processInstanceKey!;
  const [element] = await done('elements', '--filter', `{"processInstanceKey":"${key}","elementId":"middle"}`);
  await done('modify', key, '--activate', 'middle', '--terminate', element!.elementInstanceKey!);
  const active = `{"processInstanceKey":"${key}","elementId":"middle","state":"ACTIVE"}`;
  const [moved] = await done('elements', '--filter', active);
  expect(moved!.elementInstanceKey).not.toBe(element!.elementInstanceKey);
  await writeFile(join(folder, 'work.bpmn'), taskProcess('work', 'work', 7));
  await done('deploy', 'work.bpmn');
  const [next] = await done('definitions', '--filter', '{"processDefinitionId":"work","isLatestVersion":true}');
  await done('migrate', key, '--to', next!.processDefinitionKey!, '--map', 'middle:middle');
  expect(await done('instances', '--filter', `{"processInstanceKey":"${key}"}`)).toMatchObject([
    { processDefinitionVersion: 2 },
  ]);
  await done('cancel', key);
  await done('delete', 'resource', next!.processDefinitionKey!);
});

test('status, clock and backups are the operators’', async () => {
  expect(await done('status')).toMatchObject([{ gatewayVersion: expect.stringMatching(/^8\.8\./) }]);
  expect(await done('topology', '--address', engine.address)).toHaveLength(1);
  await done('clock', 'pin', '2030-01-01T00:00:00Z');
  await done('clock', 'add', '60000');
  expect(await done('clock', 'add', '-30000')).toMatchObject([{ instant: '2030-01-01T00:00:30.000Z' }]);
  expect(await done('clock')).toMatchObject([{ epochMilli: Date.parse('2030-01-01T00:00:30Z') }]);
  await done('clock', 'reset');
  expect(await done('backup')).toEqual([]);
});

describe('what goes wrong is said in a sentence', () => {
  test.each<[string, string[], number, RegExp]>([
    ['a refusal', ['cancel', '1'], 1, /NOT_FOUND: Command 'CANCEL' rejected .* but no such process was found/],
    ['a refusal by REST', ['assign', 'task', '1', 'lan'], 1, /404: .*no such user task was found/],
    ['a file that is no diagram', ['deploy', 'broken.bpmn'], 1, /INVALID_ARGUMENT: .*broken\.bpmn/s],
    ['a file that is not there', ['deploy', 'nothing.bpmn'], 2, /nothing\.bpmn cannot be read/],
    ['no such command', ['dance', 'now'], 2, /There is no command "dance now"/],
    ['no such option', ['cancel', '1', '--fast'], 2, /--fast/],
    ['no key', ['cancel'], 2, /process instance key is missing/],
    ['a key that is none', ['cancel', 'x'], 2, /must be a key/],
    ['variables that are no JSON', ['create', 'work', '--variables', '{'], 2, /--variables is not JSON/],
    ['variables that are no object', ['create', 'work', '--variables', '[]'], 2, /must be a JSON object/],
    ['a mapping without its other half', ['migrate', '1', '--to', '2', '--map', 'a'], 2, /--map must be/],
    ['nobody there', ['status', '--address', '127.0.0.1:1'], 1, /Nobody answers at 127\.0\.0\.1:1/],
    ['nobody there by REST', ['tasks', '--rest', 'http://127.0.0.1:1'], 1, /Nobody answers at http/],
  ])('%s', async (_what, words, code, text) => {
    const outcome = await run(words);
    expect([outcome.code, outcome.out]).toEqual([code, '']);
    expect(outcome.err).toMatch(text);
    expect(outcome.err).not.toMatch(/^\s+at /m);
  });

  test('help names every command, and a command’s options', async () => {
    const all = await run(['help']);
    expect(all.code).toBe(0);
    for (const name of ['deploy', 'publish message', 'migrate', 'backup take']) expect(all.out).toContain(name);
    expect((await run(['help', 'fail', 'job'])).out).toContain('--backoff <value>');
    expect((await run(['create', '--help'])).out).toContain('--with-result');
  });
});
