/** Articles and elements: every deadline and task names its article, and every article that demands a step is named. */
import { carriedArticles, stageDemands } from '../../../domain/regulation/limits.ts';
import { stageIds } from '../../../domain/stages.ts';
import { called, type Rule, regulation as say } from '../finding.ts';
import { input, type Node } from '../read/diagram.ts';
import { stageOf, stageTask, userTasks } from '../stage-tasks.ts';

const annexes = new Set(['1', '2']);

/** An article that the regulation has not, an annex or a decision that is not there. */
export const knownReferences: Rule = ({ procedure, articles, decisions }) => {
  if (!procedure) return [];
  return [...procedure.nodes.values()].flatMap((node) => {
    const { article, annex, decision } = node.properties;
    const where = { file: procedure.file, element: node.id };
    const name = called(node);
    return [
      ...(article && !articles.has(article) ? [say('error', 'article-unknown', where, { name, article })] : []),
      ...(annex && !annexes.has(annex) ? [say('error', 'annex-unknown', where, { name, annex })] : []),
      ...(decision && !decisions.has(decision)
        ? [say('error', 'decision-page-unknown', where, { name, decision })]
        : []),
    ];
  });
};

export const hasDeadline = (node: Node): boolean =>
  input(node, 'budget') !== undefined ||
  input(node, 'clockDue') !== undefined ||
  node.headers.budget !== undefined ||
  (node.timer !== null && node.type !== 'StartEvent');

/** A deadline says which article, or which decision of ours, it rests on; a task names its article. */
export const deadlinesAndTasks: Rule = ({ procedure }) => {
  if (!procedure) return [];
  return [...procedure.nodes.values()].flatMap((node) => {
    const { article, decision } = node.properties;
    const where = { file: procedure.file, element: node.id };
    const name = called(node);
    if (node.task) {
      const set = node.listeners.some(({ event, type }) => event === 'start' && type === 'set-deadline');
      const given = input(node, 'clockDue') !== undefined || input(node, 'budget') !== undefined;
      const shown = node.task.dueDate !== null;
      return [
        ...(article ? [] : [say('error', 'task-without-article', where, { name })]),
        ...(set && given && shown ? [] : [say('error', 'task-without-deadline', where, { name })]),
      ];
    }
    if (hasDeadline(node) && !article && !decision) return [say('error', 'deadline-without-article', where, { name })];
    return [];
  });
};

/** Every stage of the regulation is there. */
export const stagesThere: Rule = ({ procedure }) => {
  if (!procedure) return [];
  return stageIds
    .filter((stage) => !stageTask(procedure, stage))
    .map((stage) =>
      say('error', 'stage-missing', { file: procedure.file, article: stageDemands[stage].article }, { stage }),
    );
};

/** A task that the regulation does not know takes time that one of its articles has given to others. */
export const tasksBeyond: Rule = ({ procedure }) => {
  if (!procedure) return [];
  return userTasks(procedure)
    .filter((node) => stageOf(node) === null)
    .map((node) => {
      const { article } = node.properties;
      return say('hint', 'task-beyond', { file: procedure.file, element: node.id, article }, { name: called(node) });
    });
};

/** An article that demands a step and that no element carries any more. */
export const articlesCarried: Rule = ({ procedure, articles }) => {
  if (!procedure) return [];
  const carried = new Set([...procedure.nodes.values()].map((node) => node.properties.article));
  return carriedArticles
    .filter((article) => articles.has(article) && !carried.has(article))
    .map((article) => say('warning', 'article-dropped', { file: procedure.file, article }, { article }));
};

/** The article that a stage names is the one that its time rests on. */
export const stageArticles: Rule = ({ procedure }) => {
  if (!procedure) return [];
  return userTasks(procedure).flatMap((node) => {
    const stage = stageOf(node);
    const { article } = node.properties;
    const wanted = stage ? stageDemands[stage].article : undefined;
    if (!wanted || !article || article === wanted) return [];
    return [
      say(
        'warning',
        'article-other',
        { file: procedure.file, element: node.id, article: wanted },
        {
          name: called(node),
          article,
          wanted,
        },
      ),
    ];
  });
};
