/** A helper process of a bench: its first message, or its end. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Starts a file beside `from` (an import.meta.url) and waits until it says something. @throws when it ends before */
export async function helper<Told>(
  file: string,
  from: string,
  args: readonly string[] = [],
): Promise<{ child: ChildProcess; told: Told }> {
  const child = fork(fileURLToPath(new URL(file, from)), args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const told = await new Promise<Told>((resolve, reject) => {
    child.once('message', (message) => resolve(message as Told));
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code}`)));
  });
  return { child, told };
}
