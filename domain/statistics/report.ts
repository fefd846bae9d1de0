/** Which figures stand in the period's report (article 13.9): all of them for the whole, and these in its tables. */
import type { Division } from '../api/statistics.ts';

export const tables = {
  field: [
    'received',
    'answered',
    'onTimeByFirst',
    'onTimeByMoved',
    'fixed',
    'onlyAnswered',
    'cannotFix',
    'open',
    'openOverdue',
    'returns',
  ],
  agency: [
    'answered',
    'onTimeByFirst',
    'onTimeByMoved',
    'late',
    'fixed',
    'onlyAnswered',
    'cannotFix',
    'medianMinutes',
    'rated',
    'satisfied',
    'acceptable',
    'unsatisfied',
    'open',
    'openOverdue',
    'extensions',
    'extensionsAfterFirst',
    'extensionsAfterBreach',
    'extensionsGranted',
    'extensionsRefused',
    'daysGranted',
    'returns',
  ],
  district: ['received', 'answered', 'open', 'openOverdue'],
  stage: [
    'steps',
    'stepsOnTimeByFirst',
    'stepsOnTimeByMoved',
    'stepsLate',
    'stepsMedianMinutes',
    'stepsMeanMinutes',
    'open',
    'openOverdue',
  ],
  month: ['received', 'answered', 'onTimeByFirst', 'onTimeByMoved', 'fixed', 'rated', 'satisfied'],
} as const satisfies Partial<Record<Division, readonly string[]>>;

/** The divisions of a period's report: a month needs none by month. */
export function divisionsOf(period: string): (keyof typeof tables)[] {
  const all = Object.keys(tables) as (keyof typeof tables)[];
  return period.includes('Q') ? all : all.filter((one) => one !== 'month');
}
