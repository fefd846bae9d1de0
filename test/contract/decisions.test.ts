/** Decisions: hit policies, what comes out, what is required; versions and names of what is deployed (contract 4.11, 4.12). */
import { describe, expect, test } from 'vitest';
import { diagram, end, flows, start, task } from '../../engine/testing/diagram.ts';
import { throughEveryClient } from './callers/index.ts';
import { decision } from './diagrams.ts';

type Rule = readonly [when: string, then: string];
const rule = ([when, then]: Rule, at: number) =>
  `<rule id="r${at + 1}"><inputEntry id="i${at}"><text>${when}</text></inputEntry><outputEntry id="o${at}"><text>${then}</text></outputEntry></rule>`;
const definitions = (id: string, inside: string) =>
  `<?xml version="1.0" encoding="UTF-8"?><definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="${id}-drg" name="DRG" namespace="http://example.org/contract">${inside}</definitions>`;
const table = (id: string, policy: string, rules: readonly Rule[], inside = '') =>
  `<decision id="${id}" name="Table">${inside}<decisionTable id="${id}-table" ${policy}><input id="${id}-in"><inputExpression id="${id}-ie"><text>x</text></inputExpression></input><output id="${id}-out" name="y"/>${rules.map(rule).join('')}</decisionTable></decision>`;

const three: readonly Rule[] = [
  ['&lt; 10', '1'],
  ['&lt; 20', '2'],
  ['&lt; 5', '2'],
];
const policies: readonly (readonly [name: string, attributes: string, x: number, output: unknown, rules: string[]])[] =
  [
    ['UNIQUE, one rule', 'hitPolicy="UNIQUE"', 15, 2, ['r2']],
    ['FIRST', 'hitPolicy="FIRST"', 3, 1, ['r1']],
    ['ANY', 'hitPolicy="ANY"', 15, 2, ['r2']],
    ['RULE ORDER', 'hitPolicy="RULE ORDER"', 3, [1, 2, 2], ['r1', 'r2', 'r3']],
    ['COLLECT', 'hitPolicy="COLLECT"', 3, [1, 2, 2], ['r1', 'r2', 'r3']],
    ['COLLECT, summed', 'hitPolicy="COLLECT" aggregation="SUM"', 3, 5, ['r1', 'r2', 'r3']],
    ['COLLECT, smallest', 'hitPolicy="COLLECT" aggregation="MIN"', 3, 1, ['r1', 'r2', 'r3']],
    ['COLLECT, largest', 'hitPolicy="COLLECT" aggregation="MAX"', 3, 2, ['r1', 'r2', 'r3']],
    ['COLLECT, counted', 'hitPolicy="COLLECT" aggregation="COUNT"', 3, 3, ['r1', 'r2', 'r3']],
    ['no rule', 'hitPolicy="FIRST"', 30, null, []],
  ];

throughEveryClient((stage) => {
  const { own } = stage;

  describe('a decision table', () => {
    test.each(policies)('%s', async (name, policy, x, output, rules) => {
      const id = own(`d-${name.replace(/\W+/g, '-')}`);
      await stage.caller.deploy({ name: `${id}.dmn`, content: definitions(id, table(id, policy, three)) });
      expect(await stage.caller.evaluate({ id, variables: { x } })).toEqual({ output, rules });
    });
  });

  test('a decision evaluates what it requires first, and may be an expression', async () => {
    const [id, below] = [own('above'), own('below')];
    const needs = `<informationRequirement id="need"><requiredDecision href="#${below}"/></informationRequirement>`;
    const variable = `<variable id="v" name="below"/>`;
    const content = definitions(
      id,
      `<decision id="${id}" name="Above">${needs}<literalExpression id="le"><text>below * 10</text></literalExpression></decision>` +
        table(below, 'hitPolicy="FIRST"', three).replace('name="Table">', `name="below">${variable}`),
    );
    const { decisions } = await stage.caller.deploy({ name: `${id}.dmn`, content });
    expect(Object.keys(decisions).sort()).toEqual([id, below].sort());
    expect((await stage.caller.evaluate({ id, variables: { x: 15 } })).output).toBe(20);
  });

  describe('what is deployed', () => {
    const plain = (id: string, name = '') =>
      diagram(id, start('s') + task('t', '', `name="${name}"`) + end('e') + flows('s -> t', 't -> e'));

    test('the same content under the same name is the same version, else the next', async () => {
      const id = own('versions');
      const deploy = async (name: string, content: string) =>
        (await stage.caller.deploy({ name, content })).processes[id]!;
      const first = await deploy(`${id}.bpmn`, plain(id));
      expect(await deploy(`${id}.bpmn`, plain(id))).toEqual(first);
      expect((await deploy(`${id}.bpmn`, plain(id, 'changed'))).version).toBe(2);
      expect((await deploy(`${id}-renamed.bpmn`, plain(id, 'changed'))).version).toBe(3);
      // The same as the first, but not as the latest.
      expect((await deploy(`${id}.bpmn`, plain(id))).version).toBe(4);
    });

    test('decisions count their versions by their id', async () => {
      const id = own('counted');
      const deploy = async (content: string) =>
        (await stage.caller.deploy({ name: `${id}.dmn`, content })).decisions[id]!;
      expect((await deploy(decision(id))).version).toBe(1);
      expect((await deploy(decision(id).replace('"syt"', '"changed"'))).version).toBe(2);
      expect((await stage.caller.evaluate({ id, variables: { field: 'health' } })).output).toBe('changed');
    });
  });
});
