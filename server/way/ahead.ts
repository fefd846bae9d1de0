/** What is still ahead of a report on the ordinary way, with the latest date that the limits of the way lead to. Pure. */
import type { Calendar } from '../../domain/calendar.ts';
import { addWorking, parseBudget } from '../../domain/working-time.ts';
import type { Graph, Node } from './read-graph.ts';

export interface Expected {
  node: Node;
  /** Epoch ms; null for a step that no limit is set for. */
  dueAt: number | null;
}

export interface Standing {
  /** Where it stands; null before the first record: everything is ahead. */
  elementId: string | null;
  /** When this step is due, or now: from here on the limits add up. Epoch ms. */
  from: number;
  /** Reception, or the newest supplement: some limits run from there. */
  receivedAt: number;
  /** A clock that later steps share and that already runs. */
  sharedDueAt: number | null;
}

/** Labelled steps after the one where it stands, in order; a way that comes back to a step ends there. */
export function stepsAhead(graph: Graph, standing: Standing, calendar: Calendar): Expected[] {
  const expected: Expected[] = [];
  const seen = new Set<string>();
  let { from, sharedDueAt } = standing;
  let at = standing.elementId === null ? graph.start : (graph.nodes.get(standing.elementId)?.next ?? null);
  while (at !== null && !seen.has(at)) {
    seen.add(at);
    const node = graph.nodes.get(at);
    if (!node) break;
    const minutes = node.budget === null ? null : parseBudget(node.budget, calendar);
    const start = node.clock === 'reception' ? standing.receivedAt : from;
    const due = minutes === null ? null : addWorking(start, minutes, calendar);
    if (node.kind === 'opens') sharedDueAt = due;
    if (node.label && node.id !== standing.elementId) {
      const dueAt = node.kind === 'shares' ? sharedDueAt : node.kind === 'own' ? due : null;
      expected.push({ node, dueAt });
      from = Math.max(from, dueAt ?? from);
    }
    at = node.next;
  }
  return expected;
}
