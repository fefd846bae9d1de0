/** What the double says of a sheet: two rows to be written. A test puts rows that are wrong in its place. */
import type { ImportPreview } from '../../domain/api/sheets.ts';
import { type Answer, json } from './route.ts';

export const previewOfSheet: ImportPreview = {
  id: '5'.repeat(32),
  kind: 'people',
  rows: { new: 1, changed: 1, unchanged: 38, wrong: 0 },
  items: [
    {
      row: 2,
      state: 'new',
      title: 'syt.canbo',
      changes: [
        { column: 'Họ tên', from: '', to: 'Lê Thị Chi' },
        { column: 'Nhóm', from: '', to: 'agency:syt:officer' },
        { column: 'Tình trạng', from: '', to: 'Đang hoạt động' },
      ],
    },
    {
      row: 17,
      state: 'changed',
      title: 'binh',
      changes: [
        { column: 'Điện thoại', from: '0235 381 0123', to: '' },
        { column: 'Nhóm', from: 'ioc-intake', to: 'ioc-duty, ioc-intake' },
      ],
    },
  ],
  errors: [],
  ignored: ['Ghi chú'],
  until: '2026-01-05T09:41:00+07:00',
};

export const wrongSheet: ImportPreview = {
  ...previewOfSheet,
  rows: { new: 1, changed: 0, unchanged: 38, wrong: 2 },
  items: previewOfSheet.items.slice(0, 1),
  errors: [
    { row: 5, column: 'Nhóm', code: 'unknown-code', detail: 'Không có trong danh mục' },
    { row: 9, column: 'Họ tên', code: 'required', detail: 'Ô này phải có giá trị' },
  ],
  ignored: [],
};

const answered =
  (body: object): Answer =>
  (_sent, response) =>
    json(response, 200, body);

export const sheetRoutes: readonly [method: string, path: RegExp, answer: Answer][] = [
  ['POST', /^\/api\/directory\/imports\/[a-z]+$/, answered(previewOfSheet)],
  ['POST', /^\/api\/directory\/imports\/[0-9a-f]+\/execution$/, answered({ new: 1, changed: 1 })],
];
