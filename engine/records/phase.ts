/**
 * Whether exporting is paused, on disk: a pause outlives a restart, as on Zeebe. What could go wrong: a file that cannot
 * be read; then records are sent, which loses nothing.
 */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from '../journal/files.ts';
import type { Phase } from './exporter.ts';

export interface PhaseStore {
  read(): Promise<Phase>;
  write(phase: Phase): Promise<void>;
}

const known: readonly string[] = ['exporting', 'paused', 'softPaused'];

/** Keeps it in `<dir>/phase.json`. */
export function openPhaseStore(dir: string, warn: (line: string) => void): PhaseStore {
  const path = join(dir, 'phase.json');
  return {
    async read() {
      try {
        const { phase } = JSON.parse(await readFile(path, 'utf8')) as { phase: string };
        if (known.includes(phase)) return phase as Phase;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'exporting';
      }
      warn(`Records: ${path} cannot be read; records are sent.`);
      return 'exporting';
    },
    async write(phase) {
      await mkdir(dir, { recursive: true, mode: 0o700 });
      await replaceFile(dir, path, [JSON.stringify({ phase })]);
    },
  };
}
