/**
 * Where a way turns back: the steps against the order of a depth-first walk from the start. Where every loop has one
 * entrance, as people draw them, these are the same steps whatever branch is walked first.
 */
import type { Way } from './way.ts';

export interface Back {
  from: string;
  to: string;
}

export function loopsOf(way: Way): Back[] {
  const backs: Back[] = [];
  const seen = new Set<string>();
  const above = new Set<string>();
  for (const start of way.starts) {
    if (seen.has(start)) continue;
    seen.add(start);
    above.add(start);
    // Without recursion: a hostile diagram is deep.
    const stack = [{ id: start, next: 0 }];
    while (stack.length > 0) {
      const top = stack.at(-1)!;
      const step = way.steps.get(top.id)?.[top.next++];
      if (!step) {
        above.delete(top.id);
        stack.pop();
      } else if (above.has(step.to)) backs.push({ from: step.from, to: step.to });
      else if (!seen.has(step.to)) {
        seen.add(step.to);
        above.add(step.to);
        stack.push({ id: step.to, next: 0 });
      }
    }
  }
  return backs;
}
