/** HTTP of one's own account. What opens or closes it goes on the audit log, without any secret. */
import type { FastifyRequest } from 'fastify';
import {
  Account,
  ContactChange,
  FactorBeginning,
  FactorBegun,
  FactorProof,
  OpenSessions,
  PasswordChange,
  RecoveryCodes,
  SessionParams,
} from '../../domain/api/account.ts';
import type { Person } from '../../store/people.ts';
import type { SecondFactor } from '../../store/second-factors.ts';
import type { Actor, App, House } from '../house.ts';
import { emptyBody } from '../plugins/empty-body.ts';
import { needActor, needRight, renewSession } from '../plugins/session.ts';
import { Problem } from '../problem.ts';
import { wire } from '../views/time.ts';
import { guesses } from './guess.ts';
import { fitsPassword, hashPassword } from './passwords.ts';
import { beginFactor, confirmFactor, factorOf, renewCodes, takeCode } from './second-factor.ts';

/** An issuer is written with a slash at its end, or without. */
const bare = (issuer: string): string => issuer.replace(/\/+$/, '');

export function accountRoutes(app: App, house: House): void {
  const { store, settings } = house;
  const tags = ['account'];
  const { refuseIfMany, failed } = guesses(house);

  async function personOf(request: FastifyRequest): Promise<Person> {
    const person = await store.people.find(needActor(request).username);
    if (!person) throw new Problem('not-logged-in');
    return person;
  }
  const audited = (actor: Pick<Actor, 'username'>, what: string, username: string): Promise<unknown> =>
    store.audit.append({ who: actor.username, what, data: { username } }, house.machineNow());

  /** The person's password once more, where there is one. @throws 422, 429 */
  async function provePassword(
    request: FastifyRequest,
    person: Person,
    given: string | undefined,
    pointer: string,
  ): Promise<void> {
    if (person.passwordHash === null) return;
    await refuseIfMany(person._id, request.ip);
    if (given !== undefined && (await fitsPassword(given, person.passwordHash)))
      return refuseIfMany(person._id, request.ip);
    await failed(person._id, request.ip);
    throw new Problem('wrong-proof', { errors: [{ pointer, code: 'format' }] });
  }

  /** A code of the factor in force. @throws 409 without one, 422, 429 */
  async function proveFactor(request: FastifyRequest, code: string): Promise<SecondFactor> {
    const { username } = needActor(request);
    const factor = await factorOf(house, username);
    if (!factor) throw new Problem('conflict');
    await refuseIfMany(username, request.ip);
    if (await takeCode(house, factor, code)) {
      await refuseIfMany(username, request.ip);
      return factor;
    }
    await failed(username, request.ip);
    throw new Problem('wrong-proof', { errors: [{ pointer: '/code', code: 'format' }] });
  }

  app.get(
    '/api/account',
    { schema: { tags, summary: 'My account', response: { 200: Account } } },
    async (request): Promise<Account> => {
      const person = await personOf(request);
      const [factor, identities] = await Promise.all([
        factorOf(house, person._id),
        store.identities.ofPerson(person._id),
      ]);
      const linked = identities.find((one) => settings.oidc && bare(one.issuer) === bare(settings.oidc.issuer));
      return {
        username: person._id,
        name: person.name,
        ...(person.email ? { email: person.email } : {}),
        ...(person.phone ? { phone: person.phone } : {}),
        hasPassword: person.passwordHash !== null,
        secondFactor: {
          since: factor ? wire(factor.confirmedAt!) : null,
          recoveryLeft: factor?.recovery.length ?? 0,
          required: person.groups.some((one) => settings.secondFactorFor.includes(one)),
        },
        oidc: settings.oidc ? { name: settings.oidc.name, linkedAt: linked ? wire(linked.linkedAt) : null } : null,
      };
    },
  );

  app.put<{ Body: ContactChange }>(
    '/api/account',
    { schema: { tags, summary: 'Change my address and number', body: ContactChange } },
    async (request, reply) => {
      const person = await personOf(request);
      const set: Record<string, string> = {};
      const unset: Record<string, ''> = {};
      for (const [name, value] of Object.entries(request.body)) {
        if (value === null) unset[name] = '';
        else set[name] = value.trim();
      }
      await store.people.model.updateOne({ _id: person._id }, { $set: set, $unset: unset });
      await audited({ username: person._id }, 'contact-changed', person._id);
      return reply.code(204).send();
    },
  );

  app.put<{ Body: PasswordChange }>(
    '/api/account/password',
    { schema: { tags, summary: 'Change my password', body: PasswordChange }, bodyLimit: 4_096 },
    async (request, reply) => {
      const person = await personOf(request);
      const { current, next } = request.body;
      await provePassword(request, person, current, '/current');
      // A password that names its owner or is the old one is none.
      if (next === current || next.toLowerCase().includes(person._id.toLowerCase()))
        throw new Problem('invalid', { errors: [{ pointer: '/next', code: 'format' }] });
      await store.people.model.updateOne({ _id: person._id }, { $set: { passwordHash: await hashPassword(next) } });
      await renewSession(house, request, reply);
      await store.sessions.endAll(person._id, request.session?._id);
      await audited({ username: person._id }, 'password-changed', person._id);
      return reply.code(204).send();
    },
  );

  app.post<{ Body: FactorBeginning }>(
    '/api/account/second-factor',
    {
      schema: { tags, summary: 'Begin a second factor', body: FactorBeginning, response: { 200: FactorBegun } },
      preValidation: emptyBody,
      bodyLimit: 4_096,
    },
    async (request) => {
      const person = await personOf(request);
      await provePassword(request, person, request.body.password, '/password');
      return beginFactor(house, person._id);
    },
  );

  app.put<{ Body: FactorProof }>(
    '/api/account/second-factor',
    {
      schema: {
        tags,
        summary: 'Put it in force by its first code',
        body: FactorProof,
        response: { 200: RecoveryCodes },
      },
    },
    async (request, reply) => {
      const { username } = needActor(request);
      await refuseIfMany(username, request.ip);
      try {
        const codes = await confirmFactor(house, username, request.body.code);
        await renewSession(house, request, reply, { strong: true });
        await store.sessions.endAll(username, request.session?._id);
        await audited({ username }, 'second-factor-on', username);
        return { codes };
      } catch (error) {
        if (error instanceof Problem && error.code === 'wrong-proof') await failed(username, request.ip);
        throw error;
      }
    },
  );

  app.post<{ Body: FactorProof }>(
    '/api/account/second-factor/recovery-codes',
    { schema: { tags, summary: 'New codes for a lost device', body: FactorProof, response: { 200: RecoveryCodes } } },
    async (request) => {
      const factor = await proveFactor(request, request.body.code);
      return { codes: await renewCodes(house, factor._id) };
    },
  );

  app.delete<{ Body: FactorProof }>(
    '/api/account/second-factor',
    { schema: { tags, summary: 'Give it up', body: FactorProof } },
    async (request, reply) => {
      const factor = await proveFactor(request, request.body.code);
      await store.secondFactors.remove(factor._id);
      await audited({ username: factor._id }, 'second-factor-off', factor._id);
      return reply.code(204).send();
    },
  );

  app.delete<{ Params: { username: string } }>(
    '/api/directory/people/:username/second-factor',
    {
      schema: { tags: ['directory'], summary: 'Take away a person’s second factor: the device and the codes are lost' },
    },
    async (request, reply) => {
      const actor = needRight(request, 'directory.edit');
      const { username } = request.params;
      if (!(await store.secondFactors.remove(username))) throw new Problem('not-found');
      await store.sessions.endAll(username);
      await audited(actor, 'second-factor-taken-away', username);
      return reply.code(204).send();
    },
  );

  app.delete(
    '/api/account/identity',
    { schema: { tags, summary: 'No longer log in at the provider' } },
    async (request, reply) => {
      const person = await personOf(request);
      // The last way in is not given up.
      if (person.passwordHash === null) throw new Problem('conflict');
      const issuers = (await store.identities.ofPerson(person._id)).map((one) => one.issuer);
      for (const issuer of new Set(issuers)) await store.identities.unlink(person._id, issuer);
      if (issuers.length > 0) await audited({ username: person._id }, 'identity-removed', person._id);
      return reply.code(204).send();
    },
  );

  app.get(
    '/api/account/sessions',
    { schema: { tags, summary: 'Where I am logged in', response: { 200: OpenSessions } } },
    async (request): Promise<OpenSessions> => {
      const { username } = needActor(request);
      const own = await store.sessions.ofPerson(username, house.machineNow());
      return {
        items: own.map(({ _id, id, by, strong, device, createdAt, seenAt, expiresAt }) => ({
          id,
          current: _id === request.session?._id,
          by,
          strong,
          device,
          createdAt: wire(createdAt),
          seenAt: wire(seenAt),
          until: wire(expiresAt.getTime()),
        })),
        next: null,
      };
    },
  );

  app.delete<{ Params: { id: string } }>(
    '/api/account/sessions/:id',
    { schema: { tags, summary: 'Log out there', params: SessionParams } },
    async (request, reply) => {
      if (!(await store.sessions.end(needActor(request).username, request.params.id))) throw new Problem('not-found');
      return reply.code(204).send();
    },
  );

  app.delete(
    '/api/account/sessions',
    { schema: { tags, summary: 'Log out everywhere but here' } },
    async (request, reply) => {
      await store.sessions.endAll(needActor(request).username, request.session?._id);
      return reply.code(204).send();
    },
  );
}
