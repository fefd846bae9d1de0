/** Sheets of the directory: taken, brought, looked at and carried out; awkward files; what was written reads as the same. */
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import writeExcelFile from 'write-excel-file/node';
import { type SheetKind, sheetKinds, sheets } from '../../../domain/sheets.ts';
import { openTestHouse, type TestHouse } from '../../testing/test-house.ts';
import { csvOf, workbookOf } from './export.ts';
import { readGrid } from './grid.ts';
import type { Kind, Row } from './kind.ts';
import { planOf } from './plan.ts';
import { type Part, stored, unpacked } from './zip.ts';

let house: TestHouse;
let admin: Record<string, string>;
beforeAll(async () => {
  house = await openTestHouse();
  admin = await house.as('ioc.admin', 'admin', 'ioc-duty');
  await house.as('an', 'ioc-duty', 'ioc-intake');
});
afterAll(() => house?.close());

const bring = (kind: SheetKind, content: string | Buffer, language = 'vi') => {
  const head = '--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n';
  const payload = Buffer.concat([Buffer.from(head), Buffer.from(content), Buffer.from('\r\n--b--\r\n')]);
  const form = { 'content-type': 'multipart/form-data; boundary=b', 'accept-language': language };
  return house.ask('POST', `/api/directory/imports/${kind}`, { payload, headers: { ...admin, ...form } });
};
const carryOut = (id: string, who = admin) =>
  house.ask('POST', `/api/directory/imports/${id}/execution`, { headers: who });
async function take(file: string): Promise<Buffer> {
  const { statusCode, rawPayload } = await house.app.inject({ url: `/api/directory/exports/${file}`, headers: admin });
  expect(statusCode).toBe(200);
  return rawPayload;
}
const person = (username: string) => house.store.people.find(username);
const places = (errors: { row: number; column: string; code: string }[]) =>
  errors.map(({ row, column, code }) => `${row} ${column} ${code}`);

describe('a sheet that was taken and brought again', () => {
  test.each(sheetKinds.flatMap((kind) => ['csv', 'xlsx'].map((ending) => [kind, ending] as const)))(
    'of %s as %s changes nothing',
    async (kind, ending) => {
      const duty = { role: 'ioc-duty', username: 'an', version: 1 } as const;
      const from = Date.parse('2026-03-02T17:00:00+07:00');
      const shift = { _id: 'f'.repeat(32), ...duty, from, to: from + 50_400_000 };
      await house.store.duties.model.replaceOne({ _id: shift._id }, shift, { upsert: true });
      const { status, body } = await bring(kind, await take(`${kind}.${ending}`));
      expect([status, body.errors, body.ignored]).toEqual([200, [], []]);
      expect(body.rows).toMatchObject({ new: 0, changed: 0, wrong: 0 });
      expect(body.rows.unchanged).toBeGreaterThan(0);
      expect(
        await house.store.audit.model.countDocuments({ what: 'export-sheet', 'data.sheet': kind }),
      ).toBeGreaterThan(0);
      await house.store.duties.model.deleteOne({ _id: shift._id });
    },
  );

  // Text as it is kept: in one line, composed, without what a terminal would run.
  const text = fc
    .string({ unit: fc.constantFrom(...'=+-@\'";,\t aĐặểờ0 1'), maxLength: 12 })
    .map((one) => one.replace(/\s+/g, ' ').trim())
    .filter((one) => !/^="[^"]*"$/.test(one));
  const day = fc
    .date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true })
    .map((one) => one.toISOString());
  const cell = {
    text,
    list: fc
      .uniqueArray(fc.constantFrom('admin', 'agency:syt:leader', 'ioc-duty'), { maxLength: 3 })
      .map((all) => all.sort().join(', ')),
    day: day.map((one) => one.slice(0, 10)),
    time: day.map((one) => one.slice(0, 16)),
    number: fc
      .double({ noNaN: true, noDefaultInfinity: true, min: -180, max: 180 })
      .map((one) => String(Math.round(one * 1e6) / 1e6 || 0)),
  };
  const rowOf = (name: SheetKind): fc.Arbitrary<Row> =>
    fc.record(
      Object.fromEntries(
        sheets[name].columns.map(({ key, as, needed }) => {
          const value = typeof as === 'object' ? fc.constantFrom(...as.of) : cell[as];
          return [key, needed ? value.filter(Boolean) : fc.oneof(value, fc.constant(''))];
        }),
      ),
    );
  const bare = (name: SheetKind): Kind<null> => ({
    name,
    blanks: () => ({}),
    read: async () => ({ rows: [], context: null, basis: null }),
    check: () => [],
    write: async () => ({ onRecord: [] }),
  });

  test.each(sheetKinds)('reads as it was, whatever stands in its %s', async (name) => {
    const { columns } = sheets[name];
    const key = (row: Row) => columns.flatMap((one) => (one.names ? [row[one.key]] : [])).join('|');
    const some = fc.uniqueArray(rowOf(name), { selector: key, minLength: 1, maxLength: 6 });
    const written = fc.record({ rows: some, language: fc.constantFrom('vi', 'en'), csv: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(written, async ({ rows, language, csv }) => {
        const bytes = csv ? csvOf(name, rows, language) : await workbookOf(name, rows, language);
        const plan = planOf(bare(name), await readGrid(bytes), { rows, context: null, basis: null });
        expect([plan.errors, plan.steps, plan.counts.unchanged]).toEqual([[], [], rows.length]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('people', () => {
  const sheet = (...lines: string[]) => ['Tên đăng nhập;Họ tên;Nhóm;Thư điện tử;Tình trạng', ...lines].join('\r\n');

  test('are added and changed, all at once, and the log tells which groups, but no address', async () => {
    await house.as('binh', 'ioc-intake');
    const file = sheet(
      'chi;Lê Thị Chi;"agency:syt:officer, watch";chi@quangnam.gov.vn;',
      'binh;Trần Bình;watch;;Đã khóa',
    );
    const { body } = await bring('people', file);
    expect(body).toMatchObject({ rows: { new: 1, changed: 1, unchanged: 0, wrong: 0 }, errors: [] });
    expect(body.items[1]).toEqual({
      row: 3,
      state: 'changed',
      title: 'binh',
      changes: [
        { column: 'Họ tên', from: 'Cán bộ binh', to: 'Trần Bình' },
        { column: 'Nhóm', from: 'ioc-intake', to: 'watch' },
        { column: 'Tình trạng', from: 'Đang hoạt động', to: 'Đã khóa' },
      ],
    });
    expect(await person('chi')).toBeNull();
    expect(await carryOut(body.id)).toMatchObject({ status: 200, body: { new: 1, changed: 1 } });
    expect(await person('chi')).toMatchObject({ name: 'Lê Thị Chi', active: true, passwordHash: null, version: 1 });
    expect(await person('binh')).toMatchObject({ active: false, owesRelease: true, groups: ['watch'], version: 1 });
    expect(await house.store.sessions.model.countDocuments({ username: 'binh' })).toBe(0);
    const [entry] = await house.store.audit.model.find({ what: 'import-sheet' }).lean();
    expect(entry).toMatchObject({ who: 'ioc.admin', data: { sheet: 'people', new: 1, changed: 1 } });
    expect(JSON.stringify(entry)).toContain('agency:syt:officer');
    expect(JSON.stringify(entry)).not.toContain('quangnam.gov.vn');
    expect((await carryOut(body.id)).status).toBe(404);
  });

  test('that are wrong are named by row and column in the reader’s language, and nothing is carried out', async () => {
    const file = sheet(
      'D D;D;;;',
      'dd;;;;',
      'ee;E;king;;',
      'ff;F;;no-address;',
      'gg;G;;;gone',
      'hh;H;;;',
      'hh;H;;;',
      'ii;I;;;',
    );
    const { body } = await bring('people', file, 'en');
    expect(places(body.errors)).toEqual([
      '2 User name format',
      '3 Name required',
      '4 Groups unknown-code',
      '5 Email format',
      '6 State choice',
      '8 User name twice',
    ]);
    expect(body.errors[2].detail).toBe('Not in the directory');
    expect(body.rows).toEqual({ new: 2, changed: 0, unchanged: 0, wrong: 6 });
    expect((await carryOut(body.id)).status).toBe(422);
    expect(await person('ii')).toBeNull();
  });

  test('keep at least one administrator', async () => {
    const { body } = await bring('people', sheet('ioc.admin;Quản trị;watch;;'));
    expect(places(body.errors)).toEqual(['2 Nhóm last-administrator']);
    const other = sheet('ioc.admin;Quản trị;watch;;', 'new.admin;Quản trị mới;admin;;');
    expect((await bring('people', other)).body.errors).toEqual([]);
  });

  test('that have changed since the preview, or an hour later, are left alone', async () => {
    const { body } = await bring('people', sheet('kk;K;;;'));
    await house.as('meanwhile', 'watch');
    expect((await carryOut(body.id)).status).toBe(409);
    const next = (await bring('people', sheet('kk;K;;;'))).body;
    expect((await carryOut(next.id, await house.as('second.admin', 'admin'))).status).toBe(404);
    const past = { $set: { expiresAt: new Date(0) } };
    await house.store.imports.model.updateOne({ _id: next.id }, past);
    expect((await carryOut(next.id)).status).toBe(404);
    expect(await person('kk')).toBeNull();
  });

  test('are written once, also by two who press at the same moment', async () => {
    const { body } = await bring('people', sheet('once;O;;;'));
    const statuses = (await Promise.all([carryOut(body.id), carryOut(body.id)])).map(({ status }) => status).sort();
    expect(statuses[0]).toBe(200);
    expect([404, 409]).toContain(statuses[1]);
    const onRecord = { what: 'import-sheet', 'data.rows.username': 'once' };
    expect(await house.store.audit.model.countDocuments(onRecord)).toBe(1);
  });

  test('of a file without a column keep what they have', async () => {
    await house.store.people.model.updateOne({ _id: 'an' }, { $set: { phone: '0905 123 456' } });
    const { body } = await bring('people', 'username,name\nan,Nguyễn An\n');
    await carryOut(body.id);
    expect(await person('an')).toMatchObject({
      name: 'Nguyễn An',
      phone: '0905 123 456',
      groups: ['ioc-duty', 'ioc-intake'],
    });
  });
});

test('a roster is brought in either language, and duties that meet or belong to nobody are named', async () => {
  const file = [
    'To\tPerson?\tFrom\tUser name\tDuty',
    '09/03/2026 17:00\t\t09/03/2026 07:00\tan\tTrực',
    '2026-03-10T06:00\t\t46090,7083333333\tan\tioc-duty',
    '10/03/2026 07:00\t\t10/03/2026 05:00\tan\tDuty',
    '10/03/2026 17:00\t\t10/03/2026 07:00\tnobody\tTiếp nhận',
    '10/03/2026 06:00\t\t10/03/2026 07:00\tan\tTiếp nhận',
    '10/03/2026 17:00\t\t30/02/2026 07:00\tan\tTiếp nhận',
  ];
  const { body } = await bring('roster', file.join('\n'));
  expect(places(body.errors)).toEqual(['4 Từ overlap', '5 Tên đăng nhập unknown-code', '6 Đến order', '7 Từ time']);
  expect(body.ignored).toEqual(['Person?']);
  const good = (await bring('roster', file.slice(0, 3).join('\n'))).body;
  expect((await carryOut(good.id)).body).toEqual({ new: 2, changed: 0 });
  const kept = await house.store.duties.model.find().sort({ from: 1 }).lean();
  expect(kept.map(({ from, to }) => [from, to].map((at) => new Date(at).toISOString()))).toEqual([
    ['2026-03-09T00:00:00.000Z', '2026-03-09T10:00:00.000Z'],
    ['2026-03-09T10:00:00.000Z', '2026-03-09T23:00:00.000Z'],
  ]);
  const longer = (await bring('roster', `${file[0]}\n09/03/2026 16:00\t\t09/03/2026 07:00\tan\tTrực`)).body;
  expect((await carryOut(longer.id)).body).toEqual({ new: 0, changed: 1 });
});

test('days off make the next version of the calendar, and the keeper has its dates to move', async () => {
  const file = 'Ngày;Nghỉ hay làm việc;Tên ngày (tiếng Việt)\n20/03/2026;Nghỉ;Lễ hội\n2026-03-21;working;Làm bù\n';
  const { body } = await bring('holidays', file);
  expect(body.rows).toMatchObject({ new: 2, wrong: 0 });
  expect((await carryOut(body.id)).status).toBe(200);
  const current = await house.store.calendars.current<{ holidays: object[]; workingDays: object[] }>();
  expect(current).toMatchObject({ _id: 2, by: 'ioc.admin' });
  expect(current?.calendar.holidays).toContainEqual({ day: '2026-03-20', vi: 'Lễ hội', en: 'Lễ hội' });
  expect(current?.calendar.workingDays).toContainEqual({ day: '2026-03-21', vi: 'Làm bù', en: 'Làm bù' });
  expect(await house.store.calendarEdits.find(2)).toMatchObject({ state: 'listing' });
  expect(await house.store.audit.model.countDocuments({ what: 'edit-calendar' })).toBe(1);
});

describe('the directory', () => {
  test('gets areas whose parent comes in the same sheet, and a new name beside the one of before', async () => {
    const head =
      'Mã;Loại địa bàn;Tên tiếng Việt;Tên tiếng Anh;Tên dùng từ ngày;Có hiệu lực từ ngày;Thuộc địa bàn;Cơ quan phụ trách';
    const lines = [
      'x-child;Cấp xã;Con;Child;;01/07/2026;x-parent;tamky',
      'x-parent;Cấp huyện;Cha;Parent;;01/07/2026;;tamky',
      'tamky;Cấp huyện;Tam Kỳ mới;New Tam Ky;01/07/2026;01/11/2020;;tamky',
    ];
    const { body } = await bring('areas', [head, ...lines].join('\n'));
    expect([body.errors, body.rows]).toEqual([[], { new: 2, changed: 1, unchanged: 0, wrong: 0 }]);
    expect((await carryOut(body.id)).status).toBe(200);
    const area = await house.store.areas.find('tamky');
    expect(area?.names).toHaveLength(2);
    expect(area).toMatchObject({ version: 2, names: [{}, { vi: 'Tam Kỳ mới', from: '2026-07-01' }] });
    const { items } = (await house.ask('GET', '/api/directory/areas?at=2026-07-01', {})).body;
    expect(items).toContainEqual(expect.objectContaining({ id: 'x-child', parent: 'x-parent' }));
  });

  test.each<[SheetKind, string, string[]]>([
    [
      'agencies',
      'Code,Kind of agency,Vietnamese name,English name,In force from,Own handling limit\nX Y,other,a,a,2026-01-01,soon',
      ['2 Code format', '2 Own handling limit format'],
    ],
    [
      'areas',
      'Code,Kind of area,Vietnamese name,English name,In force from,Agency responsible,Latitude,Part of area\nxx,district,a,a,2026-01-01,nowhere,"15,5",',
      ['2 Longitude format'],
    ],
    [
      'areas',
      'Code,Kind of area,Vietnamese name,English name,In force from,Agency responsible,Part of area\nxx,district,a,a,2026-01-01,nowhere,yy',
      ['2 Agency responsible unknown-code', '2 Part of area unknown-code'],
    ],
    [
      'fields',
      'Code,Row of Annex 1,Vietnamese name,English name,In force from,No longer in force from,What belongs to it (Vietnamese),What belongs to it (English)\nxx,1,a,a,2026-02-01,2026-01-01,a,a\nyy,x,a,a,2026-01-01,,a,a',
      ['2 No longer in force from range', '2 Row of Annex 1 twice', '3 Row of Annex 1 number'],
    ],
  ])('%s that make no sense are named at their cells (%#)', async (kind, file, wrong) => {
    expect(places((await bring(kind, file, 'en')).body.errors)).toEqual(wrong);
  });
});

describe('a file', () => {
  const lines = 'Tên đăng nhập;Họ tên\r\n;\r\nzed;"Đỗ; Văn ""Ổn"""\r\n';
  const utf16 = Buffer.from(`\ufeff${lines}`, 'utf16le');
  test.each<[string, () => Buffer | Promise<Buffer>]>([
    ['of Excel, with semicolons and a mark', () => Buffer.from(`\ufeff${lines}`)],
    ['that names its delimiter', () => Buffer.from(`sep=;\r\n${lines}`)],
    ['in UTF-16', () => utf16],
    ['in UTF-16 the other way round', () => Buffer.from(utf16).swap16()],
    ['in UTF-16 without a mark', () => utf16.subarray(2)],
    [
      'with decomposed letters and the other order',
      () => Buffer.from('Họ tên,Tên đăng nhập\n"Đỗ; Văn ""Ổn""",zed\n'.normalize('NFD')),
    ],
    [
      'of Excel, with a row above and a blank one',
      () =>
        writeExcelFile([
          [null, null],
          [{ value: 'Name' }, { value: 'username' }],
          [null, null],
          [{ value: 'Đỗ; Văn "Ổn"' }, { value: 'zed' }],
        ]).toBuffer(),
    ],
  ])('%s is read', async (_what, file) => {
    const { body } = await bring('people', await file());
    expect(body.rows).toEqual({ new: 1, changed: 0, unchanged: 0, wrong: 0 });
    expect(body.items[0].changes[0]).toMatchObject({ to: 'Đỗ; Văn "Ổn"' });
  });

  test('that a spreadsheet would run is guarded when it is written, and comes back as it was', async () => {
    await house.as('formula', 'watch');
    await house.store.people.model.updateOne({ _id: 'formula' }, { $set: { name: '=cmd|calc' } });
    expect((await take('people.csv')).toString('utf8')).toContain("formula,'=cmd|calc,");
  });

  /** A workbook in name: one part that unpacks to far more than it says. */
  function bomb(): Buffer {
    const body = deflateRawSync(Buffer.alloc(60 * 1024 * 1024));
    const name = Buffer.from('xl/workbook.xml');
    const local = Buffer.alloc(30);
    local.write('PK\x03\x04', 'latin1');
    local.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.write('PK\x01\x02', 'latin1');
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(body.length, 20);
    entry.writeUInt32LE(1, 24);
    entry.writeUInt16LE(name.length, 28);
    const end = Buffer.alloc(22);
    end.write('PK\x05\x06', 'latin1');
    end.writeUInt16LE(1, 10);
    end.writeUInt32LE(local.length + name.length + body.length, 16);
    return Buffer.concat([local, name, body, entry, name, end]);
  }

  test('with a part that its own directory does not list is read without it', async () => {
    const whole = stored(unpacked(await workbookOf('people', [], 'en'), 1_000_000) as Part[]);
    const place = whole.length - 6;
    const directory = whole.readUInt32LE(place);
    const secret = bomb().subarray(0, -83);
    const hiding = Buffer.concat([whole.subarray(0, directory), secret, whole.subarray(directory)]);
    hiding.writeUInt32LE(directory + secret.length, hiding.length - 6);
    expect(stored(unpacked(hiding, 1_000_000) as Part[])).toEqual(whole);
    const none = { new: 0, changed: 0, unchanged: 0, wrong: 0 };
    expect((await bring('people', hiding)).body.rows).toEqual(none);
  });

  test.each<[string, () => Buffer, string]>([
    ['of the old Excel', () => Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0, 1]), 'old-format'],
    ['that is a picture', () => Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1]), 'unreadable'],
    ['that only begins like a workbook', () => Buffer.from('PK and nothing'), 'unreadable'],
    ['that unpacks to too much', bomb, 'too-many-rows'],
    ['in an old code page', () => Buffer.from([0x54, 0xea, 0x6e, 0x3b]), 'encoding'],
    ['that is empty', () => Buffer.from(''), 'no-header'],
    ['of something else', () => Buffer.from('a;b\n1;2'), 'no-header'],
    ['without the column that names its rows', () => Buffer.from('name\nx'), 'missing-column'],
    ['with a column twice', () => Buffer.from('username,name,Họ tên\nx,x,x'), 'column-twice'],
    ['of more than ten thousand rows', () => Buffer.from(`username,name\n${'x,x\n'.repeat(10_001)}`), 'too-many-rows'],
  ])('%s is refused with the reason', async (_what, file, code) => {
    const { status, body } = await bring('people', file());
    expect([status, body.errors]).toEqual([
      422,
      [{ pointer: '/file', code, said: expect.stringMatching(/\p{L} \p{L}/u) }],
    ]);
  });

  test('of more than five megabytes is not read', async () => {
    expect((await bring('people', Buffer.alloc(5 * 1024 * 1024 + 1, 'x'))).status).toBe(413);
  });

  test('of ten thousand rows is looked at and carried out in seconds', async () => {
    const rows = Array.from({ length: 10_000 }, (_, n) => `many${n},Người thứ ${n},watch`);
    const begun = performance.now();
    const { body } = await bring('people', ['username,name,groups', ...rows].join('\n'));
    expect(body.rows.new).toBe(10_000);
    expect(body.items).toHaveLength(200);
    expect((await carryOut(body.id)).body).toEqual({ new: 10_000, changed: 0 });
    expect(performance.now() - begun).toBeLessThan(15_000);
    expect(await house.store.people.model.countDocuments({ _id: /^many/ })).toBe(10_000);
    expect((await house.store.audit.verify()).fault).toBeNull();
  });
});
