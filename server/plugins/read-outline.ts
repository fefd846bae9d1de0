/**
 * The outline of a deployed definition. The engine has taken it, so it is read here; a draft's diagram, which may be
 * hostile, never is. A definition never changes: each is read once.
 */
import { createRequire } from 'node:module';
import { BpmnModdle } from 'bpmn-moddle';
import { type Outline, outlineOf } from '../../domain/migration/outline.ts';
import type { Definition } from '../../store/definitions.ts';

const zeebe = createRequire(import.meta.url)('zeebe-bpmn-moddle/resources/zeebe.json');
/** Definitions by key, newest use last; versions that nothing asks for any more make room. */
const known = new Map<string, Promise<Outline>>();
const mostKnown = 50;

export function outlineOfDefinition(definition: Pick<Definition, '_id' | 'processId' | 'xml'>): Promise<Outline> {
  const { _id: key, processId, xml } = definition;
  // Tests have databases of their own in which a key may mean another diagram.
  const name = `${key}:${xml.length}:${processId}`;
  const outline = known.get(name) ?? read(xml, processId);
  known.delete(name);
  known.set(name, outline);
  outline.catch(() => known.delete(name));
  for (const oldest of known.keys()) {
    if (known.size <= mostKnown) break;
    known.delete(oldest);
  }
  return outline;
}

async function read(xml: string, processId: string): Promise<Outline> {
  const { rootElement } = await new BpmnModdle({ zeebe }).fromXML(xml);
  const outline = outlineOf(rootElement, processId);
  if (!outline) throw new Error(`The diagram has no process ${processId}`);
  return outline;
}
