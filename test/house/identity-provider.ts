/**
 * A real OpenID Connect provider (oidc-provider) on a port of a test's own. Its people have no password: whoever the test
 * has put before the browser logs in.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

export interface Somebody {
  sub: string;
  email?: string;
  email_verified?: boolean;
}

export class IdentityProvider {
  readonly issuer: string;
  readonly clientId = 'field-reports';
  readonly clientSecret = 'a-secret-of-the-test';
  /** Who sits before the browser; null: who is asked says no. */
  somebody: Somebody | null = null;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    this.issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /** `redirect`: the one address that it leads back to. */
  static async open(redirect: string): Promise<IdentityProvider> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const opened = new IdentityProvider(server);
    const people = new Map<string, Somebody>();
    const provider = new Provider(opened.issuer, {
      clients: [
        {
          client_id: opened.clientId,
          client_secret: opened.clientSecret,
          redirect_uris: [redirect],
          grant_types: ['authorization_code'],
        },
      ],
      claims: { openid: ['sub'], email: ['email', 'email_verified'] },
      features: { devInteractions: { enabled: false } },
      findAccount: (_context, sub) => ({ accountId: sub, claims: async () => ({ ...people.get(sub)! }) }),
      interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
      ttl: { Interaction: 600, Session: 600, Grant: 600, AccessToken: 600, IdToken: 600 },
      cookies: { keys: ['a-key-of-the-test'] },
    });
    const callback = provider.callback();
    const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      if (!request.url?.startsWith('/interaction/')) return void callback(request, response);
      const { prompt, params, session } = await provider.interactionDetails(request, response);
      const who = opened.somebody;
      if (!who) {
        const result = { error: 'access_denied', error_description: 'nobody' };
        return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
      }
      people.set(who.sub, who);
      if (prompt.name === 'login')
        return provider.interactionFinished(request, response, { login: { accountId: who.sub } });
      const grant = new provider.Grant({ accountId: session!.accountId, clientId: params.client_id as string });
      grant.addOIDCScope('openid email');
      return provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } });
    };
    server.on('request', (request, response) => {
      answer(request, response).catch((error: Error) => response.destroy(error));
    });
    return opened;
  }

  /** Goes where a browser would go, with the provider's cookies, until it is led back; answers that address. */
  async passThrough(start: string): Promise<URL> {
    const cookies = new Map<string, string>();
    let at = new URL(start);
    for (let hop = 0; hop < 12 && at.href.startsWith(this.issuer); hop += 1) {
      const answer = await fetch(at, {
        redirect: 'manual',
        headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      });
      for (const line of answer.headers.getSetCookie()) {
        const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
        if (value) cookies.set(name!, value);
        else cookies.delete(name!);
      }
      const to = answer.headers.get('location');
      if (!to) throw new Error(`The provider answered ${answer.status}: ${(await answer.text()).slice(0, 300)}`);
      at = new URL(to, at);
    }
    return at;
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }
}
