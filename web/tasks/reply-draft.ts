/**
 * What the sender, and everyone if it is published, will read when a task of handling, approval or publication is
 * completed as it is filled in now: composed by the same functions that compose it on the server. Pure.
 */
import { shownName } from '../../domain/redact.ts';
import { composeReply, sealedReply } from '../../domain/reply.ts';
import type { TaskDetail } from '../data/tasks.ts';

export interface ReplyDraft {
  /** Who reads it; `undecided` before publication. */
  readers: 'public' | 'private' | 'sealed' | 'undecided';
  text: string;
  /** What it was before the person changed it, where it changed: the officer's result, or the composed reply. */
  changed?: { before: string; after: string };
  /** Whether the sender's name is left out, and why. */
  nameless: 'hidden' | 'confidential' | 'sealed' | null;
  files: string[];
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const listOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

/** Undefined where nothing would be published: another stage, or an outcome that leads back. */
export function replyDraft(task: TaskDetail, filled: Record<string, unknown>): ReplyDraft | undefined {
  const start = task.form?.data ?? {};
  const agency = textOf(start.replyAgency);
  if (!agency) return undefined;
  if (task.stage === 'publication') return publication(task, start, filled, agency);
  if (task.stage === 'handling' && filled.outcome !== 'done') return undefined;
  if (task.stage === 'approval' && !['approved', 'edited-and-approved'].includes(textOf(filled.outcome)))
    return undefined;
  if (task.stage !== 'handling' && task.stage !== 'approval') return undefined;
  const before = textOf(start.result);
  const edited = task.stage === 'handling' || filled.outcome === 'edited-and-approved';
  const after = edited ? textOf(filled.result) : before;
  const files = listOf(task.stage === 'handling' ? filled.attachments : start.resultAttachments);
  return {
    readers: 'undecided',
    text: composeReply({ agency, name: nameOf(task), result: after, attached: files.length > 0 }),
    ...(task.stage === 'approval' && after !== before ? { changed: { before, after } } : {}),
    nameless: namelessOf(task),
    files,
  };
}

function publication(
  task: TaskDetail,
  start: Record<string, unknown>,
  filled: Record<string, unknown>,
  agency: string,
): ReplyDraft {
  if (filled.outcome === 'sealed')
    return { readers: 'sealed', text: sealedReply(agency), nameless: 'sealed', files: [] };
  const before = textOf(start.reply);
  // Left out, the composed text is sent.
  const after = textOf(filled.reply).trim() === '' ? before : textOf(filled.reply);
  const asked = filled.outcome === 'public' || filled.outcome === 'private' ? filled.outcome : 'undecided';
  return {
    readers: asked === 'public' && task.confidential ? 'private' : asked,
    text: after,
    ...(after === before ? {} : { changed: { before, after } }),
    nameless: namelessOf(task),
    files: listOf(start.replyAttachments),
  };
}

function nameOf(task: TaskDetail): string | null {
  const { hideIdentity = false, sender } = task.report;
  const confidential = task.confidential ?? false;
  return sender?.name ? shownName({ hideIdentity, confidential, sender: { name: sender.name } }) : null;
}

function namelessOf(task: TaskDetail): ReplyDraft['nameless'] {
  if (task.confidential) return 'confidential';
  return task.report.hideIdentity ? 'hidden' : null;
}
