/** A thousand open event streams, and when each of them has got a word; a bare server beside it that sends the same. */
import { type ChildProcess, fork } from 'node:child_process';
import { Agent, request } from 'node:http';
import { fileURLToPath } from 'node:url';

export interface Viewers {
  /** When each viewer gets the next event that has this word in it: ms since `performance.timeOrigin`. */
  next(word: string): Promise<number[]>;
  close(): void;
}

/** Opens so many streams, one after the other; resolves when all of them stand. */
export async function openViewers(url: string, many: number, headers: Record<string, string> = {}): Promise<Viewers> {
  const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });
  const waiting = new Map<string, (at: number) => void>();
  const streams: { destroy(): void }[] = [];
  const hear = (text: string): void => {
    const at = performance.now();
    for (const [word, got] of waiting) if (text.includes(word)) got(at);
  };
  for (let n = 0; n < many; n += 1)
    await new Promise<void>((open, fail) => {
      const asked = request(url, { agent, headers: { accept: 'text/event-stream', ...headers } }, (response) => {
        if (response.statusCode !== 200) fail(new Error(`Viewer ${n}: ${response.statusCode}`));
        response.setEncoding('utf8');
        response.on('data', hear);
        response.once('data', () => open());
        streams.push(response);
      });
      asked.on('error', fail);
      asked.end();
    });
  return {
    next: (word) =>
      new Promise((resolve) => {
        const got: number[] = [];
        waiting.set(word, (at) => {
          got.push(at);
          if (got.length < many) return;
          waiting.delete(word);
          resolve(got);
        });
      }),
    close() {
      for (const stream of streams) stream.destroy();
      agent.destroy();
    },
  };
}

export interface BareFanOut {
  url: string;
  /** Sends one event with this word to every stream. */
  send(word: string): void;
  close(): void;
}

/** The least that can be done, in a process of its own: the same words written to every open response. */
export async function bareFanOut(): Promise<BareFanOut> {
  const child: ChildProcess = fork(fileURLToPath(new URL('./bare.ts', import.meta.url)));
  const port = await new Promise<number>((ready) => child.once('message', (told) => ready(told as number)));
  return {
    url: `http://127.0.0.1:${port}/`,
    send: (word) => void child.send(word),
    close: () => void child.kill(),
  };
}
