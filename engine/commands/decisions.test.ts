import { expect, test } from 'vitest';
import { bench } from '../testing/bench.ts';
import { decisionTask, diagram, flows, start, userTask } from '../testing/diagram.ts';

interface Table {
  policy?: string;
  aggregation?: string;
  outputs?: string[];
  /** Output values by rank. */
  ranks?: string;
  rules: [test: string, ...outputs: string[]][];
}
const xml = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');

const table = (
  { policy = 'UNIQUE', aggregation = '', outputs = ['out'], ranks = '', rules }: Table,
  id = 'd',
  requires = '',
) =>
  `<decision id="${id}" name="Decision ${id}">${requires}<decisionTable id="t-${id}" hitPolicy="${policy}" ${aggregation ? `aggregation="${aggregation}"` : ''}>
   <input id="i-${id}" label="x"><inputExpression id="ie-${id}"><text>x</text></inputExpression></input>
   ${outputs
     .map(
       (name) =>
         `<output id="o-${id}-${name}" name="${name}">${ranks ? `<outputValues><text>${xml(ranks)}</text></outputValues>` : ''}</output>`,
     )
     .join('')}
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
  ['PRIORITY', { policy: 'PRIORITY', ranks: '3, 2, 1', rules: numbers }, 7, '3'],
  ['OUTPUT ORDER', { policy: 'OUTPUT ORDER', ranks: '3, 1, 2', rules: numbers }, 7, '[3,1,2]'],
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
  const odd = '<decision id="d"><functionDefinition kind="Java"/></decision>';
  await expect(b.deploy(['d.dmn', file(odd)])).rejects.toThrow(
    "Decision 'd' has logic of a kind that is not supported",
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

const literal = (text: string) => `<literalExpression><text>${xml(text)}</text></literalExpression>`;
const entry = (name: string, value: string) =>
  `<contextEntry>${name ? `<variable name="${name}"/>` : ''}${value}</contextEntry>`;
const knowledge = (name: string, parameters: string[], body: string) =>
  `<businessKnowledgeModel id="bkm-${name}" name="${name}"><encapsulatedLogic>${parameters
    .map((parameter) => `<formalParameter name="${parameter}"/>`)
    .join('')}${body}</encapsulatedLogic></businessKnowledgeModel>`;
const doubles = knowledge('double', ['n'], literal('n * 2'));
const quadruples = knowledge('quadruple', ['n'], literal('double(double(n))'));
const grades = knowledge(
  'grade',
  ['x', 'limit'],
  '<decisionTable hitPolicy="FIRST"><input><inputExpression><text>x</text></inputExpression></input><output name="o"/>' +
    '<rule><inputEntry><text>&lt; limit</text></inputEntry><outputEntry><text>"low"</text></outputEntry></rule>' +
    '<rule><inputEntry><text>-</text></inputEntry><outputEntry><text>"high"</text></outputEntry></rule></decisionTable>',
);

test.each<[string, string, unknown, string, string]>([
  [
    'CONTEXT',
    `<context>${entry('a', literal('x + 1'))}${entry('b', literal('a * 2'))}</context>`,
    1,
    '{"a":2,"b":4}',
    '',
  ],
  ['CONTEXT', `<context>${entry('a', literal('x + 1'))}${entry('', literal('a * 2'))}</context>`, 1, '4', ''],
  ['LIST', `<list>${literal('x')}${literal('x + 1')}</list>`, 1, '[1,2]', ''],
  [
    'RELATION',
    `<relation><column name="n"/><column name="s"/><row>${literal('x')}${literal('"a"')}</row><row>${literal('2')}${literal('"b"')}</row></relation>`,
    1,
    '[{"n":1,"s":"a"},{"n":2,"s":"b"}]',
    '',
  ],
  [
    'INVOCATION',
    `<invocation>${literal('quadruple')}<binding><parameter name="n"/>${literal('x + 1')}</binding></invocation>`,
    1,
    '8',
    doubles + quadruples,
  ],
  [
    'INVOCATION',
    `<invocation>${literal('grade')}<binding><parameter name="limit"/>${literal('5')}</binding><binding><parameter name="x"/>${literal('x')}</binding></invocation>`,
    9,
    '"high"',
    grades,
  ],
  ['LITERAL_EXPRESSION', literal('double(x) + count([grade(x, 5)])'), 4, '9', doubles + grades],
])('a decision of the type %s', async (type, logic, x, output, models) => {
  const answer = await evaluate(file(`${models}<decision id="d" name="D">${logic}</decision>`), x);
  expect(answer.failureMessage).toBe('');
  expect(answer.decisionOutput).toBe(output);
  expect(answer.evaluatedDecisions.map((each) => each.decisionType)).toEqual([type]);
});

test('a table that would run for ever fails in time, the engine goes on', async () => {
  const answer = await evaluate(
    file(table({ policy: 'COLLECT', rules: Array(50).fill(['some i in 1..1000000000 satisfies i < 0', '1']) })),
    1,
  );
  expect(answer.failureMessage).toContain('The evaluation took longer than 500 ms');
});
