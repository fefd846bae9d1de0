/** A report tried on a draft, as the double tells it: handled, its first date just passed. */
import type { TryAnswer } from '../../domain/api/try-run.ts';
import { type Answer, json } from './route.ts';

const entered = ['received', 'intake', 'routing', 'scope', 'handling'];
const at = (n: number): string =>
  `2026-03-02T0${Math.min(9, 8 + (n >> 2))}:${String(10 + n * 4).padStart(2, '0')}:00+07:00`;

const answer: TryAnswer = {
  state: {
    now: '2026-03-10T09:12:00+07:00',
    ended: false,
    standing: { handling: 1, stages: 1 },
    tasks: [
      {
        key: '41',
        elementId: 'handling',
        group: 'agency:sgtvt:officer',
        createdAt: at(4),
        dueAt: '2026-03-10T09:10:00+07:00',
      },
    ],
    waitsFor: ['withdrawal'],
    nextTimer: '2026-03-12T09:10:00+07:00',
    variables: { reportCode: 'R1', field: 'transport', leadAgency: 'sgtvt', coordinatingAgencies: [] },
    happenings: [
      ...entered.flatMap((elementId, n) => [
        { at: at(n), what: 'entered' as const, elementId },
        { at: at(n), what: 'job' as const, elementId, detail: 'set-deadline' },
        ...(elementId === 'handling' ? [] : [{ at: at(n + 1), what: 'left' as const, elementId }]),
      ]),
      { at: '2026-03-10T09:10:00+07:00', what: 'timer', elementId: 'overdue-at' },
      {
        at: '2026-03-10T09:10:00+07:00',
        what: 'incident',
        elementId: 'report-overdue',
        detail: 'No variable found for "taskKey"',
      },
    ],
    newSince: 13,
  },
};

const told: Answer = (_sent, response) => json(response, 200, answer);
export const tryRoutes: readonly [method: string, path: RegExp, answer: Answer][] = [
  ['POST', /^\/api\/models\/try$/, told],
];
