/**
 * The directory on a day: what is in force, under the name of that day; and by id everything that ever was, because a
 * report keeps the agency, the area and the field that it was given.
 */
import {
  type AgencyData,
  type AgencyKind,
  type AreaData,
  type AreaKind,
  type Dated,
  type DirectoryData,
  type FieldData,
  isInForce,
  latest,
  type Name,
  nameAt,
} from './dated.ts';

export interface Entry {
  id: string;
  name: Name;
  validFrom: string;
  validTo: string | null;
}
export interface AgencyAt extends Entry {
  kind: AgencyKind;
}
export interface AreaAt extends Entry {
  kind: AreaKind;
  parent: string | null;
  point: { lat: number; lng: number } | null;
  /** Who is responsible there on that day, successions followed. */
  agency: string;
}
export interface FieldAt extends Entry {
  row: number;
  about: Name;
  /** Successions followed; null where the area's agency handles it. */
  agency: string | null;
}

/** What decides between several successors. */
export interface Matter {
  field?: string | null | undefined;
  area?: string | null | undefined;
}

export interface Directory {
  version: number;
  day: string;
  /** In force on that day, in the directory's order. */
  agencies: AgencyAt[];
  areas: AreaAt[];
  fields: FieldAt[];
  /** In force on that day. */
  isAgency(id: string): boolean;
  isArea(id: string): boolean;
  isField(id: string): boolean;
  /** Anything that ever was, under its name of that day; undefined for what nobody knows. */
  agency(id: string): AgencyAt | undefined;
  area(id: string): AreaAt | undefined;
  field(id: string): FieldAt | undefined;
  /** Names; an id that nobody knows shows itself. `day`: as it was called then. */
  agencyName(id: string, language: 'vi' | 'en', day?: string): string;
  areaName(id: string, language: 'vi' | 'en'): string;
  fieldName(id: string, language: 'vi' | 'en'): string;
  /** Who has an agency's work on that day: itself, or the last of its successors. */
  successorOf(agency: string, matter?: Matter): string;
}

/** A chain of successions is followed so far: one that runs in a circle is a mistake, not a hang. */
const longestChain = 16;

export function successorIn(
  agencies: ReadonlyMap<string, AgencyData>,
  id: string,
  day: string,
  matter: Matter = {},
): string {
  let current = id;
  for (let n = 0; n < longestChain; n += 1) {
    const one = agencies.get(current);
    if (!one?.successor || one.validTo === null || day < one.validTo) return current;
    const { to, except } = one.successor;
    const fits = except.find(
      ({ field, area }) =>
        (field === undefined || field === matter.field) && (area === undefined || area === matter.area),
    );
    current = fits?.to ?? to;
  }
  return current;
}

export function directoryAt(data: DirectoryData, day: string): Directory {
  const raw = new Map(data.agencies.map((one) => [one.id, one]));
  const entry = ({ id, names, validFrom, validTo }: Dated): Entry => ({
    id,
    name: nameAt({ names }, day),
    validFrom,
    validTo,
  });
  const successorOf = (id: string, matter?: Matter) => successorIn(raw, id, day, matter);
  const agencyAt = (one: AgencyData): AgencyAt => ({ ...entry(one), kind: one.kind });
  const areaAt = (one: AreaData): AreaAt => ({
    ...entry(one),
    kind: one.kind,
    parent: one.parent,
    point: one.point,
    agency: successorOf((latest(one.agencies, day) ?? one.agencies[0])?.agency ?? one.id, { area: one.id }),
  });
  const fieldAt = (one: FieldData): FieldAt => ({
    ...entry(one),
    row: one.row,
    about: one.about,
    agency: one.agency && successorOf(one.agency, { field: one.id }),
  });
  const agencies = new Map(data.agencies.map((one) => [one.id, agencyAt(one)]));
  const areas = new Map(data.areas.map((one) => [one.id, areaAt(one)]));
  const fields = new Map(data.fields.map((one) => [one.id, fieldAt(one)]));
  const inForce = <T extends Entry>(of: Map<string, T>) => [...of.values()].filter((one) => isInForce(one, day));
  const isIn = (of: Map<string, Entry>) => (id: string) => {
    const one = of.get(id);
    return one !== undefined && isInForce(one, day);
  };
  const named = (of: Map<string, Entry>) => (id: string, language: 'vi' | 'en') => of.get(id)?.name[language] ?? id;
  return {
    version: data.version,
    day,
    agencies: inForce(agencies),
    areas: inForce(areas),
    fields: inForce(fields),
    isAgency: isIn(agencies),
    isArea: isIn(areas),
    isField: isIn(fields),
    agency: (id) => agencies.get(id),
    area: (id) => areas.get(id),
    field: (id) => fields.get(id),
    agencyName(id, language, on = day) {
      const one = raw.get(id);
      return one ? nameAt(one, on)[language] : id;
    },
    areaName: named(areas),
    fieldName: named(fields),
    successorOf,
  };
}
