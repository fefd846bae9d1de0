/** What administrators write of the directory: by version, checked, on the audit log, and seen at once. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestHouse, type TestHouse } from '../../testing/test-house.ts';

let house: TestHouse;
let admin: Record<string, string>;
beforeAll(async () => {
  house = await openTestHouse();
  admin = await house.as('ioc.admin', 'admin');
});
afterAll(() => house?.close());

const name = (vi: string, from = '2020-11-01') => ({ vi, en: `${vi} (en)`, from });
const lighting = {
  names: [name('Chiếu sáng công cộng', '2026-01-01')],
  validFrom: '2026-01-01',
  validTo: null,
  row: 10,
  about: { vi: 'Đèn đường', en: 'Street lamps' },
  agency: 'sct',
};
const put = (path: string, payload: object, ifMatch?: string) =>
  house.ask('PUT', `/api/directory/${path}`, {
    payload,
    headers: { ...admin, ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }) },
  });
const fieldIds = async (at = '') => {
  const { body } = await house.ask('GET', `/api/directory/fields${at}`, {});
  return body.items.map(({ id }: { id: string }) => id);
};

describe('an entry of the directory', () => {
  test('is added once, changed by the version that was seen, and put on the audit log', async () => {
    const made = await put('fields/lighting', lighting, '"0"');
    expect(made).toMatchObject({ status: 201, body: { id: 'lighting', version: 1, row: 10 } });
    expect(await fieldIds()).toContain('lighting');
    expect(await fieldIds('?at=2025-12-31')).not.toContain('lighting');
    expect((await put('fields/lighting', lighting, '"0"')).status).toBe(412);

    const renamed = { ...lighting, names: [...lighting.names, name('Đèn đường', '2026-02-01')] };
    expect(await put('fields/lighting', renamed, '"1"')).toMatchObject({ status: 200, headers: { etag: '"2"' } });
    expect((await put('fields/lighting', lighting, '"1"')).status).toBe(412);
    const read = await house.ask('GET', '/api/directory/fields/lighting', { headers: admin });
    expect(read).toMatchObject({
      headers: { etag: '"2"' },
      body: { names: [{ from: '2026-01-01' }, { vi: 'Đèn đường' }] },
    });
    const entries = await house.store.audit.model.find({ what: 'edit-directory' }).sort({ _id: 1 }).lean();
    expect(entries.map(({ who, data }) => [who, data.id, (data.after as { version: number }).version])).toEqual([
      ['ioc.admin', 'lighting', 1],
      ['ioc.admin', 'lighting', 2],
    ]);
  });

  test('that ends is no longer in force from that day on', async () => {
    const ended = { ...lighting, validTo: '2026-06-01' };
    expect((await put('fields/lighting', ended)).status).toBe(200);
    expect(await fieldIds('?at=2026-05-31')).toContain('lighting');
    expect(await fieldIds('?at=2026-06-01')).not.toContain('lighting');
  });

  test('of two who write at once one is told that it has changed', async () => {
    const { body } = await house.ask('GET', '/api/directory/agencies/syt', { headers: admin });
    const { names, validFrom, kind, version } = body;
    const both = await Promise.all(
      ['0235 1', '0235 2'].map((phone) =>
        put('agencies/syt', { names, validFrom, kind, contact: { phone } }, `"${version}"`),
      ),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
  });

  const { row: _row, about: _about, agency: _agency, ...dated } = lighting;
  const area = { ...dated, kind: 'commune', parent: 'tamky', point: null, successors: [] };
  test.each<[string, object, string[]]>([
    ['fields/x1', { ...lighting, row: 9 }, ['/row twice']],
    ['fields/x1', { ...lighting, row: 11, agency: 'nowhere' }, ['/agency unknown-code']],
    ['fields/x1', { ...lighting, row: 11, validTo: '2026-01-01' }, ['/validTo range']],
    ['fields/x1', { ...lighting, row: 11, validFrom: '2026-02-30' }, ['/validFrom format']],
    ['fields/x1', { ...lighting, row: 11, names: [name('A', '2026-02-01')] }, ['/names/0/from range']],
    [
      'fields/x1',
      { ...lighting, row: 11, names: [name('A', '2026-01-01'), name(' ', '2026-01-01')] },
      ['/names/1/vi required', '/names/1/from range'],
    ],
    [
      'areas/x1',
      { ...area, agencies: [{ agency: 'nowhere', from: '2026-01-01' }] },
      ['/agencies/0/agency unknown-code'],
    ],
    [
      'areas/x1',
      { ...area, parent: 'x1', agencies: [{ agency: 'tamky', from: '2026-01-01' }] },
      ['/parent unknown-code'],
    ],
  ])('%s that makes no sense is refused: %j', async (path, wish, wrong) => {
    const { status, body } = await put(path, wish);
    expect(status).toBe(422);
    expect(body.errors.map(({ pointer, code }: { pointer: string; code: string }) => `${pointer} ${code}`)).toEqual(
      wrong,
    );
  });
});
