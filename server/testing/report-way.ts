/** For tests: a report's whole way as the engine's records tell it, step by step at given times. */
import { randomUUID } from 'node:crypto';
import { Stream } from './records.ts';
import type { TestHouse } from './test-house.ts';

export interface StepOptions {
  groups: string[];
  /** Epoch ms. */
  opened: number;
  /** The date first set, and the one in force when it is done (`first` unless said). */
  first?: number;
  due?: number;
  done?: number;
  outcome?: string;
  by?: string;
  variables?: Record<string, unknown>;
}

let seed = 1;
/** Of the one partition that all reports of a test are on. */
let position = 0;

export class ReportWay {
  readonly code: string;
  readonly #house: TestHouse;
  readonly #stream: Stream;

  private constructor(house: TestHouse, code: string, stream: Stream) {
    this.#house = house;
    this.code = code;
    this.#stream = stream;
  }

  /** Sent at a moment; `started: false` leaves it to the outbox. */
  static async begin(
    house: TestHouse,
    at: number,
    rest: { started?: boolean; body?: object } = {},
  ): Promise<ReportWay> {
    house.clock.set(at);
    const payload = {
      sender: { name: 'Trần Thị Bình', phone: '0905123456' },
      content: 'Đèn tín hiệu hỏng',
      place: { text: 'Ngã tư Phan Chu Trinh', district: 'tamky' },
      ...rest.body,
    };
    const headers = { 'idempotency-key': randomUUID() };
    const { body } = await house.ask('POST', '/api/reports', { payload, headers });
    seed += 1;
    const way = new ReportWay(house, body.code, new Stream(at, seed));
    if (rest.started !== false) way.#stream.start(body.code);
    return way;
  }

  /** A step with its deadline on record. */
  async step(stage: string, options: StepOptions): Promise<this> {
    const { groups, opened, first, due = first, done, outcome, by = `${stage}.officer`, variables = {} } = options;
    const stream = this.#stream;
    stream.at = opened;
    const task = stream.task(stage, groups, due);
    if (first !== undefined)
      await this.#house.store.deadlines.keep({
        _id: task.element,
        reportCode: this.code,
        instanceKey: stream.instance,
        elementId: stage,
        article: null,
        budget: null,
        calendarVersion: 1,
        startEvent: null,
        startAt: opened,
        workingMinutes: 0,
        dueAt: due as number,
        originalDueAt: first,
        remindAt: first,
        moves: [],
      });
    if (done === undefined) return this;
    stream.at = done;
    stream.assign(task, by);
    stream.complete(task, stage, { outcome, ...variables });
    for (const name of ['field', 'district', 'leadAgency'])
      if (variables[name] !== undefined) stream.root(name, variables[name]);
    return this;
  }

  async answered(
    at: number,
    resolution: 'fixed' | 'answered' | 'cannot-fix',
    kind: 'public' | 'private' = 'public',
  ): Promise<this> {
    this.#stream.at = at;
    const key = this.#stream.key();
    const reply = {
      _id: key,
      reportCode: this.code,
      agency: 'sgtvt',
      text: 'Đã xử lý.',
      attachments: [],
      resolution,
      at,
    };
    await this.#house.store.replies.keep({ ...reply, state: 'prepared', kind });
    this.#stream.job('publish-reply', 'COMPLETED', key, { publishedAt: new Date(at).toISOString() });
    return this;
  }

  rated(at: number, rating: string, hasComment = false): this {
    this.#stream.at = at;
    const feedback = { rating, hasComment, feedbackAt: new Date(at).toISOString() };
    this.#stream.subscription('feedback', 'CORRELATED', this.code, this.#stream.key(), feedback);
    return this;
  }

  withdrawn(at: number): this {
    this.#stream.at = at;
    const value = { elementId: 'withdrawal', bpmnElementType: 'BOUNDARY_EVENT' };
    for (const intent of ['ELEMENT_ACTIVATING', 'ELEMENT_ACTIVATED'])
      this.#stream.add('PROCESS_INSTANCE', intent, value);
    return this;
  }

  ended(at: number): this {
    this.#stream.at = at;
    this.#stream.end();
    return this;
  }

  /** The records so far, projected. */
  async told(): Promise<this> {
    const records = this.#stream.take().map((record) => ({ ...record, position: ++position }));
    await this.#house.records(records);
    return this;
  }
}
