/**
 * The desk that the real job handlers work at in a rehearsal: the same code reckons the dates as in the running product,
 * with a memory instead of the database. It has what the handlers ask for and nothing else; what they ask for besides
 * fails by name, and becomes an incident of the rehearsal.
 */
import type { CalendarData } from '../domain/calendar.ts';
import type { EnginePort, Tools } from '../workers/runtime/job.ts';

type Store = Tools['store'];
type Deadline = Awaited<ReturnType<Store['deadlines']['keep']>>;
type Completion = NonNullable<Awaited<ReturnType<Store['completions']['latest']>>>;
type Task = NonNullable<Awaited<ReturnType<Store['tasks']['findByTaskInstance']>>>;
type Reply = Awaited<ReturnType<Store['replies']['keep']>>;

export interface Agency {
  readonly id: string;
  /** The agency's own shorter limit, as the directory has it, e.g. `4d`. */
  readonly handlingLimit?: string | undefined;
}

export interface Desk {
  readonly tools: Tools;
  readonly deadlines: ReadonlyMap<string, Deadline>;
  /** What was decided last at a stage of a report: later jobs read it. */
  decided(reportCode: string, stage: string, outcome: string, at: number): void;
  /** The open task of an element instance, for the watches. */
  putTask(task: Pick<Task, '_id' | 'taskInstance' | 'stage' | 'groups' | 'agency' | 'dueAt' | 'open'>): void;
  /** How many notices were written, by what they say. */
  readonly notices: ReadonlyMap<string, number>;
  forget(reportCode: string): void;
}

/** Texts stay with people: where a handler needs one, any will do. */
const anyText = '…';

export function openDesk(options: {
  calendar: CalendarData;
  agencies: readonly Agency[];
  now(): number;
  engine: EnginePort;
  isConfidential(reportCode: string): boolean;
}): Desk {
  const { calendar, now } = options;
  const agencies = new Map(options.agencies.map((one) => [one.id, one]));
  const deadlines = new Map<string, Deadline>();
  const ofReport = new Map<string, Deadline[]>();
  const decisions = new Map<string, Completion>();
  const replies = new Map<string, Reply>();
  const tasks = new Map<string, Task>();
  const notices = new Map<string, number>();
  const of = (reportCode: string): Deadline[] => ofReport.get(reportCode) ?? [];

  const store = {
    calendars: { current: async () => ({ _id: 1, calendar, at: 0, by: '' }) },
    definitions: { find: async () => null },
    agencies: {
      find: async (id: string) => {
        const agency = agencies.get(id);
        return agency ? { _id: id, handlingLimit: agency.handlingLimit } : null;
      },
    },
    directory: { at: async () => ({ agencyName: (id: string) => id }) },
    deadlines: {
      async keep(deadline: Deadline) {
        const known = deadlines.get(deadline._id);
        if (known) return known;
        deadlines.set(deadline._id, deadline);
        ofReport.set(deadline.reportCode, [...of(deadline.reportCode), deadline]);
        return deadline;
      },
      ofReport: async (reportCode: string) => [...of(reportCode)],
      async move(id: string, move: Deadline['moves'][number], remindAt: number) {
        const found = deadlines.get(id);
        if (found && found.dueAt !== move.to)
          Object.assign(found, { dueAt: move.to, remindAt, moves: [...found.moves, move] });
        return found ?? null;
      },
    },
    completions: {
      latest: async (reportCode: string, stage: string) => decisions.get(`${reportCode} ${stage}`) ?? null,
    },
    replies: {
      async keep(reply: Reply) {
        replies.set(`${reply.reportCode} ${reply.state}`, reply);
        return reply;
      },
      latestComposed: async (reportCode: string) => replies.get(`${reportCode} composed`) ?? null,
    },
    reports: {
      find: async (reportCode: string) => ({
        _id: reportCode,
        sender: { name: anyText },
        hideIdentity: true,
        confidential: options.isConfidential(reportCode),
      }),
    },
    tasks: { findByTaskInstance: async (taskInstance: string) => tasks.get(taskInstance) ?? null },
    outbox: {
      async add(item: { mail?: { template: string } }) {
        const what = item.mail?.template ?? 'message';
        notices.set(what, (notices.get(what) ?? 0) + 1);
      },
    },
  };

  return {
    tools: {
      store: store as unknown as Store,
      clock: { now: async () => now() } as Tools['clock'],
      engine: options.engine,
      machineNow: now,
    },
    deadlines,
    notices,
    decided(reportCode, stage, outcome, at) {
      const fields = { result: anyText, ground: anyText, missing: anyText };
      const decision = { reportCode, stage, outcome, at, fields, state: 'adopted' } as unknown as Completion;
      decisions.set(`${reportCode} ${stage}`, decision);
    },
    putTask(task) {
      tasks.set(task.taskInstance, { ...tasks.get(task.taskInstance), ...task } as Task);
    },
    forget(reportCode) {
      for (const one of of(reportCode)) {
        deadlines.delete(one._id);
        tasks.delete(one._id);
      }
      ofReport.delete(reportCode);
      replies.delete(`${reportCode} composed`);
      replies.delete(`${reportCode} prepared`);
    },
  };
}
