/** The drawing's own sense: everything is reached, ends are ends, ids are one thing's, notes say what the task says. */
import { isStage } from '../../../domain/stages.ts';
import { called, type Rule, coherence as say } from '../finding.ts';
import { input, type Node } from '../read/diagram.ts';
import { userTasks } from '../stage-tasks.ts';
import { fromStart, reach } from '../ways.ts';

export const reached: Rule = ({ diagrams }) =>
  diagrams.flatMap((diagram) => {
    const { nodes } = fromStart(diagram);
    return [...diagram.nodes.values()]
      .filter((node) => node.parent !== null && !nodes.has(node) && !isHandler(node))
      .map((node) => say('error', 'unreachable', { file: diagram.file, element: node.id }, { name: called(node) }));
  });

/** What undoes another activity is reached by association, not by a flow. */
const isHandler = (node: Node): boolean => node.type === 'BoundaryEvent' && node.outgoing.length === 0;

/** Beside an event sub-process that does not interrupt, only a terminate end ends: the others wait for it. */
export const endsEnd: Rule = ({ diagrams }) =>
  diagrams.flatMap((diagram) =>
    [...diagram.nodes.values()].flatMap((scope) => {
      const waits = scope.children.some(
        (one) =>
          one.triggeredByEvent && one.children.some((inner) => inner.type === 'StartEvent' && !inner.interrupting),
      );
      if (!waits) return [];
      // The end of one of several branches may be a quiet one, as long as another's is not.
      const splits = scope.children.filter(
        (one) =>
          (['ParallelGateway', 'InclusiveGateway'].includes(one.type) && one.outgoing.length > 1) ||
          (one.type === 'BoundaryEvent' && !one.interrupting),
      );
      const beside = reach(splits, { inside: scope }).nodes;
      return scope.children
        .filter((one) => one.type === 'EndEvent' && !one.terminates && !beside.has(one))
        .map((one) => say('error', 'end-waits', { file: diagram.file, element: one.id }, { name: called(one) }));
    }),
  );

/** One id, one thing. */
export const idsOnce: Rule = ({ files }) =>
  files.flatMap(({ name, content }) => {
    if (!/\.(bpmn|dmn|form)$/i.test(name)) return [];
    const seen = new Map<string, number>();
    const ids = /\.form$/i.test(name) ? /"id"\s*:\s*"([^"]+)"/g : /<[^!?][^<>]*?\sid="([^"]+)"/g;
    for (const [, id] of content.matchAll(ids)) seen.set(id!, (seen.get(id!) ?? 0) + 1);
    return [...seen]
      .filter(([, times]) => times > 1)
      .map(([id, times]) => say('error', 'id-twice', { file: name, element: id }, { id, n: times }));
  });

/** The note under a task says how long and by which article: it is what people read. */
export const notes: Rule = ({ procedure }) => {
  if (!procedure) return [];
  return userTasks(procedure).flatMap((node) => {
    const note = procedure.notes.get(node.id);
    const budget = input(node, 'budget');
    const found = note ? /(\d+) (giờ|ngày)/.exec(note.text) : null;
    const said = found ? `${found[1]}${found[2] === 'giờ' ? 'h' : 'd'}` : null;
    const article = note ? /Điều (\d+(?:\.\d+)?)/.exec(note.text)?.[1] : undefined;
    const wrong =
      (said !== null && budget !== undefined && said !== budget) ||
      (article !== undefined && node.properties.article !== undefined && article !== node.properties.article);
    if (!note || !wrong) return [];
    return [
      say(
        'warning',
        'note-outdated',
        { file: procedure.file, element: node.id },
        {
          name: called(node),
          note: note.text.replace(/\s+/g, ' '),
          budget: budget ?? '',
          article: node.properties.article ?? '',
        },
      ),
    ];
  });
};

/** Senders follow their report by these words, in both languages. */
export const citizenWords: Rule = ({ procedure }) => {
  if (!procedure) return [];
  return userTasks(procedure)
    .filter(({ properties }) => !properties.citizenLabel || !properties.citizenLabelEn)
    .map((node) => say('warning', 'citizen-words', { file: procedure.file, element: node.id }, { name: called(node) }));
};

/** Server and statistics know a stage's task by its id and by this header: both say the same. */
export const stageHeaders: Rule = ({ procedure }) => {
  if (!procedure) return [];
  return userTasks(procedure).flatMap((node) => {
    const { stage = '' } = node.headers;
    if (stage === node.id || (!isStage(node.id) && !isStage(stage))) return [];
    return [
      say(
        'error',
        'stage-header',
        { file: procedure.file, element: node.id },
        { name: called(node), stage, id: node.id },
      ),
    ];
  });
};
