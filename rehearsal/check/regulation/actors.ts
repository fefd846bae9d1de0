/** Who acts: the groups of each stage are those that its article names. */

import { type Actor, stageDemands } from '../../../domain/regulation/limits.ts';
import { roleOf } from '../../../domain/rights.ts';
import { called, type Rule, regulation as say } from '../finding.ts';
import { groupsOf } from '../groups.ts';
import { stageOf, userTasks } from '../stage-tasks.ts';

/** `agency:x:leader` → leader, `ioc-duty` → ioc-duty. */
function actorOf(group: string): Actor | string {
  const known = roleOf(group);
  return known?.role === 'officer' || known?.role === 'leader' ? known.role : group;
}

export const actors: Rule = ({ procedure }) => {
  if (!procedure) return [];
  return userTasks(procedure).flatMap((node) => {
    const stage = stageOf(node);
    const groups = groupsOf(node);
    // Who it is cannot be told, or is told by another rule.
    if (!stage || groups === null || groups.length === 0) return [];
    const { actor, actorArticle } = stageDemands[stage];
    const others = groups.map(actorOf).filter((one) => one !== actor);
    if (others.length === 0) return [];
    return [
      say(
        'error',
        'wrong-actor',
        { file: procedure.file, element: node.id, article: actorArticle },
        {
          name: called(node),
          actor,
          others: others.join(', '),
        },
      ),
    ];
  });
};
