/** A reply as its sender and the public read it. */
import type { Reply } from '../../domain/api/reports.ts';
import type { PublishedReply } from '../../store/reports.ts';
import { wire } from './time.ts';

export function replyView({ agency, text, attachments, at, resolution }: PublishedReply): Reply {
  return { agency, text, attachments, at: wire(at), ...(resolution ? { resolution } : {}) };
}
