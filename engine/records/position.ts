/**
 * What the endpoint has acknowledged, on disk: after a restart the exporter goes on behind it. It may lag behind the
 * truth by a moment (records then come twice, with the same ids), it is never ahead of it.
 */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from '../journal/files.ts';

export interface Acknowledged {
  position: number;
  /** How many records of each value type were sent up to there: `sequence` goes on behind it. */
  sequences: Record<string, number>;
}

export interface PositionStore {
  read(): Promise<Acknowledged>;
  write(acknowledged: Acknowledged): Promise<void>;
}

/** Keeps it in `<dir>/acknowledged.json`. No address is stored: an endpoint may move between two starts. */
export function openPositionStore(dir: string, warn: (line: string) => void): PositionStore {
  const path = join(dir, 'acknowledged.json');
  return {
    async read() {
      await mkdir(dir, { recursive: true, mode: 0o700 });
      let text: string;
      try {
        text = await readFile(path, 'utf8');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { position: 0, sequences: {} };
        throw error;
      }
      try {
        const found = JSON.parse(text) as Acknowledged;
        if (Number.isSafeInteger(found.position) && typeof found.sequences === 'object') return found;
      } catch {
        // Said below.
      }
      warn(`Records: ${path} cannot be read; every record that the journal still holds is sent again.`);
      return { position: 0, sequences: {} };
    },
    write: (acknowledged) => replaceFile(dir, path, [JSON.stringify(acknowledged)]),
  };
}
