/**
 * How a server goes out of service so that nobody notices: first it says so (`/readyz`), so that a balancer sends no more
 * people; then it takes no more connections, asks those who follow events to come again elsewhere, and finishes what is
 * being answered; only then what works behind the answers stops. What hangs is cut off when its time is over.
 */
import type { FastifyInstance } from 'fastify';
import type { Streams } from './stream/routes.ts';

export interface Leaving {
  /** Said in `/readyz` and on every answer from then on. */
  readonly begun: boolean;
  begin(): void;
}

export function createLeaving(): Leaving {
  let begun = false;
  return {
    get begun() {
      return begun;
    },
    begin() {
      begun = true;
    },
  };
}

/** Connections that are kept open would bring more people to a server that leaves: each ends with its next answer. */
export function sayGoodbye(app: FastifyInstance, leaving: Pick<Leaving, 'begun'>): void {
  app.addHook('onSend', async (_request, reply) => {
    if (leaving.begun) reply.header('connection', 'close');
  });
}

export interface LeaveOptions {
  leaving: Leaving;
  app: FastifyInstance;
  streams: Pick<Streams, 'close'>;
  /** `delayMs`: between the word and the closed door. `graceMs`: for what is being answered. */
  stop: { delayMs: number; graceMs: number };
}

/** Resolves when nobody is being answered any more. */
export async function leave({ leaving, app, streams, stop }: LeaveOptions): Promise<void> {
  leaving.begin();
  if (stop.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, stop.delayMs));
  const cut = setTimeout(() => app.server.closeAllConnections(), stop.graceMs);
  streams.close();
  await app.close().catch(() => {});
  clearTimeout(cut);
}
