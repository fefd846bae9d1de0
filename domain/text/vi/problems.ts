/** Nhan đề và hướng xử trí của từng lỗi trong `problems.ts`. */
import type { ProblemCode } from '../../problems.ts';

export const problems: Record<ProblemCode, { title: string; detail: string }> = {
  'bad-request': { title: 'Yêu cầu không đúng dạng', detail: 'Sửa các mục được nêu rồi gửi lại.' },
  'not-logged-in': { title: 'Chưa đăng nhập', detail: 'Đăng nhập, hoặc dùng liên kết riêng của phản ánh.' },
  'wrong-credentials': { title: 'Sai tên hoặc mật khẩu', detail: 'Kiểm tra lại tên đăng nhập và mật khẩu.' },
  'wrong-key': {
    title: 'Khóa kết nối không hợp lệ',
    detail: 'Khóa sai, đã thu hồi hoặc đã hết hạn. Xin khóa mới ở người quản trị.',
  },
  'outside-scope': {
    title: 'Khóa kết nối không dùng cho việc này',
    detail: 'Xin người quản trị một khóa có phạm vi cần dùng.',
  },
  'second-factor-needed': { title: 'Cần mã xác thực', detail: 'Nhập mã trên thiết bị của bạn, hoặc một mã dự phòng.' },
  'wrong-proof': { title: 'Mật khẩu hoặc mã không đúng', detail: 'Kiểm tra lại rồi nhập lần nữa.' },
  'provider-down': {
    title: 'Hệ thống đăng nhập chung tạm ngừng',
    detail: 'Đăng nhập bằng mật khẩu, hoặc làm lại sau ít phút.',
  },
  'missing-right': { title: 'Không có quyền', detail: 'Việc này thuộc quyền của nhóm khác.' },
  'wrong-origin': { title: 'Yêu cầu đến từ trang khác', detail: 'Mở lại trang chính thức rồi làm lại.' },
  'four-eyes': {
    title: 'Cần người thứ hai',
    detail: 'Người đề nghị không tự duyệt. Nhờ một chuyên viên khác xem và duyệt.',
  },
  'not-found': { title: 'Không tìm thấy', detail: 'Kiểm tra lại mã hoặc đường dẫn.' },
  'method-not-allowed': { title: 'Không hỗ trợ thao tác này', detail: 'Xem /api/docs để biết thao tác nào được phép.' },
  conflict: { title: 'Dữ liệu vừa thay đổi', detail: 'Tải lại rồi làm lại.' },
  'held-by-other': { title: 'Người khác đã nhận việc này', detail: 'Chọn việc khác hoặc liên hệ người đang giữ.' },
  'not-holder': { title: 'Bạn chưa giữ việc này', detail: 'Nhận việc trước khi làm.' },
  'task-gone': { title: 'Việc này không còn nữa', detail: 'Việc đã hoàn thành hoặc phản ánh đã được rút.' },
  'no-use-now': { title: 'Phản ánh không ở bước này', detail: 'Xem trạng thái hiện tại của phản ánh.' },
  'already-rated': {
    title: 'Đã đánh giá rồi',
    detail: 'Mỗi câu trả lời được đánh giá một lần; vẫn có thể gửi ý kiến.',
  },
  'last-administrator': {
    title: 'Phải còn ít nhất một người quản trị',
    detail: 'Giao quyền quản trị cho người khác trước khi bỏ quyền hoặc khóa tài khoản này.',
  },
  'draft-changed': {
    title: 'Nội dung đã thay đổi sau khi đề nghị',
    detail: 'Bản nháp hoặc quy trình đang áp dụng đã khác lúc đề nghị. Hãy đề nghị lại.',
  },
  'already-fixed': {
    title: 'Báo cáo của kỳ này đã chốt',
    detail: 'Mỗi kỳ chỉ chốt một lần. Nếu số liệu cần sửa, hãy lập đính chính.',
  },
  'period-not-over': { title: 'Kỳ báo cáo chưa kết thúc', detail: 'Chốt báo cáo sau khi kỳ đã kết thúc.' },
  'nothing-differs': {
    title: 'Số liệu không có gì khác',
    detail: 'Tính lại vẫn ra đúng số đang có hiệu lực, nên không cần đính chính.',
  },
  'engine-refused': {
    title: 'Bộ máy quy trình không nhận',
    detail: 'Chưa có gì thay đổi. Xem lý do của bộ máy, sửa rồi làm lại.',
  },
  erased: { title: 'Đã xoá theo quy định', detail: 'Dữ liệu này đã được xoá theo quy định và không khôi phục được.' },
  stale: { title: 'Bản đang sửa đã cũ', detail: 'Tải bản mới rồi sửa lại.' },
  'too-large': { title: 'Quá lớn', detail: 'Giảm dung lượng hoặc độ dài rồi gửi lại.' },
  invalid: { title: 'Nội dung chưa hợp lệ', detail: 'Sửa các mục được nêu rồi gửi lại.' },
  'other-body-for-key': {
    title: 'Khóa đã dùng cho nội dung khác',
    detail: 'Dùng một Idempotency-Key mới cho phản ánh mới.',
  },
  'not-releasable': {
    title: 'Chưa thể đề nghị áp dụng',
    detail: 'Xem lại kết quả kiểm tra, sửa lỗi hoặc ghi lý do cho từng cảnh báo rồi đề nghị lại.',
  },
  'outside-group': { title: 'Người nhận không thuộc nhóm của việc', detail: 'Chọn người trong cùng nhóm.' },
  'file-type': { title: 'Loại tệp không nhận', detail: 'Gửi ảnh JPEG, PNG, WebP hoặc video MP4.' },
  'too-many-requests': { title: 'Quá nhiều yêu cầu', detail: 'Đợi một lát rồi làm lại.' },
  unexpected: { title: 'Lỗi ngoài dự kiến', detail: 'Làm lại; nếu vẫn lỗi, báo Trung tâm IOC kèm giờ xảy ra.' },
  'engine-down': {
    title: 'Bộ máy quy trình tạm ngừng',
    detail: 'Bản nháp vẫn được giữ; làm lại sau ít phút.',
  },
  'database-down': { title: 'Cơ sở dữ liệu tạm ngừng', detail: 'Làm lại sau ít phút.' },
  'too-heavy': {
    title: 'Nội dung cần quá nhiều thời gian hoặc bộ nhớ',
    detail: 'Kiểm tra biểu thức lặp không dứt hoặc sơ đồ quá lớn rồi làm lại.',
  },
  overloaded: { title: 'Hệ thống đang quá tải', detail: 'Làm lại sau ít phút.' },
};
