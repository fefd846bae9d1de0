/**
 * The way of a report: the steps that it has passed, where it stands, and what is expected, in the words that the
 * deployed diagram has for citizens. From the records (elements passed, deadlines, decisions), never guessed from a
 * status.
 */
import type { Extension, Way, WayStep } from '../../domain/api/way.ts';
import { type Calendar, compileCalendar, shippedCalendar } from '../../domain/calendar.ts';
import type { Completion } from '../../store/completions.ts';
import type { Deadline } from '../../store/deadlines.ts';
import type { Definition } from '../../store/definitions.ts';
import type { ElementInstance } from '../../store/instances.ts';
import type { HistoryLine, Report } from '../../store/reports.ts';
import type { Store } from '../../store/store.ts';
import { calendarInForce } from '../plugins/calendar.ts';
import { defined } from '../plugins/defined.ts';
import { wire } from '../views/time.ts';
import { stepsAhead } from './ahead.ts';
import { type Graph, readGraph } from './read-graph.ts';

/** A completion and the end of its task are two records of one moment. */
const sameMomentMs = 2_000;

export interface Ways {
  of(report: Report, now: number): Promise<Way>;
}

export function waysOf(store: Store, processId: string): Ways {
  const graphs = new Map<string, Promise<Graph | null>>();

  function graphOf(definition: Definition): Promise<Graph | null> {
    let known = graphs.get(definition._id);
    if (!known) {
      known = readGraph(definition.xml, definition.processId);
      // Only the versions of late are asked for; a map of all there ever were would grow for ever.
      if (graphs.size >= 16) graphs.delete(graphs.keys().next().value!);
      graphs.set(definition._id, known);
    }
    return known;
  }

  async function definitionOf(report: Report): Promise<Definition | null> {
    const instance = report.instanceKey ? await store.instances.find(report.instanceKey) : null;
    return instance ? store.definitions.find(instance.definitionKey) : store.definitions.latest(processId);
  }

  return {
    async of(report, now) {
      const [definition, inForce] = await Promise.all([definitionOf(report), calendarInForce(store)]);
      if (!definition) return { version: null, asOf: wire(now), steps: [] };
      const calendar = inForce ?? compileCalendar(shippedCalendar);
      const [graph, elements, deadlines, decisions] = await Promise.all([
        graphOf(definition),
        report.instanceKey ? store.instances.elementsOf(report.instanceKey) : [],
        store.deadlines.ofReport(report._id),
        store.completions.ofReport(report._id),
      ]);
      if (!graph) return { version: definition.version, asOf: wire(now), steps: [] };
      const passed = stepsPassed({ report, graph, elements, deadlines, decisions });
      return {
        version: definition.version,
        asOf: wire(now),
        steps: [...passed, ...expected({ report, graph, elements, deadlines, calendar, now })],
      };
    },
  };
}

interface Known {
  report: Report;
  graph: Graph;
  elements: readonly ElementInstance[];
  deadlines: readonly Deadline[];
}

function stepsPassed(known: Known & { decisions: readonly Completion[] }): WayStep[] {
  const { elements, graph } = known;
  const inner = new Set(elements.filter(isBody).map((one) => one._id));
  return elements
    .filter((one) => graph.nodes.get(one.elementId)?.label && !inner.has(one.scope))
    .map((one) => stepOf(one, known));
}

/** Several at once (opinions) are one step to a citizen. */
const isBody = (element: ElementInstance): boolean => element.type === 'MULTI_INSTANCE_BODY';

function stepOf(element: ElementInstance, known: Known & { decisions: readonly Completion[] }): WayStep {
  const { graph, deadlines, elements } = known;
  const { label, article } = graph.nodes.get(element.elementId)!;
  const ids = isBody(element)
    ? elements.filter((one) => one.scope === element._id).map((one) => one._id)
    : [element._id];
  const limits = deadlines.filter((one) => ids.includes(one._id));
  const last = limits.toSorted((a, b) => b.dueAt - a.dueAt)[0];
  const line = element.endedAt === null ? undefined : lineOf(element, known.report.history);
  const due = last?.dueAt ?? (element.state === 'active' ? waitsUntil(known.report, element) : null);
  return {
    elementId: element.elementId,
    label: label!,
    // An end is reached, not stood at, though its notice may still be on its way.
    state: element.state === 'active' && element.type !== 'END_EVENT' ? 'here' : 'past',
    ...(article ? { article } : {}),
    enteredAt: wire(element.startedAt),
    ...(element.endedAt === null ? {} : { leftAt: wire(element.endedAt) }),
    ...(due === null ? {} : { dueAt: wire(due) }),
    ...(last && last.originalDueAt !== last.dueAt ? { firstDueAt: wire(last.originalDueAt) } : {}),
    ...(line ? { outcome: line.what, ...(line.by ? { by: line.by } : {}) } : {}),
    ...(element.state === 'terminated' ? { interrupted: true } : {}),
    ...extensionOf(element, line, known),
  };
}

/** A wait for the sender has no task and so no deadline of its own. */
function waitsUntil(report: Report, element: ElementInstance): number | null {
  return element.type === 'EVENT_BASED_GATEWAY' ? (report.flow.waitUntil ?? report.dueAt) : null;
}

function lineOf(element: ElementInstance, history: readonly HistoryLine[]): HistoryLine | undefined {
  return history.findLast(
    (line) =>
      line.stage === element.elementId &&
      line.what.startsWith(`${element.elementId}.`) &&
      line.at >= element.startedAt &&
      Math.abs(line.at - element.endedAt!) <= sameMomentMs,
  );
}

const wordsOf = (completion: Completion | undefined, name: string): string | undefined => {
  const value = completion?.fields[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
};
const daysOf = (completion: Completion | undefined): number | undefined => {
  const value = completion?.fields.days;
  return typeof value === 'number' ? value : undefined;
};

function extensionOf(
  element: ElementInstance,
  line: HistoryLine | undefined,
  { decisions, deadlines }: Known & { decisions: readonly Completion[] },
): { extension?: Extension } {
  const outcome =
    line?.what === 'extension.granted' ? 'granted' : line?.what === 'extension.refused' ? 'refused' : null;
  if (!outcome) return {};
  const adopted = decisions.filter((one) => one.state === 'adopted');
  const decided = adopted.find((one) => one.taskInstance === element._id);
  const asked = adopted.findLast(
    (one) => one.outcome === 'extension-requested' && one.at <= element.startedAt + sameMomentMs,
  );
  const moved = deadlines
    .flatMap((one) => one.moves)
    .filter((move) => move.reason === 'extension' && move.at >= element.endedAt! - sameMomentMs)
    .toSorted((a, b) => a.at - b.at)[0];
  return {
    extension: defined({
      outcome,
      askedDays: daysOf(asked),
      days: outcome === 'granted' ? daysOf(decided) : undefined,
      reason: wordsOf(asked, 'reason'),
      refusal: wordsOf(decided, 'reason'),
      by: line?.by,
      ...(outcome === 'granted' && moved ? { from: wire(moved.from), to: wire(moved.to) } : {}),
    }) as Extension,
  };
}

const over: ReadonlySet<Report['status']> = new Set(['rejected', 'withdrawn', 'answered', 'closed']);

function expected(known: Known & { calendar: Calendar; now: number }): WayStep[] {
  const { report, graph, elements, calendar, now } = known;
  // Over, or answered: whether a comment leads to more work is for its review to say, not for this page to promise.
  if (report.flow.ended || over.has(report.status)) return [];
  const standing = elements.filter((one) => one.state === 'active' && graph.nodes.get(one.elementId)?.label).at(-1);
  // Between two steps it stands nowhere: what is ahead follows from the last that was left.
  const last = standing ?? elements.findLast((one) => graph.nodes.get(one.elementId)?.label);
  const supplemented = report.supplements.filter((one) => !one.addendum).at(-1)?.at;
  const ahead = stepsAhead(
    graph,
    {
      elementId: last?.elementId ?? null,
      from: Math.max(now, standing ? (report.dueAt ?? now) : now),
      receivedAt: supplemented ?? report.receivedAt,
      sharedDueAt: sharedDue(known),
    },
    calendar,
  );
  return ahead.map(({ node, dueAt }) => ({
    elementId: node.id,
    label: node.label!,
    state: 'ahead',
    ...(node.article ? { article: node.article } : {}),
    ...(dueAt === null ? {} : { dueAt: wire(dueAt) }),
  }));
}

/** The newest clock that an element has opened for later steps. */
function sharedDue({ graph, deadlines }: Known): number | null {
  return deadlines.findLast((one) => graph.nodes.get(one.elementId)?.kind === 'opens')?.dueAt ?? null;
}
