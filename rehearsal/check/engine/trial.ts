/** A trial deployment of all files on an engine in memory, and its refusal taken apart: file, element, line, words. */

import type { ModelFile } from '../../../domain/api/models.ts';
import type { Finding } from '../../../domain/checks.ts';
import { ManualClock } from '../../../engine/clock.ts';
import { createEngine } from '../../../engine/engine.ts';
import { Rejection } from '../../../engine/types.ts';
import { engine as say } from '../finding.ts';

/** 2 March 2026, 08:00 in Vietnam; the clock of a trial stands still. */
const start = 1_772_413_200_000;

export async function trialDeployment(files: readonly ModelFile[]): Promise<Finding[]> {
  const engine = await createEngine({ clock: new ManualClock(start), zone: '+07:00' });
  try {
    await engine.deploy([...files]);
    return [];
  } catch (error) {
    if (error instanceof Rejection) return refusals(error.reason, files);
    throw error;
  } finally {
    await engine.close();
  }
}

/** Lines of a refusal: `'<file>': - Element: <id>`, `    - ERROR: <message>`, `'<file>': <message>`, `<message>`. */
export function refusals(reason: string, files: readonly ModelFile[]): Finding[] {
  const found: Finding[] = [];
  let file = '';
  let element: string | undefined;
  for (const line of reason.split('\n').slice(1)) {
    const resource = /^'([^']+)': (.*)$/s.exec(line);
    if (resource) {
      file = resource[1]!;
      element = undefined;
    }
    const rest = resource ? resource[2]! : line;
    const label = /^- Element: (.*)$/.exec(rest);
    if (label) {
      element = label[1]!.replace(/ > .*$/, '');
      continue;
    }
    const message = /^ {4}- ERROR: (.*)$/s.exec(rest)?.[1] ?? rest;
    if (message.trim() === '') continue;
    found.push(refusal(file || ownerOf(message, files), element, message.trim(), files));
  }
  return found;
}

/** `Duplicated form id in resources 'a' and 'b'`: the second of them is the one too many. */
const ownerOf = (message: string, files: readonly ModelFile[]): string =>
  /and '([^']+)'$/.exec(message)?.[1] ?? files[0]?.name ?? '';

function refusal(file: string, element: string | undefined, message: string, files: readonly ModelFile[]): Finding {
  const schema = /^Line=(\d+) Column=(\d+): (.*)$/s.exec(message);
  if (schema) {
    const place = { line: Number(schema[1]), column: Number(schema[2]) };
    return { ...say('error', 'unreadable', { file }, { message: schema[3]! }), ...place };
  }
  if (/DOCTYPE/.test(message)) {
    const line = linesBefore(files, file, /<!DOCTYPE/i);
    return { ...say('error', 'unreadable', { file }, { message }), line };
  }
  const decision = /^Decision '([^']+)'/.exec(message)?.[1];
  const given = files.find((one) => one.name === file);
  if (given && /\.form$/i.test(file) && /JSON|Unexpected|Expected .* in/.test(message)) {
    const at = /position (\d+)/.exec(message)?.[1];
    const before = at === undefined ? null : given.content.slice(0, Number(at)).split('\n');
    const place = before ? { line: before.length, column: before.at(-1)!.length + 1 } : {};
    return { ...say('error', 'unreadable', { file }, { message }), ...place };
  }
  const where = element ?? decision;
  return say('error', 'refused', { file, ...(where ? { element: where } : {}) }, { message });
}

/** The line, from 1, on which something first stands in a file. */
function linesBefore(files: readonly ModelFile[], name: string, what: RegExp): number {
  const content = files.find((one) => one.name === name)?.content ?? '';
  return content.slice(0, Math.max(0, content.search(what))).split('\n').length;
}
