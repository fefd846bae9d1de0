/** The benches in the order in which `npm run bench` runs them. */

export interface Bench {
  /** Its file under bench/, and how it is asked for. */
  name: string;
  /** Only run when it is asked for: it needs what a plain installation has not, or takes too long. */
  onlyWhenAsked?: string;
}

export const benches: Bench[] = [
  { name: 'intake' },
  { name: 'records' },
  { name: 'records-growth' },
  { name: 'start' },
  { name: 'stack/whole' },
  { name: 'engine/commands' },
  { name: 'engine/instances' },
  { name: 'engine/gateway' },
  { name: 'flowable/letters', onlyWhenAsked: 'needs Java 17 and Maven, takes six minutes' },
  { name: 'engine/memory' },
  { name: 'engine/recovery' },
  { name: 'engine/start' },
  { name: 'web/first-load' },
  { name: 'web/task-list' },
  { name: 'web/live-row' },
  { name: 'data/history' },
  { name: 'watch/counts' },
  { name: 'operations/tracing' },
  { name: 'watch/viewers-1000' },
  { name: 'rehearsal' },
];
