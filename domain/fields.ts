/**
 * The fields of Annex 1 of the regulation: what a report may be about. Dated data: article 13.8 lets the province
 * add to the list, and a report keeps the field that it was given when the list has moved on.
 */

export interface ReportField {
  readonly id: string;
  /** Row of Annex 1. */
  readonly row: number;
  readonly vi: string;
  readonly en: string;
  /** What belongs to it, shown to the sender. Condensed from the third column of Annex 1. */
  readonly about: { readonly vi: string; readonly en: string };
  /** The agency of Annex 1; null where the district decides (row 9). */
  readonly agency: string | null;
  readonly validFrom: string;
  readonly validTo: string | null;
}

const field = (
  row: number,
  id: string,
  agency: string | null,
  vi: string,
  en: string,
  about: { vi: string; en: string },
): ReportField => ({ id, row, vi, en, about, agency, validFrom: '2020-11-01', validTo: null });

export const fields = [
  field(1, 'telecom', 'sttt', 'Thông tin và Truyền thông', 'Information and communications', {
    vi: 'Thuê bao điện thoại, Internet; cống, bể cáp, dây thuê bao, cột anten trạm BTS',
    en: 'Phone and Internet service; cable ducts and chambers, drop wires, base-station masts',
  }),
  field(2, 'agriculture', 'snnptnt', 'Nông nghiệp – nông thôn', 'Agriculture and rural areas', {
    vi: 'Vi phạm trong sản xuất, kinh doanh vật tư nông nghiệp, chất cấm trong chăn nuôi; thiên tai, dịch bệnh cây trồng, vật nuôi; quy hoạch nông thôn',
    en: 'Banned substances, farm supplies, natural disasters, crop and animal disease, rural planning',
  }),
  field(3, 'science', 'skhcn', 'Khoa học – công nghệ', 'Science and technology', {
    vi: 'Hoạt động khoa học và công nghệ; tiêu chuẩn, đo lường, chất lượng; sở hữu trí tuệ',
    en: 'Science and technology; standards, measurement, quality; intellectual property',
  }),
  field(4, 'health', 'syt', 'Sức khỏe', 'Health', {
    vi: 'Dịch bệnh, chăm sóc sức khỏe người dân',
    en: 'Epidemics and health care',
  }),
  field(5, 'tourism', 'svhttdl', 'Du lịch', 'Tourism', {
    vi: 'Bảo vệ, tôn tạo tài nguyên và môi trường du lịch; khu, điểm du lịch; sự kiện, lễ hội',
    en: 'Tourist sites and their surroundings; events and fairs',
  }),
  field(6, 'transport', 'sgtvt', 'Giao thông – vận tải', 'Roads and transport', {
    vi: 'Đèn tín hiệu giao thông; đường bộ, đường sông; xe khách, bến xe, xe buýt, taxi',
    en: 'Traffic lights; roads and waterways; coaches, stations, buses, taxis',
  }),
  field(7, 'electricity', 'sct', 'Điện', 'Electricity', {
    vi: 'Hạ tầng cấp điện an toàn: bể cáp, dây điện, cột điện, trạm biến áp, đồng hồ điện',
    en: 'Safe power supply: cables, poles, transformers, meters',
  }),
  field(8, 'water', 'stnmt', 'Tài nguyên Nước', 'Water resources', {
    vi: 'Sự cố ô nhiễm nguồn nước',
    en: 'Pollution of water sources',
  }),
  field(9, 'environment', null, 'Môi trường', 'Environment', {
    vi: 'Rác thải, ô nhiễm nước và các vấn đề môi trường khác tại địa phương',
    en: 'Waste, dirty water and other local nuisances',
  }),
] as const satisfies readonly ReportField[];

export type FieldId =
  | 'telecom'
  | 'agriculture'
  | 'science'
  | 'health'
  | 'tourism'
  | 'transport'
  | 'electricity'
  | 'water'
  | 'environment';
export const fieldIds = fields.map((one) => one.id) as FieldId[];

const byId = new Map<string, ReportField>(fields.map((one) => [one.id, one]));

export function fieldById(id: string): ReportField | undefined {
  return byId.get(id);
}
