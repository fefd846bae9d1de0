/**
 * The 18 districts, towns and cities of Quảng Nam as of 2020, dated (see `agencies.ts` for what changed in 2025), with
 * approximate centres: good for proposing a district to a sender, who confirms it; not boundaries.
 * Centres: PyPI vietnamadminunits 1.0.4 (MIT), legacy units; Nông Sơn by its main town Trung Phước.
 */

export interface District {
  readonly id: string;
  readonly vi: string;
  readonly en: string;
  readonly lat: number;
  readonly lng: number;
  readonly validFrom: string;
  readonly validTo: string | null;
}

const district = (id: string, vi: string, en: string, lat: number, lng: number): District => ({
  id,
  vi,
  en,
  lat,
  lng,
  validFrom: '2020-11-01',
  validTo: null,
});

export const districts: readonly District[] = [
  district('tamky', 'thành phố Tam Kỳ', 'Tam Kỳ City', 15.5638, 108.4822),
  district('hoian', 'thành phố Hội An', 'Hội An City', 15.8799, 108.3267),
  district('dienban', 'thị xã Điện Bàn', 'Điện Bàn Town', 15.9065, 108.214),
  district('thangbinh', 'huyện Thăng Bình', 'Thăng Bình District', 15.689, 108.3801),
  district('queson', 'huyện Quế Sơn', 'Quế Sơn District', 15.6808, 108.214),
  district('nongson', 'huyện Nông Sơn', 'Nông Sơn District', 15.69, 107.99),
  district('duyxuyen', 'huyện Duy Xuyên', 'Duy Xuyên District', 15.7751, 108.1666),
  district('dailoc', 'huyện Đại Lộc', 'Đại Lộc District', 15.8365, 107.9769),
  district('nuithanh', 'huyện Núi Thành', 'Núi Thành District', 15.427, 108.5463),
  district('phuninh', 'huyện Phú Ninh', 'Phú Ninh District', 15.5743, 108.4039),
  district('tienphuoc', 'huyện Tiên Phước', 'Tiên Phước District', 15.4964, 108.2615),
  district('hiepduc', 'huyện Hiệp Đức', 'Hiệp Đức District', 15.5535, 108.1192),
  district('phuocson', 'huyện Phước Sơn', 'Phước Sơn District', 15.3763, 107.811),
  district('bactramy', 'huyện Bắc Trà My', 'Bắc Trà My District', 15.3203, 108.214),
  district('namtramy', 'huyện Nam Trà My', 'Nam Trà My District', 15.1726, 108.0954),
  district('donggiang', 'huyện Đông Giang', 'Đông Giang District', 15.9265, 107.7163),
  district('taygiang', 'huyện Tây Giang', 'Tây Giang District', 15.8517, 107.5268),
  district('namgiang', 'huyện Nam Giang', 'Nam Giang District', 15.6629, 107.6215),
];

const byId = new Map(districts.map((one) => [one.id, one]));

export function districtById(id: string): District | undefined {
  return byId.get(id);
}

/** Metres between two points, on a flat map: exact enough within one province. */
export function metresBetween(a: { lat: number; lng: number }, b: { lat: number; lng: number }): number {
  const metresPerDegree = 111_195;
  const north = (b.lat - a.lat) * metresPerDegree;
  const east = (b.lng - a.lng) * metresPerDegree * Math.cos((((a.lat + b.lat) / 2) * Math.PI) / 180);
  return Math.hypot(north, east);
}

/** The district whose centre is nearest, as a proposal; undefined where the point is far from the province (> 60 km). */
export function proposeDistrict(point: { lat: number; lng: number }): District | undefined {
  let nearest: District | undefined;
  let least = 60_000;
  for (const one of districts) {
    const distance = metresBetween(point, one);
    if (distance < least) {
      least = distance;
      nearest = one;
    }
  }
  return nearest;
}
