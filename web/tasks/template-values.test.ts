import { expect, test } from 'vitest';
import { fillHoles, unitOf } from '../../domain/reply-template.ts';
import { taskDetail } from '../testing/answers.ts';
import { fits, templateValues } from './template-values.ts';

test('the holes of a template are filled from the task, in Vietnamese', () => {
  const values = templateValues(taskDetail({}, { replyAgency: 'Sở Giao thông vận tải' }));
  const text = 'Phản ánh {code} ngày {received} tại {place}, {district}, do {agency} xử lý.';
  expect(fillHoles(text, values)).toBe(
    'Phản ánh QN-260105-7K3M ngày 05/01/2026 tại Trước số 120 Phan Châu Trinh, thành phố Tam Kỳ, do Sở Giao thông vận tải xử lý.',
  );
});

test('a hole that nothing fills stays to be seen', () => {
  expect(fillHoles('Gửi {name} về {place}', { place: '' })).toBe('Gửi {name} về {place}');
});

test.each([
  [{}, 'handling', undefined, true],
  [{ stage: 'handling' }, 'handling', 'done', true],
  [{ stage: 'intake' }, 'handling', 'done', false],
  [{ stage: 'handling', outcome: 'done' }, 'handling', undefined, true],
  [{ stage: 'handling', outcome: 'done' }, 'handling', 'extension-requested', false],
])('a template of %o fits %s with %s: %s', (template, stage, outcome, expected) => {
  expect(fits(template, stage, outcome)).toBe(expected);
});

test.each([
  [['agency:sgtvt:officer'], 'sgtvt'],
  [['ioc-duty'], 'ioc'],
  [['province'], 'province'],
  [['watch'], undefined],
])('who is of %o shares the templates of %s', (groups, unit) => {
  expect(unitOf(groups)).toBe(unit);
});
