/**
 * The directory changes under running work, on the real engine: the district level ends as it did in 2025, and a field
 * that the province has added is offered, routed and finished.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { changes2025, committees2025 } from '../../domain/directory/changes-2025.ts';
import { loadPeople } from '../../local/directory.ts';
import { House, password } from '../house/house.ts';
import type { Officer, Sender } from '../house/people.ts';
import { until } from '../house/until.ts';

let house: House;
let admin: Officer;
beforeAll(async () => {
  house = await House.open({ at: '2024-12-31T08:00:00+07:00' });
  admin = await house.as('ioc.admin');
});
afterAll(() => house?.close());

const change = (agency: string) => changes2025.find((one) => one.agency === agency)!;
async function enters(agency: string): Promise<string> {
  const plan = { ...change(agency), movePeople: false, reason: 'Nghị quyết về sắp xếp đơn vị hành chính' };
  const { status, body } = await admin.ask('POST', '/api/directory/successions', plan);
  expect([status, body.errors]).toEqual([201, undefined]);
  return body.id;
}
const done = (id: string) =>
  until(
    async () => {
      const { body } = await admin.get(`/api/directory/successions/${id}`);
      return body.state === 'done' ? body : undefined;
    },
    'the succession to be carried out',
    40_000,
  );

const rubbish = { content: 'Rác thải đổ trộm bên đường.', place: { text: 'Trung Phước', district: 'nongson' } };
const does = async (who: string, report: Sender, stage: string, completion: object) =>
  (await house.as(who)).does(report, stage, completion as Record<string, unknown>);

describe('the end of an agency', () => {
  it('moves an open report to the successor, and to the next one, where it is finished under its dates', async () => {
    const report = await house.anyone.sends(rubbish);
    await does('ioc.intake', report, 'intake', { outcome: 'accepted', field: 'environment', district: 'nongson' });
    await does('ioc.duty', report, 'routing', { outcome: 'routed', leadAgency: 'nongson' });
    await does('nongson.officer', report, 'scope', { outcome: 'in-scope' });
    await does('nongson.leader', report, 'instruction', { outcome: 'instructed', instruction: 'Dọn ngay.' });
    const officer = await house.as('nongson.officer');
    const task = await officer.task(report.code, 'handling');
    expect((await officer.ask('PUT', `/api/tasks/${task.key}/assignee`, {})).status).toBe(204);
    const before = await report.follows();

    const joined = await enters('nongson');
    await house.clock.set('2025-01-02T08:00:00+07:00');
    expect(await done(joined)).toMatchObject({ counts: { moved: 1, refused: 0 } });
    const heir = await house.as('queson.officer');
    const moved = await until(async () => {
      const { body } = await heir.get(`/api/tasks?report=${report.code}&state=open`);
      return body.items[0];
    }, 'the task on the list of the successor');
    expect(moved).toMatchObject({ key: task.key, agency: 'queson', assignee: null, originalDueAt: task.originalDueAt });
    expect((await officer.get(`/api/tasks/${task.key}`)).status).toBe(404);
    const after = await report.follows();
    expect(after.dueAt).toBe(before.dueAt);
    expect(after.history.at(-1)).toMatchObject({ what: 'succeeded', by: 'queson' });

    for (const { id, kind, names, validFrom } of committees2025)
      expect((await admin.ask('PUT', `/api/directory/agencies/${id}`, { kind, names, validFrom })).status).toBe(201);
    // Entered when its day has come already: it is carried out at once.
    await house.clock.set('2025-07-01T08:00:00+07:00');
    const ended = await enters('queson');
    await done(ended);
    // What was Nông Sơn's goes to the commune there, not to the district's seat.
    const { body } = await admin.get(`/api/directory/successions/${ended}/items`);
    expect(body.items).toMatchObject([{ reportCode: report.code, state: 'moved', to: 'x-nongson' }]);
    const people = (['officer', 'leader'] as const).map((role) => ({
      username: `x-nongson.${role}`,
      name: role,
      groups: [`agency:x-nongson:${role}`],
    }));
    await loadPeople({ mongodbUri: house.databaseUri, password, people });
    await does('x-nongson.officer', report, 'handling', { outcome: 'done', result: 'Đã dọn sạch.' });
    await does('x-nongson.leader', report, 'approval', { outcome: 'approved' });
    await does('x-nongson.officer', report, 'publication', { outcome: 'public' });
    const answered = await report.sees('answered');
    expect(answered.reply).toMatchObject({ agency: 'x-nongson' });
    expect(answered.reply.text).toContain('UBND xã Nông Sơn');
  });
});

describe('a field that the province adds', () => {
  it('is offered once its row is deployed, proposes its agency, and goes there', async () => {
    const lighting = {
      names: [{ vi: 'Chiếu sáng công cộng', en: 'Street lighting', from: '2025-01-01' }],
      validFrom: '2025-01-01',
      validTo: null,
      row: 10,
      about: { vi: 'Đèn đường, đèn công viên', en: 'Street and park lamps' },
      agency: 'sct',
    };
    expect((await admin.ask('PUT', '/api/directory/fields/lighting', lighting)).status).toBe(201);
    const report = await house.anyone.sends();
    const intake = await house.as('ioc.intake');
    const offered = async () => {
      const { key } = await intake.task(report.code, 'intake');
      const { body } = await intake.get(`/api/tasks/${key}`);
      return body.form.data.fields.map(({ value }: { value: string }) => value);
    };
    expect(await offered()).not.toContain('lighting');
    expect((await admin.get('/api/directory/routing')).body.missing.fields).toEqual(['lighting']);
    const asked = await admin.ask('POST', '/api/directory/routing/release', { note: 'Thêm lĩnh vực chiếu sáng' });
    expect([asked.status, asked.body.errors]).toEqual([201, undefined]);
    expect((await admin.ask('POST', '/api/directory/routing/release', { note: 'x' })).status).toBe(409);
    const analyst = await house.as('analyst');
    const approved = await analyst.ask('POST', `/api/releases/${asked.body.asked.release}/approval`);
    expect(approved).toMatchObject({ status: 200, body: { state: 'released' } });

    await until(async () => ((await offered()).includes('lighting') ? true : undefined), 'the field to be offered');
    expect((await admin.get('/api/directory/routing')).body).toMatchObject({ missing: { fields: [], areas: [] } });
    await intake.does(report, 'intake', { outcome: 'accepted', field: 'lighting' });
    const duty = await house.as('ioc.duty');
    const routing = await duty.task(report.code, 'routing');
    const { body } = await duty.get(`/api/tasks/${routing.key}`);
    expect(body.form.data).toMatchObject({ proposedAgencies: ['sct'], leadAgency: 'sct' });
    await duty.does(report, 'routing', { outcome: 'routed', leadAgency: 'sct' });
    await (await house.as('sct.officer')).does(report, 'scope', { outcome: 'in-scope' });
    expect((await report.follows()).status).toBe('in-progress');
  });
});
