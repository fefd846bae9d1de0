/** Reads files that somebody brings along: what is wrong with each, with the line, before anything is kept of it. */
import { DmnModdle } from 'dmn-moddle';
import type { ModelFile } from '../../domain/api/models.ts';
import type { FileProblem } from '../../domain/reading.ts';
import type { JobOf } from '../../domain/sandbox.ts';
import { checkSchema } from '../../engine/model/schema.ts';
import { brokenAt } from './json-place.ts';

type Found = Omit<FileProblem, 'file'>;
type Reader = (text: string) => Promise<Found | null>;

export const read: JobOf<'read'> = async ({ files }) => {
  const problems: FileProblem[] = [];
  for (const file of files) {
    const found = await problemOf(file);
    if (found) problems.push({ file: file.name, ...found });
  }
  return { problems };
};

async function problemOf({ name, content }: ModelFile): Promise<Found | null> {
  if (content.trim() === '') return { code: 'empty', line: null, column: null, said: '' };
  return readers[/\.(\w+)$/.exec(name)?.[1] as keyof typeof readers](content);
}

const readers: Record<'bpmn' | 'dmn' | 'form', Reader> = {
  async bpmn(text) {
    return doctype(text) ?? (await badXml(text, 'BPMN/20100524/MODEL')) ?? twice(text) ?? (await invalidBpmn(text));
  },
  async dmn(text) {
    return doctype(text) ?? (await badXml(text, 'DMN/20191111/MODEL')) ?? twice(text) ?? (await invalidDmn(text));
  },
  async form(text) {
    return badForm(text);
  },
};

/** Entities reach out or swell; no modeler writes a document type. */
function doctype(text: string): Found | null {
  const found = /<!DOCTYPE/i.exec(text);
  return found ? { code: 'doctype', ...placeOf(text, found.index), said: '' } : null;
}

async function badXml(text: string, namespace: string): Promise<Found | null> {
  const { XmlDocument, XmlParseError } = await import('libxml2-wasm');
  try {
    const document = XmlDocument.fromString(text);
    const isKind = document.root.namespaceUri.includes(namespace) && document.root.name === 'definitions';
    const said = `${document.root.name} ${document.root.namespaceUri}`;
    document.dispose();
    if (!isKind) return { code: 'wrong-kind', line: 1, column: null, said };
  } catch (error) {
    if (!(error instanceof XmlParseError)) throw error;
    const [first] = error.details;
    return {
      code: 'not-well-formed',
      line: first?.line ?? null,
      column: first?.col ?? null,
      said: error.message.trim(),
    };
  }
  return null;
}

async function invalidBpmn(text: string): Promise<Found | null> {
  try {
    await checkSchema(text);
    return null;
  } catch (error) {
    const [, line, column, said] = /^Line=(\d+) Column=(\d+): ([\s\S]*)$/.exec((error as Error).message) ?? [];
    return {
      code: 'not-valid',
      line: line ? Number(line) : null,
      column: Number(column) || null,
      said: said ?? (error as Error).message,
    };
  }
}

async function invalidDmn(text: string): Promise<Found | null> {
  try {
    await new DmnModdle().fromXML(text);
    return null;
  } catch (error) {
    const said = (error as Error).message;
    const line = /line: (\d+)/.exec(said)?.[1];
    const column = /column: (\d+)/.exec(said)?.[1];
    // The reader counts from 0.
    return {
      code: 'not-valid',
      line: line ? Number(line) + 1 : null,
      column: column ? Number(column) + 1 : null,
      said,
    };
  }
}

/** Two elements with one id: what refers to it refers to either. */
function twice(text: string): Found | null {
  const seen = new Set<string>();
  for (const found of text.matchAll(/<[\w:]+\s(?:[^<>]*?\s)?id="([^"]+)"/g)) {
    const id = found[1]!;
    if (seen.has(id)) return { code: 'duplicate-id', ...placeOf(text, found.index), said: id };
    seen.add(id);
  }
  return null;
}

function badForm(text: string): Found | null {
  let form: unknown;
  try {
    form = JSON.parse(text);
  } catch (error) {
    return { code: 'not-json', ...placeOf(text, brokenAt(text)), said: (error as Error).message };
  }
  const { id, components, type } = (form ?? {}) as Record<string, unknown>;
  const missing = [
    ...(typeof id === 'string' && id !== '' ? [] : ['id']),
    ...(Array.isArray(components) ? [] : ['components']),
    ...(type === undefined || type === 'default' ? [] : ['type']),
  ];
  return missing.length > 0 ? { code: 'not-form', line: 1, column: null, said: missing.join(', ') } : null;
}

function placeOf(text: string, index: number): { line: number; column: number } {
  const before = text.slice(0, index);
  return { line: before.split('\n').length, column: index - before.lastIndexOf('\n') };
}
