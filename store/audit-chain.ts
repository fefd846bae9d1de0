/**
 * What makes the audit log a chain, without I/O: each entry's hash covers all of its fields and the hash of the one
 * before. The form that is hashed does not depend on the order of keys, so that a database may give them back in any.
 * What can be found: an entry that was changed, is missing, was put in or put elsewhere; and, against anchors kept
 * outside of the database, an end that was cut off and a chain that was reckoned anew. What can't: an entry that was
 * never written, and what was done after the newest anchor by who can write to the database.
 */
import { createHash } from 'node:crypto';

export interface AuditEntry {
  /** 1, 2, 3, … without gaps. */
  _id: number;
  /** Machine time, epoch ms. */
  at: number;
  /** User name, or the part of the system that did it by itself. */
  who: string;
  /** A word of domain/audit.ts. */
  what: string;
  reportCode?: string;
  /** JSON values only: codes, dates, reasons; never a sender's data. */
  data: Record<string, unknown>;
  /** Hash of the entry before; empty for the first. */
  previous: string;
  /** SHA-256 (hex) over all of the above. */
  hash: string;
}

/** The newest entry at some moment: what an anchor keeps elsewhere. */
export interface Head {
  number: number;
  hash: string;
}

export type FaultKind =
  /** Its hash does not fit its content. */
  | 'changed'
  /** The number is not there, but later ones are. */
  | 'missing'
  /** Its number has no place in the count. */
  | 'inserted'
  /** Whole in itself, but it names another entry as the one before. */
  | 'out-of-place'
  /** An anchor knows this number with another hash: the chain was written anew from here or before. */
  | 'rewritten'
  /** An anchor knows entries from this number on that are not there. */
  | 'cut-off';

export interface Fault {
  /** The first entry that is broken. */
  number: number;
  kind: FaultKind;
}

export function hashOf(entry: Omit<AuditEntry, 'hash'>): string {
  return sha256(canonical(entry));
}

/** What the first installations hashed: these fields in this order. An entry that has others is not of that form. */
function earlierHashOf({
  _id,
  at,
  who,
  what,
  reportCode,
  data,
  previous,
  ...others
}: Omit<AuditEntry, 'hash'>): string {
  if (Object.keys(others).length > 0) return '';
  return sha256(JSON.stringify([_id, at, who, what, reportCode ?? null, data, previous]));
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** JSON with sorted keys. What is no JSON value (a date, a binary) gets a form that no JSON value has. */
export function canonical(value: unknown): string {
  if (typeof value === 'bigint' || (typeof value === 'number' && !Number.isFinite(value))) return `!${value}`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? `!${typeof value}`;
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return `!${value.constructor?.name}(${String(value)})`;
  const members = Object.entries(value).filter(([, one]) => one !== undefined);
  members.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, one]) => `${JSON.stringify(key)}:${canonical(one)}`).join(',')}}`;
}

/** Reads a chain entry by entry, in rising order of numbers, and stops at its first fault. */
export function chainReader(anchors: readonly Head[] = []) {
  const anchored = new Map(anchors.map(({ number, hash }) => [number, hash]));
  const newest = Math.max(0, ...anchored.keys());
  let head: Head = { number: 0, hash: '' };
  let fault: Fault | null = null;

  function faultOf({ hash, ...content }: AuditEntry): Fault | null {
    const expected = head.number + 1;
    const { _id: number, previous } = content;
    if (number > expected) return { number: expected, kind: 'missing' };
    if (number !== expected) return { number, kind: 'inserted' };
    if (hashOf(content) !== hash && earlierHashOf(content) !== hash) return { number, kind: 'changed' };
    if (previous !== head.hash) return { number, kind: 'out-of-place' };
    const known = anchored.get(number);
    if (known !== undefined && known !== hash) return { number, kind: 'rewritten' };
    return null;
  }

  return {
    /** False at the first fault: what comes after it says nothing. */
    take(entry: AuditEntry): boolean {
      fault ??= faultOf(entry);
      if (fault) return false;
      head = { number: entry._id, hash: entry.hash };
      return true;
    },
    /** After the last entry: whether an anchor knows more. */
    end(): void {
      if (!fault && newest > head.number) fault = { number: head.number + 1, kind: 'cut-off' };
    },
    /** The newest entry that is whole with all before it. */
    head: (): Head => head,
    fault: (): Fault | null => fault,
  };
}
