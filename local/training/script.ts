/**
 * The scripted week of a training house (article 13.4), as data: what was done before it opens, and what comes by the
 * virtual clock on its Monday. Reports are the demo's samples; nobody in it is real.
 */
import type { FieldId } from '../../domain/fields.ts';

/** The house opens at this moment of Vietnam's time, and the clock stands until the trainer lets it go. */
export const opensAt = '2026-03-16T07:00:00+07:00';

/** One report of the week; `id` is how exercises name it. */
export interface Planned {
  id: string;
  field: FieldId;
  district: string;
  place: string;
  content: string;
  confidential?: true;
}

export type Deed =
  | { does: 'send'; report: Planned }
  /** One of the house's own people acts, so that a trainee finds a report where it is needed. */
  | { does: 'act'; report: string; stage: string; who: string; outcome: Record<string, unknown> }
  /** The sender of an answered report rates it. */
  | { does: 'rate'; report: string; rating: string; comment?: string }
  /** A fault that stops the report at its next step, and its mending by the engineers: then a retry succeeds. */
  | { does: 'break'; report: string }
  | { does: 'mend'; report: string };

/** `at`: Vietnam's time; `says`: what the page tells the class when it has come. */
export interface Event {
  at: string;
  says: string;
  deeds: readonly Deed[];
}

const act = (report: string, stage: string, who: string, outcome: Record<string, unknown>): Deed => ({
  does: 'act',
  report,
  stage,
  who,
  outcome,
});

/** From the gate to the desk of an agency's officer, without the trainees. */
const upTo = (
  report: string,
  last: 'routing' | 'scope' | 'instruction',
  field: FieldId,
  agency: string,
  district?: string,
): Deed[] =>
  [
    act(report, 'intake', 'ioc.intake', { outcome: 'accepted', field, ...(district ? { district } : {}) }),
    act(report, 'routing', 'ioc.duty', { outcome: 'routed', leadAgency: agency }),
    act(report, 'scope', `${agency}.officer`, { outcome: 'in-scope' }),
    act(report, 'instruction', `${agency}.leader`, {
      outcome: 'instructed',
      instruction: 'Kiểm tra hiện trường, báo cáo kết quả.',
    }),
  ].slice(0, { routing: 2, scope: 3, instruction: 4 }[last]);

const road: Planned = {
  id: 'road',
  field: 'transport',
  district: 'duyxuyen',
  place: 'Cầu Câu Lâu cũ, thị trấn Nam Phước',
  content: 'Lan can cầu phía hạ lưu bị gãy một đoạn dài gần 3 mét, buổi tối không có đèn, rất nguy hiểm.',
};
const rubbish: Planned = {
  id: 'rubbish',
  field: 'environment',
  district: 'hoian',
  place: 'Khối Thanh Nam, phường Cẩm Nam',
  content: 'Xe thu gom rác bỏ sót hẻm chúng tôi ba ngày rồi, rác chất đống bốc mùi.',
};
const answered: Planned = {
  id: 'answered',
  field: 'transport',
  district: 'dienban',
  place: 'Ngã ba Vĩnh Điện – Trần Nhân Tông',
  content: 'Biển báo cấm rẽ trái bị cây che khuất hoàn toàn, nhiều người bị phạt oan.',
};
const wire: Planned = {
  id: 'wire',
  field: 'electricity',
  district: 'hoian',
  place: 'Hẻm 23 Nguyễn Trường Tộ, phường Minh An',
  content: 'Dây điện sà xuống thấp chỉ còn khoảng 2 mét, người đi xe máy phải cúi đầu, trẻ em với tay tới được.',
};
const meter: Planned = {
  id: 'meter',
  field: 'electricity',
  district: 'queson',
  place: 'Thôn Thuận An, thị trấn Đông Phú',
  content: 'Trạm biến áp kêu to bất thường và có tia lửa khi trời mưa, đề nghị kiểm tra gấp.',
};

/** The week before: what the class finds on the desks. */
export const before: readonly Event[] = [
  {
    at: '2026-03-06T07:50:00+07:00',
    says: 'Hai phản ánh được tiếp nhận và giao xử lý.',
    deeds: [
      { does: 'send', report: road },
      ...upTo('road', 'instruction', 'transport', 'sgtvt'),
      { does: 'send', report: rubbish },
      ...upTo('rubbish', 'instruction', 'environment', 'hoian', 'hoian'),
    ],
  },
  {
    at: '2026-03-12T09:00:00+07:00',
    says: 'Một phản ánh được trả lời công khai.',
    deeds: [
      { does: 'send', report: answered },
      ...upTo('answered', 'instruction', 'transport', 'sgtvt'),
      act('answered', 'handling', 'sgtvt.officer', {
        outcome: 'done',
        result: 'Đã ghi nhận, sẽ kiểm tra.',
        resolution: 'answered',
      }),
      act('answered', 'approval', 'sgtvt.leader', { outcome: 'approved' }),
      act('answered', 'publication', 'sgtvt.officer', { outcome: 'public' }),
    ],
  },
  {
    at: '2026-03-13T15:30:00+07:00',
    says: 'Một phản ánh về dây điện bị chuyển nhầm tới Sở Thông tin và Truyền thông.',
    deeds: [
      { does: 'send', report: wire },
      ...upTo('wire', 'routing', 'electricity', 'sttt'),
      { does: 'send', report: meter },
      ...upTo('meter', 'scope', 'electricity', 'sct'),
    ],
  },
];

/** The Monday. */
export const day: readonly Event[] = [
  {
    at: '2026-03-16T07:05:00+07:00',
    says: 'Ba phản ánh mới trong đêm và sáng sớm.',
    deeds: [
      {
        does: 'send',
        report: {
          id: 'light',
          field: 'transport',
          district: 'tamky',
          place: 'Ngã tư Phan Chu Trinh – Trần Cao Vân, Tam Kỳ',
          content:
            'Đèn tín hiệu giao thông hướng từ chợ Tam Kỳ đi ra không sáng từ tối hôm qua, xe qua lại rất lộn xộn.',
        },
      },
      {
        does: 'send',
        report: {
          id: 'vague',
          field: 'environment',
          district: 'thangbinh',
          place: 'Ở gần nhà tôi',
          content: 'Chỗ này mất vệ sinh quá, đề nghị xử lý.',
        },
      },
      {
        does: 'send',
        report: {
          id: 'secret',
          field: 'agriculture',
          district: 'queson',
          place: 'Xã Quế Phú',
          content: 'Nghi có hộ chăn nuôi dùng chất cấm cho heo trước khi xuất chuồng một tuần.',
          confidential: true,
        },
      },
    ],
  },
  {
    at: '2026-03-16T07:30:00+07:00',
    says: 'Người gửi của phản ánh về biển báo không hài lòng.',
    deeds: [
      {
        does: 'rate',
        report: 'answered',
        rating: 'unsatisfied',
        comment: 'Cây vẫn che kín biển báo, chưa ai đến cắt.',
      },
    ],
  },
  {
    at: '2026-03-16T08:00:00+07:00',
    says: 'Hạn xử lý của hai phản ánh tuần trước đã đến. Phản ánh nào chưa xong hoặc chưa xin gia hạn là quá hạn.',
    deeds: [],
  },
  {
    at: '2026-03-16T08:30:00+07:00',
    says: 'Sự cố: một phản ánh dừng lại vì dữ liệu hạn xử lý không đọc được. Bộ phận kỹ thuật đang sửa.',
    deeds: [
      { does: 'break', report: 'meter' },
      act('meter', 'instruction', 'sct.leader', {
        outcome: 'instructed',
        instruction: 'Cho đội kiểm tra trạm trong ngày.',
      }),
    ],
  },
  {
    at: '2026-03-16T09:00:00+07:00',
    says: 'Bộ phận kỹ thuật báo: nguyên nhân đã hết. Trực ban cho phản ánh chạy lại.',
    deeds: [{ does: 'mend', report: 'meter' }],
  },
  { at: '2026-03-16T11:00:00+07:00', says: 'Kết thúc buổi sáng: xem bảng tổng kết.', deeds: [] },
];
