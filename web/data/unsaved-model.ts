/** What of a draft is not saved yet, on this device: a network that is away, or a page that was closed, loses nothing. */
import type { ModelFile } from './models.ts';

export interface UnsavedModel {
  seen: number;
  files: ModelFile[];
}

const keyOf = (id: string): string => `qn.model.${id}`;

export function readUnsaved(id: string): UnsavedModel | null {
  try {
    const text = localStorage.getItem(keyOf(id));
    return text ? (JSON.parse(text) as UnsavedModel) : null;
  } catch {
    return null;
  }
}

export function keepUnsaved(id: string, unsaved: UnsavedModel | null): void {
  try {
    if (unsaved) localStorage.setItem(keyOf(id), JSON.stringify(unsaved));
    else localStorage.removeItem(keyOf(id));
  } catch {
    // A device that keeps nothing: it is saved to the server a moment later all the same.
  }
}
