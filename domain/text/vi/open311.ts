/** Giao diện Open311: dịch vụ, thuộc tính, thông báo, lỗi. */
import type { AttributeCode } from '../../open311.ts';

export const group: string = 'Phản ánh hiện trường';

export const attributes: Record<AttributeCode, { description: string; hint: string }> = {
  name: {
    description: 'Họ và tên cá nhân hoặc tên tổ chức gửi phản ánh (bắt buộc, khoản 3 Điều 5)',
    hint: 'Có thể gửi bằng last_name và first_name',
  },
  phone: {
    description: 'Số điện thoại của người gửi (bắt buộc, khoản 3 Điều 5)',
    hint: 'Từ 8 đến 15 chữ số; có thể gửi bằng phone',
  },
  address: { description: 'Địa chỉ của người gửi', hint: 'Không phải nơi xảy ra sự việc' },
  occurredAt: { description: 'Thời điểm xảy ra sự việc', hint: 'Ví dụ 2026-03-02T08:00:00+07:00' },
  district: { description: 'Địa bàn xảy ra sự việc', hint: 'Chọn một' },
  hideIdentity: {
    description: 'Không công khai tên và địa chỉ của người gửi (khoản 4 Điều 5)',
    hint: 'Chọn một; mặc định là không',
  },
  confidential: {
    description: 'Giữ bí mật: không công khai phản ánh, chỉ trả lời riêng người gửi (khoản 2 Điều 10)',
    hint: 'Chọn một; mặc định là không',
  },
};
export const yes: string = 'Có';
export const no: string = 'Không';

/** Câu trả lời khi đã nhận. */
export const received = (due: string | null): string =>
  due === null
    ? 'Đã nhận. Trung tâm IOC sẽ kiểm tra và tiếp nhận.'
    : `Đã nhận. Trung tâm IOC kiểm tra, tiếp nhận trước ${due}.`;

export const errors = {
  jurisdiction: 'jurisdiction_id: không có địa phương này; chỉ có quangnam.gov.vn, hoặc để trống',
  'service-unknown': 'service_code: không có dịch vụ này',
  'service-missing': 'service_code: mục này phải có',
  'request-unknown': 'service_request_id: không có, hoặc chưa công khai',
  'token-unknown': 'token: không có',
  'key-missing': 'api_key: mục này phải có',
  'key-scope': 'api_key: khóa này không được gửi phản ánh',
  location: 'Cần address_string, hoặc cả lat và long',
  coordinates: 'lat, long: phải là số độ WGS 84',
  span: 'start_date, end_date: không cách nhau quá 90 ngày',
  date: 'Ngày giờ phải theo dạng W3C, có múi giờ, ví dụ 2026-03-02T08:00:00+07:00',
  status: 'status: chỉ nhận open, closed',
  page: 'page, page_size: phải là số nguyên, page_size không quá 1000',
  media: 'media_url: chỉ nhận tệp đã gửi lên dịch vụ này (POST /api/files), dạng ảnh hoặc video',
  format: 'Định dạng phải là xml hoặc json',
  form: 'Nội dung phải là application/x-www-form-urlencoded',
};
