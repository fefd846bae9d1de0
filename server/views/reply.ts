/** A reply as its sender and the public read it: with the sender's name where it may be shown. */
import type { Reply } from '../../domain/api/reports.ts';
import { shownName } from '../../domain/redact.ts';
import { fillName } from '../../domain/reply.ts';
import type { PublishedReply, Report } from '../../store/reports.ts';
import { wire } from './time.ts';

export function replyView({ agency, text, attachments, at, resolution }: PublishedReply, report: Report): Reply {
  const read = fillName(text, shownName(report));
  return { agency, text: read, attachments, at: wire(at), ...(resolution ? { resolution } : {}) };
}
