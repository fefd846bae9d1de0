/** `/api/directory/{agencies,areas,fields}`: what anyone may read of the directory, and what administrators write. */
import { type Static, type TSchema, Type } from 'typebox';
import { agencyKinds, areaKinds } from '../directory/dated.ts';
import { AgencyId, DistrictId, FieldId } from './common.ts';

/** A day in Vietnam. */
export const Day = Type.String({ pattern: '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$', maxLength: 10 });
const OrNull = <T extends TSchema>(one: T) => Type.Union([one, Type.Null()]);
const NameText = Type.String({ minLength: 1, maxLength: 200 });
const Name = Type.Object({ vi: NameText, en: NameText });
const names = Type.Array(Type.Object({ vi: NameText, en: NameText, from: Day }), { minItems: 1, maxItems: 50 });
const Point = Type.Object({
  lat: Type.Number({ minimum: -90, maximum: 90 }),
  lng: Type.Number({ minimum: -180, maximum: 180 }),
});

const Successor = Type.Object({
  to: AgencyId,
  except: Type.Array(Type.Object({ field: Type.Optional(FieldId), area: Type.Optional(DistrictId), to: AgencyId }), {
    maxItems: 200,
  }),
});
export type Successor = Static<typeof Successor>;

const dated = { names, validFrom: Day, validTo: OrNull(Day) };
const agency = { kind: Type.Enum([...agencyKinds]) };
const area = {
  kind: Type.Enum([...areaKinds]),
  parent: OrNull(DistrictId),
  point: OrNull(Point),
  agencies: Type.Array(Type.Object({ agency: AgencyId, from: Day }), { minItems: 1, maxItems: 50 }),
  successors: Type.Array(DistrictId, { maxItems: 50 }),
};
const field = { row: Type.Integer({ minimum: 1, maximum: 999 }), about: Name, agency: OrNull(AgencyId) };

/** Everything with its past and its future: what a page keeps on the device. */
export const WholeDirectory = Type.Object({
  version: Type.Integer(),
  agencies: Type.Array(Type.Object({ id: AgencyId, ...dated, ...agency, successor: OrNull(Successor) })),
  areas: Type.Array(Type.Object({ id: DistrictId, ...dated, ...area })),
  fields: Type.Array(Type.Object({ id: FieldId, ...dated, ...field })),
});
export type WholeDirectory = Static<typeof WholeDirectory>;

/** `?at=`: a day, or a time whose day is meant; today where it is left out. */
export const AtQuery = Type.Object({ at: Type.Optional(Type.String({ minLength: 10, maxLength: 40 })) });
export type AtQuery = Static<typeof AtQuery>;

const entry = { name: Name, validFrom: Day, validTo: OrNull(Day) };
const listOn = <T extends TSchema>(item: T) =>
  Type.Object({ day: Day, version: Type.Integer(), items: Type.Array(item) });
export const AgenciesOn = listOn(Type.Object({ id: AgencyId, ...entry, ...agency }));
export const AreasOn = listOn(
  Type.Object({ id: DistrictId, ...entry, kind: area.kind, parent: area.parent, point: area.point, agency: AgencyId }),
);
export const FieldsOn = listOn(Type.Object({ id: FieldId, ...entry, ...field }));

/** What administrators write of each list. An agency's end is not among it: it ends by a succession alone. */
const OwnId = '^[a-z][a-z0-9-]{1,39}$';
export const OwnIdParams = Type.Object({ id: Type.String({ pattern: OwnId, maxLength: 40 }) });
export type OwnIdParams = Static<typeof OwnIdParams>;

const Contact = Type.Object({
  phone: Type.Optional(Type.String({ maxLength: 60 })),
  email: Type.Optional(Type.String({ maxLength: 200 })),
  address: Type.Optional(Type.String({ maxLength: 300 })),
});
/** E.g. `4d`, `12h`: working days or hours. */
const Limit = Type.String({ pattern: '^[1-9][0-9]{0,2}[dh]$', maxLength: 4 });

export const AgencyWish = Type.Object({
  names,
  validFrom: Day,
  ...agency,
  handlingLimit: Type.Optional(Limit),
  contact: Type.Optional(Contact),
});
export type AgencyWish = Static<typeof AgencyWish>;
export const AreaWish = Type.Object({ ...dated, ...area });
export type AreaWish = Static<typeof AreaWish>;
export const FieldWish = Type.Object({ ...dated, ...field });
export type FieldWish = Static<typeof FieldWish>;

const version = Type.Integer();
export const AgencyRecord = Type.Object({
  id: AgencyId,
  version,
  ...AgencyWish.properties,
  validTo: OrNull(Day),
  successor: OrNull(Successor),
});
export const AreaRecord = Type.Object({ id: DistrictId, version, ...AreaWish.properties });
export const FieldRecord = Type.Object({ id: FieldId, version, ...FieldWish.properties });
