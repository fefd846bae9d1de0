/** What the portal decides without a screen: drafts, private links, where a report stands. */
import { expect, test } from 'vitest';
import { bodyOf, type Draft, emptyDraft } from '../data/draft.ts';
import { newKey } from '../data/new-key.ts';
import { setWords } from '../text/text.ts';
import { vi } from '../text/vi.ts';
import { checkStep, furthestStep, placeOf } from './check-draft.ts';
import { tokenFrom } from './private-link.ts';

setWords('vi', vi);
const whole: Draft = {
  ...emptyDraft,
  content: ' Ổ gà trước chợ ',
  place: 'Chợ Tam Kỳ',
  name: 'Nguyễn Văn Nam',
  phone: '0905 123 456',
};

test.each([
  ['what', { content: '  ' }, ['content']],
  ['where', { place: '' }, ['place']],
  ['who', { name: '', phone: '' }, ['name', 'phone']],
  ['who', { phone: '12' }, ['phone']],
  ['who', { email: 'khong-phai-thu' }, ['email']],
  ['who', {}, []],
] as const)('step "%s" with %o lacks %o', (step, part, fields) => {
  expect(checkStep(step, { ...whole, ...part }).map((error) => error.field)).toEqual(fields);
});

test('a step opens only when those before it are complete', () => {
  expect(furthestStep(emptyDraft)).toBe('what');
  expect(furthestStep({ ...whole, phone: '' })).toBe('who');
  expect(furthestStep(whole)).toBe('check');
});

test('what is empty is left out of the body, and words are trimmed and composed', () => {
  const body = bodyOf({ ...whole, name: 'Nguyễn'.normalize('NFD') }, ['f1']);
  expect(body).toEqual({
    sender: { name: 'Nguyễn'.normalize('NFC'), phone: '0905 123 456' },
    content: 'Ổ gà trước chợ',
    place: { text: 'Chợ Tam Kỳ' },
    attachments: ['f1'],
  });
});

test.each([
  ['sender.phone', 'who', 'phone'],
  ['place.text', 'where', 'place'],
  ['attachments.0', 'what', 'files'],
  ['content', 'what', 'content'],
  ['occurredAt', 'where', 'occurredAt'],
  ['file', 'what', 'files'],
  ['hideIdentity', 'check', 'send'],
])('an error at %s is shown in step %s at %s', (pointer, step, field) => {
  expect(placeOf(pointer)).toEqual({ step, field });
});

test('a key is a UUID of version 4', () => {
  expect(newKey()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

const unknown = () => null;
test.each([
  ['the whole link', 'https://paht.vn/r/QN-1#abc', '', { code: 'QN-1', token: 'abc' }],
  ['the link in the other box', 'x', ' https://paht.vn/r/QN-1#abc ', { code: 'QN-1', token: 'abc' }],
  ['code and key apart', ' qn-1 ', '#abc', { code: 'QN-1', token: 'abc' }],
  ['a code alone', 'QN-1', '', { code: 'QN-1' }],
  ['nothing', '', '', {}],
])('%s is understood', (_name, first, second, found) => {
  expect(tokenFrom(first, second, unknown)).toEqual(found);
});

test('a code that this device knows needs no key', () => {
  expect(tokenFrom('qn-1', '', (code) => (code === 'QN-1' ? 'kept' : null))).toEqual({ code: 'QN-1', token: 'kept' });
});
