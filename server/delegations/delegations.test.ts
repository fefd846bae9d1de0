/** Article 14.1: while a person is away the stand-in has the person's work, by business time, and every route obeys it. */
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { Stream } from '../testing/records.ts';
import { monday, openTestHouse, type TestHouse } from '../testing/test-house.ts';
import { EngineRefusal } from '../zeebe.ts';

type Headers = { cookie: string; origin: string };
const hour = 3_600_000;
const iso = (at: number) => new Date(at).toISOString();
const house: TestHouse = await openTestHouse();
const leader = await house.as('syt.leader', 'agency:syt:leader', 'leader-province');
const officer = await house.as('syt.officer', 'agency:syt:officer');
const other = await house.as('syt.other', 'agency:syt:officer');
const stranger = await house.as('sct.officer', 'agency:sct:officer');
const duty = await house.as('ioc.duty', 'ioc-duty');
afterAll(() => house.close());
beforeEach(async () => {
  house.clock.set(monday);
  house.engine.answer = () => {};
  await house.store.delegations.model.deleteMany({});
});

const away = (headers: Headers, standIn: string, change: object = {}) =>
  house.ask('POST', '/api/delegations', {
    headers,
    payload: {
      standIn,
      startsAt: iso(monday + hour),
      endsAt: iso(monday + 9 * hour),
      reason: 'Đi công tác',
      ...change,
    },
  });
const list = async (headers: Headers) => (await house.ask('GET', '/api/delegations', { headers })).body.items;
const end = (id: string, headers: Headers) => house.ask('DELETE', `/api/delegations/${id}`, { headers });
const session = async (headers: Headers) => (await house.ask('GET', '/api/session', { headers })).body;

let seed = 6_000;
async function approval() {
  const payload = { sender: { name: 'An', phone: '0905123456' }, content: 'Trạm y tế', place: { text: 'Tam Kỳ' } };
  const headers = { 'idempotency-key': crypto.randomUUID() };
  const { code } = (await house.ask('POST', '/api/reports', { payload, headers })).body;
  seed += 1;
  const stream = new Stream(monday, seed);
  stream.start(code);
  stream.root('leadAgency', 'syt');
  const task = stream.task('approval', ['agency:syt:leader'], monday + 5 * hour);
  await house.records(stream.take());
  house.engine.answer = async (what, { assignee, variables }) => {
    if (what === 'assign') stream.assign(task, String(assignee));
    if (what === 'complete') stream.complete(task, 'approval', variables as object);
    await house.records(stream.take());
  };
  return { code, key: task.key };
}
const claim = (key: string, headers: Headers) =>
  house.ask('PUT', `/api/tasks/${key}/assignee`, { headers, payload: {} });

describe('a stand-in', () => {
  test('has the absent person’s work from the first moment to the last, and nothing else of theirs', async () => {
    const { key } = await approval();
    expect((await away(leader, 'syt.officer')).status).toBe(201);
    expect((await claim(key, officer)).status).toBe(403);
    house.clock.set(monday + hour);
    expect(await session(officer)).toMatchObject({
      groups: ['agency:syt:officer', 'agency:syt:leader'],
      standsInFor: [{ username: 'syt.leader', name: 'Cán bộ syt.leader', groups: ['agency:syt:leader'] }],
    });
    expect((await claim(key, officer)).status).toBe(204);
    house.clock.set(monday + 9 * hour);
    expect((await session(officer)).standsInFor).toBeUndefined();
    expect((await claim((await approval()).key, officer)).status).toBe(403);
  });

  test('decides in the absent person’s place, and both names stay on record', async () => {
    await away(leader, 'syt.officer');
    house.clock.set(monday + 2 * hour);
    const { key, code } = await approval();
    await claim(key, officer);
    const payload = { outcome: 'returned', instructions: 'Bổ sung ảnh hiện trường' };
    const done = await house.ask('POST', `/api/tasks/${key}/completion`, { headers: officer, payload });
    expect(done.status).toBe(204);
    expect(await house.store.tasks.find(key)).toMatchObject({ completedBy: 'syt.officer', onBehalfOf: 'syt.leader' });
    const { history } = (await house.ask('GET', `/api/tasks/${key}`, { headers: other })).body;
    expect(history.at(-1)).toMatchObject({ what: 'completed', by: 'syt.officer', onBehalfOf: 'syt.leader' });
    const audited = await house.store.audit.model.find({ reportCode: code }).sort({ _id: 1 }).lean();
    expect(audited.map(({ who, what, data }) => [who, what, data.onBehalfOf])).toEqual([
      ['syt.officer', 'claim-for-absent', 'syt.leader'],
      ['syt.officer', 'complete-for-absent', 'syt.leader'],
    ]);
  });

  test('takes over what the absent person holds, but not what another has by now', async () => {
    const { key } = await approval();
    await claim(key, leader);
    expect((await claim(key, officer)).status).toBe(403);
    await away(leader, 'syt.officer', { startsAt: iso(monday) });
    const answer = house.engine.answer;
    house.engine.answer = () => {
      throw new EngineRefusal(409, 'INVALID_STATE', 'somebody else has it');
    };
    expect((await claim(key, officer)).status).toBe(409);
    house.engine.answer = answer;
    expect((await claim(key, officer)).status).toBe(204);
    expect((await house.store.tasks.find(key))?.assignee).toBe('syt.officer');
  });

  test('may be handed the absent person’s tasks, and is named among those whom one hands over to', async () => {
    await away(leader, 'syt.officer');
    house.clock.set(monday + 2 * hour);
    const { key } = await approval();
    const { items } = (await house.ask('GET', `/api/tasks/${key}/candidates`, { headers: leader })).body;
    expect(items).toMatchObject([
      { username: 'syt.leader', away: { standIn: { username: 'syt.officer', name: 'Cán bộ syt.officer' } } },
      { username: 'syt.officer', standsInFor: { username: 'syt.leader' } },
    ]);
    const handOver = (username: string) =>
      house.ask('PUT', `/api/tasks/${key}/assignee`, { headers: leader, payload: { username } });
    expect((await handOver('syt.other')).status).toBe(422);
    expect((await handOver('syt.officer')).status).toBe(204);
  });

  test('loses it with the absent person’s own right, and gives nothing on', async () => {
    await away(leader, 'syt.officer');
    house.clock.set(monday + 2 * hour);
    const chain = await away(officer, 'syt.other', { startsAt: iso(monday + 2 * hour) });
    expect(chain.status).toBe(409);
    await house.store.people.model.updateOne({ _id: 'syt.leader' }, { groups: ['leader-province'] });
    expect((await session(officer)).groups).toEqual(['agency:syt:officer']);
    await house.store.people.model.updateOne(
      { _id: 'syt.leader' },
      { groups: ['agency:syt:leader', 'leader-province'] },
    );
  });
});

describe('another’s absence', () => {
  test('is set by an administrator and by the unit’s leader, with both names on the log', async () => {
    const admin = await house.as('ioc.admin', 'admin');
    for (const [who, name] of [
      [admin, 'ioc.admin'],
      [leader, 'syt.leader'],
    ] as const) {
      const candidates = await house.ask('GET', '/api/delegations/candidates?absent=syt.other', { headers: who });
      expect(candidates.body.items.map(({ username }: { username: string }) => username)).toContain('syt.officer');
      const made = await away(who, 'syt.officer', { absent: 'syt.other' });
      expect(made.status).toBe(201);
      expect(await list(other)).toMatchObject([{ absent: { username: 'syt.other' } }]);
      const [entry] = await house.store.audit.model.find({ what: 'delegate' }).sort({ _id: -1 }).limit(1).lean();
      expect(entry).toMatchObject({ who: name, data: { absent: 'syt.other', standIn: 'syt.officer' } });
      await end(made.body.id, who);
    }
  });
  test('is set by nobody else, and of nobody without work', async () => {
    expect((await away(officer, 'syt.other', { absent: 'syt.leader' })).status).toBe(403);
    expect((await away(leader, 'sct.officer', { absent: 'sct.officer' })).status).toBe(404);
    const admin = await house.as('ioc.admin', 'admin');
    await house.as('ioc.watch', 'watch');
    expect((await away(admin, 'syt.other', { absent: 'ioc.watch' })).status).toBe(403);
  });
});

describe('an absence', () => {
  test.each([
    ['somebody of another agency', { standIn: 'sct.officer' }, '/standIn'],
    ['oneself', { standIn: 'syt.leader' }, '/standIn'],
    ['nobody', { standIn: 'nobody' }, '/standIn'],
    ['an end before its beginning', { endsAt: iso(monday) }, '/endsAt'],
    ['an end in two years', { endsAt: iso(monday + 800 * 24 * hour) }, '/endsAt'],
    ['a beginning that is long past', { startsAt: iso(monday - 24 * hour) }, '/startsAt'],
    ['a blank reason', { reason: '  ' }, '/reason'],
  ])('with %s is refused at its field', async (_what, change, pointer) => {
    const answer = await away(leader, 'syt.officer', change);
    expect([answer.status, answer.body.errors?.[0].pointer]).toEqual([422, pointer]);
  });

  test('can’t overlap another of the same person, nor be given to who is away then', async () => {
    await away(leader, 'syt.officer');
    expect((await away(leader, 'syt.other')).status).toBe(409);
    expect((await away(other, 'syt.leader')).status).toBe(422);
    expect(
      (await away(other, 'syt.leader', { startsAt: iso(monday + 9 * hour), endsAt: iso(monday + 12 * hour) })).status,
    ).toBe(201);
  });

  test('is ended early by either of the two, at once, and by nobody else', async () => {
    for (const who of [leader, officer, duty]) {
      const { body } = await away(leader, 'syt.officer', { startsAt: iso(monday) });
      expect((await session(officer)).standsInFor).toHaveLength(1);
      expect((await end(body.id, stranger)).status).toBe(404);
      expect((await end(body.id, other)).status).toBe(404);
      expect((await end(body.id, who)).status).toBe(204);
      expect((await session(officer)).standsInFor).toBeUndefined();
    }
  });

  test('is seen by the two, by the unit’s leader and by the duty officer; not by a stand-in as leader, nor by others', async () => {
    await away(other, 'syt.officer');
    for (const who of [other, officer, leader, duty]) expect(await list(who)).toHaveLength(1);
    expect(await list(stranger)).toEqual([]);
    await house.store.delegations.model.deleteMany({});
    await away(leader, 'syt.officer', { startsAt: iso(monday) });
    expect(await list(other)).toEqual([]);
    const [one] = await list(officer);
    expect(one).toMatchObject({ absent: { username: 'syt.leader' }, inForce: true, reason: 'Đi công tác' });
  });
});

test('an open stream is told to read anew when somebody begins to stand in, and then hears of the work', async () => {
  await house.app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = house.app.server.address() as { port: number };
  const stop = new AbortController();
  const answer = await fetch(`http://127.0.0.1:${port}/api/stream`, { headers: stranger, signal: stop.signal });
  const colleague = await house.as('sct.leader', 'agency:sct:leader');
  const decoder = new TextDecoder();
  let text = '';
  let begun = false;
  for await (const chunk of answer.body!) {
    if (!begun) {
      begun = true;
      expect((await away(colleague, 'sct.officer', { startsAt: iso(monday) })).status).toBe(201);
    }
    text += decoder.decode(chunk, { stream: true });
    if (text.includes('event: reset')) break;
  }
  stop.abort();
  expect(text).toContain('event: reset');
});
