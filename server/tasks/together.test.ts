/** Several people at one list: bulk assignments, whom to hand over to, saved lists with counts, who is looking. */
import { afterAll, beforeAll, describe, expect, vi as fake, test } from 'vitest';
import { Stream } from '../testing/records.ts';
import { monday, openTestHouse, type TestHouse } from '../testing/test-house.ts';
import { EngineRefusal } from '../zeebe.ts';
import { filterOf } from './list.ts';

type Headers = { cookie: string; origin: string };
let house: TestHouse;
let an: Headers;
let leader: Headers;
let duty: Headers;
beforeAll(async () => {
  house = await openTestHouse();
  an = await house.as('syt.an', 'agency:syt:officer');
  await house.as('syt.binh', 'agency:syt:officer');
  leader = await house.as('syt.leader', 'agency:syt:leader');
  duty = await house.as('duty', 'ioc-duty');
});
afterAll(() => house?.close());

/** Positions over all streams rise as they are told, as those of one partition do. */
let position = 1_000_000_000;
function tell(stream: Stream): Promise<void> {
  return house.records(
    stream.take().map((record) => {
      position += 1;
      return { ...record, position };
    }),
  );
}

let seed = 4_000;
interface Standing {
  stream: Stream;
  task: { key: string; element: string };
}
const standing = new Map<string, Standing>();

async function task(stage = 'handling', groups = ['agency:syt:officer'], dueAt = monday + 3_600_000): Promise<string> {
  const payload = { sender: { name: 'An', phone: '0905123456' }, content: 'Rác ở chợ', place: { text: 'Tam Kỳ' } };
  const headers = { 'idempotency-key': crypto.randomUUID() };
  const { code } = (await house.ask('POST', '/api/reports', { payload, headers })).body;
  seed += 1;
  const stream = new Stream(monday, seed);
  stream.start(code);
  const made = stream.task(stage, groups, dueAt);
  await tell(stream);
  standing.set(made.key, { stream, task: made });
  return made.key;
}

/** The engine as it is: the first who asks has it, and its record follows. */
function fairEngine(): void {
  const holders = new Map<string, string>();
  house.engine.answer = async (what, { key, assignee, allowOverride }) => {
    const { stream, task: made } = standing.get(String(key))!;
    const holder = holders.get(String(key));
    if (what === 'assign' && !allowOverride && holder && holder !== assignee)
      throw new EngineRefusal(409, 'INVALID_STATE', 'already assigned');
    const next = what === 'assign' ? String(assignee) : '';
    holders.set(String(key), next);
    stream.assign(made, next);
    await tell(stream);
  };
}

const assign = (payload: object, headers = an) => house.ask('POST', '/api/tasks/assignments', { payload, headers });

describe('several at once', () => {
  test('each says what became of it: a lost one names who was faster and since when', async () => {
    fairEngine();
    const [first, lost, gone] = [await task(), await task(), '99'];
    const binh = await house.as('syt.binh', 'agency:syt:officer');
    await assign({ keys: [lost] }, binh);
    const answer = await assign({ keys: [first, lost, gone] });
    expect(answer.status).toBe(200);
    expect(answer.body.items).toMatchObject([
      { key: first, done: true },
      {
        key: lost,
        done: false,
        problem: {
          status: 409,
          holder: 'syt.binh',
          holderName: 'Cán bộ syt.binh',
          heldSince: '2026-03-02T08:00:00+07:00',
        },
      },
      { key: gone, done: false, problem: { status: 404 } },
    ]);
  });

  test('are handed over and released, each by the right that one has', async () => {
    fairEngine();
    const [one, two] = [await task(), await task('approval', ['agency:syt:leader'])];
    const over = await assign({ keys: [one, two], username: 'syt.binh' }, leader);
    expect(over.body.items.map((row: { done: boolean }) => row.done)).toEqual([true, false]);
    expect(over.body.items[1].problem.status).toBe(422);
    expect((await assign({ keys: [one], release: true }, leader)).body.items[0].done).toBe(true);
    expect((await house.store.tasks.find(one))?.assignee).toBeNull();
  });

  test('are not more than 200, not none, not twice, and not two wishes at once', async () => {
    const keys = Array.from({ length: 201 }, (_, n) => String(n + 1));
    expect((await assign({ keys })).status).toBe(400);
    expect((await assign({ keys: [] })).status).toBe(400);
    expect((await assign({ keys: ['1', '1'] })).status).toBe(400);
    expect((await assign({ keys: ['1'], username: 'syt.binh', release: true })).status).toBe(422);
  });
});

test('a task may be handed over to the people of its groups, by name', async () => {
  const key = await task();
  const answer = await house.ask('GET', `/api/tasks/${key}/candidates`, { headers: an });
  expect(answer.body.items.map((one: { username: string }) => one.username)).toEqual(['syt.an', 'syt.binh']);
});

test('one knows by name whose work one sees, and nobody else', async () => {
  await house.as('sct.xa', 'agency:sct:officer');
  await house.as('ioc.watch', 'watch');
  const names = async (headers: Headers) =>
    (await house.ask('GET', '/api/tasks/people', { headers })).body.items.map(
      (one: { username: string }) => one.username,
    );
  expect(await names(an)).toEqual(['syt.an', 'syt.binh', 'syt.leader']);
  expect(await names(duty)).toEqual(expect.arrayContaining(['duty', 'sct.xa', 'syt.an']));
  expect(await names(duty)).not.toContain('ioc.watch');
});

describe('saved lists', () => {
  const list = async (headers = an) => (await house.ask('GET', '/api/tasks/views', { headers })).body;
  const save = (payload: object, headers = an) => house.ask('POST', '/api/tasks/views', { payload, headers });

  test('count what they hold, and the built-in ones too', async () => {
    const before = await list();
    await task('scope', ['agency:syt:officer'], monday - 60_000);
    const { body } = await save({ name: 'Xác định phạm vi', filter: { state: 'open', stage: 'scope' } });
    const after = await list();
    const count = (all: { items: { id: string; count: number }[] }, id: string) =>
      all.items.find((one) => one.id === id)?.count;
    expect(count(after, body.id)).toBe(1);
    for (const id of ['open', 'unclaimed', 'overdue']) expect(count(after, id)).toBe(count(before, id)! + 1);
    expect(count(after, 'mine')).toBe(count(before, 'mine'));
    expect(after.asOf).toBe('2026-03-02T08:00:00+07:00');
  });

  test('are counted once for all who ask the same, and anew after an event and for others', async () => {
    await task();
    const { collection } = house.store.tasks.model;
    const count = fake.spyOn(collection, 'countDocuments');
    try {
      const binh = await house.as('syt.binh', 'agency:syt:officer');
      await Promise.all([list(an), list(an), list(an)]);
      const first = count.mock.calls.length;
      await list(an);
      expect(count.mock.calls.length).toBe(first);
      await list(binh);
      // Only what is one's own is counted for oneself.
      expect(count.mock.calls.length).toBe(first + 1);
      await task();
      await list(an);
      expect(count.mock.calls.length).toBeGreaterThan(first + 4);
    } finally {
      count.mockRestore();
    }
  });

  test.each([
    [{ state: 'open' }],
    [{ state: 'mine' }],
    [{ state: 'unclaimed' }],
    [{ state: 'open', overdue: true }],
    [{ state: 'open', stage: 'scope', field: 'health', district: 'hoian', agency: 'syt' }],
    [{ state: 'unclaimed', q: 'rác chợ' }],
  ] as const)('count %o by an index, for one agency and for all', async (query) => {
    for (const groups of [['ioc-duty'], ['agency:syt:leader']]) {
      const actor = { username: 'x', name: '', groups };
      const { $and, ...rest } = filterOf(actor, query, monday) as { $and: object[] };
      const find = $and.length > 0 ? { ...rest, $and } : rest;
      const plan = await house.store.tasks.model.collection.find(find as never).explain('queryPlanner');
      expect(JSON.stringify(plan)).not.toContain('COLLSCAN');
    }
  });

  test('of a unit are everybody’s of the unit to see and its leader’s to change', async () => {
    const made = await save(
      { name: 'Chờ duyệt', filter: { state: 'open', stage: 'approval' }, unit: 'agency:syt' },
      leader,
    );
    const seen = (await list()).items.find((one: { id: string }) => one.id === made.body.id);
    expect(seen).toMatchObject({ kind: 'unit', unit: 'agency:syt', name: 'Chờ duyệt', mayEdit: false });
    const path = `/api/tasks/views/${made.body.id}`;
    const payload = { name: 'Phê duyệt', filter: { state: 'open', stage: 'approval' }, order: 3 };
    expect((await house.ask('PUT', path, { headers: an, payload })).status).toBe(403);
    expect((await house.ask('PUT', path, { headers: leader, payload })).status).toBe(204);
    expect((await list(leader)).items.find((one: { id: string }) => one.id === made.body.id).name).toBe('Phê duyệt');
    expect((await list(duty)).items.some((one: { id: string }) => one.id === made.body.id)).toBe(false);
    expect((await house.ask('DELETE', path, { headers: leader })).status).toBe(204);
  });

  test('need a name and a filter that the list knows', async () => {
    expect((await save({ name: '  ', filter: { state: 'open' } })).status).toBe(422);
    expect((await save({ name: 'x', filter: { state: 'open', colour: 'red' } })).status).toBe(400);
    expect((await save({ name: 'x', filter: {} })).status).toBe(400);
  });
});

describe('who is looking', () => {
  /** Listens on the real stream until an event of presence fits. */
  async function hears(
    headers: Headers,
    fits: (event: { key: string; state: string }) => boolean,
    meanwhile: () => Promise<unknown>,
  ) {
    if (!house.app.server.listening) await house.app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = house.app.server.address() as { port: number };
    const stop = new AbortController();
    const answer = await fetch(`http://127.0.0.1:${port}/api/stream`, { headers, signal: stop.signal });
    let text = '';
    let begun = false;
    let said: { key: string; username: string; state: string }[] = [];
    const decoder = new TextDecoder();
    for await (const chunk of answer.body!) {
      text += decoder.decode(chunk, { stream: true });
      if (!begun) {
        begun = true;
        await meanwhile();
      }
      said = [...text.matchAll(/event: presence\ndata: (.*)\n\n/g)].map(([, data]) => JSON.parse(data!));
      if (said.some(fits)) break;
    }
    stop.abort();
    return { found: said.find(fits), said, text };
  }
  const look = (key: string, headers: Headers, state = 'viewing') =>
    house.ask('PUT', `/api/tasks/${key}/presence`, { headers, payload: { state } });

  test('is told to the others who may see the task, and neither kept nor told to oneself', async () => {
    const [key, hidden] = [await task(), await task('handling', ['agency:sct:officer'])];
    const sct = await house.as('sct.an', 'agency:sct:officer');
    const { found, said, text } = await hears(
      leader,
      (event) => event.state === 'writing',
      async () => {
        await look(hidden, sct);
        await look(key, leader);
        await look(key, an);
        await look(key, an, 'writing');
      },
    );
    expect(found).toEqual({ key, username: 'syt.an', name: 'Cán bộ syt.an', state: 'writing' });
    expect(said.map((one: { username: string }) => one.username)).toEqual(['syt.an', 'syt.an']);
    expect(text).not.toMatch(/id: \d+\nevent: presence/);
  });

  test('is told at once to who comes later, and that one has left', async () => {
    const key = await task();
    await look(key, an);
    const { said } = await hears(
      leader,
      (event) => event.key === key && event.state === 'gone',
      () => house.ask('DELETE', `/api/tasks/${key}/presence`, { headers: an }),
    );
    expect(said.filter((one: { key: string }) => one.key === key).map((one: { state: string }) => one.state)).toContain(
      'gone',
    );
  });
});
