import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { registry } from './registry.ts';

const diagram = readFileSync(join(import.meta.dirname, '..', 'bpmn', 'field-report.bpmn'), 'utf8');

/** Job type → tries, as the diagram gives them to tasks, ends and listeners. */
function inDiagram(): Map<string, number> {
  const found = new Map<string, number>();
  for (const [tag] of diagram.matchAll(/<zeebe:(?:taskDefinition|executionListener|taskListener) [^>]*>/g)) {
    const type = /\btype="([^"]+)"/.exec(tag)?.[1] as string;
    const retries = Number(/\bretries="(\d+)"/.exec(tag)?.[1] ?? 3);
    found.set(type, Math.max(found.get(type) ?? 0, retries));
  }
  return found;
}

describe('the registry', () => {
  it('has a handler for each job type of the diagram, and none that it does not ask for', () => {
    expect(registry.map(({ type }) => type).sort()).toEqual([...inDiagram().keys()].sort());
  });

  it('knows how many tries the diagram gives', () => {
    for (const [type, retries] of inDiagram()) {
      expect(registry.find((one) => one.type === type)?.retries, type).toBe(retries);
    }
  });

  it('fetches nothing that a report’s sender wrote', () => {
    const fetched = new Set(registry.flatMap(({ variables }) => variables));
    for (const name of ['name', 'phone', 'content', 'reply', 'result', 'missing', 'ground']) {
      expect(fetched).not.toContain(name);
    }
  });
});
