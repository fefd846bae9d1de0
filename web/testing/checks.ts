/** What the double finds in a draft: something of each kind and severity, in more than one file. */
import type { CheckAnswer, Finding } from '../../domain/api/checks.ts';

const diagram = 'field-report.bpmn';
const findings: readonly Finding[] = [
  {
    kind: 'engine',
    code: 'feel-syntax',
    severity: 'error',
    file: diagram,
    element: 'scope-gw--handling-open-in',
    line: 948,
    column: 25,
    data: {
      name: 'Thuộc phạm vi?',
      place: 'condition',
      expression: '=scopeOutcome = )',
      message: 'Statement unparseable at [15, 16]',
    },
  },
  {
    kind: 'regulation',
    code: 'budget-longer',
    severity: 'error',
    file: diagram,
    element: 'handling-open',
    line: 398,
    column: 25,
    article: '8.3',
    data: { name: 'Mở hạn xử lý', budget: '8d', longest: '6d' },
  },
  {
    kind: 'regulation',
    code: 'approval-skipped',
    severity: 'error',
    file: diagram,
    element: 'publish',
    line: 760,
    column: 22,
    article: '9.1',
    data: {
      from: 'Xử lý, nhập kết quả',
      to: 'Công khai trả lời',
      step: 'Phê duyệt kết quả',
      way: 'Xử lý, nhập kết quả › Xong? › Soạn trả lời (Phụ lục 2) › Biên tập, công khai › Công khai trả lời',
    },
  },
  {
    kind: 'coherence',
    code: 'form-field-not-required',
    severity: 'warning',
    file: 'forms/intake.form',
    element: 'intake-ground',
    line: 81,
    column: 7,
    data: { key: 'ground', outcome: 'rejected', form: 'intake' },
  },
  {
    kind: 'regulation',
    code: 'budget-stricter',
    severity: 'hint',
    file: diagram,
    element: 'scope',
    line: 292,
    column: 22,
    article: '8.2',
    data: { name: 'Kiểm tra phạm vi', budget: '5h', longest: '1d' },
  },
];

export const checkAnswer: CheckAnswer = { findings, left: 0, at: '2026-01-05T09:41:30+07:00' };
