/**
 * Agencies' own software (article 12.2): what a key may be for, and by what name it acts. All keys of an agency act as
 * one, so that a task which was claimed under a key stays held when that key is replaced by another.
 */

export const scopes = [
  'open311:post',
  'open311:read',
  'tasks:read',
  'tasks:write',
  'reports:read',
  'webhooks',
] as const;
export type KeyScope = (typeof scopes)[number];

const prefix = 'software:';

/** The user name under which an agency's software claims and completes. No person can have it: theirs have no colon. */
export const softwareUser = (agency: string): string => prefix + agency;

/** The agency whose software this user name is; undefined for people. */
export function agencyOfSoftware(username: string): string | undefined {
  return username.startsWith(prefix) ? username.slice(prefix.length) : undefined;
}

/**
 * The groups that a key acts with: its agency's officers. Never the leader's: instructions, extensions and approvals
 * are a person's to give (article 14.1), and no program may both ask for an extension and grant it.
 */
export function groupsOfKey(agency: string, held: readonly KeyScope[]): string[] {
  const works = held.some((one) => one === 'tasks:read' || one === 'tasks:write' || one === 'reports:read');
  return works ? [`agency:${agency}:officer`] : [];
}
