/** Errors and escalations: from the throwing element outward to the first that catches, across call activities (4.8). */
import type { ElementNode } from '../model/model.ts';
import type { Instance } from '../state/entities.ts';
import type { Step } from './step.ts';
import { triggerBoundary, triggerEventSubProcess } from './triggers.ts';

export interface Catcher {
  /** The activity with the boundary event, or the scope of the event sub-process. */
  instance: Instance;
  event: ElementNode;
}

/**
 * The catcher of what `from` throws, or the codes that could have been caught. An event sub-process does not catch what
 * is thrown in itself.
 */
export function findCatcher(
  step: Step,
  from: Instance,
  code: string,
  kind: 'error' | 'escalation' = 'error',
): Catcher | { available: string[] } {
  const available: string[] = [];
  const pick = (events: readonly ElementNode[]): ElementNode | undefined => {
    const catching = events.filter((event) => event[kind]);
    for (const event of catching) if (event[kind]!.code) available.push(event[kind]!.code.text);
    return catching.find((event) => event[kind]!.code?.text === code) ?? catching.find((event) => !event[kind]!.code);
  };
  let at: Instance | undefined = from;
  while (at) {
    const caught = pick(at.node.boundaries);
    if (caught) return { instance: at, event: caught };
    const scope: Instance | undefined = at.parent;
    if (scope) {
      const inside = at.node;
      const others = scope.interrupted ? [] : scope.node.eventSubProcesses.filter((sub) => sub !== inside);
      const start = pick(others.flatMap((sub) => sub.startEvents));
      if (start) return { instance: scope, event: start };
      at = scope;
    } else {
      at = at.callerKey > 0 ? step.state.instances.get(at.callerKey) : undefined;
    }
  }
  return { available };
}

/** What happens where an error or escalation is caught. */
export function caught(step: Step, catcher: Catcher, variables: Readonly<Record<string, unknown>>): void {
  if (catcher.event.type === 'BOUNDARY_EVENT') triggerBoundary(step, catcher.instance, catcher.event, variables);
  else triggerEventSubProcess(step, catcher.instance, catcher.event, variables);
}

/** The message of an error that nobody caught; `text` is the worker's, absent for an error end event. */
export function uncaught(code: string, available: readonly string[], text?: string): string {
  const head = `Expected to throw an error event with the code '${code}'${text === undefined ? '' : ` with message '${text}'`}, but it was not caught.`;
  return available.length === 0
    ? `${head} No error events are available in the scope.`
    : `${head} Available error events are [${available.join(', ')}]`;
}
