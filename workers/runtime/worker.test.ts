import { describe, expect, it } from 'vitest';
import { readConnection } from './connection.ts';
import { BpmnError, type Handler, type Job, NeedsMending, NotYet, type Tools } from './job.ts';
import { backOff, decide, type JobType } from './worker.ts';

const job: Job = {
  key: '1',
  type: 'a-type',
  processInstanceKey: '7',
  processDefinitionKey: '2',
  elementId: 'an-element',
  elementInstanceKey: '9',
  headers: {},
  variables: { reportCode: 'QN' },
  retries: 3,
};
const tools = {} as Tools;
const answer = (handler: Handler, retries = job.retries) => {
  const jobType: JobType = { type: 'a-type', handler, variables: [], retries: 5 };
  return decide(jobType, { ...job, retries }, tools);
};
const failing = (error: unknown): Handler => {
  return async () => {
    throw error;
  };
};

describe('a job', () => {
  it('is completed with what its handler returns', async () => {
    expect(await answer(async () => ({ dueAt: 'x' }))).toEqual({ kind: 'complete', variables: { dueAt: 'x' } });
    expect(await answer(async () => undefined)).toEqual({ kind: 'complete', variables: {} });
  });

  it('that came too early comes back at once with all its tries', async () => {
    expect(await answer(failing(new NotYet('the task is not projected yet')))).toMatchObject({
      kind: 'fail',
      retries: 3,
      backOffMs: 0,
    });
  });

  it('that nobody can do is an incident at once: what, where, how to mend', async () => {
    const decision = await answer(failing(new NeedsMending('"soon" is no budget', 'write 2h in the diagram')));
    expect(decision).toEqual({
      kind: 'fail',
      retries: 0,
      backOffMs: 0,
      message:
        'a-type at an-element, instance 7: "soon" is no budget. ' +
        'To mend: write 2h in the diagram; then resolve the incident.',
    });
  });

  it('that failed otherwise is tried again later, then becomes an incident', async () => {
    const away = Object.assign(new Error('connect'), { name: 'MongoServerSelectionError' });
    expect(await answer(failing(away), 3)).toMatchObject({ kind: 'fail', retries: 2, backOffMs: 2_000 });
    expect(await answer(failing(away), 1)).toMatchObject({ kind: 'fail', retries: 0 });
  });

  it('tells no stranger’s words: they may quote what a person wrote', async () => {
    const quoting = Object.assign(new Error('E11000 dup key { name: "Nguyễn Văn An" }'), { code: 11000 });
    const decision = await answer(failing(quoting));
    expect(JSON.stringify(decision)).not.toContain('Nguyễn');
    expect(decision).toMatchObject({ message: expect.stringContaining('Error 11000') });
    expect(await answer(failing('Nguyễn Văn An'))).toMatchObject({ message: expect.not.stringContaining('Nguyễn') });
  });

  it('may throw an error that the diagram catches', async () => {
    expect(await answer(failing(new BpmnError('lost', 'gone')))).toEqual({
      kind: 'bpmnError',
      code: 'lost',
      message: 'gone',
    });
  });

  it('waits longer with each try, a minute at most', () => {
    const waits = [10, 9, 8, 7, 6, 5, 4, 3, 2, 1].map((retries) => backOff({ retries }, { retries: 10 }));
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000, 60000]);
    expect(backOff({ retries: 12 }, { retries: 10 })).toBe(500);
  });
});

describe('the connection', () => {
  it.each([
    [{}, '127.0.0.1:26500', false],
    [{ ENGINE_GRPC_PORT: '1234' }, '127.0.0.1:1234', false],
    [{ ZEEBE_ADDRESS: 'zeebe.example:443' }, 'zeebe.example:443', false],
    [{ ZEEBE_ADDRESS: 'http://zeebe.example' }, 'zeebe.example:26500', false],
    [{ ZEEBE_ADDRESS: 'grpcs://zeebe.example:443' }, 'zeebe.example:443', true],
    [{ ZEEBE_ADDRESS: '[::1]:26500' }, '[::1]:26500', false],
  ])('%j is %s, TLS %s', (env, address, tls) => {
    expect(readConnection(env)).toEqual({ address, tls });
  });

  it('takes the three credentials together, with TLS', () => {
    const env = {
      ZEEBE_ADDRESS: 'z.example:443',
      ZEEBE_CLIENT_ID: 'i',
      ZEEBE_CLIENT_SECRET: 's',
      ZEEBE_OAUTH_URL: 'u',
    };
    expect(readConnection(env)).toEqual({
      address: 'z.example:443',
      tls: true,
      oauth: { url: 'u', clientId: 'i', clientSecret: 's', audience: 'z.example' },
    });
    expect(() => readConnection({ ...env, ZEEBE_OAUTH_URL: '' })).toThrow('belong together');
  });

  it('says what is wrong with an address', () => {
    expect(() => readConnection({ ZEEBE_ADDRESS: 'a b' })).toThrow('ZEEBE_ADDRESS must be host:port');
  });
});
