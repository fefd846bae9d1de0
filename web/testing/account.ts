/** What the double answers of one's own account. */
import type { Account, OpenSessions } from '../../domain/api/account.ts';
import { businessNow } from './answers.ts';
import { type Answer, json } from './route.ts';

export const account: Account = {
  username: 'sgtvt.officer',
  name: 'Nguyễn Văn Minh',
  email: 'minh.nguyen@quangnam.example',
  phone: '0905 123 456',
  hasPassword: true,
  secondFactor: { since: null, recoveryLeft: 0, required: false },
  oidc: { name: 'SSO Quảng Nam', linkedAt: null },
};

const session = (n: number, device: string, current: boolean): OpenSessions['items'][number] => ({
  id: String(n).repeat(32),
  current,
  by: 'password',
  strong: n === 2,
  device,
  createdAt: businessNow,
  seenAt: businessNow,
  until: businessNow,
});
const sessions: OpenSessions = {
  items: [session(1, 'Chrome · Windows', true), session(2, 'Safari · iOS', false)],
  next: null,
};

const answer =
  (status: number, body?: unknown): Answer =>
  (_sent, response) =>
    json(response, status, body);

export const accountRoutes: readonly [string, RegExp, Answer][] = [
  ['GET', /^\/api\/session\/ways$/, answer(200, { password: true, oidc: 'SSO Quảng Nam' })],
  ['GET', /^\/api\/account$/, answer(200, account)],
  ['GET', /^\/api\/account\/sessions$/, answer(200, sessions)],
  [
    'POST',
    /^\/api\/account\/second-factor$/,
    answer(200, {
      uri: 'otpauth://totp/IOC%20Qu%E1%BA%A3ng%20Nam:x?secret=GEZDGNBVGY3TQOJQ',
      secret: 'GEZDGNBVGY3TQOJQ',
    }),
  ],
  [
    'PUT',
    /^\/api\/account\/second-factor$/,
    answer(200, { codes: Array.from({ length: 10 }, (_, n) => `AAAA-BBBB-CCCC-DD${n}2`) }),
  ],
];
