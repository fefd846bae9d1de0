/**
 * The period's report as PDF and workbook: the numbers of both are those of the API and of a raw query, the fonts are
 * in the file, no letter is missing, and the form is that of an official report.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { createCanvas } from '@napi-rs/canvas';
import { getDocument, OPS } from 'pdfjs-dist/legacy/build/pdf.mjs';
import readExcelFile from 'read-excel-file/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { form } from '../../../domain/text/vi/official-report.ts';
import { ReportWay } from '../../testing/report-way.ts';
import { openTestHouse, type TestHouse } from '../../testing/test-house.ts';

const at = (text: string): number => Date.parse(`2026-${text}:00+07:00`);
let house: TestHouse;
let duty: Record<string, string>;
let pdf: Buffer;
let workbook: Map<string, unknown[][]>;

const filed = [
  ['transport', 'sgtvt', 'tamky'],
  ['electricity', 'sct', 'hoian'],
  ['environment', 'dienban', 'dienban'],
] as const;

beforeAll(async () => {
  house = await openTestHouse();
  for (let n = 0; n < 24; n++) {
    const [field, agency, district] = filed[n % 3]!;
    const day = String((n % 27) + 1).padStart(2, '0');
    const way = await ReportWay.begin(house, at(`10-${day}T08:00`));
    const variables = { field, district, leadAgency: agency };
    const began = at(`10-${day}T08:00`);
    await way.step('intake', {
      groups: ['ioc-intake'],
      opened: began,
      first: began + 7_200_000,
      done: began + 3_600_000 * (n % 4),
      outcome: 'accepted',
      variables,
    });
    if (n % 6 === 5) {
      await way.step('handling', {
        groups: [`agency:${agency}:officer`],
        opened: began + 9_000_000,
        first: began + 86_400_000,
        done: began + 90_000_000,
        outcome: 'extension-requested',
        by: 'an',
        variables: { days: 3 },
      });
      await way.step('extension', {
        groups: [`agency:${agency}:leader`],
        opened: began + 90_000_000,
        first: began + 180_000_000,
        done: began + 94_000_000,
        outcome: 'granted',
        by: 'chi',
        variables: { days: 2 },
      });
    }
    const answered = n % 4 !== 3;
    if (answered) await way.answered(began + 172_800_000 + n * 600_000, n % 2 ? 'fixed' : 'answered');
    if (answered && n % 5 === 0) way.rated(began + 200_000_000, n % 2 ? 'satisfied' : 'acceptable');
    await way.told();
  }
  house.clock.set(at('11-02T08:00'));
  duty = await house.as('duty', 'ioc-duty');
  await house.ask('POST', '/api/statistics/reports/2026-10', { headers: duty, payload: {} });
  pdf = await download('pdf');
  const sheets = await readExcelFile(await download('xlsx'));
  workbook = new Map(sheets.map(({ sheet, data }) => [sheet, data as unknown[][]]));
});
afterAll(() => house?.close());

async function download(kind: string, headers = duty): Promise<Buffer> {
  const answer = await house.app.inject({
    method: 'GET',
    url: `/api/statistics/report.${kind}?period=2026-10`,
    headers,
  });
  expect(answer.statusCode).toBe(200);
  return answer.rawPayload;
}

async function open(file: Buffer) {
  return getDocument({ data: new Uint8Array(file), useSystemFonts: false, fontExtraProperties: true, verbosity: 0 })
    .promise;
}

async function textOf(file: Buffer): Promise<string> {
  const document = await open(file);
  const pages = [];
  for (let n = 1; n <= document.numPages; n++) {
    const { items } = await (await document.getPage(n)).getTextContent();
    pages.push(items.map((item) => ('str' in item ? item.str : '')).join(' '));
  }
  return pages.join(' ').replace(/\s+/g, ' ');
}

const figures = async () =>
  (await house.ask('GET', '/api/statistics?period=2026-10&by=agency', { headers: duty })).body;

test('API, PDF, workbook and a raw query over the reports give the same numbers', async () => {
  const { total, rows } = await figures();
  const text = await textOf(pdf);
  const raw = house.store.reports.model;
  const within = { $gte: at('10-01T00:00'), $lt: at('11-01T00:00') };
  expect(total.received.value).toBe(await raw.countDocuments({ receivedAt: within }));
  expect(total.answered.value).toBe(await raw.countDocuments({ publishedAt: within }));
  expect(total.fixed.value).toBe(await raw.countDocuments({ publishedAt: within, 'reply.resolution': 'fixed' }));
  expect(total.onTimeByFirst.value).toBe(await raw.countDocuments({ publishedAt: within, 'timeliness.byFirst': true }));
  expect(total.rated.value).toBe(await raw.countDocuments({ publishedAt: within, rating: { $ne: null } }));
  const sheet = workbook.get('Định nghĩa')!;
  for (const [name, { value, of }] of Object.entries(total as Record<string, { value: number; of: number | null }>)) {
    const title = sheet.find(
      (row) => row[7] && String(row[7]).length > 0 && row[1] === 'Tổng hợp' && names(row[0]) === name,
    );
    expect([name, title?.[3], title?.[4]]).toEqual([name, value, of]);
  }
  for (const { id, figures: own } of rows.filter(({ id }: { id: string }) => id === 'sgtvt' || id === 'sct')) {
    const name = id === 'sct' ? 'Sở Công thương' : 'Sở Giao thông vận tải';
    const row = workbook.get('Theo cơ quan')!.find(([first]) => first === name)!;
    expect(row.slice(1, 4)).toEqual([own.answered.value, own.onTimeByFirst.value, own.onTimeByFirst.of]);
  }
  const { value, of } = total.onTimeByFirst;
  const share = `${value}/${of} (${((100 * value) / of).toFixed(1).replace('.', ',')}%)`;
  expect(text).toContain(`Đúng hạn theo hạn ban đầu: ${share}`);
  expect(text).toContain(`hệ thống tiếp nhận ${total.received.value} phản ánh`);
});

/** Back from a title of the workbook to the figure's name. */
function names(title: unknown): string | undefined {
  const plain = String(title).replace(/ \(.*$/, '');
  return Object.entries(say).find(([, words]) => words === plain)?.[0];
}
const { figures: say } = await import('../../../domain/text/vi/official-report.ts');

test('the workbook holds numbers as numbers and dates as dates', () => {
  const summary = workbook.get('Tổng hợp')!;
  const fixedAt = summary.find(([name]) => name === 'Chốt lúc')![1] as Date;
  // A workbook counts in days: a millisecond may be lost.
  expect(Math.round(fixedAt.getTime() / 1_000)).toBe(Date.parse('2026-11-02T08:00:00Z') / 1_000);
  const requests = workbook.get('Gia hạn')!;
  const head = requests.findIndex(([first]) => first === 'Mã phản ánh');
  expect(requests.slice(head + 1)).toHaveLength(4);
  expect(requests[head + 1]![2]).toBeInstanceOf(Date);
  expect(requests[head + 1]!.slice(12, 14)).toEqual(['chi', 2]);
});

test('the report has the form of an official one', async () => {
  const text = await textOf(pdf);
  for (const words of [form.nation, form.motto, form.kind, form.to, form.recipients, form.signer, ...form.organ])
    expect(text).toContain(words);
  expect(text).toContain('tháng 10 năm 2026');
  expect(text).not.toContain('SỐ LIỆU TẠM TÍNH');
  const document = await open(pdf);
  const { info } = (await document.getMetadata()) as unknown as { info: Record<string, string> };
  expect(info).toMatchObject({ Title: expect.stringContaining('BÁO CÁO'), Language: 'vi', PDFFormatVersion: '1.7' });
  const outline = await document.getOutline();
  expect(outline.map(({ title }) => title)).toEqual(expect.arrayContaining(['I. TÌNH HÌNH TIẾP NHẬN', form.annex]));
  expect(((await document.getMarkInfo()) as unknown as Map<string, boolean>).get('Marked')).toBe(true);
  const tree = JSON.stringify(await (await document.getPage(2)).getStructTree());
  expect(tree).toContain('"role":"TH"');
});

test('its fonts are in the file and no letter of it is missing', async () => {
  const document = await open(pdf);
  const fonts = new Set<string>();
  for (let n = 1; n <= document.numPages; n++) {
    const page = await document.getPage(n);
    const { fnArray, argsArray } = await page.getOperatorList();
    for (const [index, fn] of fnArray.entries()) {
      if (fn === OPS.setFont) {
        const font = page.commonObjs.get(argsArray[index][0]);
        fonts.add(font.name);
        expect([font.name, font.missingFile ?? false]).toEqual([font.name, false]);
      }
      // Glyph 0 is drawn for a letter that the font does not have.
      if (fn === OPS.showText)
        for (const glyph of argsArray[index][0])
          if (typeof glyph === 'object' && glyph !== null)
            expect([n, glyph.originalCharCode === 0, glyph.unicode]).toEqual([n, false, glyph.unicode]);
    }
  }
  expect([...fonts].filter((name) => !/BeVietnamPro/.test(name))).toEqual([]);
  expect(fonts.size).toBeGreaterThanOrEqual(3);
});

test('every page is drawn with something on it', async () => {
  const document = await open(pdf);
  const folder = process.env.PDF_PICTURES;
  if (folder) await mkdir(folder, { recursive: true });
  for (let n = 1; n <= document.numPages; n++) {
    const page = await document.getPage(n);
    const viewport = page.getViewport({ scale: folder ? 1.6 : 0.5 });
    const canvas = createCanvas(Math.ceil(viewport.width), Math.ceil(viewport.height));
    await page.render({ canvas: canvas as never, canvasContext: canvas.getContext('2d') as never, viewport }).promise;
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    let dark = 0;
    for (let i = 0; i < data.length; i += 4) if (data[i]! < 128 && data[i + 3]! > 0) dark += 1;
    expect(dark / (canvas.width * canvas.height)).toBeGreaterThan(0.002);
    if (folder) await writeFile(`${folder}/page-${n}.png`, canvas.toBuffer('image/png'));
  }
});

test('a month that is not fixed is said to be provisional, and a leader gets the agency’s part alone', async () => {
  const answer = await house.app.inject({
    method: 'GET',
    url: '/api/statistics/report.pdf?period=2026-11',
    headers: duty,
  });
  expect(await textOf(answer.rawPayload)).toContain('SỐ LIỆU TẠM TÍNH');
  const leader = await house.as('leader', 'agency:sct:leader');
  const text = await textOf(await download('pdf', leader));
  expect(text).toContain('(phần số liệu của Sở Công thương)');
  expect(text).not.toContain('Sở Giao thông vận tải');
});
