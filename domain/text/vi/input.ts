/** Lỗi ở từng mục của biểu mẫu. */
import type { InputProblem } from '../../completion.ts';

export const input: Record<InputProblem['code'], (limit?: number) => string> = {
  required: () => 'Mục này phải có',
  type: () => 'Sai kiểu dữ liệu',
  'too-long': (limit) => `Dài quá ${limit} ký tự`,
  'too-many': (limit) => `Nhiều hơn ${limit} mục`,
  range: (limit) => `Phải từ 1 đến ${limit}`,
  'unknown-outcome': () => 'Bước này không có kết quả như vậy',
  'unknown-field': () => 'Kết quả này không dùng mục này',
  'unknown-code': () => 'Mã không có trong danh mục',
  twice: () => 'Đã có rồi',
  confidential: () => 'Người gửi yêu cầu giữ bí mật: không được công khai (khoản 2 Điều 10)',
  format: () => 'Không đúng dạng',
  future: () => 'Thời điểm ở tương lai',
  incomplete: () => 'Cần ít nhất một mục',
};
