/** Asks a row's call as one of its callers. */
import type { InjectOptions } from 'fastify';
import type { Headers, RightsHouse } from './callers.ts';
import { callOf } from './examples.ts';

export interface Asked {
  status: number;
  text: string;
  headers: Readonly<Record<string, unknown>>;
}

export const methodOf = (name: string): string => name.slice(0, name.indexOf(' '));
export const routeOf = (name: string): string => name.split(' #')[0]!;

export async function ask({ house, things }: RightsHouse, name: string, headers: Headers): Promise<Asked> {
  const { path, body, headers: more } = callOf(name, things);
  const form = more?.['content-type'] !== undefined;
  const options = {
    method: methodOf(name) as NonNullable<InjectOptions['method']>,
    url: path,
    headers: { ...headers, ...more },
    ...(body === undefined ? {} : { payload: form ? '' : body }),
  };
  // A stream of events has no end to wait for.
  if (routeOf(name) === 'GET /api/stream') {
    const answer = await house.app.inject({ ...options, payloadAsStream: true });
    const stream = answer.stream();
    const text = answer.statusCode === 200 ? '' : Buffer.concat(await stream.toArray()).toString();
    stream.destroy();
    return { status: answer.statusCode, text, headers: answer.headers };
  }
  const answer = await house.app.inject(options);
  return { status: answer.statusCode, text: answer.body, headers: answer.headers };
}
