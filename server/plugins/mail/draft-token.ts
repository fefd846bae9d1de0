/** The key of the page on which a mail's sender completes it: made anew from the server's secret, stored nowhere. */
import { createHmac, timingSafeEqual } from 'node:crypto';

export const draftToken = (secret: string, mail: string): string =>
  createHmac('sha256', secret).update(`mail-draft:${mail}`).digest('base64url');

export function fitsDraft(secret: string, mail: string, token: string): boolean {
  const made = Buffer.from(draftToken(secret, mail));
  const given = Buffer.from(token);
  return given.length === made.length && timingSafeEqual(given, made);
}
