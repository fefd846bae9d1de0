/** A server or workers say every few seconds that they live, that they leave, and take their line away at the end. */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { beatMs, type LivingPart, type Parts } from './parts.ts';
import { productVersion } from './product.ts';
import { programVersion } from './versions.ts';

export interface Heartbeat {
  readonly id: string;
  /** It is being stopped; nobody waits for this to be written. */
  leave(): void;
  /** Takes the line away. */
  stop(): Promise<void>;
}

/** The first line is there when it resolves. A database that is away is told of by others. */
export async function startHeartbeat(
  parts: Parts,
  kind: LivingPart['kind'],
  machineNow: () => number,
): Promise<Heartbeat> {
  const id = randomUUID();
  const said = {
    _id: id,
    kind,
    where: `${hostname()}:${process.pid}`,
    product: productVersion,
    databaseVersion: programVersion,
    node: process.version,
    startedAt: machineNow(),
  };
  let leaving = false;
  let last: Promise<void> = Promise.resolve();
  const beat = (): void => {
    last = parts.beat({ ...said, leaving }, machineNow()).catch(() => {});
  };
  beat();
  await last;
  const timer = setInterval(beat, beatMs);
  timer.unref();
  return {
    id,
    leave() {
      leaving = true;
      beat();
    },
    async stop() {
      clearInterval(timer);
      await last;
      await parts.gone(id).catch(() => {});
    },
  };
}
