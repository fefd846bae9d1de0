/** The approved result of a report: the handling officer's words, or the leader's where they were edited (article 9.1). */
import { type Resolution, resolutions } from '../domain/stages.ts';
import type { Store } from '../store/store.ts';
import { decidedAt, wordsOf } from './decided.ts';
import { type Job, NeedsMending } from './runtime/job.ts';

export interface ApprovedResult {
  text: string;
  /** File ids. */
  attachments: string[];
  /** What the officer says of it: fixed, answered, or cannot be fixed. Never counted as one. */
  resolution: Resolution;
}

export async function approvedResult(store: Store, reportCode: string, job: Job): Promise<ApprovedResult> {
  const approval = await decidedAt(store, reportCode, 'approval');
  const handled = await decidedAt(store, reportCode, 'handling');
  const edited = approval?.outcome === 'edited-and-approved' ? wordsOf(approval, 'result') : undefined;
  const text = edited ?? wordsOf(handled, 'result');
  if (text === undefined) {
    throw new NeedsMending(
      'no approved result is stored for the report',
      `see why the completion of handling has no result, then move the instance back before ${job.elementId}`,
    );
  }
  const attachments = handled?.fields.attachments;
  const said = handled?.fields.resolution;
  return {
    text,
    attachments: Array.isArray(attachments) ? attachments.map(String) : [],
    resolution: resolutions.find((one) => one === said) ?? 'answered',
  };
}

/** The agency's name in Vietnamese at that moment (epoch ms), as replies are signed. */
export async function agencyName(store: Store, id: string, at: number): Promise<string> {
  return (await store.directory.at(at)).agencyName(id, 'vi');
}
