/** The ordinary way of a report through the stages, as far as a test wants it to go. */
import type { House } from './house.ts';
import type { Sender } from './people.ts';

type Completion = Record<string, unknown>;

/** Stage by stage: who does it and what comes of it when nothing is out of the ordinary. */
export const ordinary: [stage: string, who: string, completion: Completion][] = [
  ['intake', 'ioc.intake', { outcome: 'accepted', field: 'transport', district: 'tamky' }],
  ['routing', 'ioc.duty', { outcome: 'routed', leadAgency: 'sgtvt' }],
  ['scope', 'sgtvt.officer', { outcome: 'in-scope' }],
  [
    'instruction',
    'sgtvt.leader',
    { outcome: 'instructed', instruction: 'Cử tổ kỹ thuật kiểm tra tủ điều khiển trong ngày.' },
  ],
  [
    'handling',
    'sgtvt.officer',
    { outcome: 'done', result: 'Đã thay bo mạch tủ điều khiển, đèn hoạt động lại.', resolution: 'fixed' },
  ],
  ['approval', 'sgtvt.leader', { outcome: 'approved' }],
  ['publication', 'sgtvt.officer', { outcome: 'public' }],
];

export type Stage = 'intake' | 'routing' | 'scope' | 'instruction' | 'handling' | 'approval' | 'publication';

/** Does every stage from `from` up to and including `to`; `instead` replaces what a stage comes to. */
export async function walk(
  house: House,
  report: Sender,
  to: Stage,
  { from = 'intake', instead = {} }: { from?: Stage; instead?: Partial<Record<Stage, Completion>> } = {},
): Promise<void> {
  const first = ordinary.findIndex(([stage]) => stage === from);
  const last = ordinary.findIndex(([stage]) => stage === to);
  for (const [stage, who, completion] of ordinary.slice(first, last + 1)) {
    const officer = await house.as(who);
    await officer.does(report, stage, instead[stage as Stage] ?? completion);
  }
}
