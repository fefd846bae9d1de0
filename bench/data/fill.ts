/**
 * Fills a database with the history of many reports: bulk, unordered, not awaiting the journal. Where the collections
 * are empty the indexes are best built after it (`store.prepare()`), as the product builds them where they are missing.
 */
import { createHash } from 'node:crypto';
import { hashOf } from '../../store/audit-chain.ts';
import type { Store } from '../../store/store.ts';
import { chanceOf } from './chance.ts';
import { type Documents, documentsOf } from './documents.ts';
import { type Life, lifeOf } from './life.ts';

export interface Filled {
  /** Documents by collection. */
  counts: Record<string, number>;
  seconds: number;
}

export interface Fill {
  reports: number;
  /** Business time at which the history stands, epoch ms. */
  now: number;
  definitionKey: string;
  /** The share that is never finished; one in a hundred unless said. */
  backlog?: number;
  /** The first of them that is written: the newest ones only. */
  from?: number;
  /** Told of progress, in reports. */
  onProgress?: (done: number) => void;
}

const batch = 2_000;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Midnight in Vietnam. */
const dayOf = (at: number): number => Math.floor((at + 7 * hourMs) / dayMs) * dayMs - 7 * hourMs;
/** Hours are kept for the newest days only: the year's windows read days. */
const hoursKept = 60 * dayMs;

export async function fill(
  store: Store,
  { reports, now, definitionKey, backlog, from: first = 0, onProgress }: Fill,
): Promise<Filled> {
  const began = performance.now();
  const counts: Record<string, number> = {};
  const db = store.connection.db!;
  const insert = async (name: string, documents: readonly object[]): Promise<void> => {
    for (let from = 0; from < documents.length; from += 10_000) {
      const some = documents.slice(from, from + 10_000);
      await db.collection(name).insertMany(some as never[], { ordered: false, writeConcern: { w: 1 } });
      counts[name] = (counts[name] ?? 0) + some.length;
    }
  };
  const sums = new Sums(definitionKey, now);
  const audit: object[] = [];
  let previous = (await store.audit.head()).hash;
  let number = (await store.audit.head()).number;
  let writing: Promise<unknown> = Promise.resolve();
  for (let from = first; from < reports; from += batch) {
    const all: Record<string, object[]> = {};
    for (let n = from; n < Math.min(from + batch, reports); n += 1) {
      const life = lifeOf(n, reports, now, backlog);
      sums.add(life);
      const documents = documentsOf(life, definitionKey);
      for (const name in documents) {
        const known = all[name] ?? [];
        all[name] = known;
        known.push(...documents[name as keyof Documents]);
      }
      if (n % 2 === 0) {
        // Half of the reports were looked at by somebody who may see senders.
        const content = {
          _id: ++number,
          at: life.receivedAt + hourMs,
          who: `ioc.intake${n % 7}`,
          what: 'see-sender',
          reportCode: life.code,
          data: {},
          previous,
        };
        previous = hashOf(content);
        audit.push({ ...content, hash: previous });
      }
    }
    await writing;
    // The next lives are made while these are written.
    writing = Promise.all([
      ...Object.entries(all).map(([name, documents]) => insert(name, documents)),
      insert('audit', audit.splice(0)),
    ]);
    onProgress?.(Math.min(from + batch, reports));
  }
  await writing;
  await insert('passages', sums.passages());
  await db.collection('counts').deleteMany({ definitionKey });
  await insert('counts', sums.counts());
  await insert('notices', noticesOf(reports, now));
  await insert('followers', followersOf(reports, now));
  return { counts, seconds: (performance.now() - began) / 1_000 };
}

/** The sums that the projection keeps: what passed each element by hour and day, and what stands there. */
class Sums {
  readonly #definitionKey: string;
  readonly #now: number;
  readonly #passages = new Map<
    string,
    { elementId: string; span: string; start: number; entered: number; left: number }
  >();
  readonly #counts = new Map<string, { active: number; incidents: number; completed: number; terminated: number }>();

  constructor(definitionKey: string, now: number) {
    this.#definitionKey = definitionKey;
    this.#now = now;
  }

  add({ steps, stopped }: Life): void {
    for (const { stage, opened, done, gone } of steps) {
      this.#passed(stage, opened, 'entered');
      if (done !== null) this.#passed(stage, done, 'left');
      const count = this.#counts.get(stage) ?? { active: 0, incidents: 0, completed: 0, terminated: 0 };
      this.#counts.set(stage, count);
      count[done !== null ? 'completed' : gone !== null ? 'terminated' : 'active'] += 1;
      if (stopped && done === null) count.incidents += 1;
    }
  }

  #passed(elementId: string, at: number, what: 'entered' | 'left'): void {
    const starts: [string, number][] = [['day', dayOf(at)]];
    if (at > this.#now - hoursKept) starts.push(['hour', Math.floor(at / hourMs) * hourMs]);
    for (const [span, start] of starts) {
      const key = `${elementId}:${span}:${start}`;
      const sum = this.#passages.get(key) ?? { elementId, span, start, entered: 0, left: 0 };
      this.#passages.set(key, sum);
      sum[what] += 1;
    }
  }

  passages(): object[] {
    const definitionKey = this.#definitionKey;
    return [...this.#passages].map(([key, sum]) => ({
      _id: `${definitionKey}:${key}`,
      definitionKey,
      ...sum,
      minutes: sum.left * 60,
      stays: sum.left > 0 ? { 12: sum.left } : {},
    }));
  }

  counts(): object[] {
    const definitionKey = this.#definitionKey;
    return [...this.#counts].map(([elementId, count]) => ({
      _id: `${definitionKey}:${elementId}`,
      definitionKey,
      elementId,
      ...count,
    }));
  }
}

/** One for every five reports, of the sixty days that they are kept for, to seven people. */
function noticesOf(reports: number, now: number): object[] {
  const chance = chanceOf(-7);
  return Array.from({ length: Math.min(50_000, Math.ceil(reports / 5)) }, (_, n) => {
    const at = now - chance.below(60 * dayMs);
    return {
      _id: chance.hex(32),
      username: `ioc.intake${n % 7}`,
      kind: 'newTask',
      reportCode: null,
      tasks: [],
      stage: 'intake',
      dueAt: null,
      count: 1,
      at,
      readAt: chance.is(0.9) ? at + hourMs : null,
      inPage: true,
      toldAt: at,
      expiresAt: new Date(Date.now() + 60 * dayMs),
    };
  });
}

/** Every twentieth report is followed by somebody, who left no address. */
function followersOf(reports: number, now: number): object[] {
  return Array.from({ length: Math.ceil(reports / 20) }, (_, n) => {
    const life = lifeOf(n * 20, reports, now);
    const _id = life.chance.hex(32);
    const tokenHash = createHash('sha256').update(_id).digest('hex');
    return { _id, reportCode: life.code, tokenHash, createdAt: life.receivedAt };
  });
}
