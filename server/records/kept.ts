/** Documents of one collection held in memory while a batch is folded: read once, changed often, written once. */
import type { ClientSession, Model } from 'mongoose';

/** So many new documents are inserted together. */
const fewest = 10;

export class Kept<T extends { _id: string }> {
  readonly #documents = new Map<string, T | null>();
  readonly #changed = new Set<string>();
  /** Known to be absent in the database. */
  readonly #added = new Set<string>();
  readonly #model: Model<T>;
  readonly #session: ClientSession;

  constructor(model: Model<T>, session: ClientSession) {
    this.#model = model;
    this.#session = session;
  }

  /** Takes documents that are known already, e.g. definitions, which never change. */
  seed(documents: Iterable<T>): void {
    for (const document of documents) this.#documents.set(document._id, document);
  }

  get collection(): string {
    return this.#model.collection.name;
  }

  /** Those that are not held yet, each once. */
  missing(ids: Iterable<string>): string[] {
    return [...new Set(ids)].filter((id) => !this.#documents.has(id));
  }

  /** Takes what was read of these ids: the others are known to be absent. */
  hold(ids: readonly string[], found: readonly T[]): void {
    for (const id of ids) this.#documents.set(id, null);
    for (const document of found) this.#documents.set(document._id, document);
  }

  /** Reads those that are not held yet, in one question. */
  async load(ids: Iterable<string>): Promise<void> {
    const missing = this.missing(ids);
    if (missing.length === 0) return;
    const question = { _id: { $in: missing } } as never;
    const found = await this.#model.collection.find(question, { session: this.#session }).toArray();
    this.hold(missing, found as unknown as T[]);
  }

  /** The document, or null where there is none. @throws when it was never asked for: a projector forgot to say so */
  get(id: string): T | null {
    const document = this.#documents.get(id);
    if (document === undefined) throw new Error(`${this.#model.modelName} ${id} was not loaded`);
    return document;
  }

  /** Adds or changes a document; it is written when the batch is. */
  put(document: T): T {
    if (this.#documents.get(document._id) === null) this.#added.add(document._id);
    this.#documents.set(document._id, document);
    this.#changed.add(document._id);
    return document;
  }

  get changed(): T[] {
    return [...this.#changed].map((id) => this.#documents.get(id) as T);
  }

  loaded(): T[] {
    return [...this.#documents.values()].filter((document) => document !== null);
  }

  /** Writes whole documents. */
  async replaceAll(): Promise<void> {
    // New ones together cost a fraction of an upsert each; for a few the second question would cost more.
    const together = this.#added.size >= fewest;
    const { added = [], others = [] } = Object.groupBy(this.changed, ({ _id }) =>
      together && this.#added.has(_id) ? 'added' : 'others',
    );
    const options = { session: this.#session, ordered: false };
    if (added.length > 0) await this.#model.collection.insertMany(added as never[], options);
    if (others.length === 0) return;
    const writes = others.map((document) => ({
      replaceOne: { filter: { _id: document._id }, replacement: document, upsert: true },
    }));
    await this.#model.collection.bulkWrite(writes as never[], options);
  }
}
