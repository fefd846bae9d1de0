/**
 * The check of a draft: what the engine would refuse, what the regulation forbids, what does not fit together.
 * Everything is looked at that can be read, so that an analyst sees all of it at once.
 */
import type { CheckInput, CheckResult, Finding, Severity } from '../../domain/checks.ts';
import { decisionsThere, decisionValues, routingComplete } from './coherence/decisions.ts';
import { formsFit, formsThere, keysOnce } from './coherence/forms.ts';
import { groups } from './coherence/groups.ts';
import { jobTypes } from './coherence/jobs.ts';
import { messages } from './coherence/messages.ts';
import { outcomes, outcomesGiven, valuesGiven } from './coherence/outcomes.ts';
import { citizenWords, endsEnd, idsOnce, notes, reached, stageHeaders } from './coherence/shape.ts';
import { emptiedAndRead, emptyHands, leaks, readsWritten, shadows } from './coherence/variables.ts';
import { lintFile } from './engine/lint.ts';
import { feelSyntax } from './engine/syntax.ts';
import { trialDeployment } from './engine/trial.ts';
import { type Rule, engine as say } from './finding.ts';
import { type Ground, readGround } from './read/files.ts';
import { placed } from './read/place.ts';
import { actors } from './regulation/actors.ts';
import { budgets, clockStarts } from './regulation/budgets.ts';
import {
  articlesCarried,
  deadlinesAndTasks,
  knownReferences,
  stageArticles,
  stagesThere,
  tasksBeyond,
} from './regulation/carried.ts';
import { extensions, waits } from './regulation/limits-given.ts';
import { secrets, steps, ways } from './regulation/steps.ts';

/** The rules by concern, in the order in which their findings are shown. */
const ofRegulation: readonly Rule[] = [
  ...[stagesThere, budgets, clockStarts, actors, steps, ways, secrets, waits, extensions],
  ...[deadlinesAndTasks, knownReferences, stageArticles, tasksBeyond, articlesCarried],
];
const ofCoherence: readonly Rule[] = [
  ...[idsOnce, reached, endsEnd, outcomes, outcomesGiven, valuesGiven, formsThere, keysOnce, formsFit],
  ...[readsWritten, emptyHands, emptiedAndRead, leaks, shadows, jobTypes, decisionsThere, decisionValues],
  ...[routingComplete, messages, groups, stageHeaders, notes, citizenWords],
];

/** More than anyone reads; the rest is counted. */
const most = 500;
const rank: Record<Severity, number> = { error: 0, warning: 1, hint: 2 };

export async function checkFiles(input: CheckInput): Promise<CheckResult> {
  const { files } = input;
  const deep = say('error', 'too-deep', { file: files[0]?.name ?? '' });
  const ground = await bounded(readGround(files, input), null);
  if (!ground) return { findings: [deep], left: 0 };
  const rules = async (list: readonly Rule[]): Promise<Finding[]> =>
    (await Promise.all(list.map((rule) => bounded(run(rule, ground), [deep])))).flat();
  const syntax = await rules([feelSyntax]);
  const refused = await bounded(trialDeployment(files), [deep]);
  const lint: Finding[] = [];
  for (const file of files) if (/\.bpmn$/i.test(file.name)) lint.push(...(await bounded(lintFile(file), [deep])));
  const regulation = await rules(ofRegulation);
  const coherence = await rules(ofCoherence);
  const engine = once(syntax, refused, lint, coherence);
  const all = placed([...engine, ...regulation, ...coherence], files);
  const sorted = all
    .filter((one, at) => one.code !== 'too-deep' || at === all.findIndex(({ code }) => code === 'too-deep'))
    .toSorted((one, other) => rank[one.severity] - rank[other.severity]);
  return { findings: sorted.slice(0, most), left: Math.max(0, sorted.length - most) };
}

const run = async (rule: Rule, ground: Ground): Promise<Finding[]> => rule(ground);

/** What is nested too deep for one part to look at is an answer too. */
async function bounded<Answer, Instead>(part: Promise<Answer>, instead: Instead): Promise<Answer | Instead> {
  try {
    return await part;
  } catch (error) {
    if (error instanceof RangeError) return instead;
    throw error;
  }
}

/** One mistake is said once, by whoever says it best. */
function once(
  syntax: readonly Finding[],
  refused: readonly Finding[],
  lint: readonly Finding[],
  coherence: readonly Finding[],
): Finding[] {
  const at = ({ file, element }: Finding): string => `${file} ${element ?? ''}`;
  const unparsed = new Set(syntax.map(at));
  const missing = new Set(
    coherence.filter(({ code }) => ['form-missing', 'decision-missing', 'id-twice'].includes(code)).map(at),
  );
  const twice = new Set(coherence.filter(({ code }) => code === 'id-twice').map(({ file }) => file));
  const tables = new Set(syntax.filter(({ data }) => data.place === 'cell').map(({ file }) => file));
  const engine = refused.filter(
    (one) =>
      !(tables.has(one.file) && /failed to parse expression/.test(String(one.data.message))) &&
      !(unparsed.has(at(one)) && /failed to parse expression/.test(String(one.data.message))) &&
      !(missing.has(at(one)) && /current deployment/.test(String(one.data.message))) &&
      !(
        twice.has(one.file) &&
        /duplicate ID|not a valid value of the atomic type 'xs:ID'/i.test(String(one.data.message))
      ),
  );
  const told = new Set([...unparsed, ...engine.map(at)]);
  return [...syntax, ...engine, ...lint.filter((one) => one.element === undefined || !told.has(at(one)))];
}
