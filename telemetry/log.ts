/**
 * The log of a part (server, workers, engine, local start): one JSON line an event on the error output, or a line for
 * people where that is a terminal. Each has time, level, part, instance and the trace that it happens for. What may be
 * in a line: names, codes, keys, numbers and times; never what a person has written, a body, a header or a query.
 */
import { hostname } from 'node:os';
import pino, { type Logger } from 'pino';
import { factsOf } from './errors.ts';
import { forPeople } from './for-people.ts';
import { currentTrace } from './trace.ts';

export type Log = Logger;

export const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type Level = (typeof levels)[number];

/** `LOG_LEVEL`. @throws Error with what would be right */
export function levelOf(env: Readonly<Record<string, string | undefined>>): Level {
  const level = env.LOG_LEVEL || 'warn';
  if (!(levels as readonly string[]).includes(level))
    throw new Error(`LOG_LEVEL must be one of ${levels.join(', ')}, not "${level}".`);
  return level as Level;
}

/** Which process of a part it is: there may be several of each. */
export const instanceName = `${hostname()}-${process.pid}`;

/** `write`: where lines go instead of the error output; for tests. */
export function openLog(part: string, level: Level, write?: (line: string) => void): Log {
  const terminal = write === undefined && process.stderr.isTTY === true;
  const destination = write ? { write } : terminal ? { write: toTerminal } : pino.destination({ dest: 2, sync: true });
  return pino(
    {
      level,
      base: { part, instance: instanceName },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      // Fastify hands whole requests and answers over: of these, no header, no query, no body.
      serializers: {
        err: (error) => factsOf(error),
        req: ({ method }: { method?: string }) => ({ method }),
        res: ({ statusCode }: { statusCode?: number }) => ({ status: statusCode }),
      },
      mixin() {
        const trace = currentTrace();
        return trace ? { trace: trace.id } : {};
      },
    },
    destination,
  );
}

const toTerminal = (line: string): void => void process.stderr.write(forPeople(line));

/** What a part is given that tells of errors: the work that failed is named, the rest is in the facts. */
export const complaints =
  (log: Log) =>
  (work: string) =>
  (error: unknown): void =>
    log.error({ err: error, work }, `${work} failed`);
