import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Stream } from '../testing/records.ts';
import { monday, openTestHouse, type TestHouse } from '../testing/test-house.ts';

let house: TestHouse;
let url: string;
let duty: Record<string, string>;
beforeAll(async () => {
  house = await openTestHouse();
  url = await house.app.listen({ host: '127.0.0.1', port: 0 });
  duty = await house.as('duty', 'ioc-duty');
});
afterAll(() => house?.close());

interface Event {
  id: number;
  event: string;
  // biome-ignore lint/suspicious/noExplicitAny: events have different shapes
  data: any;
}

/** Listens until `enough`; comments and ids without an event are passed over. */
async function listen(
  headers: Record<string, string>,
  enough: (events: Event[]) => boolean,
  meanwhile: () => Promise<unknown> = async () => {},
) {
  const stop = new AbortController();
  const answer = await fetch(`${url}/api/stream`, { headers, signal: stop.signal });
  expect(answer.headers.get('content-type')).toContain('text/event-stream');
  const events: Event[] = [];
  let text = '';
  let started = false;
  const decoder = new TextDecoder();
  for await (const chunk of answer.body!) {
    text += decoder.decode(chunk, { stream: true });
    const blocks = text.split('\n\n');
    text = blocks.pop()!;
    for (const block of blocks) {
      const fields = Object.fromEntries(
        block.split('\n').map((line) => [line.split(': ')[0], line.slice(line.indexOf(': ') + 2)]),
      );
      if (fields.event) events.push({ id: Number(fields.id), event: fields.event, data: JSON.parse(fields.data!) });
    }
    if (!started) {
      started = true;
      await meanwhile();
    }
    if (enough(events)) break;
  }
  stop.abort();
  return events;
}

let seed = 2_000;
async function happening(confidential = false, groups = ['ioc-intake']): Promise<string> {
  const payload = {
    sender: { name: 'An', phone: '0905123456' },
    content: 'Bí mật lớn',
    place: { text: 'x' },
    confidential,
  };
  const headers = { 'idempotency-key': crypto.randomUUID() };
  const { code } = (await house.ask('POST', '/api/reports', { payload, headers })).body;
  seed += 1;
  const stream = new Stream(monday, seed);
  stream.start(code);
  if (groups[0]!.startsWith('agency')) stream.root('leadAgency', groups[0]!.split(':')[1]);
  stream.task('intake', groups);
  await house.records(stream.take());
  return code;
}
const about = (code: string) => (events: Event[]) =>
  events.some(({ event, data }) => event === 'task' && data.reportCode === code);

describe('the event stream', () => {
  test('tells of a task as soon as its record is projected', async () => {
    let code = '';
    const events = await listen(
      duty,
      (all) => code !== '' && about(code)(all),
      async () => {
        code = await happening();
      },
    );
    expect(events.find(({ event }) => event === 'task')?.data).toMatchObject({ reportCode: code, state: 'created' });
    expect(events.map(({ id }) => id)).toEqual(events.map(({ id }) => id).toSorted((a, b) => a - b));
  });

  test('resumes after the last id without a gap and without a repeat', async () => {
    const first = await house.store.events.last();
    const codes = [await happening(), await happening(), await happening()];
    const all = await listen({ ...duty, 'last-event-id': String(first) }, about(codes[2]!));
    const half = all[Math.floor(all.length / 2)]!;
    const rest = await listen({ ...duty, 'last-event-id': String(half.id) }, about(codes[2]!));
    expect(rest.map(({ id }) => id)).toEqual(all.filter(({ id }) => id > half.id).map(({ id }) => id));
  });

  test.each(['999999999', 'x', '-1'])('answers reset to an id that it cannot go on from: %s', async (id) => {
    const [first] = await listen({ ...duty, 'last-event-id': id }, (all) => all.length > 0);
    expect(first?.event).toBe('reset');
  });

  test('answers reset when what was missed is no longer kept', async () => {
    const last = await house.store.events.last();
    await house.store.events.model.deleteMany({ _id: { $lte: last - 2 } });
    const [first] = await listen({ ...duty, 'last-event-id': '1' }, (all) => all.length > 0);
    expect(first?.event).toBe('reset');
  });

  test('sends nobody what is not theirs to see, and the wall no confidential word', async () => {
    const first = String(await house.store.events.last());
    const hidden = await happening(true, ['agency:sgtvt:officer']);
    const theirs = await happening(false, ['agency:syt:officer']);
    const syt = await house.as('syt.officer', 'agency:syt:officer');
    const events = await listen({ ...syt, 'last-event-id': first }, about(theirs));
    expect(JSON.stringify(events)).not.toContain(hidden);
    const watch = await house.as('ioc.watch', 'watch');
    const seen = await listen({ ...watch, 'last-event-id': first }, about(theirs));
    expect(seen.find(({ event, data }) => event === 'task' && data.reportCode === hidden)?.data.summary).toBe('');
    expect(seen.some(({ event, data }) => event === 'report' && data.code === hidden)).toBe(false);
  });

  test('sends a notice to its own person alone', async () => {
    const last = String(await house.store.events.last());
    const noticeTo = (username: string) => {
      const scope = { groups: [], agencies: [], confidential: false, username };
      return { type: 'notice' as const, data: { id: username }, scope };
    };
    const both = [noticeTo('syt.officer'), noticeTo('duty')];
    await house.store.transaction((session) => house.store.events.append(both, Date.now(), session));
    const code = await happening();
    const heard = await listen({ ...duty, 'last-event-id': last }, about(code));
    expect(heard.filter(({ event }) => event === 'notice').map(({ data }) => data.id)).toEqual(['duty']);
  });

  test('is for people who are logged in', async () => {
    expect((await fetch(`${url}/api/stream`)).status).toBe(401);
  });
});

test('what another server projects is heard here too', async () => {
  const last = await house.store.events.last();
  const heard = Promise.withResolvers<number>();
  const stop = house.house.hub.listen((events) => heard.resolve(events.at(-1)!._id));
  const event = { type: 'report' as const, data: {}, scope: { groups: [], agencies: [], confidential: false } };
  await house.store.transaction((session) => house.store.events.append([event], Date.now(), session));
  expect(await heard.promise).toBe(last + 1);
  stop();
});
