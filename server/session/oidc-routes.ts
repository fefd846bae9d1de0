/**
 * Log-in at the province's OpenID Connect provider, beside passwords. An identity is a person's by its subject; the first
 * time it is found by an address that the provider has verified and that exactly one person has here, or it is added by
 * the person from `/account`. Nobody gets an account by it. What goes wrong leads back to the log-in page with a word.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { OidcCallback, OidcStart } from '../../domain/api/account.ts';
import type { Person } from '../../store/people.ts';
import type { App, House } from '../house.ts';
import { openText, sealText } from '../plugins/sealed-text.ts';
import { beginSession } from '../plugins/session.ts';
import { Problem } from '../problem.ts';
import { ownPath } from './own-path.ts';
import { type Known, type OnTheWay, ProviderDown, providerOver } from './provider.ts';

const purpose = 'oidc';
const wayMs = 10 * 60_000;
const path = '/api/session/oidc';

export function oidcRoutes(app: App, house: House): void {
  const { settings, store } = house;
  if (!settings.oidc) return;
  const tags = ['session'];
  const secure = settings.publicUrl.startsWith('https://');
  const cookie = secure ? '__Secure-oidc' : 'oidc';
  const provider = providerOver(settings);
  const refused = (reply: FastifyReply, why: string, link = false) =>
    reply.redirect(link ? `/account?refused=${why}` : `/login?refused=${why}`, 303);

  app.get<{ Querystring: OidcStart }>(
    path,
    {
      schema: {
        tags,
        summary: 'Go to the provider to log in, or to add an identity to one’s account',
        querystring: OidcStart,
      },
    },
    async (request, reply) => {
      const link = request.query.link === true;
      if (link && !request.session) throw new Problem('not-logged-in');
      try {
        const until = house.machineNow() + wayMs;
        const to = ownPath(request.query.to, settings.publicUrl);
        const { url, kept } = await provider.leave(to, until, link ? request.session!.id : undefined);
        reply.setCookie(cookie, sealText(settings.secret, purpose, '', JSON.stringify(kept)), {
          path,
          httpOnly: true,
          sameSite: 'lax',
          secure,
          maxAge: wayMs / 1000,
        });
        return reply.redirect(url.href, 303);
      } catch (error) {
        if (error instanceof ProviderDown) return refused(reply, 'provider-down', link);
        throw error;
      }
    },
  );

  app.get<{ Querystring: OidcCallback }>(
    `${path}/callback`,
    { schema: { tags, summary: 'Come back from the provider', querystring: OidcCallback } },
    async (request, reply) => {
      const kept = keptOf(request.cookies[cookie]);
      reply.clearCookie(cookie, { path, httpOnly: true, sameSite: 'lax', secure });
      if (!kept || kept.until < house.machineNow()) return refused(reply, 'expired');
      let known: Known;
      try {
        known = await provider.comeBack(request.url.slice(request.url.indexOf('?')), kept);
      } catch (error) {
        // The words of a token may name a person: its kind is enough.
        request.log.warn({ kind: (error as Error).name }, 'a log-in at the provider was refused');
        return refused(reply, error instanceof ProviderDown ? 'provider-down' : 'failed', kept.link !== undefined);
      }
      return kept.link === undefined ? logIn(request, reply, known, kept.to) : link(request, reply, known, kept.link);
    },
  );

  function keptOf(sealed: string | undefined): OnTheWay | null {
    const text = sealed ? openText(settings.secret, purpose, '', sealed) : null;
    return text === null ? null : (JSON.parse(text) as OnTheWay);
  }

  async function logIn(request: FastifyRequest, reply: FastifyReply, known: Known, to: string): Promise<FastifyReply> {
    const identity = await store.identities.find(known.issuer, known.subject);
    const person = identity ? await store.people.find(identity.username) : await byAddress(known);
    if (!person?.active) return refused(reply, 'no-account');
    if (!identity && !(await add(known, person._id, person._id))) return refused(reply, 'no-account');
    await beginSession(house, request, reply, { username: person._id, by: 'oidc', strong: true });
    return reply.redirect(to, 303);
  }

  /** The one active person with this address; nobody where two have it, or where the person has an identity already. */
  async function byAddress({ issuer, email }: Known): Promise<Person | null> {
    if (!email) return null;
    const exactly = { locale: 'en', strength: 2 } as const;
    const found = await store.people.model
      .find({ email, active: true })
      .collation(exactly)
      .limit(2)
      .lean<Person[]>()
      .exec();
    if (found.length !== 1) return null;
    const others = await store.identities.ofPerson(found[0]!._id);
    return others.some((one) => one.issuer === issuer) ? null : found[0]!;
  }

  async function link(request: FastifyRequest, reply: FastifyReply, known: Known, id: string): Promise<FastifyReply> {
    // Whoever left is who came back: the session of the browser, not only the cookie of the way.
    if (request.session?.id !== id) return refused(reply, 'expired', true);
    const { username } = request.session;
    const added = await add(known, username, username);
    return added ? reply.redirect('/account?added=1', 303) : refused(reply, 'others', true);
  }

  /** False where the identity is another person's. */
  async function add({ issuer, subject }: Known, username: string, who: string): Promise<boolean> {
    const now = house.machineNow();
    if ((await store.identities.link(issuer, subject, username, now)) !== username) return false;
    await store.audit.append({ who, what: 'identity-added', data: { username, issuer } }, now);
    return true;
  }
}
