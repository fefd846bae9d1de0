/**
 * Agencies, areas and fields. A sheet shows the newest name with the day from which it holds: another day makes another
 * name, the same day mends that one; so too for an area's agency. An agency's end is not among it: it ends by a succession.
 */
import type { ClientSession } from 'mongoose';
import type { TSchema } from 'typebox';
import { AgencyWish, AreaWish, FieldWish, OwnIdParams } from '../../../../domain/api/directory.ts';
import type { DirectoryData } from '../../../../domain/directory/dated.ts';
import type { Agency } from '../../../../store/agencies.ts';
import type { Area } from '../../../../store/areas.ts';
import type { ReportField } from '../../../../store/fields.ts';
import type { House } from '../../../house.ts';
import { shapeErrors } from '../../../plugins/validation.ts';
import type { FieldError } from '../../../problem.ts';
import { checkAgency, checkArea, checkField } from '../../edit/check.ts';
import { listOf, oneLine } from '../cells.ts';
import type { CellError, Kind, Row } from '../kind.ts';

type Kept = Agency | Area | ReportField;
interface Context<R> {
  records: Map<string, R>;
  data: DirectoryData;
}

interface List<R extends Kept, Wish> {
  name: 'agencies' | 'areas' | 'fields';
  shape: TSchema;
  rowOf(record: R): Row;
  /** What single edits are sent; `before`: null where it is new. */
  wish(row: Row, before: R | null): Wish;
  /** With all that the sheet adds and changes in `data`. */
  check(id: string, wish: Wish, data: DirectoryData): FieldError[];
  record(wish: Wish, before: R | null): Omit<R, '_id' | 'version'>;
  /** Part of a wish → column. */
  columns: Readonly<Record<string, string>>;
}

const idShape = shapeErrors(OwnIdParams);
const numberOf = (text: string | undefined): number => (text ? Number(text) : Number.NaN);

/** A dated list with one more entry, or its newest mended. */
function dated<T extends { from: string }>(list: readonly T[], one: T): T[] {
  return list.at(-1)?.from === one.from ? [...list.slice(0, -1), one] : [...list, one];
}

const namesOf = (row: Row, before: Kept | null) =>
  dated(before?.names ?? [], { vi: row.nameVi!, en: row.nameEn!, from: row.nameFrom! });

const common = ({ _id, names, validFrom }: Kept): Row => {
  const { vi, en, from } = names.at(-1)!;
  return { id: _id, nameVi: oneLine(vi), nameEn: oneLine(en), nameFrom: from, validFrom };
};

/** The columns in which a wish's parts stand; of a dated list the last part counts. */
function columnOf(pointer: string, columns: Readonly<Record<string, string>>): string {
  const parts = pointer.split('/').filter((one) => one && !/^\d+$/.test(one));
  return columns[parts.join('.')] ?? columns[parts[0] ?? ''] ?? 'id';
}

const named = { 'names.vi': 'nameVi', 'names.en': 'nameEn', names: 'nameFrom', validFrom: 'validFrom' };

function listKind<R extends Kept, Wish>(list: List<R, Wish>): Kind<Context<R>> {
  const shape = shapeErrors(list.shape);
  const wishOf = (row: Row, { records }: Context<R>) => list.wish(row, records.get(row.id!) ?? null);
  return {
    name: list.name,
    blanks: ({ validFrom = '' }) => ({ nameFrom: validFrom, agencyFrom: validFrom }),

    async read(house, session) {
      const { directory } = house.store;
      const records = await all<R>(house, list.name, session);
      const data = await directory.read();
      return {
        rows: records.map(list.rowOf),
        context: { records: new Map(records.map((one) => [one._id, one])), data },
        basis: [records.map(({ _id, version }) => [_id, version]), data.version],
      };
    },

    check(steps, { context }) {
      const given = new Map(steps.map(({ row }) => [row.id!, { id: row.id!, ...wishOf(row, context) }]));
      const kept = (context.data[list.name] as readonly { id: string }[]).filter(({ id }) => !given.has(id));
      const data = { ...context.data, [list.name]: [...kept, ...given.values()] } as DirectoryData;
      return steps.flatMap(({ at, row }): CellError[] => {
        const wish = wishOf(row, context);
        const wrongId = idShape({ id: row.id }).map(() => ({ at, column: 'id', code: 'format' }));
        const wrong = shape(wish);
        const found = wrong.length > 0 ? wrong : list.check(row.id!, wish, data);
        // Of a part that is wrong the whole of it is wrong too: named once, where it is.
        const inner = found.filter((one) => !found.some((other) => other.pointer.startsWith(`${one.pointer}/`)));
        const cells = inner.map(({ pointer, code = 'format' }) => ({
          at,
          column: columnOf(pointer, list.columns),
          code: code === 'type' ? 'format' : code,
        }));
        return [...wrongId, ...cells];
      });
    },

    async write(house, _actor, steps, { context }, session) {
      const { store } = house;
      const onRecord: object[] = [];
      for (const { row } of steps) {
        const before = context.records.get(row.id!) ?? null;
        const content = list.record(wishOf(row, context), before);
        const after = { ...content, _id: row.id!, version: (before?.version ?? 0) + 1 } as never;
        const target = store[list.name];
        await (before ? target.replace(after, session) : target.add(after, session));
        onRecord.push({ id: row.id, before, after });
      }
      await store.directory.touch(session);
      return { onRecord, after: () => store.directory.forget() };
    },
  };
}

const all = <R>({ store }: House, name: 'agencies' | 'areas' | 'fields', session?: ClientSession): Promise<R[]> =>
  (store[name].model as House['store']['agencies']['model'])
    .find()
    .sort({ _id: 1 })
    .session(session ?? null)
    .lean() as unknown as Promise<R[]>;

export const agencies = listKind<Agency, AgencyWish>({
  name: 'agencies',
  shape: AgencyWish,
  rowOf: (one) => ({
    ...common(one),
    agencyKind: one.kind,
    handlingLimit: one.handlingLimit ?? '',
    phone: oneLine(one.contact?.phone ?? ''),
    email: oneLine(one.contact?.email ?? ''),
    address: oneLine(one.contact?.address ?? ''),
  }),
  wish(row, before) {
    const contact = Object.fromEntries(
      (['phone', 'email', 'address'] as const).flatMap((key) => (row[key] ? [[key, row[key]]] : [])),
    );
    return {
      names: namesOf(row, before),
      validFrom: row.validFrom!,
      kind: row.agencyKind as AgencyWish['kind'],
      ...(row.handlingLimit && { handlingLimit: row.handlingLimit }),
      ...(Object.keys(contact).length > 0 && { contact }),
    };
  },
  check: (_id, wish) => checkAgency(wish),
  record: (wish, before) => ({ ...wish, validTo: before?.validTo ?? null, successor: before?.successor ?? null }),
  columns: {
    ...named,
    kind: 'agencyKind',
    handlingLimit: 'handlingLimit',
    'contact.phone': 'phone',
    'contact.email': 'email',
    'contact.address': 'address',
  },
});

export const areas = listKind<Area, AreaWish>({
  name: 'areas',
  shape: AreaWish,
  rowOf: (one) => ({
    ...common(one),
    areaKind: one.kind,
    validTo: one.validTo ?? '',
    parent: one.parent ?? '',
    lat: one.point ? String(one.point.lat) : '',
    lng: one.point ? String(one.point.lng) : '',
    agency: one.agencies.at(-1)!.agency,
    agencyFrom: one.agencies.at(-1)!.from,
    successors: listOf(one.successors.join(',')).join(', '),
  }),
  wish: (row, before) => ({
    names: namesOf(row, before),
    validFrom: row.validFrom!,
    validTo: row.validTo || null,
    kind: row.areaKind as AreaWish['kind'],
    parent: row.parent || null,
    // One of the two alone is no place: the shape says which is missing.
    point: row.lat || row.lng ? { lat: numberOf(row.lat), lng: numberOf(row.lng) } : null,
    agencies: dated(before?.agencies ?? [], { agency: row.agency!, from: row.agencyFrom! }),
    successors: listOf(row.successors!),
  }),
  check: checkArea,
  record: (wish) => wish,
  columns: {
    ...named,
    kind: 'areaKind',
    validTo: 'validTo',
    parent: 'parent',
    point: 'lat',
    'point.lat': 'lat',
    'point.lng': 'lng',
    agencies: 'agency',
    'agencies.from': 'agencyFrom',
    successors: 'successors',
  },
});

export const fields = listKind<ReportField, FieldWish>({
  name: 'fields',
  shape: FieldWish,
  rowOf: (one) => ({
    ...common(one),
    row: String(one.row),
    validTo: one.validTo ?? '',
    aboutVi: oneLine(one.about.vi),
    aboutEn: oneLine(one.about.en),
    agency: one.agency ?? '',
  }),
  wish: (row, before) => ({
    names: namesOf(row, before),
    validFrom: row.validFrom!,
    validTo: row.validTo || null,
    row: numberOf(row.row),
    about: { vi: row.aboutVi!, en: row.aboutEn! },
    agency: row.agency || null,
  }),
  check: checkField,
  record: (wish) => wish,
  columns: {
    ...named,
    validTo: 'validTo',
    row: 'row',
    'about.vi': 'aboutVi',
    'about.en': 'aboutEn',
    about: 'aboutVi',
    agency: 'agency',
  },
});
