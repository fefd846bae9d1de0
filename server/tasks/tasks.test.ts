/** The task list over the app and a real database; records are built, the engine is scripted. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Task } from '../../store/tasks.ts';
import { Stream } from '../testing/records.ts';
import { monday, openTestHouse, type TestHouse } from '../testing/test-house.ts';
import { EngineDown, EngineRefusal } from '../zeebe.ts';

type Headers = { cookie: string; origin: string };
let house: TestHouse;
let intake: Headers;
let other: Headers;
let officer: Headers;
let leader: Headers;
beforeAll(async () => {
  house = await openTestHouse();
  intake = await house.as('intake.an', 'ioc-intake');
  other = await house.as('intake.binh', 'ioc-intake');
  officer = await house.as('sgtvt.officer', 'agency:sgtvt:officer');
  leader = await house.as('sgtvt.leader', 'agency:sgtvt:leader');
});
afterAll(() => house?.close());

let seed = 100;
async function report(confidential = false): Promise<string> {
  const payload = {
    sender: { name: 'Nguyễn Văn An', phone: '0905123456', email: 'an@example.vn' },
    content: 'Đường hỏng ở Hội An',
    place: { text: 'Hội An' },
    confidential,
  };
  const headers = { 'idempotency-key': crypto.randomUUID() };
  return (await house.ask('POST', '/api/reports', { payload, headers })).body.code;
}

interface Standing {
  stream: Stream;
  task: { key: string; element: string };
  code: string;
}
async function standing(stage = 'intake', groups = ['ioc-intake'], confidential = false): Promise<Standing> {
  const code = await report(confidential);
  seed += 1;
  const stream = new Stream(monday, seed);
  stream.start(code);
  if (groups[0]!.startsWith('agency:')) stream.root('leadAgency', groups[0]!.split(':')[1]);
  const task = stream.task(stage, groups, monday + 3_600_000);
  await house.records(stream.take());
  return { stream, task, code };
}

/** The engine takes an assignment and its record follows, as the real one does. */
function obeys({ stream, task }: Standing): void {
  house.engine.answer = async (what, { assignee }) => {
    if (what === 'assign') stream.assign(task, String(assignee));
    if (what === 'unassign') stream.assign(task, '');
    if (what === 'complete') stream.complete(task, 'intake', { outcome: 'accepted' });
    await house.records(stream.take());
  };
}
const refuses = (status: number) => {
  house.engine.answer = () => {
    throw new EngineRefusal(status, 'INVALID_STATE', 'no');
  };
};
const claim = (key: string, headers: Headers, payload: object = {}) =>
  house.ask('PUT', `/api/tasks/${key}/assignee`, { headers, payload });
const read = async (key: string, headers = intake) => (await house.ask('GET', `/api/tasks/${key}`, { headers })).body;

describe('claiming', () => {
  test('is answered when the list shows it, and once more changes nothing', async () => {
    const at = await standing();
    obeys(at);
    expect((await claim(at.task.key, intake)).status).toBe(204);
    const claimed = await read(at.task.key);
    expect(claimed).toMatchObject({ state: 'assigned', assignee: 'intake.an' });
    expect((await claim(at.task.key, intake)).status).toBe(204);
    expect((await read(at.task.key)).version).toBe(claimed.version);
  });

  test('what another holds is 409 and names the holder, though the list was a moment behind', async () => {
    const at = await standing();
    house.engine.answer = async () => {
      at.stream.assign(at.task, 'intake.binh');
      setTimeout(() => void house.records(at.stream.take()), 50);
      throw new EngineRefusal(409, 'INVALID_STATE', 'already assigned');
    };
    const answer = await claim(at.task.key, intake);
    expect([answer.status, answer.body.holder]).toEqual([409, 'intake.binh']);
  });

  test('what is no longer there is 409, what never was 404, what one may not 403, without an engine 503', async () => {
    const at = await standing();
    refuses(404);
    expect((await claim(at.task.key, intake)).status).toBe(409);
    expect((await claim('123', intake)).status).toBe(404);
    const watch = await house.as('ioc.watch', 'watch');
    expect((await claim(at.task.key, watch)).status).toBe(403);
    expect((await claim(at.task.key, officer)).status).toBe(404);
    house.engine.answer = () => {
      throw new EngineDown('down');
    };
    const down = await claim(at.task.key, intake);
    expect([down.status, down.headers['retry-after']]).toEqual([503, '5']);
  });

  test('hands over within the group only', async () => {
    const at = await standing();
    obeys(at);
    expect((await claim(at.task.key, intake, { username: 'sgtvt.officer' })).status).toBe(422);
    expect((await claim(at.task.key, intake, { username: 'nobody' })).status).toBe(422);
    expect((await claim(at.task.key, intake, { username: 'intake.binh' })).status).toBe(204);
    expect((await read(at.task.key)).assignee).toBe('intake.binh');
  });

  test('releases what one holds; another’s is 409 with the holder', async () => {
    const at = await standing();
    obeys(at);
    await claim(at.task.key, intake);
    const release = (headers: Headers) => house.ask('DELETE', `/api/tasks/${at.task.key}/assignee`, { headers });
    expect((await release(other)).body).toMatchObject({ status: 409, holder: 'intake.an' });
    expect((await release(intake)).status).toBe(204);
    expect((await read(at.task.key)).state).toBe('created');
  });

  test('a unit’s leader moves the work of the unit, whoever holds it', async () => {
    const at = await standing('handling', ['agency:sgtvt:officer']);
    await house.as('sgtvt.hai', 'agency:sgtvt:officer');
    obeys(at);
    await claim(at.task.key, officer);
    expect((await claim(at.task.key, leader, { username: 'sgtvt.hai' })).status).toBe(204);
    expect((await read(at.task.key, leader)).assignee).toBe('sgtvt.hai');
  });
});

describe('a draft', () => {
  test('is the holder’s, refuses a stale version, and works while the engine is down', async () => {
    const at = await standing();
    obeys(at);
    const save = (payload: object, headers: object = {}) =>
      house.ask('PUT', `/api/tasks/${at.task.key}/draft`, { payload, headers: { ...intake, ...headers } });
    expect((await save({ missing: 'a' })).status).toBe(409);
    await claim(at.task.key, intake);
    house.engine.down = true;
    const { version } = await read(at.task.key);
    const saved = await save({ missing: 'Số nhà' }, { 'if-match': `"${version}"` });
    expect([saved.status, saved.headers.etag]).toEqual([204, `"${version + 1}"`]);
    expect((await save({ missing: 'cũ' }, { 'if-match': `"${version}"` })).status).toBe(412);
    expect((await save({ missing: 'x' }, { 'if-match': 'seven' })).status).toBe(400);
    expect((await save({ admin: true })).status).toBe(400);
    expect((await read(at.task.key)).draft).toEqual({ missing: 'Số nhà' });
    house.engine.down = false;
  });
});

describe('completing', () => {
  const accepted = { outcome: 'accepted', field: 'transport', district: 'tamky' };
  const complete = (key: string, payload: object, headers = intake) =>
    house.ask('POST', `/api/tasks/${key}/completion`, { payload, headers });

  test('sends codes to the engine, keeps texts under a completionId that the record brings back', async () => {
    const at = await standing();
    obeys(at);
    await claim(at.task.key, intake);
    house.engine.answer = async (what, { variables }) => {
      if (what === 'complete') at.stream.complete(at.task, 'intake', variables as object);
      await house.records(at.stream.take());
    };
    house.engine.asked.length = 0;
    expect((await complete(at.task.key, { outcome: 'rejected', ground: 'Ngoài phạm vi' })).status).toBe(204);
    // The holder is the engine's to say: asked once more before anything is decided.
    expect(house.engine.asked.map(({ what }) => what)).toEqual(['assign', 'complete']);
    const sent = house.engine.asked[1]!.variables as Record<string, unknown>;
    expect(Object.keys(sent).sort()).toEqual(['completionId', 'outcome']);
    expect(await house.store.completions.find(String(sent.completionId))).toMatchObject({
      state: 'adopted',
      fields: { ground: 'Ngoài phạm vi' },
    });
    expect(await house.store.reports.find(at.code)).toMatchObject({ status: 'rejected', ground: 'Ngoài phạm vi' });
  });

  test.each<[string, object, number, string]>([
    ['without an outcome', {}, 400, '/outcome'],
    ['with an outcome that is none', { outcome: 'maybe' }, 422, '/outcome'],
    ['without a required field', { outcome: 'accepted' }, 422, '/field'],
    ['for the environment without a district', { outcome: 'accepted', field: 'environment' }, 422, '/district'],
    ['with a field of another outcome', { ...accepted, ground: 'x' }, 422, '/ground'],
    ['with a field of another type', { ...accepted, field: 5 }, 422, '/field'],
  ])('%s is refused and asks nothing of the engine', async (_, payload, status, pointer) => {
    const at = await standing();
    obeys(at);
    await claim(at.task.key, intake);
    house.engine.asked.length = 0;
    const answer = await complete(at.task.key, payload);
    expect(answer.status).toBe(status);
    expect(answer.body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer);
    expect(house.engine.asked).toEqual([]);
  });

  test('what one does not hold is 409, and what the engine refuses leaves no text behind', async () => {
    const at = await standing();
    obeys(at);
    expect((await complete(at.task.key, accepted)).status).toBe(409);
    await claim(at.task.key, other);
    const held = await complete(at.task.key, accepted);
    expect([held.status, held.body.holder]).toEqual([409, 'intake.binh']);
    const before = await house.store.completions.model.countDocuments();
    house.engine.answer = (what) => {
      if (what === 'complete') throw new EngineRefusal(404, 'NOT_FOUND', 'gone');
    };
    expect((await complete(at.task.key, accepted, other)).status).toBe(409);
    expect(await house.store.completions.model.countDocuments()).toBe(before);
  });

  test('a confidential report as public is 422 at /outcome', async () => {
    const at = await standing('publication', ['agency:sgtvt:officer'], true);
    obeys(at);
    await claim(at.task.key, officer);
    const answer = await complete(at.task.key, { outcome: 'public' }, officer);
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([422, '/outcome']);
  });
});

describe('what is seen of the sender', () => {
  const senderSeenBy = async (key: string, headers: Headers) => (await read(key, headers)).report.sender;

  test('is everything for the IOC, name and phone for the handling agency', async () => {
    const at = await standing('handling', ['agency:sgtvt:officer']);
    expect(await senderSeenBy(at.task.key, intake)).toMatchObject({ email: 'an@example.vn' });
    expect(await senderSeenBy(at.task.key, officer)).toEqual({ name: 'Nguyễn Văn An', phone: '0905123456' });
  });

  test('of a confidential report is nothing for the agency, and each look is audited', async () => {
    const at = await standing('handling', ['agency:sgtvt:officer'], true);
    const before = await house.store.audit.model.countDocuments({ reportCode: at.code });
    const seen = await read(at.task.key, officer);
    expect(seen.report.sender).toBeUndefined();
    expect(JSON.stringify(seen)).not.toMatch(/0905|Nguyễn/);
    expect(await house.store.audit.model.countDocuments({ reportCode: at.code })).toBe(before + 1);
    expect((await house.store.audit.verify()).fault).toBeNull();
  });

  test('a wall display sees that there is a confidential task, and none of its words', async () => {
    const at = await standing('intake', ['ioc-intake'], true);
    const watch = await house.as('ioc.watch', 'watch');
    const seen = await read(at.task.key, watch);
    expect(seen.summary).toBe('');
    expect(JSON.stringify(seen)).not.toContain('Đường hỏng');
  });
});

describe('the list', () => {
  let many: TestHouse;
  let everyone: Headers;
  const fields = ['transport', 'health', null];
  beforeAll(async () => {
    many = await openTestHouse();
    everyone = await many.as('duty', 'ioc-duty');
    const tasks: Task[] = Array.from({ length: 230 }, (_, n) => ({
      _id: String(2_251_799_813_690_000 + n),
      taskInstance: `e${n}`,
      instanceKey: `i${n}`,
      definitionKey: 'd',
      elementId: n % 2 ? 'handling' : 'intake',
      stage: n % 2 ? 'handling' : 'intake',
      name: 'Việc',
      article: null,
      reportCode: `R${n % 7}`,
      summary: n % 10 === 0 ? 'Cây đổ chắn đường' : 'Đèn hỏng',
      confidential: false,
      groups: n % 2 ? ['agency:sgtvt:officer'] : ['ioc-intake'],
      agency: n % 2 ? 'sgtvt' : null,
      field: fields[n % 3] ?? null,
      district: null,
      assignee: n % 5 === 0 ? 'duty' : null,
      state: n % 11 === 0 ? 'completed' : n % 5 === 0 ? 'assigned' : 'created',
      open: n % 11 !== 0,
      createdAt: monday + (n % 50) * 60_000,
      endedAt: n % 11 === 0 ? monday + 1_000 : null,
      dueAt: n % 13 === 0 ? null : monday + ((n * 37) % 40) * 3_600_000 - 10 * 3_600_000,
      originalDueAt: null,
      remindAt: null,
      formKey: null,
      version: 1,
      outcome: null,
      completedBy: null,
      search: n % 10 === 0 ? 'cay do chan duong' : 'den hong',
      history: [],
    }));
    await many.store.tasks.model.collection.insertMany(tasks as never[]);
  });
  afterAll(() => many?.close());

  const list = (query: string) => many.ask('GET', `/api/tasks?${query}`, { headers: everyone });

  async function pages(
    query: string,
    limit: number,
  ): Promise<{ key: string; dueAt: string | null; createdAt: string; state: string }[]> {
    const items = [];
    for (let after = ''; ; ) {
      const { status, body } = await list(`${query}&limit=${limit}${after && `&after=${encodeURIComponent(after)}`}`);
      expect(status).toBe(200);
      items.push(...body.items);
      if (body.next === null) return items;
      after = body.next;
    }
  }

  test('gives each task once, in its order, however it is cut into pages', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('dueAt', '-dueAt', 'createdAt', '-createdAt'),
        fc.constantFrom(
          '',
          '&state=open',
          '&state=unclaimed',
          '&stage=handling',
          '&field=health',
          '&overdue=true',
          '&agency=sgtvt',
        ),
        fc.integer({ min: 7, max: 200 }),
        async (sort, filter, limit) => {
          const items = await pages(`sort=${sort}${filter}`, limit);
          const whole = await pages(`sort=${sort}${filter}`, 200);
          expect(items.map((item) => item.key)).toEqual(whole.map((item) => item.key));
          expect(new Set(items.map((item) => item.key)).size).toBe(items.length);
          const field = sort.replace('-', '') as 'dueAt' | 'createdAt';
          const values = items.map((item) =>
            item[field] === null ? Number.NEGATIVE_INFINITY : Date.parse(item[field]),
          );
          const ordered = values.toSorted((a, b) => (sort.startsWith('-') ? b - a || 0 : a - b || 0));
          expect(values).toEqual(ordered);
        },
      ),
      { numRuns: 25 },
    );
  });

  test('filters by what it says', async () => {
    expect((await pages('state=open', 200)).every((item) => item.state !== 'completed')).toBe(true);
    expect(await pages('state=mine', 200)).toHaveLength(
      await many.store.tasks.model.countDocuments({ assignee: 'duty', state: 'assigned' }),
    );
    expect(await pages('state=completed', 200)).toHaveLength(21);
    expect(await pages('report=R3', 200)).toHaveLength(33);
    expect((await pages('q=%C4%91%C6%B0%E1%BB%9Dng', 200)).length).toBe(23);
    expect((await pages('q=duong%20cay', 200)).length).toBe(23);
    // Open ones are looked through, completed ones looked up: the same words find the same.
    const found = await Promise.all(
      ['state=open&', 'state=completed&'].map((state) => pages(`${state}q=duong%20c%C3%A2y`, 200)),
    );
    expect(found.map((items) => items.length)).toEqual([20, 3]);
    expect(await pages('state=open&q=duo', 200)).toEqual([]);
    const due = await pages(`dueBefore=${encodeURIComponent('2026-03-02T08:00:00+07:00')}`, 200);
    expect(due.every((item) => Date.parse(item.dueAt!) < monday)).toBe(true);
  });

  test('refuses cursors that are not its own, and limits that are too large', async () => {
    const { body } = await list('limit=10');
    expect((await list(`sort=createdAt&after=${encodeURIComponent(body.next)}`)).status).toBe(400);
    expect((await list('after=x.y')).status).toBe(400);
    expect((await list('limit=201')).status).toBe(400);
    expect((await list('limit=0')).status).toBe(400);
    expect((await list('colour=red')).status).toBe(400);
  });

  test.each([
    { open: true },
    { assignee: 'duty', state: 'assigned' },
    { stage: 'handling', state: 'created' },
    { agency: 'sgtvt', state: 'created' },
    { field: 'health', state: 'created' },
    { groups: { $in: ['ioc-intake'] }, open: true },
  ])('is read from an index and sorted by it: %j', async (filter) => {
    for (const sort of ['dueAt', 'createdAt'] as const) {
      const plan = JSON.stringify(
        await many.store.tasks.model.collection
          .find(filter as never)
          .sort({ [sort]: 1, _id: 1 })
          .limit(51)
          .explain('queryPlanner'),
      );
      const winning = plan.slice(plan.indexOf('"winningPlan"'), plan.indexOf('"rejectedPlans"'));
      expect(winning).not.toContain('COLLSCAN');
      expect(winning).not.toContain('"SORT"');
    }
  });
});
