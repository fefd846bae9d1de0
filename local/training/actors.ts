/** The people of a training house whom no trainee plays, and its senders: by HTTP, as anybody, with the demo's accounts. */
import { randomUUID } from 'node:crypto';
import type { ReportReceipt } from '../../domain/api/reports.ts';
import { reportFrom, sendReport } from '../demo/send-reports.ts';
import type { Planned } from './script.ts';

export interface Door {
  /** Where the server listens. */
  url: string;
  /** What it takes as the origin of writes (PUBLIC_URL). */
  origin: string;
  password: string;
}

const patience = 60_000;

/** Asks until the answer is there. @throws Error that says what did not come within a minute */
async function until<T>(ask: () => Promise<T | undefined>, what: string): Promise<T> {
  const end = Date.now() + patience;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > end) throw new Error(`${what} did not come`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

export class Actors {
  readonly #door: Door;
  readonly #cookies = new Map<string, Promise<string>>();

  constructor(door: Door) {
    this.#door = door;
  }

  send(report: Planned, now: number): Promise<ReportReceipt> {
    const { place: text, ...sample } = report;
    const made = reportFrom({ ...sample, place: text, lat: 0, lng: 0 }, now);
    // Of the script only the words of the place count: nothing is shown on a map where it is not.
    return sendReport(this.#door.url, { ...made, place: { text, district: report.district } });
  }

  async rate(report: ReportReceipt, feedback: { rating: string; comment?: string }): Promise<void> {
    await until(async () => {
      const answer = await fetch(`${this.#door.url}/api/reports/${report.code}/feedback`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${report.accessToken}` },
        body: JSON.stringify(feedback),
      });
      return answer.status === 202 ? true : undefined;
    }, `${report.code} answered`);
  }

  /** Does the stage of the report as this person; nothing where it has been done already, by whomever. */
  async act(code: string, stage: string, who: string, outcome: Record<string, unknown>): Promise<void> {
    const task = await until(async () => {
      const open = await this.#tasks(who, `state=open&report=${code}&stage=${stage}`);
      if (open[0]) return open[0];
      return (await this.#tasks(who, `state=completed&report=${code}&stage=${stage}`))[0];
    }, `${stage} of ${code}`);
    if (task.state === 'completed') return;
    await until(async () => {
      await this.#ask(who, 'PUT', `/api/tasks/${task.key}/assignee`, {});
      const { status } = await this.#ask(who, 'POST', `/api/tasks/${task.key}/completion`, outcome);
      return status === 204 || status === 404 ? true : undefined;
    }, `${stage} of ${code} completed by ${who}`);
  }

  async #tasks(who: string, query: string): Promise<{ key: string; state: string }[]> {
    const answer = await this.#ask(who, 'GET', `/api/tasks?${query}`);
    if (!answer.ok) return [];
    return ((await answer.json()) as { items: { key: string; state: string }[] }).items;
  }

  async #ask(who: string, method: string, path: string, body?: unknown): Promise<Response> {
    let cookie = this.#cookies.get(who);
    if (!cookie) {
      cookie = this.#logIn(who);
      this.#cookies.set(who, cookie);
      cookie.catch(() => this.#cookies.delete(who));
    }
    const answer = await fetch(this.#door.url + path, {
      method,
      headers: {
        cookie: await cookie,
        origin: this.#door.origin,
        ...(method === 'POST' && { 'idempotency-key': randomUUID() }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (answer.status === 401) this.#cookies.delete(who);
    return answer;
  }

  async #logIn(username: string): Promise<string> {
    const { url, origin, password } = this.#door;
    const answer = await fetch(`${url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin },
      body: JSON.stringify({ username, password }),
    });
    if (answer.status !== 200) throw new Error(`${username} cannot log in: ${answer.status}`);
    return answer.headers
      .getSetCookie()
      .map((line) => line.split(';')[0]!)
      .join('; ');
  }
}
