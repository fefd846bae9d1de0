/** Running other people's programs, and hearing what they say. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export interface Ran {
  code: number;
  out: string;
}

/** Runs to the end; standard output and error together. Stopped after `seconds`. */
export function run(command: string, args: string[], options: { cwd?: string; seconds?: number } = {}): Promise<Ran> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: options.cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    const hear = (data: Buffer) => {
      out += data;
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    const late = setTimeout(() => child.kill('SIGKILL'), (options.seconds ?? 120) * 1000);
    child.on('error', (error) => resolve({ code: 127, out: error.message }));
    child.on('close', (code) => {
      clearTimeout(late);
      resolve({ code: code ?? 1, out });
    });
  });
}

export const onPath = (program: string): boolean =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));

/** What a program says about its calls: `ok <call>` or `FAILED <call>: <why>`. */
export interface Heard {
  ok: number;
  failed: string[];
}
export function heard({ code, out }: Ran): Heard {
  const lines = out.split('\n');
  const ok = lines.filter((line) => line.startsWith('ok ')).length;
  const failed = lines.filter((line) => line.startsWith('FAILED ')).map((line) => line.slice(7));
  if (code !== 0) failed.push(`the program ended with ${code}: ${lines.filter(Boolean).slice(-5).join(' | ')}`);
  else if (ok === 0) failed.push('the program made no call');
  return { ok, failed };
}
