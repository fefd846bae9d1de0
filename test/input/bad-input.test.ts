/**
 * Bad input: each field of each call missing, of another type, too long or wrong, broken JSON and UTF-8, and files that
 * are not what they say. The answer is the documented problem, and nothing is stored.
 */
import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { throwAt } from '../contract/wire.ts';
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
      ['DELETE', '/api/delegations/x', undefined],
    ];
    for (const [method, path, body] of wrong) isProblem(await officer.ask(method, path, body), [400]);
    isProblem(
      await officer.ask('POST', '/api/delegations', { ...absence, endsAt: absence.startsAt }),
      [422],
      '/endsAt',
    );
    // For somebody else only who administers, or leads the unit.
    isProblem(await officer.ask('POST', '/api/delegations', { ...absence, absent: 'ioc.duty' }), [403]);
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

describe('an upload that is a trick', () => {
  const marker = '<script>alert(document.cookie)</script>';
  const markers = [marker, 'PK\x03\x04', 'AutoOpen'];
  const picture = (options: object = {}) =>
    sharp({ create: { width: 60, height: 40, channels: 3, background: '#336699', ...options } });
  const send = async (bytes: Uint8Array, name = 'a.jpg', type = 'image/jpeg', headers: Record<string, string> = {}) => {
    const form = new FormData();
    form.append('file', new Blob([bytes as Uint8Array<ArrayBuffer>], { type }), name);
    const answer = await fetch(`${house.url}/api/files`, { method: 'POST', body: form, headers });
    return { status: answer.status, body: JSON.parse(await answer.text()) };
  };
  /** The file as the sender of a report gets it who attached it. */
  const asSent = async (id: string) => {
    const report = await house.anyone.sends({ attachments: [id] });
    const answer = await fetch(`${house.url}/api/files/${id}`, {
      headers: { authorization: `Bearer ${report.token}` },
    });
    return { headers: answer.headers, bytes: Buffer.from(await answer.arrayBuffer()) };
  };

  it('and a picture beside is stored as the picture alone, and shown where nothing of it can run', async () => {
    const zip = Buffer.from('PK\x03\x04AutoOpen', 'latin1');
    const jpeg = await picture()
      .jpeg()
      .withExif({ IFD0: { ImageDescription: marker } })
      .toBuffer();
    const png = await picture()
      .png()
      .withExif({ IFD0: { Artist: marker } })
      .toBuffer();
    const webp = await picture().webp().toBuffer();
    const tricks: [string, Buffer][] = [
      ['image/jpeg', Buffer.concat([jpeg, Buffer.from(marker), zip])],
      [
        'image/jpeg',
        Buffer.concat([
          jpeg.subarray(0, 2),
          Buffer.from([0xff, 0xfe, 0, marker.length + 2]),
          Buffer.from(marker),
          jpeg.subarray(2),
        ]),
      ],
      ['image/png', Buffer.concat([png, Buffer.from(`\n/*${marker}`), zip])],
      ['image/webp', Buffer.concat([webp, Buffer.from(marker)])],
    ];
    for (const [type, bytes] of tricks) {
      const { status, body } = await send(bytes, 'x.html', 'text/html');
      expect([status, body.type]).toEqual([201, type]);
      const got = await asSent(body.id);
      for (const one of markers) expect(got.bytes.includes(one)).toBe(false);
      expect([
        ...['content-type', 'x-content-type-options', 'content-security-policy'].map((name) => got.headers.get(name)),
      ]).toEqual([type, 'nosniff', "default-src 'none'; sandbox"]);
      expect(got.headers.get('content-disposition')).toMatch(/^inline; filename="[0-9a-f]{12}\.(jpg|png|webp)"$/);
    }
  });

  it('and no picture, or a document of somebody who may send none, is refused', async () => {
    const drawing = `<svg xmlns="http://www.w3.org/2000/svg">${marker}</svg>`;
    for (const content of [
      'GIF89a/*\x01\x00\x01\x00*/=1;alert(1)',
      `%PDF-1.7\n${marker}`,
      `\ufeff<?xml version="1.0"?>${drawing}`,
      `<!DOCTYPE html>${marker}`,
      'BM<script>',
      '\0\0\0\x18ftypheic\0\0\0\0',
      '\x1f\x8b\x08\0',
      '#!/bin/sh\n',
      'II*\0\x08\0\0\0',
    ]) {
      const { status, body } = await send(Buffer.from(content, 'latin1'));
      expect([status, body.errors?.[0].pointer]).toEqual([422, '/file']);
    }
  });

  it.each([
    'a.jpg.exe',
    '../../../etc/passwd',
    'a\u202egpj.exe',
    'con',
    'a"; filename="b.html',
    'đèn hỏng.jpg',
    'x'.repeat(3_000),
  ])('by its name (%#) goes by its content, and the name goes nowhere', async (name) => {
    const { status, body } = await send(await picture().jpeg().toBuffer(), name);
    expect([status, body.type, Object.keys(body)]).toEqual([201, 'image/jpeg', ['id', 'type', 'size']]);
  });

  it('of more pixels than any camera has is refused before they are unpacked', async () => {
    const bomb = await picture({ width: 12_000, height: 6_000 }).png({ compressionLevel: 9 }).toBuffer();
    expect(bomb.length).toBeLessThan(1_000_000);
    const lying = Buffer.from(await picture().png().toBuffer());
    lying.writeUInt32BE(2_000_000_000, 16);
    for (const bytes of [bomb, lying]) expect((await send(bytes, 'a.png', 'image/png')).status).toBe(422);
  });

  it('of more files than a report takes is refused', async () => {
    const ids = await Promise.all(
      Array.from({ length: 11 }, async () => (await send(await picture().jpeg().toBuffer())).body.id),
    );
    isProblem(await post({ ...aReport, attachments: ids }), [400, 422], '/attachments');
    isProblem(await post({ ...aReport, attachments: [ids[0], ids[0]] }), [400, 422], '/attachments');
  });

  describe('in pieces', () => {
    const tus = (method: string, path: string, headers: Record<string, string>, body?: Uint8Array) =>
      fetch(house.url + path, {
        method,
        headers: {
          'tus-resumable': '1.0.0',
          ...(body ? { 'content-type': 'application/offset+octet-stream' } : {}),
          ...headers,
        },
        ...(body ? { body: body as Uint8Array<ArrayBuffer> } : {}),
      });
    const begin = async (length: number) =>
      (await tus('POST', '/api/files', { 'upload-length': String(length) })).headers.get('location')!;

    it.each(['-1', '', '1e3', '0x10', '99999999999999999999', '1.5', '5, 5'])(
      'of a length of %j is not begun',
      async (length) => {
        expect((await tus('POST', '/api/files', { 'upload-length': length })).status).toBe(400);
      },
    );

    it('lies about its offset, or goes beyond its length, and stays where it was', async () => {
      const path = await begin(10);
      for (const offset of ['-1', '3', '10', '99999999999', 'x', ''])
        expect([400, 409]).toContain((await tus('PATCH', path, { 'upload-offset': offset }, Buffer.alloc(2))).status);
      expect(
        (await tus('PATCH', path, { 'upload-offset': '0', 'upload-length': '500' }, Buffer.alloc(200))).status,
      ).toBe(413);
      const head = await tus('HEAD', path, {});
      expect([head.headers.get('upload-offset'), head.headers.get('upload-length')]).toEqual(['0', '10']);
    });

    it('is sent twice at the same moment, and one of the two goes in', async () => {
      const path = await begin(1_000);
      const statuses = await Promise.all(
        Array.from(
          { length: 4 },
          async () => (await tus('PATCH', path, { 'upload-offset': '0' }, Buffer.alloc(400))).status,
        ),
      );
      expect(statuses.toSorted()).toEqual([204, 409, 409, 409]);
      expect((await tus('HEAD', path, {})).headers.get('upload-offset')).toBe('400');
    });

    it('of somebody else is not to be guessed, and is gone once it was given up', async () => {
      const path = await begin(10);
      expect(path).toMatch(/^\/api\/files\/[0-9a-f]{32}$/);
      expect(
        (await tus('PATCH', `/api/files/${'0'.repeat(32)}`, { 'upload-offset': '0' }, Buffer.alloc(2))).status,
      ).toBe(404);
      expect((await tus('GET', path, {})).status).toBe(404);
      expect((await tus('DELETE', path, {})).status).toBe(204);
      expect((await tus('PATCH', path, { 'upload-offset': '0' }, Buffer.alloc(2))).status).toBe(404);
    });
  });
});

describe('who never ends, or never listens', () => {
  it('keeps nobody else from being served, at the pages or at the record endpoint', async () => {
    const { port } = new URL(house.url);
    const doors = [Number(port), Number(house.env.RECORDS_PORT)];
    const begun = [
      'POST /api/reports HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{',
      'GET /healthz HTT',
    ];
    const asking = ['GET /api/openapi.json HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(20)];
    const open = await Promise.all(
      Array.from({ length: 200 }, (_, n) =>
        throwAt(doors[n % 2]!, n % 10 === 0 ? asking : [begun[n % 3 === 0 ? 1 : 0]!], true),
      ),
    );
    expect((await house.anyone.get('/healthz')).status).toBe(200);
    // Through the engine, its records and back: the record endpoint takes them too.
    const report = await house.anyone.sends();
    expect(await (await house.as('ioc.intake')).task(report.code, 'intake')).toBeTruthy();
    for (const socket of open) socket.destroy();
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
