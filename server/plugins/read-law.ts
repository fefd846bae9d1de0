/**
 * A deployed definition as the law reads it. The engine has taken it, so it is read here; a draft's diagram never is
 * (the sandbox's job `law`). A definition never changes: each is read once.
 */
import { createRequire } from 'node:module';
import { BpmnModdle } from 'bpmn-moddle';
import { type LawReading, lawReadingOf } from '../../domain/regulation/reading.ts';
import type { Definition } from '../../store/definitions.ts';

const zeebe = createRequire(import.meta.url)('zeebe-bpmn-moddle/resources/zeebe.json');
const known = new WeakMap<object, Map<string, Promise<LawReading>>>();
const mostKnown = 50;

/** `owner`: whose definitions these are (a store): keys mean something there alone. */
export function lawOfDefinition(
  owner: object,
  { _id: key, processId, xml }: Pick<Definition, '_id' | 'processId' | 'xml'>,
): Promise<LawReading> {
  const readings = known.get(owner) ?? new Map<string, Promise<LawReading>>();
  known.set(owner, readings);
  const before = readings.get(key);
  if (before) return before;
  const reading = new BpmnModdle({ zeebe }).fromXML(xml).then(({ rootElement }: { rootElement: object }) => {
    const found = lawReadingOf(rootElement, processId);
    if (!found) throw new Error(`The diagram has no process ${processId}`);
    return found;
  });
  readings.set(key, reading);
  reading.catch(() => readings.delete(key));
  for (const oldest of readings.keys()) {
    if (readings.size <= mostKnown) break;
    readings.delete(oldest);
  }
  return reading;
}
