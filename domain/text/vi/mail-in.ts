/** Thư trả lời thư đến. */
import { districtById } from '../../districts.ts';
import { formatTime } from '../../iso-time.ts';
import type { MailData, MailInFacts, MailTemplate, MailText, mailInTemplates } from '../../mail.ts';
import type { FileRefusal, MissingPart } from '../../mail-in/letter.ts';
import { moment } from './durations.ts';

const center = 'Trung tâm giám sát, điều hành đô thị thông minh tỉnh Quảng Nam';

/** Lời chào, nội dung, chữ ký; phần trống được bỏ qua. */
function letter(subject: string, parts: (string | undefined)[]): MailText {
  const all = ['Kính gửi Ông/bà,', ...parts, `Trân trọng,\n${center}`];
  return { subject, text: all.filter((part) => part !== undefined && part !== '').join('\n\n') };
}
const about = (data: MailData, subject: string): string => `[${data.code}] ${subject}`;

const missing: Record<MissingPart, string> = {
  name: 'Họ và tên của Ông/bà (hoặc tên tổ chức)',
  phone: 'Số điện thoại liên hệ của Ông/bà',
  place: 'Địa điểm của sự việc (đường, thôn hoặc khối phố, xã hoặc phường)',
  content: 'Nội dung phản ánh: sự việc gì, xảy ra thế nào',
  wish: 'Cách giữ bí mật Ông/bà mong muốn: trả lời "ẩn tên" nếu chỉ không hiển thị họ tên, địa chỉ; trả lời "giữ bí mật" nếu không công khai phản ánh và kết quả xử lý',
};
/** Dòng mẫu để người gửi điền khi trả lời thư. */
const forms: Partial<Record<MissingPart, string>> = {
  name: 'Họ và tên:',
  phone: 'Số điện thoại:',
  place: 'Địa điểm:',
  content: 'Nội dung:',
};

const refusals: Record<FileRefusal, string> = {
  heic: 'ảnh định dạng HEIC; xin gửi lại ảnh JPEG hoặc PNG',
  tnef: 'tệp đóng gói riêng của Outlook (winmail.dat); xin gửi lại ở dạng văn bản thường hoặc HTML',
  archive: 'tệp nén; xin gửi từng ảnh hoặc video',
  program: 'tệp chương trình hoặc trang web không được nhận',
  document: 'tài liệu; xin viết nội dung vào thư và chỉ đính kèm ảnh hoặc video',
  broken: 'tệp bị hỏng, không mở được',
  type: 'chỉ nhận ảnh JPEG, PNG, WebP và video MP4',
  'too-large': 'tệp quá lớn',
  'too-many': 'quá 10 tệp',
};

function refused(facts: MailInFacts | undefined): string | undefined {
  if (!facts || facts.refused.length === 0) return undefined;
  const lines = facts.refused.map(({ name, why }) => `- ${name}: ${refusals[why]}`);
  return ['Các tệp sau không nhận được:', ...lines].join('\n');
}

/** Những gì đã hiểu được từ thư, để người gửi kiểm tra. */
function known({ known: { name, phone, place, district, occurredAt } }: MailInFacts): string | undefined {
  const where = [place, district && !place?.includes(districtById(district)!.vi) ? districtById(district)!.vi : ''];
  const lines = [
    name && `- Họ và tên: ${name}`,
    phone && `- Số điện thoại: ${phone}`,
    place && `- Địa điểm: ${where.filter(Boolean).join(', ')}`,
    occurredAt !== undefined && `- Thời gian: ${moment(formatTime(occurredAt))}`,
  ].filter(Boolean);
  return lines.length > 0 ? ['Thông tin đã ghi nhận từ thư:', ...lines].join('\n') : undefined;
}

function request(data: MailData, first: string): string[] {
  const facts = data.mail!;
  const lines = facts.missing.map((part) => `- ${missing[part]}`);
  const blanks = facts.missing.flatMap((part) => forms[part] ?? []);
  return [
    [first, ...lines].join('\n'),
    known(facts) ?? '',
    `Ông/bà có thể điền trên trang riêng, các thông tin trên đã được điền sẵn:\n${data.link}`,
    blanks.length > 0 ? `Hoặc trả lời thư này theo mẫu:\n${blanks.join('\n')}` : 'Hoặc trả lời thư này.',
    refused(facts) ?? '',
  ];
}

const added: Record<string, string> = {
  supplement: 'đã được bổ sung vào phản ánh',
  feedback: 'đã được chuyển đến Trung tâm để xem xét như ý kiến về kết quả xử lý',
  addendum: 'đã được lưu kèm phản ánh để cán bộ xem xét',
};

export const mailsIn: Record<(typeof mailInTemplates)[number] & MailTemplate, (data: MailData) => MailText> = {
  'mail-received': (data) =>
    letter(about(data, 'Đã nhận phản ánh'), [
      `Trung tâm đã nhận phản ánh của Ông/bà gửi qua thư điện tử. Mã phản ánh: ${data.code}.`,
      `Xem quá trình xử lý, bổ sung thông tin hoặc rút phản ánh tại đường dẫn riêng của Ông/bà:\n${data.link}`,
      'Ai có đường dẫn này đều xem được phản ánh; xin không chuyển tiếp cho người khác.',
      refused(data.mail),
      data.mail?.otherSender
        ? 'Thư của Ông/bà nhắc đến một phản ánh gửi từ địa chỉ thư khác, nên được ghi nhận là phản ánh mới.'
        : undefined,
    ]),
  'mail-asked': (data) =>
    letter('Đề nghị bổ sung thông tin để tiếp nhận phản ánh', [
      'Trung tâm đã nhận được thư của Ông/bà.',
      ...request(data, 'Để tiếp nhận phản ánh theo quy định (Điều 5 của Quy chế), xin Ông/bà cho biết thêm:'),
      `Nếu sau ${data.mail!.daysLeft} ngày làm việc chưa nhận được thông tin, đề nghị này sẽ được khép lại; Ông/bà có thể gửi thư mới bất cứ lúc nào.`,
      data.mail!.otherSender
        ? 'Thư của Ông/bà nhắc đến một phản ánh gửi từ địa chỉ thư khác, nên được xem là phản ánh mới.'
        : undefined,
    ]),
  'mail-reminded': (data) =>
    letter('Nhắc lại: đề nghị bổ sung thông tin phản ánh', [
      ...request(data, 'Trung tâm vẫn chờ Ông/bà cho biết thêm để tiếp nhận phản ánh:'),
      `Đề nghị này sẽ được khép lại sau ${data.mail!.daysLeft} ngày làm việc nữa.`,
    ]),
  'mail-closed': (data) =>
    letter('Khép lại thư phản ánh chưa đủ thông tin', [
      'Trung tâm chưa nhận được thông tin bổ sung nên khép lại thư phản ánh của Ông/bà.',
      `Nếu sự việc vẫn còn, Ông/bà có thể điền tiếp tại đường dẫn cũ hoặc gửi thư mới:\n${data.link}`,
    ]),
  'mail-refused': (data) =>
    letter('Thư phản ánh chưa nhận được', [
      data.why === 'encrypted'
        ? 'Thư của Ông/bà được mã hóa nên Trung tâm không đọc được. Xin gửi lại thư không mã hóa.'
        : `Thư của Ông/bà lớn hơn ${data.mail?.megabytes} MB nên không nhận được. Xin gửi lại với ít tệp hơn, hoặc gửi phản ánh trên trang web (nhận video đến 100 MB).`,
    ]),
  'mail-added': (data) =>
    letter(about(data, 'Đã nhận thư của Ông/bà'), [
      `Nội dung thư ${added[data.why ?? ''] ?? added.addendum} ${data.code}.`,
      `Theo dõi phản ánh: ${data.link}`,
      refused(data.mail),
    ]),
  'mail-withdrawal': (data) =>
    letter(about(data, 'Cách rút phản ánh'), [
      `Ông/bà muốn rút phản ánh ${data.code}. Để tránh nhầm lẫn, việc rút không thực hiện qua thư; xin mở đường dẫn riêng và chọn "Rút phản ánh":`,
      data.link,
      'Khi chưa rút, phản ánh vẫn được xử lý bình thường.',
    ]),
  'mail-over': (data) =>
    letter(about(data, 'Phản ánh đã kết thúc'), [
      `Phản ánh ${data.code} đã kết thúc nên thư của Ông/bà không được thêm vào phản ánh này; cán bộ của Trung tâm sẽ đọc thư. Nếu là sự việc mới, xin gửi thư mới.`,
      `Xem lại phản ánh: ${data.link}`,
    ]),
};
