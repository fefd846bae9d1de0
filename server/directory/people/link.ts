/** A one-time link to set a password: by mail where there is a mail server and an address, else shown once. */
import type { PasswordLink } from '../../../domain/api/people.ts';
import { newId } from '../../../domain/ids.ts';
import type { Actor, House } from '../../house.ts';
import { passwordToken } from '../../plugins/password-link.ts';
import { Problem } from '../../problem.ts';
import { wire } from '../../views/time.ts';

const lastsMs = 24 * 3_600_000;

/** @throws 404; 422 for a person who has left */
export async function makePasswordLink(house: House, actor: Actor, username: string): Promise<PasswordLink> {
  const { store, settings } = house;
  const person = await store.people.find(username);
  if (!person) throw new Problem('not-found');
  if (!person.active) throw new Problem('invalid', { errors: [{ pointer: '', code: 'closed' }] });
  const id = newId(house.random);
  const at = house.machineNow();
  const until = at + lastsMs;
  const sent = settings.smtpUrl !== undefined && person.email !== undefined;
  await house.store.transaction(async (session) => {
    const link = { _id: id, username, by: actor.username, at, expiresAt: new Date(until), usedAt: null };
    await store.passwordLinks.add(link, session);
    if (sent) {
      const mail = { to: { username }, template: 'set-password', data: { code: '', passwordLink: id } };
      await store.outbox.add({ _id: `mail:password:${id}`, kind: 'mail', reportCode: '', mail }, at, session);
    }
    await store.audit.append({ who: actor.username, what: 'password-link', data: { username, sent } }, at, session);
  });
  if (sent) house.wakeOutbox();
  const link = `${settings.publicUrl}/password#${passwordToken(settings.secret, id)}`;
  return { sent, until: wire(until), ...(sent ? {} : { link }) };
}
