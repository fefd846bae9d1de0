import { Compile } from 'typebox/compile';
import { describe, expect, it } from 'vitest';
import { checkFeedback, checkReport, checkSupplement } from '../check-report.ts';
import { Feedback, IdempotencyHeaders, NewReport, Supplement } from './reports.ts';
import { Completion, Draft, TaskQuery } from './tasks.ts';

const good = {
  sender: { name: 'Lê An', phone: '0905123456' },
  content: 'Đèn hỏng',
  place: { text: 'Tam Kỳ', district: 'tamky', lat: 15.57, lng: 108.47 },
};
const shape = Compile(NewReport);
const takes = (change: object) => shape.Check({ ...good, ...change });

describe('the shape of a report', () => {
  it('takes what the contract names, and as little as it allows', () => {
    expect(shape.Check(good)).toBe(true);
    expect(takes({ place: { text: 'Tam Kỳ' } })).toBe(true);
    expect(
      takes({
        sender: { ...good.sender, email: 'a@example.com', address: 'x' },
        occurredAt: '2026-03-02T08:00:00+07:00',
        hideIdentity: true,
        confidential: false,
        attachments: ['a'.repeat(32)],
      }),
    ).toBe(true);
  });

  it.each<[string, object]>([
    ['no sender', { sender: undefined }],
    ['no name', { sender: { phone: '0905123456' } }],
    ['an empty name', { sender: { ...good.sender, name: '' } }],
    ['a name too long', { sender: { ...good.sender, name: 'x'.repeat(121) } }],
    ['no phone', { sender: { name: 'Lê An' } }],
    ['a phone that is none', { sender: { ...good.sender, phone: 'call me' } }],
    ['a number for a phone', { sender: { ...good.sender, phone: 905123456 } }],
    ['an email that is none', { sender: { ...good.sender, email: 'a at b' } }],
    ['more about the sender', { sender: { ...good.sender, id: '1' } }],
    ['no content', { content: undefined }],
    ['content too long', { content: 'x'.repeat(10_001) }],
    ['content of another type', { content: ['x'] }],
    ['no place', { place: undefined }],
    ['a latitude out of range', { place: { text: 'x', lat: 91, lng: 0 } }],
    ['a longitude as text', { place: { text: 'x', lat: 1, lng: '1' } }],
    ['a date that is none', { occurredAt: 'yesterday' }],
    ['a word for a flag', { confidential: 'yes' }],
    ['eleven files', { attachments: Array.from({ length: 11 }, (_, one) => String(one).padStart(32, 'a')) }],
    ['the same file twice', { attachments: ['a'.repeat(32), 'a'.repeat(32)] }],
    ['a path for a file', { attachments: ['../../../etc/passwd'] }],
    ['an unknown field', { status: 'closed' }],
  ])('refuses %s', (_name, change) => {
    expect(takes(change)).toBe(false);
  });

  it('refuses another kind of thing altogether', () => {
    for (const thing of [null, [], 'x', 7, {}]) expect(shape.Check(thing)).toBe(false);
  });
});

describe('the meaning of a report', () => {
  const now = Date.parse('2026-03-02T08:00:00+07:00');
  const means = (change: object) =>
    checkReport({ ...good, ...change } as NewReport, { now, isDistrict: (id) => id === 'tamky' }).map(
      ({ pointer, code }) => `${pointer} ${code}`,
    );
  it.each<[object, string[]]>([
    [{}, []],
    [{ place: { text: 'x', district: 'hanoi' } }, ['/place/district unknown-code']],
    [{ place: { text: 'x', lat: 15 } }, ['/place/lng required']],
    [{ place: { text: 'x', lng: 108 } }, ['/place/lat required']],
    [{ content: ' \n ' }, ['/content required']],
    [{ sender: { name: '\u0007', phone: '0905123456' } }, ['/sender/name required']],
    [{ sender: { name: 'x', phone: '0-------9' } }, ['/sender/phone format']],
    [{ occurredAt: '2026-03-02T08:05:00+07:00' }, []],
    [{ occurredAt: '2026-03-02T09:00:00+07:00' }, ['/occurredAt future']],
  ])('%j: %j', (change, problems) => {
    expect(means(change)).toEqual(problems);
  });
});

describe('the smaller calls', () => {
  it('want a UUID for a key', () => {
    const headers = Compile(IdempotencyHeaders);
    expect(headers.Check({ 'idempotency-key': '6f1c2a1e-9b1d-4c39-8f57-4b0f4a2f4f10' })).toBe(true);
    expect(headers.Check({ 'idempotency-key': 'again' })).toBe(false);
    expect(headers.Check({})).toBe(false);
  });

  it('want something in a supplement and in feedback', () => {
    expect(Compile(Supplement).Check({ more: 1 })).toBe(false);
    expect(checkSupplement({}).length).toBe(1);
    expect(checkSupplement({ content: ' ' }).length).toBe(1);
    expect(checkSupplement({ attachments: ['x'] })).toEqual([]);
    expect(Compile(Feedback).Check({ rating: 'great' })).toBe(false);
    expect(checkFeedback({}).length).toBe(1);
    expect(checkFeedback({ comment: '' }).length).toBe(1);
    expect(checkFeedback({ rating: 'satisfied' })).toEqual([]);
  });

  it('bound the list of tasks', () => {
    const query = Compile(TaskQuery);
    expect(query.Check({ state: 'mine', sort: '-dueAt', limit: 200, overdue: true })).toBe(true);
    // A stage that an analyst has added.
    expect(query.Check({ stage: 'survey' })).toBe(true);
    for (const wrong of [
      { limit: 201 },
      { limit: 0 },
      { state: 'all' },
      { sort: 'name' },
      { q: '' },
      { stage: 'a b' },
    ]) {
      expect(query.Check(wrong)).toBe(false);
    }
  });

  it('leave the fields of a completion to the table, and bound their number', () => {
    expect(Compile(Completion).Check({ outcome: 'done', result: 'x' })).toBe(true);
    expect(Compile(Completion).Check({ result: 'x' })).toBe(false);
    const many = Object.fromEntries(Array.from({ length: 31 }, (_, one) => [`a${one}`, one]));
    expect(Compile(Draft).Check(many)).toBe(false);
    expect(Compile(Draft).Check({ 'not a name': 1 })).toBe(false);
  });
});
