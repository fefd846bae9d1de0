/** Incidents that are one thing: the same element, the same kind, and a message that differs in numbers and codes only. */

export interface Stopped {
  key: string;
  elementId: string;
  errorType: string;
  message: string;
  /** ISO. */
  createdAt: string;
}

/** A message without what differs from report to report. */
export const shapeOf = (message: string): string =>
  message
    .replace(/\bQN-[\w-]+/g, '#')
    .replace(/\d+/g, '#')
    .trim();

/** Groups, the largest first; within one the oldest first, in the order given. */
export function groupsOf<T extends Stopped>(incidents: readonly T[]): T[][] {
  const groups = Map.groupBy(incidents, (one) => JSON.stringify([one.elementId, one.errorType, shapeOf(one.message)]));
  return [...groups.values()].sort((a, b) => b.length - a.length || (a[0]!.createdAt < b[0]!.createdAt ? -1 : 1));
}
