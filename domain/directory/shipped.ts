/** The directory that a first start is seeded with: Annex 1 and the 18 districts of 2020 (the lists of this room). */
import { agencies } from '../agencies.ts';
import { districts } from '../districts.ts';
import { fields, type ReportField } from '../fields.ts';
import type { Dated, DirectoryData } from './dated.ts';

const dated = (one: {
  id: string;
  vi: string;
  en: string;
  validFrom: string;
  validTo: string | null;
}): Pick<Dated, 'id' | 'names' | 'validFrom' | 'validTo'> => ({
  id: one.id,
  names: [{ vi: one.vi, en: one.en, from: one.validFrom }],
  validFrom: one.validFrom,
  validTo: one.validTo,
});

export const shippedDirectory: DirectoryData = {
  version: 0,
  agencies: agencies.map((one) => ({ ...dated(one), kind: one.kind, successor: null })),
  areas: districts.map((one) => ({
    ...dated(one),
    kind: 'district',
    parent: null,
    point: { lat: one.lat, lng: one.lng },
    agencies: [{ agency: one.id, from: one.validFrom }],
    successors: [],
  })),
  fields: (fields as readonly ReportField[]).map((one) => ({
    ...dated(one),
    row: one.row,
    about: one.about,
    agency: one.agency,
  })),
};
