/** Who asks: a token as it is given, or fetched with a client's id and secret as for a secured cluster; else nobody. */
import { CallFailed } from './failure.ts';

/** Answers what stands behind `Bearer`. Rejects with `CallFailed` when the issuer gives none. */
export async function tokenFrom(env: Record<string, string | undefined>): Promise<string | undefined> {
  if (env.ZEEBE_TOKEN) return env.ZEEBE_TOKEN;
  const { ZEEBE_CLIENT_ID: id, ZEEBE_CLIENT_SECRET: secret, ZEEBE_OAUTH_URL: url } = env;
  if (!id || !secret || !url) return undefined;
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: id, client_secret: secret });
  body.set('audience', env.ZEEBE_TOKEN_AUDIENCE || 'zeebe.camunda.io');
  let answer: Response;
  try {
    answer = await fetch(url, { method: 'POST', body, signal: AbortSignal.timeout(10_000) });
  } catch (error) {
    throw new CallFailed(
      `Nobody answers at ${url} (${((error as { cause?: Error }).cause ?? (error as Error)).message}).`,
    );
  }
  const token = answer.ok ? ((await answer.json()) as { access_token?: string }).access_token : undefined;
  if (!token)
    throw new CallFailed(`${url} gives no token (${answer.status}): see ZEEBE_CLIENT_ID and ZEEBE_CLIENT_SECRET.`);
  return token;
}
