/** Ports: a setting of 0 takes a free one, and a taken one is said by name before anything is started. */
import { randomInt } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

function tryListen(port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : port));
    });
  });
}

/** Below the ports that systems give to outgoing connections: one of those may be taken before its server listens. */
const own = { from: 15_000, to: 32_000 };
const tries = 20;

/**
 * Makes the port this process's for as long as it lives, so that nobody who chooses meanwhile gets it too: its server
 * may begin to listen seconds later. The mark is the datagram port of the same number, which nobody else uses.
 */
function reserve(port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const mark = createSocket('udp4').unref();
    mark.once('error', reject);
    mark.bind({ port, address: host, exclusive: true }, resolve);
  });
}

async function freePort(host: string): Promise<number> {
  for (let n = 0; n < tries; n++) {
    const port = randomInt(own.from, own.to);
    const free = await reserve(port, host)
      .then(() => tryListen(port, host))
      .catch(() => undefined);
    if (free !== undefined) return free;
  }
  return tryListen(0, host);
}

/** The port itself when it is free, a free one for 0. @throws with the setting's name when it is taken */
export async function choosePort(setting: string, port: number, host = '127.0.0.1'): Promise<number> {
  try {
    return port === 0 ? await freePort(host) : await tryListen(port, host);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new Error(
      code === 'EADDRINUSE'
        ? `Port ${port} (${setting}) is taken by another program. Set ${setting} to another port, or to 0 for a free one.`
        : `Port ${port} (${setting}) cannot be used: ${code}.`,
    );
  }
}
