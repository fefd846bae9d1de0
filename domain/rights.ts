/**
 * Who may see and do what: one table, action × role → reach. Everything that asks for a right asks here.
 * A role comes from a group: `ioc-intake`, `ioc-duty`, `province`, `agency:<id>:officer`, `agency:<id>:leader`,
 * `admin`, `watch`, `analyst`, `leader-province`. What is not in the table is forbidden.
 */

/** `all`: every one · `agency`: those of one's own agency · `group`: those whose candidate group one is in · `none`. */
export type Reach = 'all' | 'agency' | 'group' | 'none';

export const roles = [
  'intake',
  'duty',
  'province',
  'officer',
  'leader',
  'admin',
  'watch',
  'analyst',
  'province-leader',
] as const;
export type Role = (typeof roles)[number];

type Row = Readonly<Record<Role, Reach>>;

const row = (
  intake: Reach,
  duty: Reach,
  province: Reach,
  officer: Reach,
  leader: Reach,
  admin: Reach,
  watch: Reach,
  analyst: Reach,
  provinceLeader: Reach,
): Row => ({ intake, duty, province, officer, leader, admin, watch, analyst, 'province-leader': provinceLeader });

// biome-ignore format: a table is read by its columns
export const rights = {
  //                            intake   duty     province officer   leader    admin   watch   analyst province-leader
  'task.see':               row('all',   'all',   'group', 'agency', 'agency', 'none', 'all',  'none', 'all'),
  'task.claim':             row('group', 'group', 'group', 'group',  'group',  'none', 'none', 'none', 'none'),
  'task.hand-over':         row('group', 'group', 'group', 'group',  'agency', 'none', 'none', 'none', 'none'),
  'task.complete':          row('group', 'group', 'group', 'group',  'group',  'none', 'none', 'none', 'none'),
  // Saved lists for a whole unit; article 14.1: who may be stood in for, and whose absences one sees.
  'view.share':             row('none',  'all',   'none',  'none',   'agency', 'none', 'none', 'none', 'none'),
  'delegation.make':        row('group', 'group', 'group', 'group',  'group',  'none', 'none', 'none', 'none'),
  'delegation.see':         row('none',  'all',   'none',  'none',   'agency', 'all',  'none', 'none', 'none'),
  'delegation.set':         row('none',  'none',  'none',  'none',   'agency', 'all',  'none', 'none', 'none'),
  'report.see':             row('all',   'all',   'all',   'agency', 'agency', 'none', 'all',  'none', 'all'),
  // Article 10.2: a confidential report is for those who handle it; a wall display or a dashboard never shows its text.
  'report.see-confidential':row('all',   'all',   'all',   'agency', 'agency', 'none', 'none', 'none', 'none'),
  'sender.see-all':         row('all',   'all',   'none',  'none',   'none',   'none', 'none', 'none', 'none'),
  'sender.see-contact':     row('all',   'all',   'none',  'agency', 'agency', 'none', 'none', 'none', 'none'),
  // The agency that handles a confidential report learns the sender only by disclosure (article 13.7).
  'sender.see-confidential':row('all',   'all',   'none',  'none',   'none',   'none', 'none', 'none', 'none'),
  'disclosure.make':        row('all',   'all',   'none',  'none',   'none',   'all',  'none', 'none', 'none'),
  'instance.see':           row('all',   'all',   'all',   'none',   'agency', 'all',  'all',  'none', 'all'),
  'diagram.see':            row('all',   'all',   'all',   'all',    'all',    'all',  'all',  'all',  'all'),
  'counts.see':             row('all',   'all',   'all',   'all',    'all',    'all',  'all',  'all',  'all'),
  'incident.see':           row('all',   'all',   'none',  'none',   'none',   'all',  'all',  'none', 'none'),
  'incident.resolve':       row('all',   'all',   'none',  'none',   'none',   'all',  'all',  'none', 'none'),
  'statistics.see':         row('all',   'all',   'all',   'none',   'agency', 'all',  'all',  'none', 'all'),
  'stream.listen':          row('all',   'all',   'all',   'all',    'all',    'all',  'all',  'all',  'all'),
  // Reply templates of one's unit, and who may change those that the unit shares.
  'template.use':           row('all',   'all',   'all',   'all',    'all',    'none',  'none', 'none', 'none'),
  'template.share':         row('none',  'all',   'all',   'none',   'all',    'none',  'none', 'none', 'none'),
  'report.link':            row('all',   'all',   'none',  'agency', 'agency', 'none',  'none', 'none', 'none'),
  'leaders.see':            row('none',  'none',  'all',   'none',   'agency', 'none',  'none', 'none', 'all'),
  'published.take-down':    row('all',   'all',   'none',  'none',   'none',   'all',  'none', 'none', 'none'),
  'file.upload-document':   row('all',   'all',   'all',   'all',    'all',    'none', 'none', 'none', 'none'),
  'model.edit':             row('none',  'none',  'none',  'none',   'none',   'none', 'none', 'all',  'none'),
  // Four eyes: whoever asks for a deployment is not the one who approves it, though both have the right.
  'model.release':          row('none',  'none',  'none',  'none',   'none',   'none', 'none', 'all',  'none'),
  // Running reports: by hand only at the operations centre, and those of a release by who releases it.
  'instance.change':        row('none',  'all',   'none',  'none',   'none',   'all',  'none', 'none', 'none'),
  'instance.migrate':       row('none',  'all',   'none',  'none',   'none',   'all',  'none', 'all',  'none'),
  'forecast.see':           row('all',   'all',   'all',   'none',   'none',   'all',  'all',  'none', 'all'),
  'directory.edit':         row('none',  'none',  'none',  'none',   'none',   'all',  'none', 'none', 'none'),
  'calendar.edit':          row('none',  'all',   'none',  'none',   'none',   'all',  'none', 'none', 'none'),
  // What only the operations centre and the administrators have screens for; each of them asks for its own right.
  'administration.see':     row('all',   'all',   'none',  'none',   'none',   'all',  'none', 'none', 'none'),
  'mail.see':               row('all',   'all',   'none',  'none',   'none',   'all',  'none', 'none', 'none'),
  // Article 13.2: who is on duty, and when.
  'roster.see':             row('all',   'all',   'none',  'none',   'none',   'all',  'all',  'none', 'none'),
  'roster.edit':            row('none',  'all',   'none',  'none',   'none',   'all',  'none', 'none', 'none'),
  // Article 12.2: keys and webhooks of agencies' software.
  'connection.manage':      row('none',  'none',  'none',  'none',   'none',   'all',  'none', 'none', 'none'),
  // Article 13.9: the period's report, fixed by who compiles it. Article 15: merit, and reports that were refused.
  'statistics.fix':         row('none',  'all',   'none',  'none',   'none',   'all',  'none', 'none', 'none'),
  'merit.see':              row('none',  'all',   'all',   'none',   'none',   'all',  'none', 'none', 'all'),
  'disclosure.see':         row('none',  'all',   'none',  'none',   'none',   'all',  'none', 'none', 'none'),
  'erasure.run':            row('none',  'none',  'none',  'none',   'none',   'all',  'none', 'none', 'none'),
  'audit.see':              row('none',  'none',  'none',  'none',   'none',   'all',  'none', 'none', 'none'),
  // How the installation itself stands, and what to do about it.
  'health.see':             row('none',  'all',   'none',  'none',   'none',   'all',  'none', 'none', 'none'),
  'outbox.see':             row('none',  'all',   'none',  'none',   'none',   'all',  'none', 'none', 'none'),
} as const satisfies Readonly<Record<string, Row>>;

export type Action = keyof typeof rights;
export const actions = Object.keys(rights) as Action[];

const agencyGroup = /^agency:([a-z0-9-]+):(officer|leader)$/;
const plainGroups: Readonly<Record<string, Role>> = {
  'ioc-intake': 'intake',
  'ioc-duty': 'duty',
  province: 'province',
  admin: 'admin',
  watch: 'watch',
  analyst: 'analyst',
  'leader-province': 'province-leader',
};

/** The group's role, with the agency where it is an agency's group; undefined for a group that nobody knows. */
export function roleOf(group: string): { role: Role; agency?: string } | undefined {
  const found = agencyGroup.exec(group);
  if (found) return { role: found[2] as 'officer' | 'leader', agency: found[1]! };
  return Object.hasOwn(plainGroups, group) ? { role: plainGroups[group]! } : undefined;
}

/** How far an action reaches for a person: everything, or these candidate groups and the things of these agencies. */
export interface Scope {
  everything: boolean;
  groups: string[];
  agencies: string[];
}

/** Adds up what a person's groups give for an action. An empty scope (`isEmpty`) means that the right is missing. */
export function scopeOf(groups: readonly string[], action: Action): Scope {
  const scope: Scope = { everything: false, groups: [], agencies: [] };
  for (const group of groups) {
    const known = roleOf(group);
    if (!known) continue;
    const reach = rights[action][known.role];
    if (reach === 'all') scope.everything = true;
    if (reach === 'group') scope.groups.push(group);
    if (reach === 'agency' && known.agency && !scope.agencies.includes(known.agency)) scope.agencies.push(known.agency);
  }
  return scope;
}

export function isEmpty(scope: Scope): boolean {
  return !scope.everything && scope.groups.length === 0 && scope.agencies.length === 0;
}

/** What an action is done to: a task's candidate groups, and the agencies that a report or instance belongs to. */
export interface Subject {
  candidateGroups?: readonly string[];
  agencies?: readonly string[];
}

/** Whether a person with these groups may do this to that. Candidate groups of an agency count as that agency's. */
export function may(groups: readonly string[], action: Action, subject: Subject = {}): boolean {
  const scope = scopeOf(groups, action);
  if (scope.everything) return true;
  if (subject.candidateGroups?.some((group) => scope.groups.includes(group))) return true;
  const agencies = [...(subject.agencies ?? []), ...(subject.candidateGroups ?? []).map((one) => roleOf(one)?.agency)];
  return agencies.some((agency) => agency !== undefined && scope.agencies.includes(agency));
}

/** Those of a person's groups that take on work: what a stand-in gets of an absent person (article 14.1). */
export function workGroups(groups: readonly string[]): string[] {
  return groups.filter((group) => !isEmpty(scopeOf([group], 'task.claim')));
}

/** The units that a person works in, by group: `agency:<id>`, `ioc`, `province`. */
export function unitsOf(groups: readonly string[]): string[] {
  const units = workGroups(groups).map((group) => {
    const { role, agency } = roleOf(group)!;
    if (agency) return `agency:${agency}`;
    return role === 'province' ? 'province' : 'ioc';
  });
  return [...new Set(units)];
}

/** The actions that a person has in some measure; shown by `GET /api/session`. */
export function rightsOf(groups: readonly string[]): Action[] {
  return actions.filter((action) => !isEmpty(scopeOf(groups, action)));
}

/** How much of the sender a person sees: everything, name and phone, or nothing (contract, `GET /api/tasks/{key}`). */
export type SenderView = 'all' | 'contact' | 'nothing';

/**
 * What of the sender a person may see. `agencies` are the agencies that handle the report (the lead agency only:
 * who gives an opinion needs no phone number). A look at a confidential report goes on the audit log by the caller.
 */
export function senderView(
  groups: readonly string[],
  report: { confidential: boolean; leadAgency?: string | null | undefined },
): SenderView {
  const subject = { agencies: report.leadAgency ? [report.leadAgency] : [] };
  if (report.confidential) return may(groups, 'sender.see-confidential', subject) ? 'all' : 'nothing';
  if (may(groups, 'sender.see-all', subject)) return 'all';
  return may(groups, 'sender.see-contact', subject) ? 'contact' : 'nothing';
}
