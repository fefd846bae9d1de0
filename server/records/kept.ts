/** Documents of one collection held in memory while a batch is folded: read once, changed often, written once. */
import type { ClientSession, Model } from 'mongoose';

export class Kept<T extends { _id: string }> {
  readonly #documents = new Map<string, T | null>();
  readonly #changed = new Set<string>();
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

  /** Reads those that are not held yet, in one question. */
  async load(ids: Iterable<string>): Promise<void> {
    const missing = [...new Set(ids)].filter((id) => !this.#documents.has(id));
    if (missing.length === 0) return;
    for (const id of missing) this.#documents.set(id, null);
    const found = await this.#model.collection
      .find({ _id: { $in: missing } } as never, { session: this.#session })
      .toArray();
    for (const document of found as unknown as T[]) this.#documents.set(document._id, document);
  }

  /** The document, or null where there is none. @throws when it was never asked for: a projector forgot to say so */
  get(id: string): T | null {
    const document = this.#documents.get(id);
    if (document === undefined) throw new Error(`${this.#model.modelName} ${id} was not loaded`);
    return document;
  }

  /** Adds or changes a document; it is written when the batch is. */
  put(document: T): T {
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

  /** Writes whole documents, one upsert each. */
  async replaceAll(): Promise<void> {
    if (this.#changed.size === 0) return;
    const writes = this.changed.map((document) => ({
      replaceOne: { filter: { _id: document._id }, replacement: document, upsert: true },
    }));
    await this.#model.collection.bulkWrite(writes as never[], { session: this.#session, ordered: false });
  }
}
