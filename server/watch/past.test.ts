/** Any view of the watch at a past moment is what was shown live at that moment. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Stream } from '../testing/records.ts';
import { monday, openTestHouse, type TestHouse } from '../testing/test-house.ts';

const xml = readFileSync(join(import.meta.dirname, '../../bpmn/field-report.bpmn'), 'utf8');
const minute = 60_000;
const hour = 60 * minute;
const second = '2251799813685350';
const renamedXml = xml.replaceAll('"handling"', '"repair"').replaceAll('>handling<', '>repair<');

let house: TestHouse;
let duty: Record<string, string>;
let leader: Record<string, string>;
const get = async (url: string, headers = duty) => {
  const { status, body } = await house.ask('GET', url, { headers });
  expect(status).toBe(200);
  return body;
};
const iso = (at: number) => encodeURIComponent(new Date(at).toISOString());

interface Story extends Stream {
  code: string;
  tasks: { key: string; element: string; id: string }[];
  incident?: string;
}
let seed = 0;
async function comesIn(at: number): Promise<Story> {
  const payload = {
    sender: { name: 'An', phone: '0905123456' },
    content: 'Rác',
    place: { text: 'Tam Kỳ', district: 'tamky', lat: 15.57, lng: 108.47 },
  };
  const headers = { 'idempotency-key': crypto.randomUUID() };
  const { code } = (await house.ask('POST', '/api/reports', { payload, headers })).body;
  seed += 1;
  const story = Object.assign(new Stream(at, 50 + seed), { code: code as string, tasks: [] });
  story.start(code);
  return story;
}

/** What all views of the watch say now, or said then; without what is of the moment of asking. */
async function seen(at?: number) {
  const then = at === undefined ? '' : `at=${iso(at)}`;
  const board = await get(`/api/watch/board?${then}`);
  const list = await get(`/api/instances?state=active&limit=200&${then}`);
  const late = await get(`/api/instances?state=active&overdue=true&sort=dueAt&${then}`);
  const handled = await get(`/api/instances?state=active&element=handling&${then}`);
  const map = await get(`/api/watch/map?${then}`);
  const needs = await get(`/api/watch/needs?${then}`);
  const counts: Record<string, unknown> = {};
  for (const { definitionKey } of board.versions)
    counts[definitionKey] = (await get(`/api/diagrams/${definitionKey}/counts?${then}`)).elements;
  const keys = ({ items }: { items: { key: string }[] }) => items.map(({ key }) => key);
  return {
    versions: board.versions,
    board: board.counts,
    counts,
    list: list.items.map(({ elements, ...rest }: { elements: string[] }) => ({ ...rest, elements: elements.sort() })),
    late: keys(late),
    handled: keys(handled),
    map: map.items
      .map(({ key, elements, dueAt, incidents }: Record<string, never>) => ({ key, elements, dueAt, incidents }))
      .sort((a: { key: string }, b: { key: string }) => (a.key < b.key ? -1 : 1)),
    needs: Object.fromEntries(
      needs.lists
        .filter(({ kind }: { kind: string }) => !['unclaimable', 'roster'].includes(kind))
        .map((one: { kind: string; count: number; items: { taskKey?: string; holder?: object }[] }) => [
          one.kind,
          [one.count, one.items.map(({ taskKey, holder }) => [taskKey, holder])],
        ]),
    ),
  };
}

beforeAll(async () => {
  house = await openTestHouse();
  duty = await house.as('ioc.duty', 'ioc-duty');
  leader = await house.as('sgtvt.leader', 'agency:sgtvt:leader');
  const stream = new Stream(monday, 1);
  stream.process(xml, 'field-report');
  await house.records(stream.take());
});
afterAll(() => house?.close());

/** Numbers as good as thrown, the same each time. */
function dice(state: number): (n: number) => number {
  let s = state;
  return (n) => {
    s = (s + 0x6d2b79f5) | 0;
    let t = Math.imul(s ^ (s >>> 15), 1 | s);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % n;
  };
}

describe('a story of many reports', () => {
  const shots: { at: number; view: Awaited<ReturnType<typeof seen>> }[] = [];
  const stages = ['intake', 'routing', 'scope', 'handling', 'approval'];

  beforeAll(async () => {
    const throwing = dice(7);
    const stories: Story[] = [];
    let now = monday;
    const enter = async (story: Story, stage: string) => {
      const own = stage === 'handling' || stage === 'approval' || stage === 'scope';
      const dueAt = now + (20 + throwing(80)) * minute;
      const task = story.task(stage, [own ? 'agency:sgtvt:officer' : 'ioc-intake'], dueAt);
      await house.store.deadlines.keep({
        _id: task.element,
        reportCode: story.code,
        instanceKey: story.instance,
        elementId: stage,
        article: null,
        budget: '2h',
        calendarVersion: 1,
        startEvent: null,
        startAt: now,
        workingMinutes: 120,
        dueAt,
        originalDueAt: dueAt,
        remindAt: dueAt - hour,
        moves: [],
      });
      story.tasks.push({ ...task, id: stage });
    };
    for (let round = 0; round < 30; round++) {
      now += 7 * minute + throwing(25) * minute;
      house.clock.set(now);
      if (round % 3 === 0) {
        const story = await comesIn(now);
        stories.push(story);
        await enter(story, 'intake');
      }
      for (const story of stories) {
        story.at = now;
        const task = story.tasks.at(-1);
        if (!task) continue;
        const what = throwing(6);
        if (what === 0) story.assign(task, 'ioc.duty');
        if (what === 1 || what === 2) {
          story.complete(task, task.id, {});
          if (task.id === 'routing') story.root('leadAgency', 'sgtvt');
          story.tasks.pop();
          const next = stages[stages.indexOf(task.id) + 1];
          if (next) await enter(story, next);
          else story.end();
        }
        if (what === 3) {
          const dueAt = now + 90 * minute;
          const from = (await house.store.deadlines.find(task.element))!.dueAt;
          await house.store.deadlines.move(task.element, { at: now, from, to: dueAt, reason: 'calendar' }, from);
          const value = { ...story.taskValue(task.id, task.element, task.key, ['ioc-intake'], dueAt) };
          story.add('USER_TASK', 'UPDATED', { ...value, followUpDate: new Date(from - hour).toISOString() }, task.key);
        }
        if (what === 4 && !story.incident)
          story.incident = story.add('INCIDENT', 'CREATED', {
            elementId: task.id,
            elementInstanceKey: task.element,
            errorType: 'X',
            errorMessage: 'hỏng',
            jobKey: -1,
          });
        else if (what === 5 && story.incident) {
          story.add('INCIDENT', 'RESOLVED', {}, story.incident);
          delete story.incident;
        }
      }
      // One stream of the engine has its records in the order of their positions.
      const all = stories.flatMap((story) => story.take());
      all.forEach((record, n) => {
        record.position = (round + 1) * 1_000_000 + n;
      });
      await house.records(all);
      shots.push({ at: now, view: await seen() });
    }
  }, 120_000);

  test('is seen later as it was seen live', async () => {
    house.clock.forward(30 * 24 * hour);
    for (const name of ['late', 'handled', 'list'] as const)
      expect(shots.filter(({ view }) => view[name].length > 0).length).toBeGreaterThan(2);
    for (const { at, view } of shots) {
      const then = await seen(at);
      expect({ at, ...then }).toEqual({ at, ...view });
    }
  });

  test('is read in pages without a gap', async () => {
    const { at, view } = shots.at(-1)!;
    const keys: string[] = [];
    let after = '';
    do {
      const page = await get(`/api/instances?limit=2&at=${iso(at)}${after}`);
      keys.push(...page.items.map(({ key }: { key: string }) => key));
      after = page.next ? `&after=${page.next}` : '';
    } while (after);
    expect(keys).toEqual(view.list.map(({ key }: { key: string }) => key));
  });

  test('shows a leader what is the own agency’s', async () => {
    const { items } = await get(`/api/instances?at=${iso(shots.at(-1)!.at)}`, leader);
    for (const { agency } of items) expect([undefined, 'sgtvt']).toContain(agency);
  });
});

test('what was migrated since is seen on the version that it ran on', async () => {
  const at = monday + 90 * 24 * hour;
  house.clock.set(at);
  const story = await comesIn(at);
  const task = story.task('handling', ['agency:sgtvt:officer'], at + hour);
  const records = story.take();
  records.forEach((record, n) => {
    record.position = 900_000_000 + n;
  });
  await house.records(records);
  const before = await seen();
  story.at = at + hour;
  const value = { processDefinitionKey: second, version: 2 };
  story.add(
    'PROCESS',
    'CREATED',
    { ...value, bpmnProcessId: 'field-report', resource: Buffer.from(renamedXml).toString('base64') },
    second,
  );
  story.add(
    'PROCESS_INSTANCE',
    'ELEMENT_MIGRATED',
    { ...value, elementId: 'field-report', bpmnElementType: 'PROCESS' },
    story.instance,
  );
  const repair = { ...value, elementId: 'repair', bpmnElementType: 'USER_TASK' };
  story.add('PROCESS_INSTANCE', 'ELEMENT_MIGRATED', repair, task.element);
  story.add(
    'USER_TASK',
    'MIGRATED',
    { ...value, elementId: 'repair', userTaskKey: task.key, elementInstanceKey: task.element, customHeaders: {} },
    task.key,
  );
  const more = story.take();
  more.forEach((record, n) => {
    record.position = 910_000_000 + n;
  });
  await house.records(more);
  house.clock.set(at + 2 * hour);
  expect((await seen()).board[second]).toMatchObject({ repair: { tokens: 1 } });
  expect(await seen(at)).toEqual(before);
  expect((await seen(at + 90 * minute)).board[second]).toMatchObject({ repair: { tokens: 1 } });
});

test('a moment that has not come yet is refused, and one that is none', async () => {
  house.clock.set(monday);
  for (const path of ['/api/watch/board', '/api/instances', '/api/watch/needs', '/api/watch/map']) {
    expect((await house.ask('GET', `${path}?at=${iso(monday + 1)}`, { headers: duty })).status).toBe(422);
    expect((await house.ask('GET', `${path}?at=gestern`, { headers: duty })).status).toBe(400);
  }
  expect((await house.ask('GET', `/api/instances?state=completed&at=${iso(monday)}`, { headers: duty })).status).toBe(
    422,
  );
});

test('no question reads a whole collection', async () => {
  const { store } = house;
  const at = monday + hour;
  const plans = await Promise.all([
    store.instances.elements.find(store.past.standing(at) as never).explain('queryPlanner'),
    store.instances.model.find(store.past.running(at) as never).explain('queryPlanner'),
    store.tasks.model.find(store.past.openTasks(at) as never).explain('queryPlanner'),
    store.incidents.model.find(store.past.openIncidents(at) as never).explain('queryPlanner'),
    store.instances.elements
      .find({ 'was.until': { $gt: at }, startedAt: { $lte: at } } as never)
      .explain('queryPlanner'),
  ]);
  for (const plan of plans) {
    expect(JSON.stringify(plan)).toContain('IXSCAN');
    expect(
      JSON.stringify((plan as unknown as { queryPlanner: { winningPlan: object } }).queryPlanner.winningPlan),
    ).not.toContain('COLLSCAN');
  }
});

test('a look costs as much as was there, not as much as has passed since', async () => {
  const { elements } = house.store.instances;
  const many = Array.from({ length: 20_000 }, (_, n) => {
    const startedAt = monday + 200 * 24 * hour + n * minute;
    return { _id: `x${n}`, startedAt, endedAt: startedAt + 5 * minute };
  });
  const { nodeOf } = await import('../../domain/past-tree.ts');
  const common = {
    instanceKey: 'x',
    definitionKey: 'x',
    elementId: 'x',
    type: 'USER_TASK',
    scope: '',
    state: 'completed',
  };
  await elements.collection.insertMany(
    many.map((one) => ({ ...one, ...common, position: 1, node: nodeOf(one.startedAt, one.endedAt) })) as never[],
  );
  const at = many[10_000]!.startedAt + 1;
  const plan = await elements.find(house.store.past.standing(at) as never).explain('executionStats');
  const { nReturned, totalKeysExamined } = (plan as unknown as { executionStats: Record<string, number> })
    .executionStats;
  expect(nReturned).toBeGreaterThanOrEqual(5);
  expect(totalKeysExamined).toBeLessThan(300);
  await elements.collection.deleteMany({ instanceKey: 'x' });
});

test('what was over before the tree was kept is hung up by the step of the upgrade', async () => {
  const { elements } = house.store.instances;
  const before = await elements
    .find({ node: { $ne: null } })
    .sort({ _id: 1 })
    .lean()
    .exec();
  expect(before.length).toBeGreaterThan(10);
  await elements.collection.updateMany({}, { $unset: { node: '' } });
  await house.store.past.hangUp();
  expect(
    await elements
      .find({ node: { $ne: null } })
      .sort({ _id: 1 })
      .lean()
      .exec(),
  ).toEqual(before);
});
