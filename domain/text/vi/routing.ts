/** Lời ghi trong bảng phân công (Phụ lục 1) và trong đề nghị áp dụng bảng mới. */
export const row = (n: number, agency: string) => `Phụ lục 1, dòng ${n}: ${agency}`;
export const rowOfPlace = (n: number) => `Phụ lục 1, dòng ${n}: mã cơ quan là mã nơi xảy ra`;
export const draft = (fields: string, areas: number) =>
  ['Bảng phân công', fields && `lĩnh vực ${fields}`, areas > 0 && `${areas} địa bàn`].filter(Boolean).join(': ');
export const reason: string = 'Bổ sung vào bảng phân công theo danh mục đang có hiệu lực (Điều 13.8).';
