/**
 * Plays the script to a training house: moves the engine's clock (it stands, goes at a speed, or jumps to the next
 * event) and does what comes by it. What it has done stands in a file, so that a stop in the middle goes on from there.
 */
import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import type { ReportReceipt } from '../../domain/api/reports.ts';
import { formatTime } from '../../domain/iso-time.ts';
import type { Store } from '../../store/store.ts';
import { Actors, type Door } from './actors.ts';
import type { Facts, Known } from './exercises.ts';
import { before, type Deed, day, type Event, opensAt } from './script.ts';

export interface Parts {
  door: Door;
  /** Base addresses of the engine. */
  management: string;
  rest: string;
  store: Store;
  /** Where it is written down how far the script is. */
  file: string;
}

interface Progress {
  reports: Record<string, ReportReceipt>;
  /** Events that have come, of the week before and of the day, and deeds of the next that are done. */
  events: number;
  deeds: number;
  now: number;
}

const all: readonly Event[] = [...before, ...day];

export class Conductor {
  readonly #parts: Parts;
  readonly #actors: Actors;
  #progress: Progress = { reports: {}, events: 0, deeds: 0, now: Date.parse(before[0]!.at) };
  /** Virtual seconds a second; 0 stands. */
  #speed = 0;
  /** One thing at a time: a press on the page waits for what is being done. */
  #doing: Promise<unknown> = Promise.resolve();

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#actors = new Actors(parts.door);
  }

  /** Plays the week before where that was not done yet, and stands at the opening. @throws when a part does not answer */
  open(): Promise<void> {
    return this.#inTurn(async () => {
      const { file } = this.#parts;
      if (existsSync(file)) this.#progress = JSON.parse(await readFile(file, 'utf8'));
      await this.#pin(this.#progress.now);
      while (this.#progress.events < before.length) await this.#play();
      if (this.#progress.now < Date.parse(opensAt)) await this.#pin(Date.parse(opensAt));
    });
  }

  get now(): number {
    return this.#progress.now;
  }
  get speed(): number {
    return this.#speed;
  }
  /** What has come on the day, and what comes next. */
  get happened(): readonly Event[] {
    return day.slice(0, Math.max(0, this.#progress.events - before.length));
  }
  get next(): Event | undefined {
    return all[this.#progress.events];
  }

  pace(speed: number): void {
    this.#speed = speed;
  }

  /** Jumps to the next event; the clock then goes on as it did. */
  advance(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.next) await this.#play();
    });
  }

  /** Lets `seconds` of the room's time pass, with what comes in them. */
  pass(seconds: number): Promise<void> {
    return this.#inTurn(async () => {
      // It stands, but for the millisecond that tells what is done now from what was done before.
      if (this.#speed === 0) return this.#pin(this.#progress.now + 1);
      const goal = this.#progress.now + seconds * 1_000 * this.#speed;
      while (this.next && Date.parse(this.next.at) <= goal && this.#speed > 0) await this.#play();
      if (this.#speed > 0 && goal > this.#progress.now) await this.#pin(goal);
    });
  }

  /** What the records say of the script's reports. */
  async facts(): Promise<Facts> {
    const { store } = this.#parts;
    const facts = new Map<string, Known>();
    for (const [id, { code }] of Object.entries(this.#progress.reports)) {
      const [tasks, incidents] = await Promise.all([
        store.tasks.model.find({ reportCode: code }).sort({ createdAt: 1 }).lean().exec(),
        store.incidents.model.find({ reportCode: code }).lean().exec(),
      ]);
      const open = incidents.filter(({ state }) => state === 'open').length;
      facts.set(id, { code, tasks, open, resolved: incidents.length - open });
    }
    return facts;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#doing.then(work);
    this.#doing = mine.catch(() => {});
    return mine;
  }

  /** The next event, at its moment: whatever was due before it is due first. */
  async #play(): Promise<void> {
    const event = this.next!;
    const at = Date.parse(event.at);
    if (at > this.#progress.now) await this.#pin(at);
    while (this.#progress.deeds < event.deeds.length) {
      // Last week's people took a minute each: no two steps of a report begin at one moment.
      if (this.#progress.deeds > 0 && this.#progress.events < before.length)
        await this.#pin(this.#progress.now + 60_000);
      await this.#do(event.deeds[this.#progress.deeds]!);
      this.#progress.deeds += 1;
      await this.#note();
    }
    this.#progress.events += 1;
    this.#progress.deeds = 0;
    await this.#note();
  }

  async #do(deed: Deed): Promise<void> {
    const { reports, now } = this.#progress;
    if (deed.does === 'send') {
      reports[deed.report.id] = await this.#actors.send(deed.report, now);
      return;
    }
    const report = reports[deed.report]!;
    if (deed.does === 'act') await this.#actors.act(report.code, deed.stage, deed.who, deed.outcome);
    else if (deed.does === 'rate') await this.#actors.rate(report, { rating: deed.rating, comment: deed.comment });
    else await this.#setHandlingDate(report.code, deed.does === 'mend');
  }

  /** The date of the handling clock as the process has it: unreadable, or what its records say that it was. */
  async #setHandlingDate(code: string, readable: boolean): Promise<void> {
    const { store } = this.#parts;
    const task = await store.tasks.model.findOne({ reportCode: code, stage: 'instruction' }).lean().exec();
    if (!task?.dueAt) throw new Error(`${code} has no instruction with a date`);
    const handlingDueAt = readable ? formatTime(task.originalDueAt ?? task.dueAt) : 'không đọc được';
    await this.#setVariables(task.instanceKey, { handlingDueAt });
    if (!readable) return;
    // The step that stopped took its own copy when it began.
    const stopped = await store.incidents.model.find({ reportCode: code, state: 'open' }).lean().exec();
    for (const { elementInstanceKey } of stopped)
      await this.#setVariables(elementInstanceKey, { clockDue: handlingDueAt });
  }

  async #setVariables(scope: string, variables: Record<string, string>): Promise<void> {
    const answer = await fetch(`${this.#parts.rest}/v2/element-instances/${scope}/variables`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ variables, local: true }),
    });
    if (!answer.ok) throw new Error(`The variable was not set: ${answer.status} ${await answer.text()}`);
  }

  async #pin(epochMilli: number): Promise<void> {
    const answer = await fetch(`${this.#parts.management}/actuator/clock/pin`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ epochMilli }),
    });
    if (!answer.ok) throw new Error(`The clock did not move: ${answer.status}`);
    this.#progress.now = epochMilli;
    await this.#note();
  }

  async #note(): Promise<void> {
    const { file } = this.#parts;
    await writeFile(`${file}.new`, JSON.stringify(this.#progress), { mode: 0o600 });
    await rename(`${file}.new`, file);
  }
}
