import { expect, test } from 'vitest';
import { bench } from '../testing/bench.ts';
import { decisionTask, diagram, flows, start, userTask } from '../testing/diagram.ts';

interface Table {
  policy?: string;
  aggregation?: string;
  outputs?: string[];
  rules: [test: string, ...outputs: string[]][];
}
const xml = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');

const table = ({ policy = 'UNIQUE', aggregation = '', outputs = ['out'], rules }: Table, id = 'd', requires = '') =>
  `<decision id="${id}" name="Decision ${id}">${requires}<decisionTable id="t-${id}" hitPolicy="${policy}" ${aggregation ? `aggregation="${aggregation}"` : ''}>
   <input id="i-${id}" label="x"><inputExpression id="ie-${id}"><text>x</text></inputExpression></input>
   ${outputs.map((name) => `<output id="o-${id}-${name}" name="${name}"/>`).join('')}
   ${rules
     .map(
       ([when, ...values], at) =>
         `<rule id="${id}-r${at + 1}"><inputEntry><text>${xml(when)}</text></inputEntry>${values.map((value) => `<outputEntry><text>${xml(value)}</text></outputEntry>`).join('')}</rule>`,
     )
     .join('')}</decisionTable></decision>`;
const file = (...decisions: string[]) =>
  `<?xml version="1.0"?><definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="drg" name="DRG" namespace="n">${decisions.join('')}</definitions>`;

async function evaluate(dmn: string, x: unknown, decisionId = 'd') {
  const b = await bench();
  await b.deploy(['d.dmn', dmn]);
  return b.engine.evaluateDecision({ decisionId, variables: { x } });
}
const numbers: Table['rules'] = [
  ['< 10', '1'],
  ['[5..20]', '2'],
  ['-', '3'],
];

test.each<[string, Table, unknown, string]>([
  [
    'UNIQUE, one hit',
    {
      rules: [
        ['"a"', '"A"'],
        ['"b"', '"B"'],
      ],
    },
    'b',
    '"B"',
  ],
  ['UNIQUE, no hit', { rules: [['"a"', '"A"']] }, 'z', 'null'],
  ['FIRST', { policy: 'FIRST', rules: numbers }, 7, '1'],
  [
    'ANY',
    {
      policy: 'ANY',
      rules: [
        ['< 10', '1'],
        ['> 0', '1'],
      ],
    },
    7,
    '1',
  ],
  ['RULE ORDER', { policy: 'RULE ORDER', rules: numbers }, 15, '[2,3]'],
  ['COLLECT', { policy: 'COLLECT', rules: numbers }, 7, '[1,2,3]'],
  ['COLLECT without a hit', { policy: 'COLLECT', rules: [['"a"', '1']] }, 'z', 'null'],
  ['COLLECT SUM', { policy: 'COLLECT', aggregation: 'SUM', rules: numbers }, 7, '6'],
  ['COLLECT MIN', { policy: 'COLLECT', aggregation: 'MIN', rules: numbers }, 7, '1'],
  ['COLLECT MAX', { policy: 'COLLECT', aggregation: 'MAX', rules: numbers }, 7, '3'],
  ['COLLECT COUNT', { policy: 'COLLECT', aggregation: 'COUNT', rules: numbers }, 7, '3'],
  ['several outputs', { outputs: ['a', 'b'], rules: [['-', '1', '"x" + "y"']] }, 0, '{"a":1,"b":"xy"}'],
  ['negation', { rules: [['not("a", "b")', '1']] }, 'c', '1'],
  [
    'null',
    {
      rules: [
        ['null', '"none"'],
        ['not(null)', '"some"'],
      ],
    },
    null,
    '"none"',
  ],
])('%s', async (_name, model, x, output) => {
  const answer = await evaluate(file(table(model)), x);
  expect(answer.failureMessage).toBe('');
  expect(answer.decisionOutput).toBe(output);
});

test('two hits under UNIQUE fail, and say so in answer and record', async () => {
  const answer = await evaluate(file(table({ rules: numbers })), 7);
  expect(answer).toMatchObject({ failedDecisionId: 'd', decisionOutput: '' });
  expect(answer.failureMessage).toContain("multiple values aren't allowed for UNIQUE hit policy");
});

test('required decisions are evaluated first, and the trace names inputs and rules', async () => {
  const literal =
    '<decision id="base" name="Base"><variable name="x"/><literalExpression><text>20 + 2</text></literalExpression></decision>';
  const requires = '<informationRequirement id="ir"><requiredDecision href="#base"/></informationRequirement>';
  const answer = await evaluate(
    file(literal, table({ policy: 'FIRST', rules: [['> 20', '"big"']] }, 'd', requires)),
    1,
  );
  expect(answer.decisionOutput).toBe('"big"');
  expect(answer.evaluatedDecisions).toMatchObject([
    { decisionId: 'base', decisionType: 'LITERAL_EXPRESSION', decisionOutput: '22' },
    {
      decisionId: 'd',
      decisionType: 'DECISION_TABLE',
      evaluatedInputs: [{ inputId: 'i-d', inputName: 'x', inputValue: '22' }],
      matchedRules: [{ ruleId: 'd-r1', ruleIndex: 1, evaluatedOutputs: [{ outputName: 'out', outputValue: '"big"' }] }],
    },
  ]);
});

test('a business rule task stores the result; an evaluation that fails is an incident', async () => {
  const b = await bench();
  await b.deploy(
    ['d.dmn', file(table({ policy: 'COLLECT', rules: [['"f"', '"agency"']] }), table({ rules: numbers }, 'bad'))],
    [
      'p.bpmn',
      diagram('p', start('s') + decisionTask('ask', '=which', 'found') + userTask('t') + flows('s -> ask', 'ask -> t')),
    ],
  );
  const key = await b.create('p', { x: 'f', which: 'd' });
  expect(b.variables(key)).toMatchObject({ found: ['agency'] });
  expect(b.trace().filter((line) => line.includes('ask'))).toEqual([
    'PI SEQUENCE_FLOW_TAKEN s-ask',
    'PI ACTIVATING ask',
    'DECISION_EVALUATION EVALUATED ask',
    'PI ACTIVATED ask',
    'PI COMPLETING ask',
    'PI COMPLETED ask',
    'PI SEQUENCE_FLOW_TAKEN ask-t',
  ]);
  await b.create('p', { x: 7, which: 'bad' });
  expect(b.engine.searchIncidents().items).toMatchObject([{ errorType: 'DECISION_EVALUATION_ERROR' }]);
});

test('an unknown decision is not found, none given is refused, a table out of order is not deployed', async () => {
  const b = await bench();
  await expect(b.engine.evaluateDecision({ decisionId: 'x' })).rejects.toThrow(
    "Command 'EVALUATE' rejected with code 'NOT_FOUND': Expected to evaluate decision 'x', but no decision found for id 'x'",
  );
  await expect(b.engine.evaluateDecision({})).rejects.toThrow('INVALID_ARGUMENT');
  await expect(b.deploy(['d.dmn', file(table({ policy: 'PRIORITY', rules: numbers }))])).rejects.toThrow(
    'not supported',
  );
  await expect(b.deploy(['d.dmn', file(table({ rules: [['1 +', '1']] }))])).rejects.toThrow(
    "failed to parse expression '1 +'",
  );
  const answer = await b.engine.deploy([{ name: 'd.dmn', content: file(table({ rules: numbers })) }]);
  expect(answer).toMatchObject({
    decisions: [{ decisionId: 'd', version: 1 }],
    decisionRequirements: [{ version: 1 }],
  });
  const again = await b.engine.deploy([{ name: 'd.dmn', content: file(table({ rules: numbers })) }]);
  expect(again.decisions[0]!.decisionKey).toBe(answer.decisions[0]!.decisionKey);
});
