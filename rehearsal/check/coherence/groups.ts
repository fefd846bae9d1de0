/** Groups: each task is offered to people who are known and may do it. */
import { may, roleOf } from '../../../domain/rights.ts';
import { called, type Rule, coherence as say } from '../finding.ts';
import { groupsOf } from '../groups.ts';
import { userTasks } from '../stage-tasks.ts';

export const groups: Rule = ({ diagrams }) =>
  diagrams.flatMap((diagram) =>
    userTasks(diagram).flatMap((node) => {
      const where = { file: diagram.file, element: node.id };
      const name = called(node);
      const list = groupsOf(node);
      if (list === null) return [say('warning', 'group-computed', where, { name, groups: node.task!.groups ?? '' })];
      if (list.length === 0) return [say('error', 'group-none', where, { name })];
      return list.flatMap((group) => {
        if (!roleOf(group)) return [say('error', 'group-unknown', where, { name, group })];
        if (may([group], 'task.complete', { candidateGroups: [group] })) return [];
        return [say('error', 'group-without-right', where, { name, group })];
      });
    }),
  );
