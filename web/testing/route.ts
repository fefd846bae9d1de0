/** A call that the double has got, and how an answer is given. */
import type { ServerResponse } from 'node:http';
import type { Session } from '../../domain/api/session.ts';
import { businessNow } from './answers.ts';

export interface Sent {
  method: string;
  path: string;
  headers: Record<string, string | string[] | undefined>;
  body: string;
  /** Length of the body. */
  bytes: number;
}

/** What the double remembers between calls. */
export interface Memory {
  session: Session | null;
  /** Who holds the task. */
  holder: string | null;
}

export type Answer = (sent: Sent, response: ServerResponse, memory: Memory) => void;

export function json(response: ServerResponse, status: number, body?: unknown): void {
  const type = status >= 400 ? 'application/problem+json' : 'application/json';
  response.writeHead(status, { 'content-type': type, 'business-time': businessNow });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}
