/** What a diagram has that can be reached: its elements and flows, with their names. */
import { BpmnModdle } from 'bpmn-moddle';
import type { Resource } from './resources.ts';

export interface Drawn {
  /** Ids, in the order of the file. */
  readonly elements: readonly string[];
  readonly flows: readonly string[];
  readonly names: Readonly<Record<string, string>>;
}

// biome-ignore lint/suspicious/noExplicitAny: bpmn-moddle's objects carry no types
type Moddle = any;

/** All diagrams of a deployment together. */
export async function drawnIn(resources: readonly Resource[]): Promise<Drawn> {
  const elements: string[] = [];
  const flows: string[] = [];
  const names: Record<string, string> = {};
  const collect = (scope: Moddle): void => {
    for (const one of scope.flowElements ?? []) {
      if (one.$type === 'bpmn:SequenceFlow') flows.push(one.id);
      else if (/(Task|Event|Gateway|SubProcess|Transaction|CallActivity)$/.test(one.$type)) elements.push(one.id);
      else continue;
      if (one.name) names[one.id] = one.name;
      collect(one);
    }
  };
  for (const { name, content } of resources) {
    if (!name.endsWith('.bpmn')) continue;
    const { rootElement } = await new BpmnModdle().fromXML(content);
    for (const one of rootElement.rootElements ?? []) if (one.$type === 'bpmn:Process') collect(one);
  }
  return { elements, flows, names };
}
