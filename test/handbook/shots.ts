/**
 * The pictures of the handbooks, in the order of their steps: who is at which page, what is done there first, and what
 * is numbered. The numbers are those of the list below the picture; whatever is numbered must be on the page.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import sharp from 'sharp';
import type { Session } from '../../domain/api/session.ts';
import { root } from '../../local/settings.ts';
import * as canned from '../../web/testing/answers.ts';
import { type Double, json, rightToken } from '../../web/testing/double.ts';
import { admin, analyst, duty, officer } from '../../web/testing/visits.ts';

export interface Shot {
  name: string;
  path: string;
  who: (() => Session) | null;
  phone?: true;
  /** Height of the window, CSS pixels; the picture is what the window shows. */
  height: number;
  /** What is there once the page is drawn. */
  ready: string;
  /** What the double answers instead of the usual. */
  given?: (double: Double) => void;
  /** What is done before the picture is taken. */
  does?: (page: Page) => Promise<unknown>;
  marks: (page: Page) => Locator[];
}

const intake = () => canned.session('ioc.intake', ['ioc-intake']);
const taskKey = '4503599627370501';
const draft = 'a'.repeat(32);

const button = (page: Page, name: string | RegExp): Locator => page.getByRole('button', { name }).first();
const link = (page: Page, name: string | RegExp): Locator => page.getByRole('link', { name }).first();
const heading = (page: Page, name: string | RegExp): Locator => page.getByRole('heading', { name }).first();
const said = (page: Page, text: string | RegExp): Locator => page.getByText(text).first();

/** Two photographs of a road, drawn: the double's own files are grey. */
function withPhotos(double: Double): void {
  for (const [id, x] of [
    ['pic0000000000000001', 300],
    ['pic0000000000000002', 470],
  ] as const)
    double.answers.set(`GET /api/files/${id}`, async (_sent, response) => {
      const picture = await sharp(Buffer.from(road(x)))
        .png()
        .toBuffer();
      response.writeHead(200, { 'content-type': 'image/png' });
      response.end(picture);
    });
}

const road = (x: number): string => `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="600">
  <rect width="800" height="260" fill="#b9cfe0"/><rect y="200" width="800" height="90" fill="#7c9a6b"/>
  <path d="M330 250H470L760 600H40Z" fill="#5f6166"/><path d="M396 260h8l10 90h-28zM384 400h32l14 110h-60z" fill="#e9e4d4"/>
  <ellipse cx="${x}" cy="470" rx="105" ry="34" fill="#3a3836"/><ellipse cx="${x + 6}" cy="476" rx="82" ry="22" fill="#6d5b45"/>
  <rect x="560" y="90" width="150" height="130" fill="#d8b48a"/><path d="M545 95l90-55 90 55z" fill="#9c4a37"/></svg>`;

/** The task of the double, at the stage of reception and held by who looks. */
function atIntake(double: Double): void {
  withPhotos(double);
  const schema = JSON.parse(readFileSync(join(root, 'bpmn', 'forms', 'intake.form'), 'utf8'));
  const detail = { ...canned.taskDetail(schema, {}), stage: 'intake', elementId: 'intake', article: '6.2' };
  double.answers.set(`GET /api/tasks/${taskKey}`, (_sent, response) =>
    json(response, 200, { ...detail, agency: undefined, assignee: 'ioc.intake', state: 'assigned' }),
  );
}

const intoView = (locate: (page: Page) => Locator) => (page: Page) =>
  locate(page).evaluate((element) => element.scrollIntoView({ block: 'start' }));

export const shots: readonly Shot[] = [
  {
    name: 'gui-noi-dung',
    path: '/',
    who: null,
    phone: true,
    height: 844,
    ready: 'form',
    does: (page) =>
      page.locator('#content').fill('Đèn tín hiệu ở ngã tư Phan Chu Trinh – Hùng Vương không sáng từ tối qua.'),
    marks: (page) => [page.locator('#content'), said(page, 'Chụp ảnh'), button(page, 'Tiếp tục')],
  },
  {
    name: 'theo-doi',
    path: `/r/${canned.report.code}#${rightToken}`,
    who: null,
    phone: true,
    height: 844,
    ready: '.way',
    marks: (page) => [said(page, 'Đang xử lý'), heading(page, 'Các bước xử lý')],
  },
  {
    name: 'danh-gia',
    path: `/r/${canned.answered.code}#${rightToken}`,
    who: null,
    phone: true,
    height: 844,
    ready: '.faces',
    does: intoView((page) => heading(page, 'Trả lời của cơ quan xử lý')),
    marks: (page) => [heading(page, 'Trả lời của cơ quan xử lý'), page.locator('.faces')],
  },
  {
    name: 'danh-sach-viec',
    path: '/tasks',
    who: officer,
    height: 620,
    ready: '.tasks',
    marks: (page) => [
      link(page, 'Việc'),
      said(page, 'Chưa ai nhận'),
      button(page, 'Nhận việc'),
      page.locator('.row-link').first(),
    ],
  },
  {
    name: 'tiep-nhan',
    path: `/tasks/${taskKey}`,
    who: intake,
    height: 860,
    ready: '.fjs-form',
    given: atIntake,
    does: (page) => page.locator('.fjs-form').getByText('Tiếp nhận', { exact: true }).click(),
    marks: (page) => [heading(page, 'Phản ánh'), said(page, 'Kết quả kiểm tra'), button(page, 'Hoàn thành')],
  },
  {
    name: 'giam-sat',
    path: '/watch',
    who: duty,
    height: 760,
    ready: '.diagram-frame .token',
    marks: (page) => [
      page.locator('.needs').first(),
      page.locator('.diagram-frame .token').first(),
      link(page, 'Dự báo'),
    ],
  },
  {
    name: 'can-nguoi',
    path: '/watch?need=overdue',
    who: duty,
    height: 420,
    ready: '.needs + .table-scroll',
    marks: (page) => [
      page.locator('.needs button, .needs a').filter({ hasText: 'Quá hạn' }).first(),
      page.locator('th', { hasText: 'Người giữ' }).first(),
    ],
  },
  {
    name: 'su-co',
    path: '/watch/incidents',
    who: duty,
    height: 620,
    ready: '.incident-group',
    marks: (page) => [link(page, 'Giám sát'), said(page, 'Nghĩa là'), button(page, /^Thử lại/)],
  },
  {
    name: 'lich-truc',
    path: '/admin/roster',
    who: duty,
    height: 700,
    ready: 'qn-pattern-form form',
    marks: (page) => [page.locator('table tbody tr').first(), said(page, /14 ngày làm việc tới/)],
  },
  {
    name: 'nhan-viec',
    path: '/tasks?view=unclaimed',
    who: officer,
    height: 560,
    ready: '.tasks',
    marks: (page) => [link(page, 'Việc'), button(page, 'Nhận việc')],
  },
  {
    name: 'nhap-ket-qua',
    path: `/tasks/${taskKey}`,
    who: officer,
    height: 1240,
    ready: '.fjs-form',
    given: (double) => {
      double.holder = 'sgtvt.officer';
      withPhotos(double);
    },
    does: (page) => page.locator('.fjs-form').getByText('Đã có kết quả', { exact: true }).click(),
    marks: (page) => [
      page.locator('qn-due-badge, .due').first(),
      heading(page, 'Phản ánh'),
      said(page, 'Đã có kết quả'),
      button(page, 'Chọn tệp'),
      button(page, 'Hoàn thành'),
    ],
  },
  {
    name: 'so-lieu',
    path: '/statistics?period=2025-Q4',
    who: duty,
    height: 860,
    ready: '.column-chart svg',
    marks: (page) => [link(page, 'Số liệu'), heading(page, 'Đúng hạn'), said(page, 'Báo cáo PDF')],
  },
  {
    name: 'bao-cao',
    path: '/statistics/fixed/2025-12',
    who: duty,
    height: 640,
    ready: '#figures',
    marks: (page) => [link(page, 'Báo cáo đã chốt'), button(page, 'Chạy lại như lúc chốt')],
  },
  {
    name: 'sua-so-do',
    path: `/studio/${draft}`,
    who: analyst,
    height: 820,
    ready: '.editor-canvas .djs-shape',
    marks: (page) => [
      link(page, 'Xưởng quy trình'),
      said(page, 'Sơ đồ'),
      page.locator('.editor-canvas .djs-shape').first(),
    ],
  },
  {
    name: 'kiem-tra',
    path: `/studio/${draft}/check`,
    who: analyst,
    height: 820,
    ready: '.diagram-frame .found',
    marks: (page) => [link(page, 'Kiểm tra'), button(page, 'Xem trên sơ đồ')],
  },
  {
    name: 'dien-tap',
    path: `/studio/${draft}/rehearse`,
    who: analyst,
    height: 900,
    ready: '.queue-chart',
    does: intoView((page) => page.locator('.queue-chart').first()),
    marks: (page) => [page.locator('.queue-chart').first()],
  },
  {
    name: 'con-nguoi',
    path: '/admin/people',
    who: admin,
    height: 1000,
    ready: '.table',
    marks: (page) => [
      link(page, 'Thêm người'),
      heading(page, 'Đầu mối của cơ quan'),
      page.locator('table tbody tr').first(),
    ],
  },
  {
    name: 'nhat-ky',
    path: '/admin/audit',
    who: admin,
    height: 640,
    ready: '.audit-table',
    marks: (page) => [page.getByLabel('Tài khoản').first(), button(page, 'Kiểm tra nhật ký')],
  },
  {
    name: 'ket-noi',
    path: '/admin/connections',
    who: admin,
    height: 760,
    ready: '.connection-url',
    marks: (page) => [button(page, 'Tạo khóa'), said(page, 'Thêm nơi nhận tin')],
  },
];
