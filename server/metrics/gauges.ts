/** The figures of how things stand (standing.ts): one line each. */
import { Gauge, type Registry } from 'prom-client';
import type { Standing } from './standing.ts';

interface Line {
  name: string;
  help: string;
  /** Name of the label, where there is one. */
  label?: string;
  read(standing: Standing): number | [string, number][];
}

const lines: Line[] = [
  {
    name: 'outbox_waiting',
    help: 'Entries of the outbox that are to go out, by kind; 10,000 at most are counted',
    label: 'kind',
    read: ({ outboxWaiting }) => outboxWaiting,
  },
  {
    name: 'outbox_oldest_seconds',
    help: 'Age of the oldest entry that is to go out, by kind; 0 where there is none',
    label: 'kind',
    read: ({ outboxOldest }) => outboxOldest,
  },
  {
    name: 'outbox_failed',
    help: 'Mails, pushes and webhook messages that were given up in the last 30 days; lastError says why',
    read: ({ outboxFailed }) => outboxFailed,
  },
  {
    name: 'records_position',
    help: 'Newest projected position, by partition',
    label: 'partition',
    read: ({ positions }) => positions,
  },
  {
    name: 'records_poisoned',
    help: 'Records that could not be projected and are kept apart',
    read: ({ poisoned }) => poisoned,
  },
  { name: 'incidents_open', help: 'Incidents that wait for somebody', read: ({ incidents }) => incidents },
  { name: 'tasks_open', help: 'Open tasks, by stage', label: 'stage', read: ({ tasksOpen }) => tasksOpen },
  { name: 'tasks_overdue', help: 'Open tasks past their date', read: ({ tasksOverdue }) => tasksOverdue },
  { name: 'reports', help: 'Reports that were ever received', read: ({ reports }) => reports },
  {
    name: 'reports_open',
    help: 'Reports that have not come to an end, by status',
    label: 'status',
    read: ({ reportsOpen }) => reportsOpen,
  },
  {
    name: 'mails_waiting',
    help: 'Incoming mails that are not done with: taken, held for staff, asked back',
    label: 'state',
    read: ({ mailsWaiting }) => mailsWaiting,
  },
  {
    name: 'webhooks',
    help: 'Webhooks of agencies’ software: active, failing, off',
    label: 'state',
    read: ({ webhooks }) => webhooks,
  },
  { name: 'sessions', help: 'Sessions of staff', read: ({ sessions }) => sessions },
  {
    name: 'lease_expires_timestamp_seconds',
    help: 'Until when one server holds what only one may do',
    label: 'lease',
    read: ({ leases }) => leases,
  },
  {
    name: 'backup_last_success_timestamp_seconds',
    help: 'When the last whole backup was taken; 0 where none was',
    read: ({ lastBackup }) => lastBackup,
  },
  { name: 'audit_entries', help: 'Entries of the audit log', read: ({ auditEntries }) => auditEntries },
  {
    name: 'audit_anchored_entries',
    help: 'The newest of them that the file of anchors vouches for',
    read: ({ auditAnchored }) => auditAnchored,
  },
  {
    name: 'audit_anchor_timestamp_seconds',
    help: 'When the newest anchor was written; 0 where none was',
    read: ({ auditAnchoredAt }) => auditAnchoredAt,
  },
  { name: 'data_disk_free_bytes', help: 'Free on the disk of DATA_DIR', read: ({ diskFree }) => diskFree },
  { name: 'data_disk_size_bytes', help: 'Size of the disk of DATA_DIR', read: ({ diskSize }) => diskSize },
];

/** While the database does not answer only `database_up` is told, as 0. */
export function standingGauges(registry: Registry, standing: () => Promise<Standing | undefined>): void {
  const registers = [registry];
  for (const { name, help, label, read } of lines)
    new Gauge({
      name,
      help,
      labelNames: label ? [label] : [],
      registers,
      async collect() {
        this.reset();
        const found = await standing();
        const value = found ? read(found) : Number.NaN;
        if (typeof value === 'number') this.set(value);
        else for (const [given, one] of value) this.set({ [label as string]: given }, one);
      },
    });
  new Gauge({
    name: 'database_up',
    help: '1 while the database answers',
    registers,
    async collect() {
      this.set((await standing()) ? 1 : 0);
    },
  });
}
