/**
 * A sender's access token: 256 bits made from the server's secret and the code, so that a repeated post can be given
 * the same one again; stored only as a hash, compared in constant time.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { readReportCode } from '../../domain/report-code.ts';
import type { Report } from '../../store/reports.ts';
import type { House } from '../house.ts';
import { Problem } from '../problem.ts';

export function tokenOf(secret: string, code: string): string {
  return createHmac('sha256', secret).update(`report-token:${code}`).digest('base64url');
}

/** Ends a follower's notices; made anew from the server's secret whenever it is needed, stored only as a hash. */
export const unfollowToken = (secret: string, follower: string): string =>
  createHmac('sha256', secret).update(`unfollow:${follower}`).digest('base64url');

export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex');

export function fits(token: string, hash: string): boolean {
  const given = createHash('sha256').update(token).digest();
  const kept = Buffer.from(hash, 'hex');
  return kept.length === given.length && timingSafeEqual(given, kept);
}

/** The token of `Authorization: Bearer …`; null where there is none. */
export function bearerOf(request: FastifyRequest): string | null {
  const found = /^Bearer +(\S{1,200})$/i.exec(request.headers.authorization ?? '');
  return found?.[1] ?? null;
}

const nobody = '0'.repeat(64);

/**
 * The report that code and token open. A code that does not exist and a token that does not fit are told apart neither
 * by the answer nor by the time it takes. @throws 404
 */
export async function openedBy(house: House, code: string, token: string): Promise<Report> {
  const known = readReportCode(code);
  const report = await house.store.reports.find(known ?? code);
  const right = fits(token, report?.tokenHash ?? nobody);
  if (!report || !right) throw new Problem('not-found');
  return report;
}

/** The same for a call that only the sender may make. @throws 401 without a token, 404 */
export async function openedBySender(house: House, request: FastifyRequest, code: string): Promise<Report> {
  const token = bearerOf(request);
  if (!token) throw new Problem('not-logged-in');
  return openedBy(house, code, token);
}
