/** What differs between two versions, in each kind of file. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { diagramChanges } from './diagram-changes.ts';
import { filePairs } from './file-pairs.ts';
import { formChanges } from './form-changes.ts';
import { tableChanges } from './table-changes.ts';

const folder = join(import.meta.dirname, '../../../bpmn');
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
const diagram = read('field-report.bpmn');

/** The text with one place changed; throws where the place is not there. */
function changed(text: string, from: string | RegExp, to: string): string {
  const now = text.replace(from, to);
  if (now === text) throw new Error(`not there: ${from}`);
  return now;
}
const handling = /(<bpmn:userTask id="scope"[\s\S]*?)source="1d" target="budget"/;

describe('a diagram', () => {
  test('that is the same has no change', async () => {
    expect(await diagramChanges(diagram, diagram)).toEqual([]);
  });

  test('says which budget became which, with the article', async () => {
    const [one, ...rest] = await diagramChanges(diagram, changed(diagram, handling, '$1source="4h" target="budget"'));
    expect(rest).toEqual([]);
    expect(one).toEqual({
      id: 'scope',
      change: 'changed',
      name: 'Kiểm tra phạm vi',
      kind: 'UserTask',
      article: '8.2',
      facets: [{ facet: 'input:budget', before: '1d', after: '4h' }],
    });
  });

  test.each([
    ['candidateGroups="ioc-intake"', 'candidateGroups="ioc-duty"', 'assignmentDefinition.candidateGroups'],
    ['dueDate="=dueAt"', 'dueDate="=now()"', 'taskSchedule.dueDate'],
    ['type="notify-sender" retries="5"', 'type="notify-all" retries="5"', 'taskDefinition.type'],
    ['key="kind" value="rejected"', 'key="kind" value="incomplete"', 'header:kind'],
    ['name="citizenLabel" value="Đã gửi"', 'name="citizenLabel" value="Đã nhận"', 'property:citizenLabel'],
    ['eventType="start" retries="10"', 'eventType="start" retries="3"', 'listener:start'],
    ['source="=outcome" target="intakeOutcome"', 'source="=null" target="intakeOutcome"', 'output:intakeOutcome'],
    [/(<bpmn:conditionExpression[^>]*>)=/, '$1=true and ', 'condition'],
    [/(<bpmn:timeDate[^>]*>)=/, '$1=now() + ', 'timer'],
    ['correlationKey="=reportCode"', 'correlationKey="=field"', 'subscription.correlationKey'],
    ['inputCollection="', 'inputCollection="=[] + ', 'loopCharacteristics.inputCollection'],
    ['formId="intake"', 'formId="intake2"', 'formDefinition.formId'],
  ])('notices %s', async (from, to, facet) => {
    const found = await diagramChanges(diagram, changed(diagram, from, to));
    expect(found.flatMap(({ facets }) => facets.map((one) => one.facet))).toContain(facet);
    expect(found.every(({ change }) => change === 'changed')).toBe(true);
  });

  test('tells a step that came from one that went, and a moved one from a changed one', async () => {
    const task = '<bpmn:task id="survey" name="Khảo sát" />\n      <bpmn:exclusiveGateway id="intake-gw"';
    const more = changed(diagram, '<bpmn:exclusiveGateway id="intake-gw"', task);
    expect(await diagramChanges(diagram, more)).toMatchObject([{ id: 'survey', change: 'added', name: 'Khảo sát' }]);
    expect(await diagramChanges(more, diagram)).toMatchObject([{ id: 'survey', change: 'removed', name: 'Khảo sát' }]);
    const moved = changed(diagram, /(bpmnElement="intake"[^>]*>\s*<dc:Bounds x=")\d+/, '$1777');
    expect(await diagramChanges(diagram, moved)).toMatchObject([{ id: 'intake', change: 'moved', facets: [] }]);
  });
});

describe('a table', () => {
  const table = read('routing.dmn');
  test('says which cell of which row became what', async () => {
    expect(await tableChanges(table, changed(table, '"sgtvt"', '"sxd"'))).toEqual([
      {
        decision: 'Đề xuất cơ quan xử lý (Phụ lục 1)',
        change: 'changed',
        row: 6,
        cells: [{ column: 'Cơ quan xử lý chính', before: '"sgtvt"', after: '"sxd"' }],
      },
    ]);
  });

  test('lists rules that came or went with all their cells, and what concerns the whole table', async () => {
    const less = changed(table, /<rule id="row-2">[\s\S]*?<\/rule>\s*/, '');
    expect(await tableChanges(table, less)).toMatchObject([{ change: 'removed', row: 2 }]);
    const [one] = await tableChanges(less, table);
    expect(one).toMatchObject({ change: 'added', row: 2 });
    expect(one!.cells.map(({ after }) => after)).toContain('"agriculture"');
    const policy = changed(table, 'hitPolicy="COLLECT"', 'hitPolicy="FIRST"');
    expect(await tableChanges(table, policy)).toMatchObject([
      { row: null, cells: [{ column: 'hitPolicy', before: 'COLLECT', after: 'FIRST' }] },
    ]);
  });
});

describe('a form', () => {
  const form = read('forms/scope.form');
  const edited = (edit: (components: Record<string, unknown>[]) => void): string => {
    const schema = JSON.parse(form);
    edit(schema.components);
    return JSON.stringify(schema);
  };
  test('that is only written otherwise has no change', () => {
    expect(
      formChanges(
        form,
        edited(() => {}),
      ),
    ).toEqual([]);
  });

  test('says what changed in a field', () => {
    const now = edited((components) =>
      Object.assign(components[2]!, { validate: { required: false, maxLength: 2000 } }),
    );
    expect(formChanges(form, now)).toEqual([
      {
        change: 'changed',
        field: 'Lý do trả lại',
        facets: [{ path: 'validate.required', before: 'true', after: 'false' }],
      },
    ]);
  });

  test('says which fields came, went and moved', () => {
    const less = edited((components) => components.splice(2, 1));
    expect(formChanges(form, less)).toMatchObject([{ change: 'removed', field: 'Lý do trả lại' }]);
    expect(formChanges(less, form)).toMatchObject([{ change: 'added', field: 'Lý do trả lại' }]);
    const swapped = edited((components) => components.push(components.shift()!));
    expect(formChanges(form, swapped).map(({ change }) => change)).toContain('moved');
  });
});

test('files stand side by side by name, and the same are known as such', () => {
  const file = (name: string, content: string) => ({ name, content });
  const pairs = filePairs(
    [file('forms/a.form', '1'), file('x.bpmn', '1'), file('gone.dmn', '1')],
    [file('x.bpmn', '2'), file('forms/a.form', '1'), file('forms/b.form', '1')],
  );
  expect(pairs.map(({ name, state }) => `${name} ${state}`)).toEqual([
    'x.bpmn changed',
    'gone.dmn removed',
    'forms/a.form same',
    'forms/b.form added',
  ]);
});
