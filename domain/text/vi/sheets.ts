/** Tiêu đề cột, từ trong ô và lỗi của các bảng danh mục (CSV, XLSX). */

/** Theo khóa của cột trong domain/sheets.ts. */
export const headers: Record<string, string> = {
  username: 'Tên đăng nhập',
  name: 'Họ tên',
  email: 'Thư điện tử',
  phone: 'Điện thoại',
  groups: 'Nhóm',
  state: 'Tình trạng',
  role: 'Nhiệm vụ',
  from: 'Từ',
  to: 'Đến',
  day: 'Ngày',
  dayKind: 'Nghỉ hay làm việc',
  dayVi: 'Tên ngày (tiếng Việt)',
  dayEn: 'Tên ngày (tiếng Anh)',
  id: 'Mã',
  agencyKind: 'Loại cơ quan',
  areaKind: 'Loại địa bàn',
  nameVi: 'Tên tiếng Việt',
  nameEn: 'Tên tiếng Anh',
  nameFrom: 'Tên dùng từ ngày',
  validFrom: 'Có hiệu lực từ ngày',
  validTo: 'Hết hiệu lực từ ngày',
  handlingLimit: 'Hạn xử lý riêng',
  address: 'Địa chỉ',
  parent: 'Thuộc địa bàn',
  lat: 'Vĩ độ',
  lng: 'Kinh độ',
  agency: 'Cơ quan phụ trách',
  agencyFrom: 'Phụ trách từ ngày',
  successors: 'Trở thành các địa bàn',
  row: 'Dòng Phụ lục 1',
  aboutVi: 'Nội dung (tiếng Việt)',
  aboutEn: 'Nội dung (tiếng Anh)',
};

export const choices: Record<string, string> = {
  active: 'Đang hoạt động',
  closed: 'Đã khóa',
  'ioc-intake': 'Tiếp nhận',
  'ioc-duty': 'Trực',
  off: 'Nghỉ',
  working: 'Làm việc',
  department: 'Sở, ngành',
  district: 'Cấp huyện',
  commune: 'Cấp xã',
  enterprise: 'Doanh nghiệp',
  other: 'Khác',
};

/** Tên trang tính và tên tệp. */
export const titles: Record<string, string> = {
  people: 'Con người',
  roster: 'Lịch trực',
  holidays: 'Ngày nghỉ',
  agencies: 'Cơ quan',
  areas: 'Địa bàn',
  fields: 'Lĩnh vực',
};

/** Ghi chú của bản lịch làm việc mới. */
export const calendarNote: string = 'Nhập từ tệp';

/** Lỗi ở một ô. */
export const cellErrors: Record<string, string> = {
  required: 'Ô này phải có giá trị',
  format: 'Không đúng dạng',
  'too-long': 'Quá dài',
  'too-many': 'Quá nhiều',
  day: 'Không phải ngày có thật; ghi như 31/12/2026',
  time: 'Không phải thời điểm có thật; ghi như 31/12/2026 07:30',
  number: 'Không phải số',
  choice: 'Không phải một trong các từ được dùng ở cột này',
  'unknown-code': 'Không có trong danh mục',
  order: 'Phải sau lúc bắt đầu, không quá 36 giờ',
  overlap: 'Trùng giờ với ca khác của cùng người',
  range: 'Ngày này không hợp với các ngày khác của dòng',
  twice: 'Đã có ở dòng khác',
  'last-administrator': 'Phải còn ít nhất một người quản trị',
};

/** Lỗi của cả tệp. */
export const fileErrors: Record<string, string> = {
  unreadable: 'Tệp này không phải bảng tính. Hãy lưu dưới dạng XLSX hoặc CSV.',
  'old-format': 'Đây là tệp Excel kiểu cũ. Hãy lưu lại dưới dạng XLSX.',
  encoding: 'Không đọc được chữ trong tệp. Hãy lưu dưới dạng CSV UTF-8 hoặc XLSX.',
  'too-many-rows': 'Tệp có quá 10.000 dòng hoặc quá nhiều chữ. Hãy chia thành nhiều tệp.',
  'no-header': 'Không thấy dòng tiêu đề của bảng này. Hãy tải tệp hiện có về làm mẫu.',
  'missing-column': 'Thiếu cột “{column}”.',
  'column-twice': 'Có hai cột “{column}”.',
};
