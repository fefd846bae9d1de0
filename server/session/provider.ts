/**
 * The OpenID Connect provider (authorization code with PKCE, state and nonce; openid-client checks the tokens). What goes on
 * between leaving for it and coming back lies sealed in a cookie, so that it holds on any of several servers.
 */
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  discovery,
  fetchUserInfo,
  None,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';
import type { Settings } from '../settings.ts';

/** Who somebody is at the provider. `email` only where the provider has verified it. */
export interface Known {
  issuer: string;
  subject: string;
  email?: string;
}

/** What is kept on the way: never seen by scripts, and useless to another browser. */
export interface OnTheWay {
  verifier: string;
  state: string;
  nonce: string;
  /** Where one wanted to go, a path of our own. */
  to: string;
  /** Of somebody who is logged in and adds this identity: the session's id. */
  link?: string;
  /** Machine time. */
  until: number;
}

export class ProviderDown extends Error {}

/** Seconds. */
const patience = 5;

export function providerOver(settings: Settings) {
  const { oidc, publicUrl } = settings;
  const redirect = `${publicUrl}/api/session/oidc/callback`;
  let found: Promise<Configuration> | undefined;

  /** Asked once; anew after it failed. @throws ProviderDown */
  async function configuration(): Promise<Configuration> {
    const { issuer, clientId, clientSecret } = oidc!;
    const options = {
      timeout: patience,
      // Allowed by the settings on this machine alone.
      execute: issuer.startsWith('http://') ? [allowInsecureRequests] : [],
    };
    found ??= discovery(new URL(issuer), clientId, clientSecret, clientSecret ? undefined : None(), options);
    try {
      return await found;
    } catch (cause) {
      found = undefined;
      throw new ProviderDown('discovery', { cause });
    }
  }

  return {
    /** The address to go to, and what to keep. @throws ProviderDown */
    async leave(to: string, until: number, link?: string): Promise<{ url: URL; kept: OnTheWay }> {
      const config = await configuration();
      const kept: OnTheWay = {
        verifier: randomPKCECodeVerifier(),
        state: randomState(),
        nonce: randomNonce(),
        to,
        until,
        ...(link ? { link } : {}),
      };
      const url = buildAuthorizationUrl(config, {
        redirect_uri: redirect,
        scope: 'openid email',
        code_challenge: await calculatePKCECodeChallenge(kept.verifier),
        code_challenge_method: 'S256',
        state: kept.state,
        nonce: kept.nonce,
      });
      return { url, kept };
    },
    /** Who came back. `query`: with its question mark. @throws ProviderDown, or what openid-client refuses with */
    async comeBack(query: string, kept: OnTheWay): Promise<Known> {
      const config = await configuration();
      const tokens = await authorizationCodeGrant(config, new URL(redirect + query), {
        pkceCodeVerifier: kept.verifier,
        expectedState: kept.state,
        expectedNonce: kept.nonce,
        idTokenExpected: true,
      });
      const claims = tokens.claims()!;
      const told = { email: claims.email, verified: claims.email_verified };
      if (told.email === undefined && config.serverMetadata().userinfo_endpoint) {
        const info = await fetchUserInfo(config, tokens.access_token, claims.sub);
        told.email = info.email;
        told.verified = info.email_verified;
      }
      const email = told.verified === true && typeof told.email === 'string' ? { email: told.email } : {};
      return { issuer: claims.iss, subject: claims.sub, ...email };
    },
  };
}
export type Provider = ReturnType<typeof providerOver>;
