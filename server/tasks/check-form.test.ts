/** The shipped forms against the table of stages: what one lets through, the other does. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { outcomesOf, stageIds } from '../../domain/stages.ts';
import { checkForm } from './check-form.ts';
import { formTexts } from './form-texts.ts';

const bpmn = join(import.meta.dirname, '../../bpmn');
const form = (stage: string) => JSON.parse(readFileSync(join(bpmn, 'forms', `${stage}.form`), 'utf8'));

const sample: Record<string, unknown> = {
  field: 'transport',
  district: 'tamky',
  leadAgency: 'sgtvt',
  coordinatingAgencies: ['tamky'],
  suggestedAgency: 'tamky',
  days: 3,
  resolution: 'fixed',
  attachments: ['0'.repeat(32)],
};

describe.each(stageIds)('the form of %s', (stage) => {
  const outcomes = outcomesOf(stage);
  test.each(Object.keys(outcomes))('lets a whole %s through, and asks for what the stage requires', (outcome) => {
    const whole = Object.fromEntries(outcomes[outcome]!.map((field) => [field.name, sample[field.name] ?? 'Nội dung']));
    expect(checkForm(form(stage), { outcome, ...whole })).toEqual([]);
    for (const field of outcomes[outcome]!.filter((one) => one.required)) {
      const { [field.name]: _, ...rest } = whole;
      const pointers = checkForm(form(stage), { outcome, ...rest }).map((problem) => problem.pointer);
      expect(pointers).toContain(`/${field.name}`);
    }
  });

  test('refuses an outcome that it does not offer', () => {
    expect(checkForm(form(stage), { outcome: 'no-such' })).toContainEqual({
      pointer: '/outcome',
      code: 'unknown-code',
    });
  });

  test('has an English text for each of its own', () => {
    const english = JSON.stringify(formTexts(bpmn)(form(stage), 'en'));
    expect(english).not.toMatch(/[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]/i);
  });
});

test('limits of a form are kept', () => {
  const schema = {
    components: [
      { type: 'textarea', key: 'a', validate: { maxLength: 3 } },
      { type: 'number', key: 'n', validate: { min: 1, max: 5 } },
      { type: 'textfield', key: 'p', validate: { pattern: '^[A-Z]+$' } },
      { type: 'group', components: [{ type: 'textfield', key: 'inner', validate: { required: true } }] },
    ],
  };
  expect(checkForm(schema, { a: 'bốn4', n: 6, p: 'x' }).map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([
    '/a too-long',
    '/n range',
    '/p format',
    '/inner required',
  ]);
});
