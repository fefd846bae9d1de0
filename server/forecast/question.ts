/** What a forecast is asked with: the running reports by version, as anonymous as the engine knows them, and what to draw from. */
import { type CalendarData, compileCalendar, shippedCalendar } from '../../domain/calendar.ts';
import type { ForecastInput, OpenTask } from '../../domain/rehearsal/forecast.ts';
import { horizonsOf, precedentsSince } from '../../domain/rehearsal/horizons.ts';
import type { Report } from '../../store/reports.ts';
import type { Store } from '../../store/store.ts';
import type { Task } from '../../store/tasks.ts';
import { filesOfDefinition } from '../models/in-force.ts';
import { historiesOf, historiesSoFar } from '../rehearsal/histories.ts';

export interface Question {
  input: Omit<ForecastInput, 'budgetMs' | 'leastRuns'>;
  /** Anonymous id → report. */
  codes: Record<string, { code: string; instanceKey: string }>;
}

/** So many ended reports are drawn from at most: the newest. */
const mostPrecedents = 2_000;

export async function questionOf(store: Store, now: number): Promise<Question> {
  const current = await store.calendars.current<CalendarData>();
  const calendar = current?.calendar ?? shippedCalendar;
  const tasks = await store.tasks.model.find({ open: true }).lean<Task[]>().exec();
  const ofReport = Map.groupBy(tasks, ({ reportCode }) => reportCode);
  const running = await store.reports.model
    .find({ _id: { $in: [...ofReport.keys()] } })
    .sort({ receivedAt: 1, _id: 1 })
    .lean<Report[]>()
    .exec();
  const histories = await historiesSoFar(store, running);
  const codes: Question['codes'] = {};
  const byVersion = new Map<string, { history: (typeof histories)[number]; open: OpenTask[] }[]>();
  for (const [n, report] of running.entries()) {
    const open = ofReport.get(report._id)!;
    const history = histories[n]!;
    codes[history.id] = { code: report._id, instanceKey: report.instanceKey ?? '' };
    const { definitionKey } = open[0]!;
    const list = byVersion.get(definitionKey) ?? [];
    list.push({ history, open: open.map(openTask) });
    byVersion.set(definitionKey, list);
  }
  const versions = await Promise.all(
    [...byVersion].map(async ([definitionKey, reports]) => ({
      files: (await filesOfDefinition(store, definitionKey))?.files ?? [],
      reports,
    })),
  );
  const { evening, week } = horizonsOf(now, compileCalendar(calendar));
  const ended = (await historiesOf(store, { from: precedentsSince(now), to: now })).slice(-mostPrecedents);
  return {
    codes,
    input: {
      versions,
      precedents: ended.filter(({ steps }) => steps.length > 0),
      calendar,
      agencies: (await store.agencies.all()).map(({ _id: id, handlingLimit }) => ({ id, handlingLimit })),
      now,
      horizons: [evening, week],
      seed: 1,
    },
  };
}

const openTask = (task: Task): OpenTask => ({
  stage: task.elementId,
  group: task.groups[0] ?? '',
  createdAt: task.createdAt,
  dueAt: task.dueAt,
});
