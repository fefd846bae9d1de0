/** The log's lines: what is in them, and what of an error is not. */
import { describe, expect, it } from 'vitest';
import { factsOf, inOneLine } from './errors.ts';
import { forPeople } from './for-people.ts';
import { complaints, levelOf, openLog } from './log.ts';
import { newTrace, within } from './trace.ts';

const secret = 'Tôn Nữ 0905123447';

function written(level: Parameters<typeof openLog>[1] = 'trace') {
  const lines: string[] = [];
  const log = openLog('server', level, (line) => lines.push(line));
  return { log, lines, objects: () => lines.map((line) => JSON.parse(line)) };
}

describe('a line', () => {
  it('has time, level, part, instance and the trace that it happens for', () => {
    const { log, objects } = written();
    const trace = newTrace();
    within(trace, () => log.info({ ms: 3 }, 'answered'));
    log.warn('alone');
    const [one, other] = objects();
    expect(one).toMatchObject({ level: 'info', part: 'server', trace: trace.id, ms: 3, msg: 'answered' });
    expect(one.instance).toMatch(/-\d+$/);
    expect(Date.parse(one.time)).toBeGreaterThan(0);
    expect(other).not.toHaveProperty('trace');
  });

  it('is not written below the level', () => {
    const { log, lines } = written('warn');
    log.info('quiet');
    expect(lines).toEqual([]);
    expect(() => levelOf({ LOG_LEVEL: 'loud' })).toThrow('LOG_LEVEL must be one of trace, debug');
    expect(levelOf({})).toBe('warn');
  });

  it('of a failure names the work, and has nothing of what the language or a driver quotes', () => {
    const { log, lines, objects } = written();
    const complain = complaints(log)('outbox');
    for (const provoke of [
      () => JSON.parse(secret),
      () => BigInt(secret),
      () => new URL(secret),
      () => {
        throw Object.assign(new Error(secret), {
          name: 'MongoServerError',
          code: 11000,
          stack: 'Error\n    at Connection (/x/node_modules/mongodb/lib/c.js:1:1)\n    at f (/x/store/tasks.ts:9:1)',
        });
      },
      () => {
        throw secret;
      },
    ])
      try {
        provoke();
      } catch (error) {
        complain(error);
      }
    expect(lines).toHaveLength(5);
    expect(lines.join('')).not.toContain('0905123447');
    expect(objects()[3].err).toEqual({ type: 'MongoServerError', code: 11000, at: 'store/tasks.ts:9' });
    expect(inOneLine(objects()[3].err)).toBe('MongoServerError 11000 at store/tasks.ts:9');
  });

  it('of an error of our own has its words, place and cause', () => {
    const error = new Error('The record endpoint is not there', { cause: new SyntaxError(secret) });
    const facts = factsOf(error);
    expect(facts).toMatchObject({ type: 'Error', message: 'The record endpoint is not there' });
    expect(facts.at).toMatch(/^telemetry\/log\.test\.ts:\d+$/);
    expect(facts.cause).toEqual({ type: 'SyntaxError', at: expect.stringContaining('telemetry/') });
  });

  it('has nothing of a request but its method', () => {
    const { log, lines } = written();
    log.info({ req: { method: 'GET', url: `/x?q=${secret}`, headers: { cookie: secret } }, res: { statusCode: 200 } });
    expect(JSON.parse(lines[0]!)).toMatchObject({ req: { method: 'GET' }, res: { status: 200 } });
    expect(lines[0]).not.toContain('0905123447');
  });

  it('is one line for people on a terminal', () => {
    const { log, lines } = written();
    log.warn({ work: 'mail', err: new SyntaxError('x') }, 'mail failed');
    expect(forPeople(lines[0]!)).toMatch(
      /^\d\d:\d\d:\d\d warn server mail failed work=mail err=\{"type":"SyntaxError"/,
    );
    expect(forPeople(lines[0]!).split('\n')).toHaveLength(2);
  });
});
