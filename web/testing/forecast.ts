/** A forecast as the double tells it. */
import type { ForecastAnswer } from '../../domain/api/forecast.ts';
import { type Answer, json } from './route.ts';

const stages = ['scope', 'handling', 'handling', 'approval', 'publication'] as const;
const agencies = ['sgtvt', 'hoian', 'stnmt', 'sgtvt', 'tamky'];

const answer: ForecastAnswer = {
  reckoning: false,
  runs: 31,
  failed: false,
  forecast: {
    asOf: '2026-01-05T09:41:00+07:00',
    runs: 31,
    lateNow: 2,
    horizons: [
      { at: '2026-01-05T17:00:00+07:00', median: 3, low: 2, high: 5 },
      { at: '2026-01-09T17:00:00+07:00', median: 14, low: 10, high: 18 },
    ],
    reports: stages.map((stage, n) => ({
      code: `QN-260105-${'7KBXM'[n]}3M${n}`,
      instanceKey: `225179981368530${n}`,
      stage,
      group: `agency:${agencies[n]}:${stage === 'approval' ? 'leader' : 'officer'}`,
      dueAt: `2026-01-0${5 + n}T1${n}:20:00+07:00`,
      shares: [Math.max(0, 0.9 - n * 0.3), 1 - n * 0.17],
    })),
    helps: [
      { group: 'agency:sgtvt:officer', tasks: 5, before: 14.2, after: 9.8 },
      { group: 'agency:hoian:officer', tasks: 2, before: 14.2, after: 12.6 },
    ],
    unsure: ['QN-260104-MOVE'],
    precedents: 412,
    assumed: false,
  },
};

const told: Answer = (_sent, response) => json(response, 200, answer);
export const forecastRoutes: readonly [method: string, path: RegExp, answer: Answer][] = [
  ['GET', /^\/api\/watch\/forecast$/, told],
  ['POST', /^\/api\/watch\/forecast$/, told],
];
