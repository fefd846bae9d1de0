/**
 * A real mailbox for tests: pymap, an IMAP server by others (IDLE, MOVE, UIDPLUS), in memory, in a process of its own.
 * Fetched once by pip and kept in the cache; where it cannot be had, the test that asks for it fails.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ImapFlow } from 'imapflow';
import { cached } from '../../../local/cache.ts';
import { choosePort } from '../../../local/ports.ts';
import { until } from '../until.ts';

const user = 'paht@quangnam.example';
const password = 'a password: with / and @';

export interface ImapServer {
  /** As IMAP_URL has it. */
  url: string;
  /** Puts mails into the mailbox, in this order. */
  deliver(...mails: (string | Buffer)[]): Promise<void>;
  /** How many mails a folder holds. */
  count(folder: string): Promise<number>;
  close(): Promise<void>;
}

export async function openImapServer(): Promise<ImapServer> {
  const site = await cached('pymap-0.36.7', fetchPymap);
  const port = await choosePort('the test mailbox', 0);
  const code = 'from pymap.main import main; main()';
  const args = ['-c', code, '--no-tls', '--host', '127.0.0.1', '--port', String(port), 'dict'];
  const child = spawn('python3', [...args, '--demo-user', user, '--demo-password', password], {
    env: { ...process.env, PYTHONPATH: site, PYTHONDONTWRITEBYTECODE: '1' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr!.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-2_000);
  });
  await until(async () => {
    if (child.exitCode !== null) throw new Error(`The IMAP server ended (Python 3.11 or later is needed): ${said}`);
    return (await answers(port)) || undefined;
  }, 'the IMAP server');
  const client = new ImapFlow({
    host: '127.0.0.1',
    port,
    secure: false,
    doSTARTTLS: false,
    auth: { user, pass: password },
    logger: false,
  });
  client.on('error', () => {});
  await client.connect();
  return {
    url: `imap://${encodeURIComponent(user)}:${encodeURIComponent(password)}@127.0.0.1:${port}`,
    async deliver(...mails) {
      for (const mail of mails) await client.append('INBOX', Buffer.from(mail as string));
    },
    async count(folder) {
      const status = await client.status(folder, { messages: true }).catch(() => null);
      return status ? (status.messages ?? 0) : 0;
    },
    async close() {
      client.close();
      await ended(child);
    },
  };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port }, () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

async function fetchPymap(target: string): Promise<void> {
  const work = await mkdtemp(join(tmpdir(), 'pymap-'));
  const requirements = join(import.meta.dirname, 'requirements.txt');
  const pip = ['-m', 'pip', 'download', '--disable-pip-version-check', '--quiet', '--no-deps', '--require-hashes'];
  try {
    await python([...pip, '--only-binary', ':all:', '--dest', work, '--requirement', requirements]);
    for (const wheel of await readdir(work)) await python(['-m', 'zipfile', '-e', join(work, wheel), target]);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function python(args: string[]): Promise<void> {
  const child = spawn('python3', args, { stdio: ['ignore', 2, 2] });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`The IMAP server for the tests could not be fetched (python3 ended with ${code}).`);
}
