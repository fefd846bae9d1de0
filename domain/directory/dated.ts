/**
 * The directory as dated data (articles 2.3, 13.8, Annex 1): agencies, areas and fields that begin, are renamed and end,
 * and whose past stays. A day is `YYYY-MM-DD` in Vietnam; `validTo` is the first day on which something is no longer in
 * force, so a successor begins on the day on which its predecessor's `validTo` stands.
 */

export interface Name {
  readonly vi: string;
  readonly en: string;
}

/** A name from a day on. */
export interface DatedName extends Name {
  readonly from: string;
}

export interface Dated {
  readonly id: string;
  /** Oldest first; at least one, and the first from `validFrom` on. */
  readonly names: readonly DatedName[];
  readonly validFrom: string;
  readonly validTo: string | null;
}

/** Article 2.3: administrations and enterprises; `ward` is a people's committee of a commune, ward or township. */
export const agencyKinds = ['department', 'district', 'commune', 'enterprise', 'other'] as const;
export type AgencyKind = (typeof agencyKinds)[number];

/** Who takes over from an agency that ends: everything `to` one, but for what is of these fields or these areas. */
export interface Succession {
  readonly to: string;
  readonly except: readonly { readonly field?: string; readonly area?: string; readonly to: string }[];
}

export interface AgencyData extends Dated {
  readonly kind: AgencyKind;
  /** Null while it has no end. An agency ends by a succession and in no other way. */
  readonly successor: Succession | null;
}

export const areaKinds = ['district', 'commune'] as const;
export type AreaKind = (typeof areaKinds)[number];

export interface AreaData extends Dated {
  readonly kind: AreaKind;
  /** The area that it is a part of. */
  readonly parent: string | null;
  /** Its centre: good for proposing it and for its name on the map; not a boundary. */
  readonly point: { readonly lat: number; readonly lng: number } | null;
  /** Who is responsible for what happens there, oldest first. */
  readonly agencies: readonly { readonly agency: string; readonly from: string }[];
  /** Areas that it became. */
  readonly successors: readonly string[];
}

export interface FieldData extends Dated {
  /** Row of Annex 1. */
  readonly row: number;
  /** What belongs to it, shown to the sender. */
  readonly about: Name;
  /** The agency of Annex 1; null where the area's agency handles it (row 9). */
  readonly agency: string | null;
}

export interface DirectoryData {
  /** Rises with each change; 0 is the list that the product is shipped with. */
  readonly version: number;
  readonly agencies: readonly AgencyData[];
  readonly areas: readonly AreaData[];
  readonly fields: readonly FieldData[];
}

export function isInForce(one: Pick<Dated, 'validFrom' | 'validTo'>, day: string): boolean {
  return one.validFrom <= day && (one.validTo === null || day < one.validTo);
}

/** The name on a day; before the first of them the first. */
export function nameAt(one: Pick<Dated, 'names'>, day: string): Name {
  const { vi, en } = latest(one.names, day) ?? one.names[0]!;
  return { vi, en };
}

/** The newest of a list that is dated by `from` and sorted by it; undefined where none has begun. */
export function latest<T extends { readonly from: string }>(list: readonly T[], day: string): T | undefined {
  return list.findLast(({ from }) => from <= day);
}
