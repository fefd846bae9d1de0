/** The token of a link that sets a password: its id, and what the server's secret makes of it. Kept nowhere. */
import { createHmac, timingSafeEqual } from 'node:crypto';

const sealOf = (secret: string, id: string): string =>
  createHmac('sha256', secret).update(`password-link:${id}`).digest('base64url');

export const passwordToken = (secret: string, id: string): string => `${id}.${sealOf(secret, id)}`;

/** The id of a token that is ours; null otherwise. */
export function idOfPasswordToken(secret: string, token: string): string | null {
  const [id = '', seal = ''] = token.split('.');
  const [given, made] = [Buffer.from(seal), Buffer.from(sealOf(secret, id))];
  return given.length === made.length && timingSafeEqual(given, made) ? id : null;
}
