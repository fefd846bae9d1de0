/** Reply templates over the app and a real database. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestHouse, type TestHouse } from '../testing/test-house.ts';

type Headers = { cookie: string; origin: string };
let house: TestHouse;
let an: Headers;
let binh: Headers;
let leader: Headers;
let elsewhere: Headers;
beforeAll(async () => {
  house = await openTestHouse();
  an = await house.as('an', 'agency:sgtvt:officer');
  binh = await house.as('binh', 'agency:sgtvt:officer');
  leader = await house.as('leader', 'agency:sgtvt:leader');
  elsewhere = await house.as('elsewhere', 'agency:syt:officer');
});
afterAll(() => house?.close());

const keep = (headers: Headers, fields: object = {}) =>
  house.ask('POST', '/api/templates', { headers, payload: { name: 'Đã vá', text: 'Đã vá tại {place}.', ...fields } });
const names = async (headers: Headers) =>
  (await house.ask('GET', '/api/templates', { headers })).body.items.map((one: { name: string }) => one.name);

describe('a reply template', () => {
  test('of one’s own is seen by oneself alone', async () => {
    expect((await keep(an, { name: 'Của An' })).status).toBe(201);
    expect(await names(an)).toContain('Của An');
    expect(await names(binh)).not.toContain('Của An');
  });

  test('that a leader shares is used by all of the unit, changed by the leader alone, and unknown elsewhere', async () => {
    const { body } = await keep(leader, { name: 'Mẫu của sở', shared: true });
    expect(await names(an)).toContain('Mẫu của sở');
    expect(await names(elsewhere)).not.toContain('Mẫu của sở');
    const change = (headers: Headers) =>
      house.ask('PUT', `/api/templates/${body.id}`, { headers, payload: { name: 'Mẫu mới', text: 'x', shared: true } });
    expect((await change(an)).status).toBe(403);
    expect((await change(elsewhere)).status).toBe(404);
    expect((await change(leader)).body).toMatchObject({ name: 'Mẫu mới', shared: true });
  });

  test('is shared by nobody who may not share', async () => {
    expect((await keep(an, { shared: true })).status).toBe(403);
    const { body } = await keep(an);
    const payload = { name: 'x', text: 'x', shared: true };
    expect((await house.ask('PUT', `/api/templates/${body.id}`, { headers: an, payload })).status).toBe(403);
  });

  test('belongs to a stage and outcome that exist, and a change takes them off again', async () => {
    expect((await keep(an, { stage: 'handling', outcome: 'granted' })).status).toBe(422);
    const { body } = await keep(an, { stage: 'handling', outcome: 'done' });
    expect(body).toMatchObject({ stage: 'handling', outcome: 'done' });
    const payload = { name: 'x', text: 'y' };
    const changed = await house.ask('PUT', `/api/templates/${body.id}`, { headers: an, payload });
    expect(changed.body.stage).toBeUndefined();
  });

  test.each([
    [{ name: '' }, 400],
    [{ name: '   ' }, 422],
    [{ text: 'x'.repeat(10_001) }, 400],
    [{ stage: 'no where' }, 400],
    [{ owner: 'binh' }, 400],
  ])('with %o is refused: %i', async (fields, status) => {
    expect((await keep(an, fields)).status).toBe(status);
  });

  test('is gone once it is removed', async () => {
    const { body } = await keep(an, { name: 'Bỏ đi' });
    expect((await house.ask('DELETE', `/api/templates/${body.id}`, { headers: binh })).status).toBe(404);
    expect((await house.ask('DELETE', `/api/templates/${body.id}`, { headers: an })).status).toBe(204);
    expect(await names(an)).not.toContain('Bỏ đi');
  });
});
