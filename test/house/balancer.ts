/**
 * One address before several servers, as an installation's own balancer is: each connection goes to the next server in
 * turn, and past one that takes none. It knows nothing of HTTP: a server that dies takes the connections it had with it. A
 * watchful one asks each server all the time whether it is ready, and sends nobody new to one that is not.
 */
import { connect, createServer, type Socket } from 'node:net';

export interface Balancer {
  close(): Promise<void>;
}

const lookMs = 100;

/** Listens on 127.0.0.1. A connection that no server takes is cut off. */
export async function openBalancer(port: number, targets: readonly number[], watchful = false): Promise<Balancer> {
  const open = new Set<Socket>();
  const unready = new Set<number>();
  let turn = 0;
  const looking = watchful ? setInterval(() => void look(), lookMs) : undefined;

  async function look(): Promise<void> {
    for (const target of targets) {
      const answer = await fetch(`http://127.0.0.1:${target}/readyz`).catch(() => undefined);
      await answer?.arrayBuffer().catch(() => {});
      if (answer?.ok) unready.delete(target);
      else unready.add(target);
    }
  }

  /** The next in turn that is ready; the next, where none is. */
  function choose(): number {
    for (let tries = 0; tries < targets.length; tries++) {
      const target = targets[turn++ % targets.length]!;
      if (!unready.has(target)) return target;
    }
    return targets[turn++ % targets.length]!;
  }

  function join(caller: Socket, triesLeft: number): void {
    const server = connect(choose(), '127.0.0.1');
    open.add(server);
    server.once('close', () => open.delete(server));
    server.once('connect', () => {
      server.off('error', next);
      server.on('error', () => caller.destroy());
      caller.on('error', () => server.destroy());
      server.on('close', () => caller.destroy());
      caller.on('close', () => server.destroy());
      caller.pipe(server).pipe(caller);
    });
    const next = () => (triesLeft > 1 ? join(caller, triesLeft - 1) : caller.destroy());
    server.once('error', next);
  }

  const server = createServer((caller) => {
    open.add(caller);
    caller.once('close', () => open.delete(caller));
    caller.on('error', () => caller.destroy());
    join(caller, targets.length);
  });
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  return {
    close: () =>
      new Promise((done) => {
        clearInterval(looking);
        server.close(() => done());
        for (const one of open) one.destroy();
      }),
  };
}
