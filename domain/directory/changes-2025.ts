/**
 * What became of the district level in 2025, as facts that an administrator may enter; nothing here applies by itself,
 * because the regulation that this product carries out is of 2020. On 1 January 2025 Nông Sơn joined Quế Sơn; on 1 July
 * 2025 the district level ended and communes and wards took over. A report knows its district and not its commune, so the
 * commune at the district's seat is named here as the one that goes on; who wants it finer names exceptions by field or
 * area, as is done for what was Nông Sơn. Names: checked against the list of
 * the 94 communes and wards of Đà Nẵng as of that day.
 */
import type { AgencyData, Succession } from './dated.ts';

export interface Change extends Succession {
  /** The first day on which `agency` is no longer there. */
  readonly on: string;
  readonly agency: string;
}

const endOfDistricts = '2025-07-01';

const seats: readonly (readonly [district: string, id: string, vi: string, en: string])[] = [
  ['tamky', 'p-tamky', 'phường Tam Kỳ', 'Tam Kỳ Ward'],
  ['hoian', 'p-hoian', 'phường Hội An', 'Hội An Ward'],
  ['dienban', 'p-dienban', 'phường Điện Bàn', 'Điện Bàn Ward'],
  ['thangbinh', 'x-thangbinh', 'xã Thăng Bình', 'Thăng Bình Commune'],
  ['queson', 'x-queson', 'xã Quế Sơn', 'Quế Sơn Commune'],
  ['duyxuyen', 'x-namphuoc', 'xã Nam Phước', 'Nam Phước Commune'],
  ['dailoc', 'x-dailoc', 'xã Đại Lộc', 'Đại Lộc Commune'],
  ['nuithanh', 'x-nuithanh', 'xã Núi Thành', 'Núi Thành Commune'],
  ['phuninh', 'x-phuninh', 'xã Phú Ninh', 'Phú Ninh Commune'],
  ['tienphuoc', 'x-tienphuoc', 'xã Tiên Phước', 'Tiên Phước Commune'],
  ['hiepduc', 'x-hiepduc', 'xã Hiệp Đức', 'Hiệp Đức Commune'],
  ['phuocson', 'x-khamduc', 'xã Khâm Đức', 'Khâm Đức Commune'],
  ['bactramy', 'x-tramy', 'xã Trà My', 'Trà My Commune'],
  ['namtramy', 'x-namtramy', 'xã Nam Trà My', 'Nam Trà My Commune'],
  ['donggiang', 'x-donggiang', 'xã Đông Giang', 'Đông Giang Commune'],
  ['taygiang', 'x-taygiang', 'xã Tây Giang', 'Tây Giang Commune'],
  ['namgiang', 'x-thanhmy', 'xã Thạnh Mỹ', 'Thạnh Mỹ Commune'],
];
const nongSon = ['x-nongson', 'xã Nông Sơn', 'Nông Sơn Commune'] as const;

const committee = (id: string, vi: string, en: string): AgencyData => ({
  id,
  kind: 'commune',
  names: [{ vi: `UBND ${vi}`, en: `People's Committee of ${en}`, from: endOfDistricts }],
  validFrom: endOfDistricts,
  validTo: null,
  successor: null,
});

/** People's committees that began on 1 July 2025 and go on with a district's work. */
export const committees2025: readonly AgencyData[] = [
  ...seats.map(([, id, vi, en]) => committee(id, vi, en)),
  committee(...nongSon),
];

/** In their order. */
export const changes2025: readonly Change[] = [
  { on: '2025-01-01', agency: 'nongson', to: 'queson', except: [] },
  ...seats.map(
    ([agency, to]): Change => ({
      on: endOfDistricts,
      agency,
      to,
      except: agency === 'queson' ? [{ area: 'nongson', to: nongSon[0] }] : [],
    }),
  ),
];
