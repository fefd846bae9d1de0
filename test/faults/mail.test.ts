/**
 * A mail is owed until the mail server has taken it: the server killed in the middle of handing it over loses nothing,
 * and what comes twice can be known by its id.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { House } from '../house/house.ts';
import { MailServer } from '../house/mail-server.ts';
import { until } from '../house/until.ts';
import { walk } from '../house/walk.ts';

let house: House;
let mails: MailServer;
beforeAll(async () => {
  mails = await MailServer.open();
  house = await House.open({ env: { SMTP_URL: mails.url } });
});
afterAll(async () => {
  await house?.close();
  await mails?.close();
});

/** A report whose intake refuses it: its sender is to be told the ground. */
async function refused(email: string): Promise<void> {
  const sender = { name: 'Nguyễn Văn An', phone: '0905123456', email };
  const report = await house.anyone.sends({ sender });
  await walk(house, report, 'intake', { instead: { intake: { outcome: 'rejected', ground: 'Không thuộc lĩnh vực' } } });
  await report.sees('rejected');
}

/** Kills the server while the mail server holds a message in its hands, and starts it again. */
async function killInTheMiddle(email: string, taken: boolean): Promise<void> {
  const hold = Promise.withResolvers<void>();
  hold.promise.catch(() => {});
  mails.busy = hold.promise;
  const before = mails.arrived;
  await refused(email);
  await until(async () => mails.arrived > before, 'a message in full');
  await house.kill('server');
  if (taken) hold.resolve();
  else hold.reject(new Error('lost'));
  mails.busy = undefined;
  await house.start('server');
  await house.ready();
}

it('a mail that the mail server had not taken when the server was killed arrives once', async () => {
  await killInTheMiddle('an@example.com', false);
  // The dead server's lease runs out first.
  const [mail] = await mails.sent('an@example.com', 1, 60_000);
  expect(mail!.text).toContain('Không thuộc lĩnh vực');
  const client = await house.database();
  const state = { kind: 'mail', state: 'done' };
  await until(async () => (await client.db().collection('outbox').countDocuments(state)) === 1, 'the mail to be done');
  await client.close();
  expect(await mails.sent('an@example.com')).toHaveLength(1);
}, 120_000);

it('a mail that the mail server had taken, its answer lost, comes again under the same id', async () => {
  await killInTheMiddle('binh@example.com', true);
  const both = await mails.sent('binh@example.com', 2, 60_000);
  expect(new Set(both.map(({ headers }) => headers['message-id'])).size).toBe(1);
}, 120_000);
