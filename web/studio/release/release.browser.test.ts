/** Releases in a real Chromium over the double: asking, deciding, the way back, and a migration that is watched. */
import type { Browser, Page } from 'playwright-core';
import { afterEach, expect, test } from 'vitest';
import { openWindow, type Window } from '../../../test/browser/browser.ts';
import { overDouble } from '../../../test/browser/over-double.ts';
import { type Double, json } from '../../testing/double.ts';
import { moving, preview, waiting } from '../../testing/releases.ts';
import { analyst } from '../../testing/visits.ts';

const [first, second] = [`/studio/${'a'.repeat(32)}/release`, `/studio/${'b'.repeat(32)}/release`];
let browser: Browser;
let double: Double;
let window: Window;
let page: Page;

overDouble((opened) => {
  ({ browser, double } = opened);
});

afterEach(async () => {
  await window?.context.close();
  double.reset();
  // A refusal that a test asked for is none.
  expect(window?.complaints.filter((one) => !/status of (409|422)/.test(one))).toEqual([]);
});

async function open(path: string, ready: string): Promise<void> {
  double.session = analyst();
  window = await openWindow(browser, double.url, 'desk', 'vi');
  page = window.page;
  await page.goto(double.url + path);
  await page.locator(ready).first().waitFor();
}

const sent = (method: string, end: string) =>
  double.sent
    .filter((one) => one.method === method && one.path.endsWith(end))
    .map(({ body }) => JSON.parse(body || '{}'));

test('asking needs a note, shows what would move, and takes the mapping that was chosen', async () => {
  await open(first, '#release-note');
  await page.getByRole('button', { name: 'Đề nghị áp dụng' }).click();
  await page.locator('#error-summary').waitFor();
  expect(sent('POST', '/releases')).toEqual([]);

  await page.getByRole('radio', { name: 'Chuyển sang bản mới' }).check();
  await page.getByText('3 phản ánh chưa chuyển được.').waitFor();
  await page.getByRole('combobox', { name: 'Chọn bước nhận cho Xác nhận phạm vi' }).selectOption('survey');
  await expect.poll(() => sent('POST', '/migration-preview').at(-1)).toEqual({ mapping: { scope: 'survey' } });

  await page.getByRole('checkbox', { name: 'Tính lại thời hạn' }).check();
  await page.getByLabel('Ghi chú').fill('Thêm bước khảo sát');
  await page.getByRole('button', { name: 'Đề nghị áp dụng' }).click();
  await page.getByText('Đã gửi đề nghị').waitFor();
  expect(sent('POST', '/releases')).toEqual([
    { note: 'Thêm bước khảo sát', running: { choice: 'migrate', mapping: { scope: 'survey' }, recompute: true } },
  ]);
});

test('a draft whose check finds errors is not asked for; its warnings want a reason', async () => {
  await open(first, '#release-note');
  await page.getByLabel('Ghi chú').fill('Rút ngắn');
  const refuse = (pointer: string, code: string) =>
    double.answers.set(`POST /api/models/${'a'.repeat(32)}/releases`, (_sent, response) =>
      json(response, 422, { type: 'x', title: 'x', status: 422, errors: [{ pointer, code }] }),
    );
  refuse('/files', 'check-errors');
  await page.getByRole('button', { name: 'Đề nghị áp dụng' }).click();
  await page.getByRole('link', { name: 'Mở phần Kiểm tra' }).waitFor();

  refuse('/warningReason', 'required');
  await page.getByRole('button', { name: 'Đề nghị áp dụng' }).click();
  const reason = page.getByLabel('Lý do vẫn áp dụng dù có cảnh báo');
  await reason.fill('Ngắn hơn quy chế, có chủ ý');
  double.answers.clear();
  await page.getByRole('button', { name: 'Đề nghị áp dụng' }).click();
  await page.getByText('Đã gửi đề nghị').waitFor();
  expect(sent('POST', '/releases').at(-1)).toMatchObject({ warningReason: 'Ngắn hơn quy chế, có chủ ý' });
});

test('the second person approves after being asked once more; the engine’s refusal stands on the request', async () => {
  await open(second, 'qn-release-card .button.primary');
  const words = "'field-report.bpmn': - Element: handling";
  double.answers.set(`POST /api/releases/${waiting.id}/approval`, (_sent, response) =>
    json(response, 409, { type: 'x', title: 'x', status: 409, engine: words }),
  );
  const refusal = { at: '2026-01-05T09:41:00+07:00', by: waiting.askedBy, words };
  double.answers.set('GET /api/releases', (_sent, response) =>
    json(response, 200, { items: [{ ...waiting, refusal }], next: null }),
  );
  await page.getByRole('button', { name: 'Duyệt và áp dụng' }).click();
  await page.locator('dialog').getByRole('button', { name: 'Duyệt và áp dụng' }).click();
  await page.getByText(words).waitFor();
  await page.getByRole('button', { name: 'Duyệt và áp dụng' }).waitFor();

  double.answers.clear();
  await page.getByRole('button', { name: 'Duyệt và áp dụng' }).click();
  await page.locator('dialog').getByRole('button', { name: 'Duyệt và áp dụng' }).click();
  await page.getByText('Quy trình mới đang áp dụng').waitFor();
});

test('sending back wants a reason', async () => {
  await open(second, 'qn-release-card .button.primary');
  await page.getByRole('button', { name: 'Trả lại', exact: true }).click();
  await page.getByRole('button', { name: 'Trả lại kèm lý do' }).click();
  await page.getByText('Hãy ghi lý do để người đề nghị biết').waitFor();
  await page.getByLabel('Vì sao trả lại?').fill('Thiếu căn cứ');
  await page.getByRole('button', { name: 'Trả lại kèm lý do' }).click();
  await page.getByText('Đã trả lại đề nghị').waitFor();
  expect(sent('POST', '/return')).toEqual([{ reason: 'Thiếu căn cứ' }]);
});

test('who asked cannot approve but may take it back', async () => {
  double.answers.set('GET /api/releases', (_sent, response) =>
    json(response, 200, { items: [{ ...waiting, mine: true, mayDecide: false }], next: null }),
  );
  await open(second, 'qn-release-card');
  await page.getByText('cần một chuyên viên khác duyệt').waitFor();
  await expect.poll(() => page.getByRole('button', { name: 'Duyệt và áp dụng' }).count()).toBe(0);
  await page.getByRole('button', { name: 'Rút đề nghị' }).click();
  await page.getByText('Đã rút đề nghị').waitFor();
});

test('the way back is one press and a note that is filled in', async () => {
  await open('/studio/releases', '.versions');
  await page.getByRole('button', { name: /^Quay lại bản này/ }).click();
  await expect.poll(() => page.getByLabel('Ghi chú').inputValue()).toBe('Quay lại phiên bản 2.');
  await page.getByRole('button', { name: 'Đề nghị áp dụng' }).click();
  await page.getByText('Đã gửi đề nghị').waitFor();
  expect(sent('POST', '/api/releases')).toEqual([
    { rollBackTo: '2251799813685200', note: 'Quay lại phiên bản 2.', running: { choice: 'stay' } },
  ]);
});

test('running reports are moved later with a reason, and how far they are shows as it happens', async () => {
  await open('/studio/releases', '.versions');
  await page.getByRole('button', { name: 'Chuyển 6 phản ánh sang bản này' }).click();
  const move = page.getByRole('region', { name: 'Chuyển phản ánh đang chạy' });
  await move.getByText(`${preview.reports.can} trong ${preview.reports.all} phản ánh`).waitFor();
  await move.getByLabel('Lý do').fill('Theo bản mới');
  await page.getByRole('button', { name: 'Bắt đầu chuyển' }).click();
  await expect.poll(() => sent('POST', '/api/migrations').at(-1)).toMatchObject({ reason: 'Theo bản mới' });

  await page.getByText('94 trong 134 phản ánh').first().waitFor();
  double.answers.set(`GET /api/migrations/${moving.id}`, (_sent, response) =>
    json(response, 200, {
      ...moving,
      waits: false,
      state: 'done',
      counts: { ...moving.counts, waiting: 0, moved: 131 },
    }),
  );
  double.event('release', { migration: moving.id });
  await page.getByText('134 trong 134 phản ánh').first().waitFor();
});
