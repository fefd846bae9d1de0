/**
 * The agencies that handle reports: the eight departments of Annex 1 and the 18 districts as of 2020. Dated data, not
 * an enumeration: Nông Sơn joined Quế Sơn on 1 January 2025, and on 1 July 2025 the district level was dissolved and
 * Quảng Nam became part of Đà Nẵng. The regulation that this product carries out is of 2020, so the shipped directory
 * is too; administrators close an agency (`validTo`) and add its successor without losing what it handled.
 */
import { districts } from './districts.ts';

export interface AgencyRecord {
  readonly id: string;
  readonly kind: 'department' | 'district';
  readonly vi: string;
  readonly en: string;
  readonly validFrom: string;
  readonly validTo: string | null;
}

const department = (id: string, vi: string, en: string): AgencyRecord => ({
  id,
  kind: 'department',
  vi,
  en,
  validFrom: '2020-11-01',
  validTo: null,
});

export const departments: readonly AgencyRecord[] = [
  department('sttt', 'Sở Thông tin và Truyền thông', 'Department of Information and Communications'),
  department('snnptnt', 'Sở Nông nghiệp và Phát triển nông thôn', 'Department of Agriculture and Rural Development'),
  department('skhcn', 'Sở Khoa học và Công nghệ', 'Department of Science and Technology'),
  department('syt', 'Sở Y tế', 'Department of Health'),
  department('svhttdl', 'Sở Văn hóa, Thể thao và Du lịch', 'Department of Culture, Sports and Tourism'),
  department('sgtvt', 'Sở Giao thông vận tải', 'Department of Transport'),
  department('sct', 'Sở Công thương', 'Department of Industry and Trade'),
  department('stnmt', 'Sở Tài nguyên và Môi trường', 'Department of Natural Resources and Environment'),
];

/** Every agency; a district's agency is its people's committee and has the district's id. */
export const agencies: readonly AgencyRecord[] = [
  ...departments,
  ...districts.map(
    ({ id, vi, en, validFrom, validTo }): AgencyRecord => ({
      id,
      kind: 'district',
      vi: `UBND ${vi}`,
      en: `People's Committee of ${en}`,
      validFrom,
      validTo,
    }),
  ),
];

const byId = new Map(agencies.map((agency) => [agency.id, agency]));

export function agencyById(id: string): AgencyRecord | undefined {
  return byId.get(id);
}
