/**
 * Bad input: each field of each call missing, of another type, too long or wrong, broken JSON and UTF-8, and files that
 * are not what they say. The answer is the documented problem, and nothing is stored.
 */
import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { House } from '../house/house.ts';
import { type Answer, aReport } from '../house/people.ts';
import { aDevice } from '../house/push-service.ts';

let house: House;
beforeAll(async () => {
  house = await House.open();
});
afterAll(() => house?.close());

async function stored(): Promise<number> {
  const client = await house.database();
  try {
    return await client.db().collection('reports').countDocuments();
  } finally {
    await client.close();
  }
}

const post = (body: unknown, headers: Record<string, string> = {}) =>
  house.anyone.ask('POST', '/api/reports', body, { 'idempotency-key': randomUUID(), ...headers });

function isProblem(answer: Answer, status: number[], pointer?: string): void {
  expect(status).toContain(answer.status);
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  expect(answer.body).toMatchObject({ type: expect.any(String), title: expect.any(String), status: answer.status });
  if (pointer) {
    const pointers = (answer.body.errors as { pointer: string }[]).map((error) => error.pointer);
    expect(
      pointers.some((found) => found === pointer || pointer.startsWith(`${found}/`) || found.startsWith(pointer)),
    ).toBe(true);
  }
}

/** A copy of the report with the value at a pointer replaced, or taken away. */
function changed(pointer: string, value: unknown): Record<string, unknown> {
  const copy = structuredClone(aReport) as Record<string, unknown>;
  const steps = pointer.slice(1).split('/');
  const last = steps.pop() as string;
  const holder = steps.reduce((at, step) => at[step] as Record<string, unknown>, copy);
  if (value === undefined) delete holder[last];
  else holder[last] = value;
  return copy;
}

describe('a report', () => {
  const wrong: [pointer: string, what: string, value: unknown][] = [
    ['/sender', 'missing', undefined],
    ['/sender', 'of another type', 'Nguyễn Văn An'],
    ['/sender/name', 'missing', undefined],
    ['/sender/name', 'empty', ''],
    ['/sender/name', 'only blanks', '   '],
    ['/sender/name', 'too long', 'A'.repeat(5_000)],
    ['/sender/name', 'of another type', 42],
    ['/sender/phone', 'missing', undefined],
    ['/sender/phone', 'wrong', 'không có'],
    ['/sender/phone', 'of another type', { number: 1 }],
    ['/sender/email', 'wrong', 'an@'],
    ['/sender/address', 'too long', 'A'.repeat(5_000)],
    ['/content', 'missing', undefined],
    ['/content', 'empty', ''],
    ['/content', 'too long', 'A'.repeat(100_000)],
    ['/content', 'of another type', ['text']],
    ['/place', 'missing', undefined],
    ['/place/text', 'missing', undefined],
    ['/place/text', 'too long', 'A'.repeat(5_000)],
    ['/place/district', 'unknown', 'hanoi'],
    ['/place/lat', 'out of range', 91],
    ['/place/lng', 'of another type', '108'],
    ['/occurredAt', 'wrong', 'hôm qua'],
    ['/occurredAt', 'in the future', '2099-01-01T00:00:00+07:00'],
    ['/hideIdentity', 'of another type', 'yes'],
    ['/confidential', 'of another type', 1],
    ['/attachments', 'of another type', 'id'],
    ['/attachments', 'unknown', ['AAAAAAAAAAAAAAAAAAAAAAAA']],
    ['/unknown', 'not in the contract', true],
  ];
  it.each(wrong)('with %s %s is refused', async (pointer, _what, value) => {
    const before = await stored();
    isProblem(await post(changed(pointer, value)), [400, 422], pointer === '/unknown' ? undefined : pointer);
    expect(await stored()).toBe(before);
  });

  it('needs an Idempotency-Key that is a UUID', async () => {
    isProblem(await house.anyone.ask('POST', '/api/reports', aReport), [400]);
    isProblem(await post(aReport, { 'idempotency-key': 'not-a-uuid' }), [400]);
  });

  it('in broken JSON, in broken UTF-8 or as something else is refused', async () => {
    const before = await stored();
    isProblem(await post('{"sender": {'), [400]);
    isProblem(await post('[]'), [400]);
    isProblem(await post('null'), [400]);
    isProblem(await post(JSON.stringify(aReport), { 'content-type': 'text/plain' }), [400, 415]);
    const bytes = Buffer.from(JSON.stringify(aReport));
    bytes[bytes.indexOf('Nguy')] = 0xff;
    const answer = await fetch(`${house.url}/api/reports`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
      body: bytes,
    });
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toMatch(/problem\+json/);
    expect(await stored()).toBe(before);
  });

  it('with keys that reach for prototypes or database operators is refused', async () => {
    isProblem(await post(JSON.stringify(aReport).replace('{', '{"__proto__":{"admin":true},')), [400]);
    isProblem(await post({ ...aReport, content: { $ne: null } }), [400]);
  });
});

describe('what a sender may ask', () => {
  it('is answered alike for a wrong token and for a code that does not exist', async () => {
    const report = await house.anyone.sends();
    const wrong = await house.anyone.get(`/api/reports/${report.code}`, { authorization: 'Bearer wrong-token' });
    const none = await house.anyone.get('/api/reports/QN-26-AAAA-AAAA-A', { authorization: 'Bearer wrong-token' });
    expect([wrong.status, none.status]).toEqual([404, 404]);
    expect(wrong.body.title).toBe(none.body.title);
    expect((await house.anyone.get(`/api/reports/${report.code}`)).status).toBe(401);
  });

  it('is checked in each field', async () => {
    const report = await house.anyone.sends();
    const path = `/api/reports/${report.code}`;
    isProblem(await report.ask('POST', `${path}/feedback`, {}), [400, 422]);
    isProblem(await report.ask('POST', `${path}/feedback`, { rating: 'great' }), [400]);
    isProblem(await report.ask('POST', `${path}/feedback`, { comment: 'A'.repeat(50_000) }), [400]);
    isProblem(await report.ask('POST', `${path}/feedback`, { rating: 'satisfied' }), [409]);
    isProblem(await report.ask('POST', `${path}/supplement`, {}), [400, 422]);
    isProblem(await report.ask('POST', `${path}/supplement`, { content: 'x' }), [409]);
    isProblem(await report.ask('POST', `${path}/withdrawal`, { reason: 5 }), [400]);
  });
});

describe('what staff may ask', () => {
  it('is refused without a session, and from another origin', async () => {
    isProblem(await house.anyone.get('/api/tasks'), [401]);
    isProblem(await house.anyone.get('/api/instances'), [401]);
    const officer = await house.as('ioc.intake');
    isProblem(await officer.ask('PUT', '/api/tasks/1/assignee', {}, { origin: 'https://evil.example' }), [403]);
  });

  it('is checked in each field', async () => {
    const officer = await house.as('ioc.intake');
    for (const query of [
      'state=x',
      'limit=0',
      'limit=201',
      'sort=name',
      'dueBefore=morgen',
      'overdue=vielleicht',
      'after=%00',
      'unknown=1',
    ]) {
      isProblem(await officer.get(`/api/tasks?${query}`), [400]);
    }
    isProblem(await officer.get('/api/tasks/abc'), [400, 404]);
    isProblem(await officer.get('/api/tasks/2251799813699999'), [404]);
    isProblem(await officer.claims('2251799813699999'), [404]);
    isProblem(await house.anyone.ask('POST', '/api/session', { username: 'ioc.intake' }, { origin: house.url }), [400]);
    isProblem(
      await house.anyone.ask('POST', '/api/session', { username: 'ioc.intake', password: 'x' }, { origin: house.url }),
      [401],
    );
  });

  it('about notices is checked in each field', async () => {
    const officer = await house.as('ioc.intake');
    const what = { newTask: true, approval: true, handedOver: true, reminder: true, overdue: true };
    const right = { inPage: true, push: true, mail: 'each', quietHours: null, what };
    for (const [field, value] of Object.entries({
      inPage: 'yes',
      push: 1,
      mail: 'often',
      quietHours: { from: '25:00', to: '06:00' },
      what: { ...what, everything: true },
      more: true,
    }))
      isProblem(await officer.ask('PUT', '/api/notices/settings', { ...right, [field]: value }), [400]);
    isProblem(await officer.ask('PUT', '/api/notices/settings', { ...right, what: undefined }), [400], '/what');
    for (const query of ['limit=0', 'unread=perhaps', 'after=%00', 'unknown=1'])
      isProblem(await officer.get(`/api/notices?${query}`), [400]);
    isProblem(await officer.ask('PUT', '/api/notices/read', { ids: ['../x'] }), [400]);
    isProblem(await house.anyone.ask('POST', '/api/unsubscribe/short', {}), [400]);
  });

  it('about devices is checked: keys that are keys, and no address inside', async () => {
    const officer = await house.as('ioc.intake');
    const { subscription } = aDevice('https://push.example.com/a');
    const put = (change: object) => officer.ask('PUT', '/api/push/subscription', { ...subscription, ...change });
    isProblem(await put({ endpoint: undefined }), [400], '/endpoint');
    isProblem(await put({ endpoint: 'javascript:alert(1)' }), [400], '/endpoint');
    isProblem(await put({ endpoint: `https://push.example.com/${'a'.repeat(2_000)}` }), [400], '/endpoint');
    isProblem(await put({ endpoint: 'http://169.254.169.254/latest/meta-data' }), [422], '/endpoint');
    isProblem(await put({ endpoint: house.url }), [422], '/endpoint');
    isProblem(await put({ keys: { ...subscription.keys, p256dh: 'A'.repeat(87) } }), [422], '/keys/p256dh');
    isProblem(await put({ keys: { p256dh: subscription.keys.p256dh } }), [400], '/keys/auth');
    isProblem(await put({ language: 'fr' }), [400], '/language');
    expect((await put({})).status).toBe(204);
  });

  it('is checked for several at once, for saved lists, for presence and for absences', async () => {
    const officer = await house.as('ioc.intake');
    const view = { name: 'Mới', filter: { state: 'open' } };
    const absence = {
      standIn: 'ioc.duty',
      startsAt: '2026-03-02T08:00:00+07:00',
      endsAt: '2026-03-03T08:00:00+07:00',
      reason: 'x',
    };
    const wrong: [method: string, path: string, body: unknown][] = [
      ['POST', '/api/tasks/assignments', {}],
      ['POST', '/api/tasks/assignments', { keys: 'all' }],
      ['POST', '/api/tasks/assignments', { keys: ['x'] }],
      ['POST', '/api/tasks/assignments', { keys: ['1'], release: 'yes' }],
      ['POST', '/api/tasks/assignments', { keys: ['1'], username: { $ne: null } }],
      ['PUT', '/api/tasks/1/presence', { state: 'sleeping' }],
      ['PUT', '/api/tasks/x/presence', { state: 'viewing' }],
      ['POST', '/api/tasks/views', { ...view, name: '' }],
      ['POST', '/api/tasks/views', { ...view, name: 'A'.repeat(61) }],
      ['POST', '/api/tasks/views', { ...view, filter: { state: 'open', q: { $where: '1' } } }],
      ['POST', '/api/tasks/views', { ...view, unit: 'agency:$ne' }],
      ['PUT', `/api/tasks/views/${'0'.repeat(32)}`, { ...view, order: -1 }],
      ['PUT', '/api/tasks/views/..%2F..', { ...view, order: 0 }],
      ['POST', '/api/delegations', { ...absence, endsAt: 'morgen' }],
      ['POST', '/api/delegations', { ...absence, standIn: ['ioc.duty'] }],
      ['POST', '/api/delegations', { ...absence, reason: 'A'.repeat(301) }],
      ['POST', '/api/delegations', { ...absence, absent: 'ioc.duty' }],
      ['DELETE', '/api/delegations/x', undefined],
    ];
    for (const [method, path, body] of wrong) isProblem(await officer.ask(method, path, body), [400]);
    isProblem(
      await officer.ask('POST', '/api/delegations', { ...absence, endsAt: absence.startsAt }),
      [422],
      '/endsAt',
    );
    expect((await officer.get('/api/delegations')).body.items).toEqual([]);
    expect((await officer.get('/api/tasks/views')).body.items.map((one: { id: string }) => one.id)).toEqual([
      'open',
      'mine',
      'unclaimed',
      'overdue',
    ]);
  });

  it('completes a task only with what its stage asks', async () => {
    const report = await house.anyone.sends();
    const officer = await house.as('ioc.intake');
    const task = await officer.task(report.code, 'intake');
    expect(
      (await officer.completes(task.key, { outcome: 'accepted', field: 'transport' })).status,
    ).toBeGreaterThanOrEqual(403);
    expect((await officer.claims(task.key)).status).toBe(204);
    const wrong: [Record<string, unknown>, string][] = [
      [{}, '/outcome'],
      [{ outcome: 'perhaps' }, '/outcome'],
      [{ outcome: 'accepted' }, '/field'],
      [{ outcome: 'accepted', field: 'weather' }, '/field'],
      [{ outcome: 'accepted', field: 'environment' }, '/district'],
      [{ outcome: 'accepted', field: 'transport', district: 'hanoi' }, '/district'],
      [{ outcome: 'incomplete' }, '/missing'],
      [{ outcome: 'incomplete', missing: 'A'.repeat(50_000) }, '/missing'],
      [{ outcome: 'rejected', ground: 7 }, '/ground'],
    ];
    for (const [completion, pointer] of wrong) {
      isProblem(await officer.completes(task.key, completion), [400, 422], pointer);
    }
    expect((await officer.task(report.code, 'intake')).key).toBe(task.key);
  });
});

describe('a file', () => {
  const upload = (name: string, bytes: Uint8Array, type: string) => {
    const form = new FormData();
    form.append('file', new Blob([bytes as Uint8Array<ArrayBuffer>], { type }), name);
    return fetch(`${house.url}/api/files`, { method: 'POST', body: form });
  };

  it('that is a script with the name of a picture is refused', async () => {
    const script = new TextEncoder().encode('<script>alert(1)</script>');
    const svg = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>');
    for (const [name, bytes] of [
      ['a.png', script],
      ['b.jpg', svg],
      ['c.png', new Uint8Array(0)],
    ] as const) {
      const answer = await upload(name, bytes, 'image/png');
      expect([400, 415, 422]).toContain(answer.status);
      expect(answer.headers.get('content-type')).toMatch(/problem\+json/);
    }
  });

  it('whose head is a picture and whose rest is rubbish is refused', async () => {
    const bytes = new Uint8Array(2_000);
    bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    expect([400, 415, 422]).toContain((await upload('a.png', bytes, 'image/png')).status);
  });

  it('of 200 MB is refused without being kept', async () => {
    const megabyte = Buffer.alloc(1_048_576, 0x41);
    const boundary = 'x'.repeat(24);
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="big.mp4"\r\nContent-Type: video/mp4\r\n\r\n`;
    let sent = 0;
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(Buffer.from(head));
        controller.enqueue(Buffer.from('\0\0\0\x18ftypmp42\0\0\0\0mp42isom\x0c\x80\0\x08mdat', 'latin1'));
      },
      pull(controller) {
        sent += 1;
        controller.enqueue(megabyte);
        if (sent < 200) return;
        controller.enqueue(Buffer.from(`\r\n--${boundary}--\r\n`));
        controller.close();
      },
    });
    const answer = await fetch(`${house.url}/api/files`, {
      method: 'POST',
      headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
      body,
      duplex: 'half',
    } as RequestInit).catch((error: Error) => error);
    // The server may answer 413, or close the connection on a sender that does not stop.
    if (!(answer instanceof Error)) expect(answer.status, await answer.text()).toBe(413);
    const client = await house.database();
    const kept = await client.db().collection('files').countDocuments();
    await client.close();
    expect(kept).toBe(0);
  }, 120_000);

  it('is not found for who may not see it', async () => {
    expect((await house.anyone.get('/api/files/AAAAAAAAAAAAAAAAAAAAAAAA')).status).toBe(404);
    expect([400, 404]).toContain((await house.anyone.get('/api/files/..%2F..%2Fetc%2Fpasswd')).status);
  });
});

it('garbage on the wire leaves the server standing', async () => {
  const { port } = new URL(house.url);
  await new Promise<void>((resolve) => {
    const socket = connect(Number(port), '127.0.0.1', () => socket.end('\x16\x03\x01 nonsense\r\n\r\n'));
    socket.on('close', () => resolve());
    socket.on('error', () => resolve());
    socket.resume();
  });
  expect((await house.anyone.get('/healthz')).status).toBe(200);
});
