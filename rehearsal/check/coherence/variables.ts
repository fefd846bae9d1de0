/** Variables: nothing is read that nobody wrote before, nothing climbs out of an element, nothing hides the report. */
import { fieldsOf } from '../../../domain/stages.ts';
import { jobs, messages, neverInRoot, protectedVariables } from '../contract.ts';
import { namesOf } from '../feel.ts';
import { called, type Rule, coherence as say } from '../finding.ts';
import { type Diagram, input, jobsOf, type Node } from '../read/diagram.ts';
import type { Ground } from '../read/files.ts';
import { stageOf, userTasks } from '../stage-tasks.ts';
import { reach } from '../ways.ts';

/** What happens in an element gives it these, besides its inputs: a completion, a job's answer, a message's content. */
function given(ground: Ground, node: Node): string[] {
  const names = node.message ? [...(messages[node.message.name] ?? [])] : [];
  for (const type of jobsOf(node)) names.push(...(jobs[type]?.answers ?? []));
  if (node.loop) names.push(node.loop.element, 'loopCounter');
  if (node.decision) names.push(node.decision.result);
  if (node.script) names.push(node.script.result);
  if (!node.task) return names;
  const stage = stageOf(node);
  const form = node.task.formId ? ground.forms.get(node.task.formId) : undefined;
  const fields = stage
    ? [...fieldsOf(stage).values()].filter((field) => field.toEngine).map((field) => field.name)
    : (form?.inputs.map((one) => one.key) ?? []);
  return [...names, 'outcome', 'completionId', ...fields];
}

/** What an element leaves in the report's own variables. */
function leaves(ground: Ground, node: Node): string[] {
  const names = node.loop?.output ? [node.loop.output] : [];
  if (node.outputs.length > 0) return [...names, ...node.outputs.map(({ target }) => target.split('.')[0]!)];
  if (node.loop) return names;
  const inputs = new Set(node.inputs.map(({ target }) => target));
  return given(ground, node).filter((name) => !inputs.has(name));
}

interface Read {
  readonly node: Node;
  /** Where it stands, if not in the node itself. */
  readonly element: string;
  readonly text: string;
  /** Read before the element's own inputs are there. */
  readonly outside: boolean;
  /** Read when what happens in the element has happened. */
  readonly after: boolean;
}

function readsOf(diagram: Diagram): Read[] {
  const reads: Read[] = [];
  for (const node of diagram.nodes.values()) {
    const read = (text: string | null | undefined, rest: Partial<Read> = {}): void => {
      if (text?.trim().startsWith('='))
        reads.push({ node, element: node.id, text, outside: false, after: false, ...rest });
    };
    for (const { source } of node.inputs) read(source);
    for (const { source } of node.outputs) read(source, { after: true });
    read(node.timer?.text);
    if (node.type !== 'StartEvent' || node.parent?.triggeredByEvent) read(node.message?.key, { outside: true });
    read(node.task?.groups);
    read(node.task?.assignee);
    // The start listener has answered by then.
    read(node.task?.dueDate, { after: true });
    read(node.task?.followUpDate, { after: true });
    read(node.script?.expression);
    read(node.loop?.collection, { outside: true });
    read(node.loop?.outputElement, { after: true });
    read(node.loop?.condition, { after: true });
    for (const flow of node.outgoing) read(flow.condition, { element: flow.id, outside: true });
  }
  return reads;
}

/** Names that an element and the scopes around it hold by themselves. */
function localNames(ground: Ground, { node, outside, after }: Read): Set<string> {
  const names = new Set<string>();
  if (!outside) for (const { target } of node.inputs) names.add(target);
  if (!outside && node.loop) for (const name of [node.loop.element, 'loopCounter']) names.add(name);
  if (after) for (const name of given(ground, node)) names.add(name);
  for (let scope = node.parent; scope; scope = scope.parent) for (const { target } of scope.inputs) names.add(target);
  return names;
}

export const readsWritten: Rule = (ground) =>
  ground.diagrams.flatMap((diagram) => {
    const writers = new Map<string, Node[]>();
    for (const node of diagram.nodes.values()) {
      for (const name of leaves(ground, node)) writers.set(name, [...(writers.get(name) ?? []), node]);
    }
    const after = new Map<string, ReadonlySet<Node>>();
    /** Nodes that a value of this name can reach. */
    const behind = (name: string): ReadonlySet<Node> => {
      let nodes = after.get(name);
      if (!nodes) {
        const from = writers.get(name)!;
        const parts = from.map((one) => [...reach([one], { around: true }).nodes.keys()]);
        // A scope's own mappings run around what is inside of it, and a write inside of it is there when it ends.
        const scopes = from.flatMap((one) => {
          const around: Node[] = [];
          for (let scope = one.parent; scope; scope = scope.parent) around.push(scope);
          return around;
        });
        nodes = new Set([...parts.flat(), ...scopes]);
        after.set(name, nodes);
      }
      return nodes;
    };
    const found: ReturnType<Rule> = [];
    const said = new Set<string>();
    for (const read of readsOf(diagram)) {
      const local = localNames(ground, read);
      for (const name of namesOf(read.text)) {
        const once = `${read.element} ${name}`;
        if (local.has(name) || said.has(once)) continue;
        const where = { file: diagram.file, element: read.element };
        const data = { name: called(read.node), variable: name };
        if (!writers.has(name)) found.push(say('error', 'variable-unwritten', where, data));
        else if (!behind(name).has(read.node) && !(read.outside && writers.get(name)!.includes(read.node)))
          found.push(say('error', 'variable-too-early', where, data));
        else continue;
        said.add(once);
      }
    }
    return found;
  });

/** A task starts with empty hands: what an earlier round answered is not taken for this one's. */
export const emptyHands: Rule = (ground) =>
  ground.diagrams.flatMap((diagram) =>
    [...diagram.nodes.values()].flatMap((node) => {
      const stage = stageOf(node);
      const fields = stage
        ? [...fieldsOf(stage).values()].filter((field) => field.toEngine).map(({ name }) => name)
        : [];
      const wanted = node.task
        ? ['outcome', 'completionId', ...fields]
        : // A job that answers nothing new must not be taken to have answered what stands there already.
          node.jobType
          ? (jobs[node.jobType]?.answers ?? [])
          : [];
      const missing = wanted.filter((name) => input(node, name)?.replace(/\s/g, '') !== '=null');
      if (missing.length === 0) return [];
      return [
        say(
          'error',
          'not-emptied',
          { file: diagram.file, element: node.id },
          {
            name: called(node),
            variables: missing.join(', '),
          },
        ),
      ];
    }),
  );

/** What climbs into the report: the whole of an answer where no output says what of it, and names that are an element's. */
export const leaks: Rule = (ground) =>
  ground.diagrams.flatMap((diagram) =>
    [...diagram.nodes.values()].flatMap((node) => {
      const where = { file: diagram.file, element: node.id };
      const name = called(node);
      if (node.outputs.length > 0) {
        return node.outputs
          .filter(({ target }) => neverInRoot.has(target.split('.')[0]!) || isWord(node, target))
          .map(({ target }) => say('error', 'leak-named', where, { name, variable: target }));
      }
      if (node.type === 'StartEvent' && !node.parent?.triggeredByEvent) return [];
      // What an event sub-process holds for itself stays in it.
      const held = new Set<string>();
      for (let scope: Node | null = node.parent; scope; scope = scope.parent)
        for (const { target } of scope.inputs) held.add(target);
      const out = leaves(ground, node).filter((one) => !held.has(one) && one !== node.loop?.output);
      // A result that is named is meant.
      const named = node.decision?.result ?? node.script?.result;
      const kept = out.filter((one) => one !== named);
      if (kept.length === 0) return [];
      return [say('error', 'leak-all', where, { name, variables: kept.join(', ') })];
    }),
  );

/** A field of a stage that is a person's words and never goes to the engine. */
function isWord(node: Node, target: string): boolean {
  const stage = stageOf(node);
  return stage !== null && fieldsOf(stage).get(target)?.toEngine === false;
}

/** No element hides or writes what the report is found by. */
export const shadows: Rule = ({ diagrams }) =>
  diagrams.flatMap((diagram) =>
    [...diagram.nodes.values()].flatMap((node) =>
      [...node.inputs, ...node.outputs]
        .filter(({ target }) => protectedVariables.has(target.split('.')[0]!))
        .map(({ target }) =>
          say('error', 'shadowed', { file: diagram.file, element: node.id }, { name: called(node), variable: target }),
        ),
    ),
  );

/** A task that empties a variable and then reckons its own group from it. */
export const emptiedAndRead: Rule = ({ diagrams }) =>
  diagrams.flatMap((diagram) =>
    userTasks(diagram).flatMap((node) => {
      const emptied = new Set(
        node.inputs.filter(({ source }) => /^=\s*null\s*$/.test(source)).map(({ target }) => target),
      );
      return [...new Set([...namesOf(node.task!.groups), ...namesOf(node.task!.assignee)])]
        .filter((name) => emptied.has(name))
        .map((name) =>
          say(
            'error',
            'emptied-and-read',
            { file: diagram.file, element: node.id },
            { name: called(node), variable: name },
          ),
        );
    }),
  );
