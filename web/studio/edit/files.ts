/** A draft's files by kind, in the order in which an analyst meets them: diagrams, tables, forms. */
import type { ModelFile } from '../../data/models.ts';

export type FileKind = 'bpmn' | 'dmn' | 'form';
export const kinds: readonly FileKind[] = ['bpmn', 'dmn', 'form'];

export const kindOfFile = (name: string): FileKind => name.slice(name.lastIndexOf('.') + 1) as FileKind;

export interface FileGroup {
  kind: FileKind;
  files: ModelFile[];
}

/** Kinds without a file are left out. */
export function byKind(files: readonly ModelFile[]): FileGroup[] {
  return kinds.flatMap((kind) => {
    const found = files.filter(({ name }) => kindOfFile(name) === kind);
    return found.length > 0 ? [{ kind, files: found }] : [];
  });
}

/** The file to open: the one that is named, else the first diagram, else any. */
export function fileToOpen(files: readonly ModelFile[], wanted: string | null): ModelFile | undefined {
  return files.find(({ name }) => name === wanted) ?? byKind(files)[0]?.files[0];
}

/** What a file is called in a list: its name without folder and ending. */
export const shortName = (name: string): string => name.replace(/^.*\//, '').replace(/\.\w+$/, '');
