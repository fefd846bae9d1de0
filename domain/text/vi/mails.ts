/** Thư và thông báo. */
import type { MailData, MailTemplate, MailText } from '../../mail.ts';
import { moment } from './durations.ts';
import { mailsIn } from './mail-in.ts';
import { stages, statuses } from './names.ts';

const until = (iso: string | undefined) => (iso ? moment(iso) : 'thời hạn quy định');
const statusName = (status: string | undefined) => (statuses as Record<string, string>)[status ?? ''] ?? 'Có tin mới';
const stageName = (stage: string | undefined) => (stages as Record<string, string>)[stage ?? ''] ?? 'Xử lý phản ánh';

/** Thư gửi người dân: lời chào, nội dung, đường dẫn, chữ ký. */
function letter(subject: string, lines: (string | undefined)[], data: MailData): MailText {
  const body = [
    'Kính gửi Ông/bà,',
    ...lines,
    data.link ? `Theo dõi phản ánh: ${data.link}` : undefined,
    'Trân trọng,',
    'Trung tâm giám sát, điều hành đô thị thông minh tỉnh Quảng Nam',
  ];
  return { subject: `[${data.code}] ${subject}`, text: body.filter((line) => line !== undefined).join('\n\n') };
}

/** Thông báo nội bộ: ngắn, không có thông tin người gửi. */
const notice = (subject: string, text: string, data: MailData): MailText => ({
  subject: `[${data.code}] ${subject}`,
  text,
});

export const mails: Record<MailTemplate, (data: MailData) => MailText> = {
  ...mailsIn,
  'supplement-requested': (data) =>
    letter(
      'Đề nghị bổ sung thông tin',
      [
        `Phản ánh ${data.code} còn thiếu thông tin để tiếp nhận. Đề nghị Ông/bà bổ sung trước ${until(data.dueAt)}:`,
        data.text,
        'Quá thời hạn này, phản ánh sẽ được đóng.',
      ],
      data,
    ),
  incomplete: (data) =>
    letter(
      'Đóng phản ánh vì thiếu thông tin',
      [
        `Phản ánh ${data.code} được đóng vì đã hết hạn bổ sung thông tin. Ông/bà có thể gửi phản ánh mới bất cứ lúc nào.`,
      ],
      data,
    ),
  rejected: (data) =>
    letter('Phản ánh không được tiếp nhận', [`Phản ánh ${data.code} không được tiếp nhận với lý do:`, data.text], data),
  withdrawn: (data) => letter('Đã rút phản ánh', [`Phản ánh ${data.code} đã được rút theo yêu cầu của Ông/bà.`], data),
  ended: (data) =>
    letter(
      'Kết thúc việc xử lý phản ánh',
      [
        `Trung tâm đã kết thúc việc xử lý phản ánh ${data.code} khi chưa có trả lời. Nếu sự việc vẫn còn, Ông/bà có thể gửi phản ánh mới, hoặc liên hệ Trung tâm để được giải thích.`,
      ],
      data,
    ),
  extended: (data) =>
    letter(
      'Thời hạn xử lý được gia hạn',
      [`Thời hạn xử lý phản ánh ${data.code} được dời đến ${until(data.dueAt)}. Thời hạn ban đầu vẫn được ghi lại.`],
      data,
    ),
  'calendar-moved': (data) =>
    letter(
      'Thời hạn thay đổi theo lịch làm việc',
      [
        `Lịch làm việc của cơ quan nhà nước vừa thay đổi, nên thời hạn của phản ánh ${data.code} được dời đến ${until(data.dueAt)}. Thời hạn ban đầu (${until(data.originalDueAt)}) vẫn được ghi lại.`,
      ],
      data,
    ),
  'answered-public': (data) =>
    letter('Kết quả xử lý phản ánh', [`Phản ánh ${data.code} đã được trả lời và công khai:`, data.text], data),
  'answered-private': (data) =>
    letter('Kết quả xử lý phản ánh', [`Phản ánh ${data.code} đã được trả lời riêng cho Ông/bà:`, data.text], data),
  'answered-sealed': (data) => letter('Phản ánh đã được xử lý', [data.text], data),
  remind: (data) =>
    notice(
      `Sắp đến hạn: ${stageName(data.stage)}`,
      `Việc "${stageName(data.stage)}" của phản ánh ${data.code} đến hạn lúc ${until(data.dueAt)}.`,
      data,
    ),
  overdue: (data) =>
    notice(
      `Quá hạn: ${stageName(data.stage)}`,
      `Việc "${stageName(data.stage)}" của phản ánh ${data.code} đã quá hạn (${until(data.dueAt)}).`,
      data,
    ),
  addendum: (data) =>
    notice(
      'Thông tin gửi thêm sau khi bước đã kết thúc',
      `Thông tin gửi thêm cho phản ánh ${data.code} đến khi bước chờ đã kết thúc; thông tin được lưu kèm phản ánh.`,
      data,
    ),
  accepted: (data) =>
    letter(
      'Phản ánh đã được tiếp nhận',
      [`Phản ánh ${data.code} đã được tiếp nhận và đang được chuyển tới cơ quan có trách nhiệm xử lý.`],
      data,
    ),
  'taken-on': (data) =>
    letter(
      'Phản ánh đang được xử lý',
      [`${data.agencyName ?? 'Cơ quan có trách nhiệm'} đã nhận xử lý phản ánh ${data.code}.`],
      data,
    ),
  'new-task': (data) =>
    (data.count ?? 1) > 1
      ? {
          subject: `${data.count} việc mới chờ nhận`,
          text: `Nhóm của bạn có ${data.count} việc mới, chưa ai nhận.`,
        }
      : notice(
          `Việc mới: ${stageName(data.stage)}`,
          `Việc "${stageName(data.stage)}" của phản ánh ${data.code} đang chờ người nhận.`,
          data,
        ),
  approval: (data) =>
    notice(
      `Chờ phê duyệt: ${stageName(data.stage)}`,
      `Việc "${stageName(data.stage)}" của phản ánh ${data.code} đang chờ lãnh đạo.`,
      data,
    ),
  'handed-over': (data) =>
    (data.count ?? 1) > 1
      ? {
          subject: `${data.count} việc được chuyển cho bạn`,
          text: `${data.count} việc vừa được chuyển cho bạn. Mở danh sách “Của tôi” để xem.`,
        }
      : notice(
          `Việc được chuyển cho bạn: ${stageName(data.stage)}`,
          `Việc "${stageName(data.stage)}" của phản ánh ${data.code} vừa được chuyển cho bạn.`,
          data,
        ),
  'release-asked': () => ({
    subject: 'Có đề nghị áp dụng quy trình chờ duyệt',
    text: 'Một chuyên viên đề nghị áp dụng phiên bản quy trình mới và cần bạn xem, duyệt hoặc trả lại.',
  }),
  'release-done': () => ({
    subject: 'Phiên bản quy trình đã được áp dụng',
    text: 'Phiên bản quy trình bạn đề nghị đã được duyệt và đang áp dụng.',
  }),
  'webhook-off': () => ({
    subject: 'Đã tắt một kết nối nhận tin của phần mềm',
    text: 'Phần mềm của cơ quan không nhận được tin nào trong ba ngày nên kết nối đã tắt. Tin chưa nhận vẫn được giữ 30 ngày; người quản trị bật lại ở trang Kết nối sau khi sửa xong.',
  }),
  'release-returned': () => ({
    subject: 'Đề nghị áp dụng quy trình được trả lại',
    text: 'Đề nghị áp dụng quy trình của bạn được trả lại kèm lý do.',
  }),
  inherited: ({ agencyName }) => ({
    subject: 'Phản ánh được chuyển cho cơ quan kế nhiệm',
    text: `Các phản ánh đang xử lý của ${agencyName ?? 'cơ quan đã kết thúc hoạt động'} được chuyển cho cơ quan của bạn. Thời hạn giữ nguyên. Mở danh sách việc để nhận.`,
  }),
  'set-password': () => ({
    subject: 'Đặt mật khẩu cho tài khoản phản ánh hiện trường',
    text: 'Người quản trị đã gửi bạn liên kết đặt mật khẩu. Liên kết dùng được một lần, trong 24 giờ. Nếu bạn không chờ thư này, hãy báo người quản trị và đừng mở liên kết.',
  }),
  'roster-gap': (data) => ({
    subject: 'Lịch trực có ca chưa có người',
    text: `Từ ${until(data.dueAt)} chưa có cán bộ trực hoặc tiếp nhận. Hãy bổ sung lịch trực.`,
  }),
  followed: (data) => {
    const { link, ...rest } = data;
    const field = data.field ? ` (lĩnh vực ${data.fieldName ?? data.field})` : '';
    return letter(
      `Phản ánh Ông/bà theo dõi: ${statusName(data.status)}`,
      [
        `Phản ánh ${data.code}${field} mà Ông/bà theo dõi đã sang trạng thái: ${statusName(data.status)}.`,
        link ? `Xem nội dung và trả lời công khai: ${link}` : undefined,
        data.stop ? `Nếu không muốn nhận tin nữa: ${data.stop}` : undefined,
      ],
      rest,
    );
  },
};
