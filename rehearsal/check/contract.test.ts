/** What the check knows of the product is what the product does. */
import { expect, it } from 'vitest';
import {
  carriedArticles,
  secrecy,
  senderWaits,
  stageDemands,
  stepDemands,
  wayDemands,
} from '../../domain/regulation/limits.ts';
import { outcomesOf, type Stage } from '../../domain/stages.ts';
import { registry } from '../../workers/registry.ts';
import { decisions, jobs, messages, neverInRoot, protectedVariables, startMessage } from './contract.ts';
import { readGround } from './read/files.ts';
import { known, shipped } from './testing/shipped.ts';

const { procedure, tables } = await readGround(shipped, known);

it('each job type has a worker, and each worker is known', () => {
  expect(Object.keys(jobs).sort()).toEqual(registry.map(({ type }) => type).sort());
});

it('what a job needs is what its worker fetches, or a header', () => {
  const headers = new Set(['minimum']);
  for (const { type, variables } of registry) {
    const needs = jobs[type]!.needs.flat().filter((name) => !headers.has(name) && name !== 'budget');
    expect(variables, type).toEqual(expect.arrayContaining(needs));
  }
});

it('the messages are those of the shipped diagram', () => {
  expect(Object.keys(messages).sort()).toEqual(procedure!.messages.map(({ name }) => name).sort());
  expect(messages).toHaveProperty([startMessage]);
  for (const name of protectedVariables) expect(messages[startMessage]).toContain(name);
});

it('the decisions are those of the shipped table, and no variable of the report may not be one', () => {
  expect(Object.keys(decisions)).toEqual(tables.flatMap((one) => one.decisions.map(({ id }) => id)));
  for (const name of protectedVariables) expect(neverInRoot).not.toContain(name);
});

it('every demand names a clause that the regulation has, and outcomes that its stage knows', () => {
  const demands = [...stepDemands, ...wayDemands, ...secrecy];
  const named = [
    ...Object.values(stageDemands).flatMap(({ article, actorArticle }) => [article, actorArticle]),
    ...[...demands.map(({ article }) => article), ...Object.values(senderWaits), ...carriedArticles],
  ];
  expect(known.articles).toEqual(expect.arrayContaining(named));
  for (const demand of demands) {
    const stage =
      'stage' in demand
        ? demand.stage
        : typeof demand.from === 'object' && 'stage' in demand.from
          ? demand.from.stage
          : null;
    if (demand.outcome) expect(Object.keys(outcomesOf(stage as Stage))).toContain(demand.outcome);
  }
});
