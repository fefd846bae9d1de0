/** Which steps no way may leave out, where a way has to lead, and what must stay secret. */
import { type Place, secrecy, stepDemands, wayDemands } from '../../../domain/regulation/limits.ts';
import type { Stage } from '../../../domain/stages.ts';
import { called, type Rule, regulation as say } from '../finding.ts';
import type { Diagram, Node } from '../read/diagram.ts';
import { stageTask, valuesAfter } from '../stage-tasks.ts';
import { reach, wayTo } from '../ways.ts';

function isAt(node: Node, place: Place): boolean {
  if (place === 'start') return false;
  if (place === 'end') return node.type === 'EndEvent' && !node.parent?.triggeredByEvent;
  if ('stage' in place) return node.task !== null && node.id === place.stage;
  return node.jobType === place.job && (place.kind === undefined || node.headers.kind === place.kind);
}

/** An extension is granted by days; to keep a date that is near is not one. */
const isExtension = (node: Node): boolean => node.jobType !== 'extend-deadline' || node.headers.minimum === undefined;

function originsOf(diagram: Diagram, place: Place): readonly Node[] {
  if (place === 'start') return diagram.processes;
  return [...diagram.nodes.values()].filter((node) => isAt(node, place));
}

/** How a place is called in a sentence: the name of the node that stands there, or else what it is. */
function nameOf(diagram: Diagram, place: Place): string {
  if (typeof place === 'string') return place;
  const node = originsOf(diagram, place)[0];
  return node ? called(node) : 'stage' in place ? place.stage : place.job;
}

const placeName = (place: Place): string =>
  typeof place === 'string' ? '' : 'stage' in place ? place.stage : place.job;

export const steps: Rule = ({ procedure }) => {
  if (!procedure) return [];
  return stepDemands.flatMap((demand) => {
    const { from, to, through, outcome } = demand;
    return originsOf(procedure, from).flatMap((origin) => {
      const values = outcome ? valuesAfter(origin, outcome) : {};
      const reached = reach([origin], {
        values,
        ended: outcome !== undefined,
        // Whoever comes back into the scope begins another round, of which the demands from the start speak.
        avoid: (node) => isAt(node, through) || (from !== 'start' && (node === origin || node === origin.parent)),
      });
      const arrived = [...reached.nodes.keys()].filter((node) => isAt(node, to) && isExtension(node));
      return arrived.map((node) => {
        const way = wayTo(reached, node).filter((one) => one.type !== 'Process' && one.type !== 'SubProcess');
        return say(
          'error',
          demand.code,
          { file: procedure.file, element: node.id, article: demand.article },
          {
            from: from === 'start' ? '' : called(origin),
            to: called(node),
            step: nameOf(procedure, through),
            way: [...(from === 'start' ? [] : [origin]), ...way]
              .filter((one) => one.name)
              .slice(-8)
              .map(called)
              .join(' › '),
          },
        );
      });
    });
  });
};

export const ways: Rule = ({ procedure }) => {
  if (!procedure) return [];
  return wayDemands.flatMap(({ article, stage, outcome, reaches }) => {
    const origin = stageTask(procedure, stage as Stage);
    if (!origin) return [];
    const reached = reach([origin], {
      values: valuesAfter(origin, outcome),
      ended: true,
      inside: origin.parent,
      avoid: (node) => node === origin,
    });
    if ([...reached.nodes.keys()].some((node) => reaches.some((place) => isAt(node, place)))) return [];
    return [
      say(
        'error',
        'way-missing',
        { file: procedure.file, element: origin.id, article },
        {
          name: called(origin),
          outcome,
          to: reaches.map((place) => nameOf(procedure, place) || placeName(place)).join(', '),
        },
      ),
    ];
  });
};

export const secrets: Rule = ({ procedure }) => {
  if (!procedure) return [];
  return secrecy.flatMap(({ article, from, confidential, outcome }) =>
    originsOf(procedure, from).flatMap((origin) => {
      const values = { ...(confidential && { confidential }), ...(outcome && valuesAfter(origin, outcome)) };
      const reached = reach([origin], {
        values,
        ended: outcome !== undefined,
        avoid: (node) => from !== 'start' && (node === origin || node === origin.parent),
      });
      return [...reached.nodes.keys()]
        .filter((node) => isAt(node, { job: 'publish-reply', kind: 'public' }))
        .map((node) =>
          say(
            'error',
            outcome ? 'sealed-published' : 'confidential-published',
            {
              file: procedure.file,
              element: node.id,
              article,
            },
            { name: called(node) },
          ),
        );
    }),
  );
};
