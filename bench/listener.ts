/** One officer's event stream, and when it tells of a report’s instance. */
import { type IncomingMessage, request } from 'node:http';
import { password } from '../test/house/house.ts';

export interface Listener {
  /** When (epoch ms) the stream told of this report’s instance; waits for it. Forgets the report then. */
  told(code: string): Promise<number>;
  close(): void;
}

/** A session's cookie, to be sent with each call. */
export async function cookieOf(url: string, username: string): Promise<string> {
  const answer = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ username, password }),
  });
  return answer.headers.getSetCookie()[0]!.split(';')[0]!;
}

/** Listens as this officer. @throws when the stream is refused */
export async function listen(url: string, username: string): Promise<Listener> {
  const headers = { accept: 'text/event-stream', cookie: await cookieOf(url, username) };
  const response = await new Promise<IncomingMessage>((open, fail) =>
    request(`${url}/api/stream`, { headers }, open).on('error', fail).end(),
  );
  if (response.statusCode !== 200) throw new Error(`The stream answers ${response.statusCode}`);
  const heard = new Map<string, PromiseWithResolvers<number>>();
  const of = (code: string) => {
    const known = heard.get(code) ?? Promise.withResolvers<number>();
    heard.set(code, known);
    return known;
  };
  let rest = '';
  response.setEncoding('utf8').on('data', (text: string) => {
    const at = Date.now();
    const events = (rest + text).split('\n\n');
    rest = events.pop()!;
    for (const event of events) {
      if (!event.includes('event: instance')) continue;
      const [, code] = /"reportCode":"([^"]+)"/.exec(event) ?? [];
      if (code) of(code).resolve(at);
    }
  });
  return {
    async told(code) {
      const at = await of(code).promise;
      heard.delete(code);
      return at;
    },
    close: () => response.destroy(),
  };
}
