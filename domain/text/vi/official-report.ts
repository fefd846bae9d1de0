/**
 * Lời văn của báo cáo tháng, quý gửi UBND tỉnh (khoản 9 Điều 13), theo thể thức của Nghị định 30/2020/NĐ-CP. Báo cáo là
 * văn bản hành chính nên chỉ có bản tiếng Việt.
 */

export const form = {
  parent: 'SỞ THÔNG TIN VÀ TRUYỀN THÔNG',
  organ: ['TRUNG TÂM GIÁM SÁT, ĐIỀU HÀNH', 'ĐÔ THỊ THÔNG MINH'],
  nation: 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
  motto: 'Độc lập - Tự do - Hạnh phúc',
  number: 'Số:          /BC-IOC',
  placeAndDate: (year: string) => `Quảng Nam, ngày       tháng       năm ${year}`,
  kind: 'BÁO CÁO',
  subject: (period: string) => `Tình hình tiếp nhận, xử lý phản ánh hiện trường ${period}`,
  ofAgency: (agency: string) => `(phần số liệu của ${agency})`,
  to: 'Kính gửi: Ủy ban nhân dân tỉnh Quảng Nam',
  grounds: [
    'Căn cứ Quy chế vận hành thí điểm tiếp nhận, xử lý phản ánh hiện trường của Trung tâm Giám sát, điều hành đô thị thông minh tỉnh Quảng Nam;',
    'Thực hiện khoản 9 Điều 13 của Quy chế về báo cáo định kỳ hằng tháng và hằng quý;',
  ],
  opening: (period: string) =>
    `Trung tâm Giám sát, điều hành đô thị thông minh báo cáo Ủy ban nhân dân tỉnh tình hình tiếp nhận, xử lý phản ánh hiện trường ${period} như sau:`,
  closing: (period: string) =>
    `Trên đây là báo cáo tình hình tiếp nhận, xử lý phản ánh hiện trường ${period}, kính trình Ủy ban nhân dân tỉnh xem xét, chỉ đạo./.`,
  recipients: 'Nơi nhận:',
  recipientList: ['- UBND tỉnh;', '- Sở Thông tin và Truyền thông;', '- Các cơ quan xử lý;', '- Lưu: VT.'],
  signer: 'GIÁM ĐỐC',
  signature: '(Chữ ký, dấu)',
  signerName: '……………………………………',
  page: (n: number) => String(n),
  annex: 'PHỤ LỤC',
  annexTitle: 'Định nghĩa số liệu và mã kiểm chứng',
};

export const periods = {
  month: (month: string, year: string) => `tháng ${month} năm ${year}`,
  quarter: (quarter: string, year: string) => `quý ${['I', 'II', 'III', 'IV'][Number(quarter) - 1]} năm ${year}`,
};

export const standing = {
  fixed: (at: string, by: string) => `Số liệu đã chốt lúc ${at}, người chốt: ${by}. Tính đến hết kỳ báo cáo.`,
  provisional: (at: string) => `SỐ LIỆU TẠM TÍNH, chưa chốt; tính đến ${at}.`,
  hash: (hash: string) => `Mã kiểm chứng của báo cáo (SHA-256): ${hash}`,
  previous: (hash: string) => `Nối tiếp báo cáo có mã: ${hash}`,
};

export const headings = {
  received: 'I. TÌNH HÌNH TIẾP NHẬN',
  handled: 'II. KẾT QUẢ XỬ LÝ',
  extensions: 'III. GIA HẠN VÀ TRẢ LẠI',
  ratings: 'IV. ĐÁNH GIÁ CỦA NGƯỜI GỬI PHẢN ÁNH',
  open: 'V. TỒN ĐỌNG CUỐI KỲ',
  errata: 'VI. ĐÍNH CHÍNH',
};

export const tables = {
  summary: 'Tổng hợp',
  district: 'Tiếp nhận và tồn đọng theo địa bàn',
  field: 'Kết quả theo lĩnh vực',
  agency: 'Kết quả theo cơ quan xử lý',
  stage: 'Thời gian theo bước xử lý',
  month: 'Kết quả theo tháng',
  extensions: 'Gia hạn và trả lại theo cơ quan',
  ratings: 'Đánh giá theo cơ quan',
  requests: 'Từng lần xin gia hạn',
};

export const rowHeads: Record<string, string> = {
  district: 'Địa bàn',
  field: 'Lĩnh vực',
  agency: 'Cơ quan',
  stage: 'Bước',
  month: 'Tháng',
};

/** `n`: số phản ánh (lần, bước) nằm trong mẫu số. */
export const words = {
  share: (value: string, of: string, percent: string) => `${value}/${of} (${percent})`,
  noShare: (value: string, of: string) => `${value}/${of}`,
  hours: (hours: string) => `${hours} giờ`,
  minutes: (minutes: string) => `${minutes} phút`,
  measured: (duration: string, of: string) => `${duration} (n = ${of})`,
  none: '–',
  table: (n: number, title: string) => `Bảng ${n}. ${title}`,
  nobody: 'Chưa xác định',
};

type Say = (name: string) => string;

/** Các đoạn văn; `say` viết ra một số liệu. */
export const paragraphs = {
  received: (say: Say, period: string) => [
    `Trong ${period}, hệ thống tiếp nhận ${say('received')} phản ánh. Đến hết kỳ, trong số này: đã trả lời ${say('receivedAnswered')}; đang xử lý ${say('receivedOpen')}; từ chối tiếp nhận ${say('receivedRejected')}; người gửi rút ${say('receivedWithdrawn')}; khép lại vì không được bổ sung thông tin ${say('receivedLapsed')}; kết thúc bằng thao tác của Trung tâm ${say('receivedCanceled')}.`,
  ],
  handled: (say: Say) => [
    `Số phản ánh được trả lời lần đầu trong kỳ, kể cả phản ánh tiếp nhận từ kỳ trước: ${say('answered')}. Đúng hạn theo hạn ban đầu: ${say('onTimeByFirst')}; đúng hạn theo hạn đang có hiệu lực, gồm cả gia hạn: ${say('onTimeByMoved')}; trễ hạn: ${say('late')}.`,
    `Về kết quả: đã khắc phục ${say('fixed')}; đã trả lời, giải thích ${say('onlyAnswered')}; không khắc phục được ${say('cannotFix')}. Phải xử lý lại sau khi đã trả lời: ${say('again')}.`,
    `Thời gian làm việc từ khi tiếp nhận đến khi trả lời: trung vị ${say('medianMinutes')}, trung bình ${say('meanMinutes')}, với n là số phản ánh được tính. Một ngày làm việc có 10 giờ (khoản 5 Điều 2).`,
  ],
  extensions: (say: Say) => [
    `Có ${say('extensions')} lần xin gia hạn. Xin khi đã quá hạn ban đầu: ${say('extensionsAfterFirst')}; xin khi đã quá hạn đang có hiệu lực: ${say('extensionsAfterBreach')}. Được chấp thuận ${say('extensionsGranted')}, không chấp thuận ${say('extensionsRefused')}; tổng số ngày được gia hạn: ${say('daysGranted')}. Số lần cơ quan xử lý trả lại vì không thuộc phạm vi: ${say('returns')}.`,
  ],
  ratings: (say: Say) => [
    `Trong số phản ánh được trả lời trong kỳ, ${say('rated')} phản ánh được người gửi đánh giá: hài lòng ${say('satisfied')}; chấp nhận được ${say('acceptable')}; không hài lòng ${say('unsatisfied')}.`,
  ],
  open: (say: Say) => [
    `Cuối kỳ còn ${say('open')} phản ánh chưa trả lời; quá hạn đang có hiệu lực: ${say('openOverdue')}; quá hạn ban đầu: ${say('openOverdueByFirst')}.`,
  ],
  erratum: (number: number, at: string, figure: string, before: string, after: string, why: string) =>
    `${number}. Ngày ${at}: “${figure}” từ ${before} sửa thành ${after}. Lý do: ${why}`,
};

export const figures: Record<string, string> = {
  received: 'Tiếp nhận trong kỳ',
  receivedAnswered: 'Tiếp nhận trong kỳ, đã trả lời',
  receivedOpen: 'Tiếp nhận trong kỳ, đang xử lý',
  receivedRejected: 'Tiếp nhận trong kỳ, bị từ chối',
  receivedWithdrawn: 'Tiếp nhận trong kỳ, người gửi rút',
  receivedLapsed: 'Tiếp nhận trong kỳ, không được bổ sung',
  receivedCanceled: 'Tiếp nhận trong kỳ, Trung tâm kết thúc',
  answered: 'Trả lời trong kỳ',
  onTimeByFirst: 'Đúng hạn ban đầu',
  onTimeByMoved: 'Đúng hạn đang có hiệu lực',
  late: 'Trễ hạn',
  fixed: 'Đã khắc phục',
  onlyAnswered: 'Đã trả lời, giải thích',
  cannotFix: 'Không khắc phục được',
  again: 'Xử lý lại sau khi trả lời',
  medianMinutes: 'Thời gian xử lý, trung vị',
  meanMinutes: 'Thời gian xử lý, trung bình',
  rated: 'Được đánh giá',
  satisfied: 'Hài lòng',
  acceptable: 'Chấp nhận được',
  unsatisfied: 'Không hài lòng',
  rejected: 'Từ chối trong kỳ',
  withdrawn: 'Người gửi rút trong kỳ',
  lapsed: 'Khép lại trong kỳ vì không bổ sung',
  open: 'Chưa trả lời, cuối kỳ',
  openOverdue: 'Quá hạn, cuối kỳ',
  openOverdueByFirst: 'Quá hạn ban đầu, cuối kỳ',
  extensions: 'Lần xin gia hạn',
  extensionsAfterFirst: 'Xin khi quá hạn ban đầu',
  extensionsAfterBreach: 'Xin khi đã quá hạn',
  extensionsGranted: 'Được chấp thuận',
  extensionsRefused: 'Không chấp thuận',
  daysGranted: 'Số ngày được gia hạn',
  returns: 'Lần trả lại',
  steps: 'Bước hoàn thành',
  stepsOnTimeByFirst: 'Bước đúng hạn ban đầu',
  stepsOnTimeByMoved: 'Bước đúng hạn có hiệu lực',
  stepsLate: 'Bước trễ hạn',
  stepsMedianMinutes: 'Thời gian một bước, trung vị',
  stepsMeanMinutes: 'Thời gian một bước, trung bình',
};

export const bases: Record<string, string> = {
  received: 'theo ngày tiếp nhận',
  answered: 'theo ngày trả lời lần đầu',
  ended: 'theo ngày kết thúc',
  end: 'tại thời điểm cuối kỳ',
  done: 'theo ngày hoàn thành bước',
  asked: 'theo ngày xin gia hạn',
  returned: 'theo ngày trả lại',
};

export const annexNote = [
  'Mỗi số liệu được tính bằng đúng câu hỏi ghi dưới đây trên các dòng dữ liệu gốc; mã SHA-256 là của các dòng đó, xếp theo khóa. Người có quyền có thể tính lại bất cứ lúc nào và phải ra cùng một mã.',
  'Tỷ lệ luôn ghi kèm tử số và mẫu số. Trung vị và trung bình ghi kèm số phản ánh (bước) được tính. Thời gian là giờ làm việc theo đúng phiên bản lịch đã dùng để tính hạn.',
];

export const annexColumns = {
  figure: 'Số liệu',
  value: 'Giá trị',
  basis: 'Kỳ tính',
  query: 'Câu hỏi (phiên bản)',
  rows: 'Số dòng',
  hash: 'SHA-256',
};

export const sheets = {
  summary: 'Tổng hợp',
  field: 'Theo lĩnh vực',
  agency: 'Theo cơ quan',
  stage: 'Theo bước',
  district: 'Theo địa bàn',
  month: 'Theo tháng',
  extensions: 'Gia hạn',
  ratings: 'Đánh giá',
  definitions: 'Định nghĩa',
};

export const sheetWords = {
  period: 'Kỳ báo cáo',
  asOf: 'Tính đến',
  fixedAt: 'Chốt lúc',
  notFixed: 'Chưa chốt, số liệu tạm tính',
  hash: 'Mã kiểm chứng',
  whole: 'Trên tổng số',
  of: (name: string) => `${name}: trên tổng số`,
  over: (name: string) => `${name}: tính trên`,
  minutes: (name: string) => `${name} (phút làm việc)`,
  part: 'Phần của',
  version: 'Phiên bản',
  division: 'Bảng',
  cell: 'Dòng',
  code: 'Mã phản ánh',
  agency: 'Cơ quan',
  askedAt: 'Xin lúc',
  askedBy: 'Người xin',
  days: 'Số ngày xin',
  reason: 'Lý do',
  firstDueAt: 'Hạn ban đầu',
  dueAt: 'Hạn khi xin',
  afterFirst: 'Đã quá hạn ban đầu',
  afterBreach: 'Đã quá hạn',
  decision: 'Quyết định',
  decidedAt: 'Quyết định lúc',
  approver: 'Người duyệt',
  daysGranted: 'Số ngày cho gia hạn',
  yes: 'Có',
  no: 'Không',
  decisions: { granted: 'Chấp thuận', refused: 'Không chấp thuận', waiting: 'Đang chờ' } as Record<string, string>,
};
