/** One task with its report, form, draft and history. Of the sender only what the person's right reaches. */
import type { TaskDetail } from '../../domain/api/tasks.ts';
import { senderShown } from '../../domain/redact.ts';
import { senderView } from '../../domain/rights.ts';
import type { Act } from '../../store/acts.ts';
import type { Report } from '../../store/reports.ts';
import type { Task } from '../../store/tasks.ts';
import type { Actor, House } from '../house.ts';
import { auditLook, mayReadReport } from '../plugins/reach.ts';
import { reportView } from '../views/report.ts';
import { taskItem } from '../views/task.ts';
import { wire } from '../views/time.ts';
import { findTask } from './find.ts';
import { formOf } from './form.ts';
import type { FormTexts } from './form-texts.ts';
import { mayReadTask } from './list.ts';
import { withSender } from './sender-name.ts';

export interface TaskReader {
  language: 'vi' | 'en';
  texts: FormTexts;
  /** Of a list: confidential reports stay closed. Each look at one is audited, and a program that polls looks at nothing. */
  closed?: boolean;
}

export async function taskDetail(house: House, actor: Actor, key: string, reader: TaskReader): Promise<TaskDetail> {
  const task = await findTask(house, actor, key);
  const [report, draft, acts, now] = await Promise.all([
    house.store.reports.find(task.reportCode),
    house.store.drafts.find(key),
    house.store.acts.ofInstance(task.instanceKey),
    house.clock.now(),
  ]);
  const open = report !== null && !(reader.closed && report.confidential);
  const mayRead = open && mayReadReport(actor, report, task.groups);
  if (report && mayRead) await auditLook(house, actor, report, `task ${task.stage}`);
  return {
    ...taskItem(task, {
      now,
      mayRead: mayReadTask(actor, task) && !(reader.closed && task.confidential),
      draftVersion: draft?.version ?? 0,
    }),
    instanceKey: task.instanceKey,
    definitionKey: task.definitionKey,
    report: report && mayRead ? { ...reportView(report), ...senderOf(actor, report) } : (closedReport(task) as never),
    form: await formOf(house, task, mayRead ? report : null, reader.language, reader.texts),
    draft: draft ? (report ? withSender(draft.data, report) : draft.data) : null,
    ...(draft ? { draftSaved: { by: draft.by, at: wire(draft.at) } } : {}),
    history: historyOf(task, acts),
  };
}

function senderOf(actor: Actor, report: Report): { sender?: NonNullable<ReturnType<typeof senderShown>> } {
  const sender = senderShown(senderView(actor.groups, report), report.sender);
  return sender ? { sender } : {};
}

/** A report that the person may not read: that it is there, and nothing of what it says. */
const closedReport = (task: Task) => ({
  code: task.reportCode,
  status: 'in-progress',
  stage: task.stage,
  content: '',
  place: { text: '' },
  attachments: [],
  history: [],
  confidential: task.confidential,
});

/** Staff see who among them did what. */
function historyOf(task: Task, acts: readonly Act[]): TaskDetail['history'] {
  // A move to another version that somebody of ours made is told with the person and the reason.
  const known = acts.some(({ what }) => what === 'migrated');
  const lines = task.history.filter(({ what }) => !(known && what === 'migrated'));
  return [
    ...lines.map((line) => ({
      at: wire(line.at),
      what: line.what,
      ...(line.assignee ? { by: line.assignee } : {}),
      ...(line.onBehalfOf ? { onBehalfOf: line.onBehalfOf } : {}),
    })),
    ...acts.map(({ at, what, by, reason }) => ({ at: wire(at), what: `by-hand.${what}`, by, reason })),
  ].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}
