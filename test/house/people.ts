/** Who comes to the house: visitors and senders without an account, officers with one. They speak HTTP only. */
import { randomUUID } from 'node:crypto';
import { Agent, fetch, type Headers } from 'undici';
import { until } from './until.ts';

/** A connection a call: what a killed server leaves of a shared one must not fail a later call. */
const dispatcher = new Agent({ pipelining: 0 });

export interface Answer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  body: any;
}

type Fields = Record<string, unknown>;

export class Visitor {
  readonly url: string;
  protected readonly headers: Record<string, string>;

  constructor(url: string, headers: Record<string, string> = {}) {
    this.url = url;
    this.headers = headers;
  }

  async ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const answer = await fetch(this.url + path, {
      method,
      headers: { ...this.headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
      redirect: 'manual',
      dispatcher,
    });
    const text = await answer.text();
    const json = /json/.test(answer.headers.get('content-type') ?? '');
    return { status: answer.status, headers: answer.headers, body: json && text ? JSON.parse(text) : text };
  }

  get(path: string, headers?: Record<string, string>): Promise<Answer> {
    return this.ask('GET', path, undefined, headers);
  }

  /** Sends a report that is complete, changed by `fields`. @throws when it is not accepted */
  async sends(fields: Fields = {}): Promise<Sender> {
    const answer = await this.ask(
      'POST',
      '/api/reports',
      { ...aReport, ...fields },
      { 'idempotency-key': randomUUID() },
    );
    if (answer.status !== 201) throw new Error(`Not accepted: ${answer.status} ${JSON.stringify(answer.body)}`);
    return new Sender(this.url, answer.body.code, answer.body.accessToken);
  }
}

export const aReport = {
  sender: { name: 'Nguyễn Văn An', phone: '0905123456' },
  content: 'Đèn tín hiệu giao thông ở ngã tư Phan Chu Trinh – Hùng Vương không hoạt động từ sáng nay.',
  place: { text: 'Ngã tư Phan Chu Trinh – Hùng Vương, Tam Kỳ', district: 'tamky', lat: 15.5736, lng: 108.474 },
};

/** Who sent a report and holds its token. */
export class Sender extends Visitor {
  readonly code: string;
  readonly token: string;

  constructor(url: string, code: string, token: string) {
    super(url, { authorization: `Bearer ${token}` });
    this.code = code;
    this.token = token;
  }

  // biome-ignore lint/suspicious/noExplicitAny: as above
  async follows(): Promise<any> {
    const answer = await this.get(`/api/reports/${this.code}`);
    if (answer.status !== 200) throw new Error(`Cannot follow: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  // biome-ignore lint/suspicious/noExplicitAny: as above
  async sees(status: string): Promise<any> {
    let seen = '';
    return until(async () => {
      const report = await this.follows();
      seen = report.status;
      return report.status === status ? report : undefined;
    }, `${this.code} to be ${status} (it is ${seen})`).catch((error) => {
      throw new Error(`${error.message}; it is ${seen}`);
    });
  }

  supplements(content: string): Promise<Answer> {
    return this.ask('POST', `/api/reports/${this.code}/supplement`, { content });
  }

  withdraws(reason?: string): Promise<Answer> {
    return this.ask('POST', `/api/reports/${this.code}/withdrawal`, { reason });
  }

  rates(feedback: { rating?: string; comment?: string }): Promise<Answer> {
    return this.ask('POST', `/api/reports/${this.code}/feedback`, feedback);
  }
}

export class Officer extends Visitor {
  readonly username: string;

  /** What the browser would send. */
  get cookie(): string {
    return this.headers.cookie ?? '';
  }

  /** The same person, come to another address with the same cookie. */
  at(url: string): Officer {
    const there = new Officer(url, this.username, this.cookie);
    there.headers.origin = this.headers.origin ?? url;
    return there;
  }

  private constructor(url: string, username: string, cookie: string) {
    super(url, { cookie, origin: url });
    this.username = username;
  }

  static async logIn(url: string, username: string, password: string): Promise<Officer> {
    const answer = await new Visitor(url, { origin: url }).ask('POST', '/api/session', { username, password });
    if (answer.status !== 200)
      throw new Error(`${username} cannot log in: ${answer.status} ${JSON.stringify(answer.body)}`);
    const cookie = answer.headers.getSetCookie().map((line) => line.split(';')[0]);
    return new Officer(url, username, cookie.join('; '));
  }

  /** The open task of this report at this stage, as soon as this officer sees it. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  task(code: string, stage: string): Promise<any> {
    return until(async () => {
      const answer = await this.get(`/api/tasks?state=open&report=${code}&stage=${stage}`);
      if (answer.status !== 200) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
      return answer.body.items[0];
    }, `${this.username} to see ${stage} of ${code}`);
  }

  claims(key: string): Promise<Answer> {
    return this.ask('PUT', `/api/tasks/${key}/assignee`, {});
  }

  completes(key: string, completion: Fields): Promise<Answer> {
    return this.ask('POST', `/api/tasks/${key}/completion`, completion);
  }

  /** Waits for the task, claims and completes it. @throws when any of it is refused */
  async does(report: { code: string }, stage: string, completion: Fields): Promise<void> {
    const task = await this.task(report.code, stage);
    const claimed = await this.claims(task.key);
    if (claimed.status !== 204)
      throw new Error(`${stage} not claimed: ${claimed.status} ${JSON.stringify(claimed.body)}`);
    // On a machine with much to do the list may learn of the claim later than a server waits for it.
    const done = await until(
      async () => {
        const answer = await this.completes(task.key, completion);
        return /not-holder$/.test(answer.body?.type ?? '') ? undefined : answer;
      },
      `${stage} of ${report.code} to be held by ${this.username}`,
      60_000,
    );
    if (done.status !== 204) throw new Error(`${stage} not completed: ${done.status} ${JSON.stringify(done.body)}`);
  }
}
