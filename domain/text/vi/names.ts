/** Tên gọi: trạng thái, bước, kết quả, đánh giá. */

export const statuses = {
  received: 'Đã nhận',
  'needs-supplement': 'Cần bổ sung',
  'in-progress': 'Đang xử lý',
  answered: 'Đã trả lời',
  closed: 'Đã đóng',
  rejected: 'Không tiếp nhận',
  withdrawn: 'Đã rút',
};

export const stages = {
  intake: 'Kiểm tra, tiếp nhận',
  routing: 'Chuyển cơ quan xử lý',
  'direction-report': 'Tổng hợp báo cáo UBND tỉnh',
  direction: 'UBND tỉnh chỉ đạo',
  scope: 'Kiểm tra phạm vi',
  opinion: 'Ý kiến cơ quan phối hợp',
  instruction: 'Lãnh đạo chỉ đạo xử lý',
  handling: 'Xử lý, nhập kết quả',
  extension: 'Duyệt gia hạn',
  approval: 'Phê duyệt kết quả',
  publication: 'Biên tập, công khai',
  review: 'Xem xét phản hồi',
  supplement: 'Chờ người gửi bổ sung',
  feedback: 'Chờ người gửi đánh giá',
};

export const ratings = { satisfied: 'Hài lòng', acceptable: 'Chấp nhận được', unsatisfied: 'Không hài lòng' };

export const resolutions = { fixed: 'Đã khắc phục', answered: 'Đã trả lời', 'cannot-fix': 'Không khắc phục được' };

export const groups = {
  'ioc-intake': 'Tiếp nhận, Trung tâm IOC',
  'ioc-duty': 'Trực, Trung tâm IOC',
  province: 'UBND tỉnh',
  officer: 'Cán bộ xử lý',
  leader: 'Lãnh đạo đơn vị',
  admin: 'Quản trị',
  watch: 'Giám sát',
  analyst: 'Phân tích quy trình',
  'leader-province': 'Lãnh đạo tỉnh',
};

/** Người đã làm, khi đó là phần mềm của cơ quan. */
export const softwareOf = (agency: string): string => `Phần mềm của ${agency}`;
