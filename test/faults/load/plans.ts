/** What becomes of the reports of a load: the branches of the procedure, each with its share, and who does its stages. */

type Completion = Record<string, unknown>;

interface Plan {
  name: string;
  /** Of a hundred reports. */
  share: number;
  /** Where its way ends, as the sender sees it. */
  end: 'answered' | 'closed' | 'rejected' | 'withdrawn';
  /** Its instance goes on: until its window is over, somebody may still say something. */
  open?: true;
  /** What a stage comes to at its first time, where it is not the ordinary. */
  first?: Record<string, Completion>;
  /** The stage at which the sender takes the report back. */
  withdrawnAt?: string;
  /** What the sender says of the reply. */
  feedback?: { rating?: string; comment?: string };
}

export const plans: readonly Plan[] = [
  { name: 'ordinary', share: 25, end: 'answered', open: true },
  { name: 'rated', share: 20, end: 'closed', open: true, feedback: { rating: 'satisfied' } },
  {
    name: 'commented',
    share: 10,
    end: 'closed',
    feedback: { rating: 'unsatisfied', comment: 'Đèn vẫn chớp vàng vào ban đêm.' },
  },
  {
    name: 'refused',
    share: 8,
    end: 'rejected',
    first: { intake: { outcome: 'rejected', ground: 'Không thuộc lĩnh vực tiếp nhận.' } },
  },
  {
    name: 'incomplete',
    share: 9,
    end: 'answered',
    open: true,
    first: { intake: { outcome: 'incomplete', missing: 'Địa điểm cụ thể.' } },
  },
  { name: 'withdrawn', share: 8, end: 'withdrawn', withdrawnAt: 'instruction' },
  {
    name: 'coordinated',
    share: 7,
    end: 'answered',
    open: true,
    first: { routing: { outcome: 'routed', leadAgency: 'sgtvt', coordinatingAgencies: ['tamky'] } },
  },
  {
    name: 'extended',
    share: 7,
    end: 'answered',
    open: true,
    first: { handling: { outcome: 'extension-requested', days: 2, reason: 'Chờ vật tư.' } },
  },
  {
    name: 'returned',
    share: 6,
    end: 'answered',
    open: true,
    first: { approval: { outcome: 'returned', instructions: 'Bổ sung ảnh sau khi sửa.' } },
  },
];
export type { Plan };

/** Drawn by the shares. `chance` in [0, 1). */
export function planOf(chance: number): Plan {
  let left = chance * plans.reduce((sum, { share }) => sum + share, 0);
  for (const plan of plans) {
    left -= plan.share;
    if (left < 0) return plan;
  }
  return plans[0]!;
}

/** Who does a stage; each is named twice, so that two can want the same task. */
export const doers: Record<string, { by: string; ordinary: Completion }> = {
  intake: { by: 'ioc.intake', ordinary: { outcome: 'accepted', field: 'transport', district: 'tamky' } },
  routing: { by: 'ioc.duty', ordinary: { outcome: 'routed', leadAgency: 'sgtvt' } },
  scope: { by: 'sgtvt.officer', ordinary: { outcome: 'in-scope' } },
  opinion: { by: 'tamky.officer', ordinary: { outcome: 'agreed' } },
  instruction: {
    by: 'sgtvt.leader',
    ordinary: { outcome: 'instructed', instruction: 'Cử tổ kỹ thuật kiểm tra ngay.' },
  },
  handling: {
    by: 'sgtvt.officer',
    ordinary: { outcome: 'done', result: 'Đã thay bo mạch tủ điều khiển, đèn hoạt động lại.', resolution: 'fixed' },
  },
  extension: { by: 'sgtvt.leader', ordinary: { outcome: 'granted', days: 2 } },
  approval: { by: 'sgtvt.leader', ordinary: { outcome: 'approved' } },
  publication: { by: 'sgtvt.officer', ordinary: { outcome: 'public' } },
  review: { by: 'ioc.intake', ordinary: { outcome: 'closed' } },
};

/** The groups of those who compete with the demo's accounts, whose names they bear with `.2` behind. */
export const rivals: Record<string, string[]> = {
  'ioc.intake': ['ioc-intake'],
  'ioc.duty': ['ioc-duty'],
  'sgtvt.officer': ['agency:sgtvt:officer'],
  'sgtvt.leader': ['agency:sgtvt:leader'],
  'tamky.officer': ['agency:tamky:officer'],
};
