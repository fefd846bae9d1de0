/** Where an id stands in a file: the line and column of the attribute that gives it. */

import type { ModelFile } from '../../../domain/api/models.ts';
import type { Finding } from '../../../domain/checks.ts';

/** Id → line and column, from 1, of every `id="…"` (XML) or `"id": "…"` (forms); the first one counts. */
function placesOf(content: string): Map<string, { line: number; column: number }> {
  const places = new Map<string, { line: number; column: number }>();
  const starts: number[] = [];
  for (let at = content.indexOf('\n'); at >= 0; at = content.indexOf('\n', at + 1)) starts.push(at + 1);
  let line = 0;
  for (const found of content.matchAll(/\bid="([^"]*)"|"id"\s*:\s*"([^"]*)"/g)) {
    while (line < starts.length && starts[line]! <= found.index) line += 1;
    const id = found[1] ?? found[2]!;
    const column = found.index - (line === 0 ? 0 : starts[line - 1]!) + 1;
    if (!places.has(id)) places.set(id, { line: line + 1, column });
  }
  return places;
}

/** Gives every finding with an element the line where that element begins. */
export function placed(findings: readonly Finding[], files: readonly ModelFile[]): Finding[] {
  const known = new Map<string, Map<string, { line: number; column: number }>>();
  const placeOf = (file: string, id: string): { line: number; column: number } | undefined => {
    let places = known.get(file);
    if (!places) {
      places = placesOf(files.find((one) => one.name === file)?.content ?? '');
      known.set(file, places);
    }
    return places.get(id);
  };
  return findings.map((one) => {
    if (one.line !== undefined || one.element === undefined) return one;
    const place = placeOf(one.file, one.element);
    return place ? { ...one, ...place } : one;
  });
}
