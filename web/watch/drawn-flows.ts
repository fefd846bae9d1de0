/** The sequence flows of a diagram with what is written on them, in the order in which they are drawn. */
import type { DrawnFlow } from '../../domain/why.ts';

/** By the id of the element that they leave. */
export function flowsOf(xml: string): Map<string, DrawnFlow[]> {
  const model = new DOMParser().parseFromString(xml, 'text/xml');
  const all = (name: string): Element[] => [...model.getElementsByTagNameNS('*', name)];
  const defaults = new Set(
    ['exclusiveGateway', 'inclusiveGateway'].flatMap(all).flatMap((gateway) => gateway.getAttribute('default') ?? []),
  );
  const flows = all('sequenceFlow').map((flow): DrawnFlow => {
    const id = flow.getAttribute('id') ?? '';
    const condition = flow.getElementsByTagNameNS('*', 'conditionExpression')[0]?.textContent?.trim();
    return {
      id,
      name: flow.getAttribute('name') ?? '',
      source: flow.getAttribute('sourceRef') ?? '',
      target: flow.getAttribute('targetRef') ?? '',
      condition: condition ? condition.replace(/^=\s*/, '') : null,
      isDefault: defaults.has(id),
    };
  });
  return Map.groupBy(flows, ({ source }) => source);
}
