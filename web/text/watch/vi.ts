/** Lời của màn hình giám sát (/watch). Mỗi khối một việc. */
import { watchInstanceVi } from './instance/vi.ts';
export const watchVi = {
  // watch.live.*: the live diagram
  // watch.needs.*: what needs someone now
  // watch.timer.*: timers
  // watch.wall.*: the wall
  // watch.past.*: the past
  // watch.play.*: playback of one instance
  // watch.act.*: cancel, move, migrate
  // watch.forecast.*: the forecast
  'watch.forecast.back': 'Giám sát',
  'watch.forecast.title': 'Dự báo trễ hạn',
  'watch.forecast.intro':
    'Các phản ánh đang xử lý được chạy tiếp nhiều lần trên máy, mỗi việc đang mở mất thời gian như những việc cùng bước trước đây.',
  'watch.forecast.asOf': 'Tính lúc {at}',
  'watch.forecast.reckoning': 'Đang tính, đã chạy {n} lượt',
  'watch.forecast.first': 'Đang tính dự báo đầu tiên, mất chừng một phút.',
  'watch.forecast.anew': 'Tính lại',
  'watch.forecast.failed': 'Chưa tính được dự báo',
  'watch.forecast.failed.text':
    'Bấm “Tính lại” để thử lần nữa. Các con số khác của màn hình giám sát không bị ảnh hưởng.',
  'watch.forecast.evening': 'sẽ trễ trước {at}',
  'watch.forecast.week': 'sẽ trễ trước {at}',
  'watch.forecast.lateNow': 'đang trễ hạn',
  'watch.forecast.interval': 'từ {low} đến {high}, tám trên mười lượt chạy',
  'watch.forecast.sure': 'mọi lượt chạy đều như nhau',
  'watch.forecast.helps': 'Làm gì thì đỡ trễ',
  'watch.forecast.help': '{who}: nếu xong {n} việc có nguy cơ trong hai giờ làm việc tới,',
  'watch.forecast.help.change': 'số trễ giảm từ {before} còn {after}',
  'watch.forecast.none': 'Không thấy phản ánh nào sẽ trễ',
  'watch.forecast.none.text': 'Trong mọi lượt chạy, các việc đang mở đều xong trước hạn.',
  'watch.forecast.list': '{n} phản ánh có thể trễ',
  'watch.forecast.stage': 'Bước',
  'watch.forecast.who': 'Bên đang giữ',
  'watch.forecast.due': 'Hạn',
  'watch.forecast.byEvening': 'Đến cuối buổi',
  'watch.forecast.byWeek': 'Đến cuối tuần',
  'watch.forecast.basis': '{runs} lượt chạy, dựa trên {n} phản ánh đã kết thúc trong bốn tháng qua.',
  'watch.forecast.assumed': 'Chưa đủ số liệu của tỉnh',
  'watch.forecast.assumed.text':
    'Còn ít phản ánh đã kết thúc nên thời gian xử lý được giả định; dự báo sẽ sát dần khi có thêm số liệu.',
  'watch.forecast.unsure': 'Không tính {n} phản ánh đã được chuyển bước bằng tay: {codes}.',
  // One report through time: watch/instance/
  ...watchInstanceVi,
} as const;
