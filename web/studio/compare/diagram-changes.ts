/** What differs between two versions of a diagram, element by element: the drawing by bpmn-js-differ, what is in an element by ours. */
import { diff } from 'bpmn-js-differ';
import { BpmnModdle } from 'bpmn-moddle';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json' with { type: 'json' };
import { elementsOf, kindOf, type ModdleElement, nameOf, propertyOf } from '../moddle.ts';
import { facetsOf } from './facets.ts';

export type ChangeKind = 'added' | 'removed' | 'changed' | 'moved';

export interface FacetChange {
  facet: string;
  /** As written; null where it was not, or is no longer, there. */
  before: string | null;
  after: string | null;
}

export interface ElementChange {
  id: string;
  change: ChangeKind;
  name: string;
  /** BPMN type without prefix. */
  kind: string;
  /** The article that the element carries, in the later version if it is there. */
  article: string | null;
  facets: FacetChange[];
}

async function read(xml: string): Promise<ModdleElement> {
  return (await new BpmnModdle({ zeebe }).fromXML(xml)).rootElement;
}

/** Changes of what is in elements first, each kind in the order of the later file. */
export async function diagramChanges(before: string, after: string): Promise<ElementChange[]> {
  const [old, now] = await Promise.all([read(before), read(after)]);
  const drawn = diff(old, now);
  const [olds, nows] = [elementsOf(old), elementsOf(now)];
  const changes: ElementChange[] = [];
  for (const [id, element] of nows) {
    const was = olds.get(id);
    const facets = was ? facetChanges(was, element) : [];
    if (!was) changes.push(changeOf(element, 'added', facets));
    else if (facets.length > 0) changes.push(changeOf(element, 'changed', facets));
    else if (id in drawn._layoutChanged) changes.push(changeOf(element, 'moved', facets));
  }
  for (const [id, element] of olds) if (!nows.has(id)) changes.push(changeOf(element, 'removed', []));
  const order: readonly ChangeKind[] = ['changed', 'added', 'removed', 'moved'];
  return changes.toSorted((a, b) => order.indexOf(a.change) - order.indexOf(b.change));
}

function changeOf(element: ModdleElement, change: ChangeKind, facets: FacetChange[]): ElementChange {
  const article = propertyOf(element, 'article') ?? null;
  return { id: element.id, change, name: nameOf(element), kind: kindOf(element), article, facets };
}

export function facetChanges(before: ModdleElement, after: ModdleElement): FacetChange[] {
  const [old, now] = [facetsOf(before), facetsOf(after)];
  return [...new Set([...now.keys(), ...old.keys()])].flatMap((facet) =>
    old.get(facet) === now.get(facet) ? [] : [{ facet, before: old.get(facet) ?? null, after: now.get(facet) ?? null }],
  );
}
