/**
 * The directory as one thing: what is read of it on each call, and the door to changing it. A process keeps one copy
 * and asks for the version at most every quarter of a second, so that a hot path costs nothing; what this process
 * changes it sees at once, another within that time.
 */
import type { ClientSession, Connection } from 'mongoose';
import { type Directory, directoryAt } from '../domain/directory/at.ts';
import type { AgencyData, AreaData, Dated, DirectoryData, FieldData } from '../domain/directory/dated.ts';
import { shippedDirectory } from '../domain/directory/shipped.ts';
import { formatDay } from '../domain/iso-time.ts';
import type { Agencies, Agency } from './agencies.ts';
import type { Areas } from './areas.ts';
import type { DatedRecord } from './dated.ts';
import type { Fields } from './fields.ts';
import { schemaOf } from './schema.ts';

interface DirectoryVersion {
  _id: 'directory';
  n: number;
}

const schema = schemaOf<DirectoryVersion>('directory-version', {
  _id: { type: String, required: true },
  n: { type: Number, required: true },
});

/** How old an answer may be, in ms of the machine. */
const freshMs = 250;

export function directoryOf(
  connection: Connection,
  lists: { agencies: Agencies; areas: Areas; fields: Fields },
  machineNow: () => number = Date.now,
) {
  const model = connection.model<DirectoryVersion>('DirectoryVersion', schema);
  let held: DirectoryData | undefined;
  let checkedAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<DirectoryData> | undefined;
  /** Rises with each change of this process, so that a reading begun before it is not kept. */
  let changes = 0;

  const versionNow = async (): Promise<number> =>
    (await model.findById('directory').lean<DirectoryVersion>().exec())?.n ?? 0;

  async function read(): Promise<DirectoryData> {
    const begun = changes;
    const version = await versionNow();
    if (held?.version !== version) {
      const [agencies, areas, fields] = await Promise.all([
        lists.agencies.all(),
        lists.areas.all(),
        lists.fields.all(),
      ]);
      // Nothing loaded yet: the list that the product is shipped with, as a first start will write it.
      const data: DirectoryData =
        version === 0 && agencies.length === 0
          ? shippedDirectory
          : {
              version,
              agencies: agencies.map((one) => plain<AgencyData>(one)).sort(byKind),
              areas: areas.map((one) => plain<AreaData>(one)).sort(byKind),
              fields: fields
                .map((one) => plain<FieldData>(one))
                .sort((a, b) => a.row - b.row || (a.id < b.id ? -1 : 1)),
            };
      if (begun !== changes) return data;
      held = data;
    }
    checkedAt = machineNow();
    return held!;
  }

  /** All of it, with its past and its future. Not to be changed by who reads it. */
  async function current(): Promise<DirectoryData> {
    if (held && machineNow() - checkedAt < freshMs) return held;
    reading ??= read().finally(() => {
      reading = undefined;
    });
    return reading;
  }

  /** The last day that was asked for, as it came out. */
  let day: { data: DirectoryData; directory: Directory } | undefined;

  return {
    model,
    read: current,
    /** As it is on the day of a moment (epoch ms). */
    async at(moment: number): Promise<Directory> {
      const data = await current();
      const wanted = formatDay(moment);
      if (day?.data !== data || day.directory.day !== wanted) day = { data, directory: directoryAt(data, wanted) };
      return day.directory;
    },
    /** Changes made by `work` in its transaction: to be called there, once. */
    async touch(session?: ClientSession): Promise<void> {
      await model.collection.updateOne({ _id: 'directory' } as never, { $inc: { n: 1 } } as never, {
        upsert: true,
        ...(session ? { session } : {}),
      });
    },
    /** The next reading asks the database: to be called when a change stands. */
    forget(): void {
      changes += 1;
      checkedAt = Number.NEGATIVE_INFINITY;
      reading = undefined;
    },
    /** Adds what is missing of a directory; what administrators made stays. */
    async seed(data: Pick<DirectoryData, 'agencies' | 'areas' | 'fields'>): Promise<void> {
      await lists.agencies.date();
      const added = await Promise.all([
        ...data.agencies.map((one) => lists.agencies.add(kept(one))),
        ...data.areas.map((one) => lists.areas.add(kept(one))),
        ...data.fields.map((one) => lists.fields.add(kept(one))),
      ]);
      if (!added.includes(true)) return;
      await this.touch();
      this.forget();
    },
  };
}
export type DirectoryStore = ReturnType<typeof directoryOf>;

/** A record as data; what is kept for staff alone is left out. */
function plain<T extends Dated>(record: DatedRecord<T> & Partial<Pick<Agency, 'handlingLimit' | 'contact'>>): T {
  const { _id, version, handlingLimit, contact, ...rest } = record;
  return { id: _id, ...rest } as unknown as T;
}

/** Its first version. */
export function kept<T extends Dated>({ id, ...rest }: T): DatedRecord<T> {
  return { _id: id, ...rest, version: 1 };
}

const kinds = ['department', 'district', 'commune', 'enterprise', 'other'];

/** Departments first, as Annex 1 has them; within a kind as the shipped list has them, and what was added after it. */
function byKind(a: Dated & { kind: string }, b: Dated & { kind: string }): number {
  return (
    kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || shippedOrder(a.id) - shippedOrder(b.id) || (a.id < b.id ? -1 : 1)
  );
}

const order = new Map(shippedDirectory.agencies.map(({ id }, at) => [id, at]));
const shippedOrder = (id: string): number => order.get(id) ?? order.size;
