/** How long: no clock is longer than its article allows, and none starts later than it says. */
import { budgetHours, jobClocks, stageDemands } from '../../../domain/regulation/limits.ts';
import { called, type Rule, regulation as say } from '../finding.ts';
import { input, type Node } from '../read/diagram.ts';
import { stageOf } from '../stage-tasks.ts';

/** What an element gives as its budget, and what the article of its stage or job allows. */
function clockOf(node: Node): { budget: string; longest: string; article: string } | null {
  const stage = stageOf(node);
  const budget = input(node, 'budget') ?? node.headers.budget;
  if (budget === undefined) return null;
  if (stage) {
    const { budget: own, article } = stageDemands[stage];
    // A task of the handling clock that is given a budget of its own may not have more than that clock.
    return { budget, longest: own ?? jobClocks['set-deadline']!.longest, article };
  }
  const clock = node.jobType ? jobClocks[node.jobType] : undefined;
  if (clock) return { budget, longest: clock.longest, article: clock.article };
  const named = node.properties.article;
  const others = Object.values(stageDemands).filter((one) => one.article === named && one.budget !== null);
  // A task beyond the stages keeps to the longest time of the article that it names.
  const longest = [...others.map((one) => one.budget!), ...clocksOf(named)].sort(
    (a, b) => budgetHours(b)! - budgetHours(a)!,
  )[0];
  return longest && named ? { budget, longest, article: named } : null;
}

const clocksOf = (article: string | undefined): string[] =>
  Object.values(jobClocks)
    .filter((one) => one.article === article)
    .map((one) => one.longest);

export const budgets: Rule = ({ procedure }) => {
  if (!procedure) return [];
  return [...procedure.nodes.values()].flatMap((node) => {
    const budget = input(node, 'budget') ?? node.headers.budget;
    if (budget === undefined) return [];
    const where = { file: procedure.file, element: node.id };
    const name = called(node);
    if (budget.trim().startsWith('=')) {
      return [say('warning', 'budget-computed', { ...where, article: clockOf(node)?.article }, { name, budget })];
    }
    const hours = budgetHours(budget);
    if (hours === null) return [say('error', 'budget-unreadable', where, { name, budget })];
    const clock = clockOf(node);
    if (!clock) return [];
    const { longest, article } = clock;
    const most = budgetHours(longest)!;
    if (hours > most) return [say('error', 'budget-longer', { ...where, article }, { name, budget, longest })];
    if (hours < most) return [say('hint', 'budget-stricter', { ...where, article }, { name, budget, longest })];
    return [];
  });
};

/** `=now()` and `=if supplementedAt = null then receivedAt else supplementedAt` say what they start from. */
const startsFrom = (start: string, from: string): boolean =>
  from === 'now' ? /^=\s*now\s*\(\s*\)\s*$/.test(start) : new RegExp(`\\b${from}\\b`).test(start);

export const clockStarts: Rule = ({ procedure }) => {
  if (!procedure) return [];
  return [...procedure.nodes.values()].flatMap((node) => {
    const stage = stageOf(node);
    const start = input(node, 'clockStart');
    if (!stage || start === undefined) return [];
    const { clock, article } = stageDemands[stage];
    if (clock.length === 0 || clock.some((from) => startsFrom(start, from))) return [];
    return [
      say(
        'error',
        'clock-start',
        { file: procedure.file, element: node.id, article },
        {
          name: called(node),
          start,
          wanted: clock.map((from) => (from === 'now' ? '=now()' : `=${from}`)).join(' / '),
        },
      ),
    ];
  });
};
