/** For each inclusive join: the elements and flows from which a token can still come to it (zeebe-contract 4.10). */
import { type ElementNode, isInclusiveJoin, type ProcessModel } from './model.ts';

export function markReachable(model: ProcessModel): void {
  const throwing = [...model.elements.values()].filter((node) => node.linkTarget);
  for (const node of model.elements.values()) {
    if (!isInclusiveJoin(node)) continue;
    const found = new Set<string>();
    const open: ElementNode[] = [node];
    for (let at = open.pop(); at; at = open.pop()) {
      const sources = at.incoming.map((flow) => {
        // Flows that end at the join itself are tokens that have arrived.
        if (at !== node) found.add(flow.id);
        return flow.source;
      });
      if (at.attachedTo) sources.push(at.attachedTo);
      if (at.link !== undefined) sources.push(...throwing.filter((link) => link.linkTarget === at));
      for (const source of sources) {
        if (found.has(source.id) || source === node) continue;
        found.add(source.id);
        open.push(source);
      }
    }
    (node as { reachedFrom?: ReadonlySet<string> }).reachedFrom = found;
  }
}
