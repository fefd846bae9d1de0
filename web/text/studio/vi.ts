/** Lời của xưởng quy trình (/studio). Mỗi khối một việc. */
export const studioVi = {
  // studio.drafts.*: list, versions, import and export
  'studio.drafts.title': 'Xưởng quy trình',
  'studio.drafts.intro': 'Sửa, kiểm tra và diễn tập quy trình trước khi đưa vào áp dụng.',
  'studio.drafts.list': 'Bản nháp',
  'studio.drafts.new': 'Tạo bản nháp từ bản đang áp dụng',
  'studio.drafts.newName': 'Bản nháp {n}',
  'studio.drafts.none': 'Chưa có bản nháp nào',
  'studio.drafts.none.text': 'Bản nháp đầu tiên bắt đầu từ quy trình đang áp dụng.',
  'studio.drafts.changed': '{by} sửa lúc {at}',
  'studio.drafts.basedOn': 'từ phiên bản {n} đang áp dụng',
  'studio.drafts.back': 'Xưởng quy trình',
  'studio.drafts.saving': 'Đang lưu…',
  'studio.drafts.saved': 'Đã lưu',
  'studio.drafts.unsaved': 'Chưa lưu',
  'studio.drafts.stale': 'Có người khác vừa lưu bản nháp này. Hãy tải lại trang để xem bản mới nhất.',
  'studio.drafts.tabs': 'Các phần của bản nháp',
  // studio.edit.*: the editors
  // studio.compare.*: two versions side by side
  // studio.check.*: findings
  // studio.law.*: articles and elements
  // studio.touch.*: running reports that a change touches
  // studio.rehearse.*: rehearsals
  // studio.try.*: one report through the engine
  // studio.release.*: release, migration, roll back
} as const;
