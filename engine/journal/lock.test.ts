/** One writer, whatever became of the one before; and a disk that refuses. Real processes, real limits. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { batches, freshDirectory, reopen } from './testing.ts';

const door = new URL('./journal.ts', import.meta.url).href;

/** Runs a script in a process of its own, with `openJournal` at hand; `limit` is in blocks of 1,024 bytes a file. */
function run(script: string, limit?: number) {
  const code = `import { openJournal } from ${JSON.stringify(door)};\n${script}`;
  const node = [process.execPath, '--input-type=module-typescript', '-e', code];
  const child = limit
    ? spawn('bash', ['-c', `ulimit -f ${limit}; exec "$@"`, 'bash', ...node])
    : spawn(node[0]!, node.slice(1));
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let output = '';
  child.stdout.on('data', (data) => {
    output += data;
  });
  child.stderr.on('data', (data) => {
    output += data;
  });
  return { child, output: () => output };
}

describe('the lock', () => {
  test('a second engine on the same directory is refused and told who has it', async () => {
    const dir = await freshDirectory();
    const { journal } = await reopen(dir);
    await expect(reopen(dir)).rejects.toThrow(new RegExp(`in use by process ${process.pid}`));
    const { child, output } = run(`await openJournal({ dir: ${JSON.stringify(dir)} });`);
    const [status] = await once(child, 'close');
    expect(status).toBe(1);
    expect(output()).toContain(`in use by process ${process.pid}`);
    await journal.close();
    await reopen(dir);
  });

  test('what a killed engine left behind is taken over', async () => {
    const dir = await freshDirectory();
    const { child } = run(
      `const journal = await openJournal({ dir: ${JSON.stringify(dir)} });
       await journal.recover(() => {}, () => {});
       await journal.append({ records: [{ position: 1, value: {} }] });
       console.log('ready'); setInterval(() => {}, 1000);`,
    );
    await once(child.stdout, 'data');
    await expect(reopen(dir)).rejects.toThrow(`in use by process ${child.pid}`);
    child.kill('SIGKILL');
    await once(child, 'close');
    const { recovered } = await reopen(dir);
    expect(recovered.map((batch) => batch.records[0]!.position)).toEqual([1]);
  });

  test('so is one whose number belongs to another process now, and one that is not readable', async () => {
    const dir = await freshDirectory();
    await writeFile(join(dir, 'lock'), JSON.stringify({ pid: process.pid, started: 'an earlier boot:1' }));
    const first = await reopen(dir);
    expect(JSON.parse(await readFile(join(dir, 'lock'), 'utf8')).pid).toBe(process.pid);
    await first.journal.close();
    await writeFile(join(dir, 'lock'), '');
    await reopen(dir);
  });
});

describe('a disk that refuses', () => {
  test('every waiting and every later append fails with the reason; what was acknowledged is there', async () => {
    const dir = await freshDirectory();
    const { child, output } = run(
      `let failures = 0;
       const journal = await openJournal({ dir: ${JSON.stringify(dir)}, preallocateBytes: 4096, onFailure: () => failures++ });
       await journal.recover(() => {}, () => {});
       let acknowledged = 0, message = '';
       try {
         for (;;) {
           await journal.append({ records: [{ position: acknowledged + 1, value: 'x'.repeat(500) }] });
           acknowledged++;
         }
       } catch (error) { message = error.message; }
       const later = await journal.append({ records: [{ position: 999999 }] }).catch((error) => error.message);
       await journal.close();
       console.log(JSON.stringify({ acknowledged, message, later, failures }));`,
      64,
    );
    const [status] = await once(child, 'close');
    expect(status, output()).toBe(0);
    const told = JSON.parse(output());
    expect(told.message).toMatch(/journal cannot be written \(EFBIG.*takes no further commands/);
    expect(told.later).toBe(told.message);
    expect(told.failures).toBe(1);
    const { recovered, journal } = await reopen(dir);
    expect(recovered.length).toBeGreaterThanOrEqual(told.acknowledged);
    expect(told.acknowledged).toBeGreaterThan(20);
    await journal.append(batches([1], recovered.length + 1)[0]!);
  });
});
