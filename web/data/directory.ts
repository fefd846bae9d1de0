/**
 * The directory (agencies, areas, fields with their past): asked for once a visit, and kept on this device so that names
 * are there without a network. Null before the first answer: then the list that the product is shipped with serves.
 */
import type { WholeDirectory } from '../../domain/api/directory.ts';
import { formatDay } from '../../domain/iso-time.ts';
import { now } from './clock.ts';
import { ask } from './http.ts';

const key = 'qn.directory';
const listeners = new Set<() => void>();
let held: WholeDirectory | null = read();
let asked: Promise<void> | undefined;

function read(): WholeDirectory | null {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? 'null') as WholeDirectory | null;
    return Array.isArray(kept?.fields) ? kept : null;
  } catch {
    return null;
  }
}

export const knownDirectory = (): WholeDirectory | null => held;
/** The day in Vietnam that the directory is read for. */
export const today = (): string => formatDay(now());

/** Asks for it; when that fails what is known goes on serving, and the next visit asks again. */
export function learnDirectory(): Promise<void> {
  asked ??= ask<WholeDirectory>('/api/directory')
    .then((value) => {
      if (held?.version === value.version) return;
      held = value;
      try {
        localStorage.setItem(key, JSON.stringify(value));
      } catch {
        // A device that keeps nothing asks again at the next visit.
      }
      for (const listener of listeners) listener();
    })
    .catch(() => {
      asked = undefined;
    });
  return asked;
}

/** It was changed here: asks anew. */
export function directoryChanged(): Promise<void> {
  asked = undefined;
  return learnDirectory();
}

/** Calls `listener` when another directory is known; answers how to stop. */
export function onDirectory(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
