/** BPMN errors: from the throwing element outward to the first that catches, across call activities (contract 4.8). */
import type { ElementNode } from '../model/model.ts';
import type { Instance } from '../state/entities.ts';
import type { Step } from './step.ts';
import { triggerBoundary, triggerEventSubProcess } from './triggers.ts';

export interface Catcher {
  /** The activity with the boundary event, or the scope of the event sub-process. */
  instance: Instance;
  event: ElementNode;
}

/** The catcher, or the codes that could have been caught. */
export function findCatcher(step: Step, from: Instance, code: string): Catcher | { available: string[] } {
  const available: string[] = [];
  let at: Instance | undefined = from;
  while (at) {
    const boundaries = at.node.boundaries.filter((event) => event.error);
    const caught = pick(boundaries, code, available);
    if (caught) return { instance: at, event: caught };
    const scope: Instance | undefined = at.parent;
    if (scope) {
      const starts = scope.interrupted
        ? []
        : scope.node.eventSubProcesses.flatMap((sub) => sub.startEvents).filter((start) => start.error);
      const start = pick(starts, code, available);
      if (start) return { instance: scope, event: start };
      at = scope;
    } else {
      at = at.callerKey > 0 ? step.state.instances.get(at.callerKey) : undefined;
    }
  }
  return { available };
}

function pick(events: readonly ElementNode[], code: string, available: string[]): ElementNode | undefined {
  for (const event of events) if (event.error?.code) available.push(event.error.code.text);
  return events.find((event) => event.error?.code?.text === code) ?? events.find((event) => !event.error?.code);
}

export function catchError(step: Step, catcher: Catcher, variables: Readonly<Record<string, unknown>>): void {
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
