/** One step of a way: what a part said, what the database holds, what the engine wrote. */
export interface Step {
  /** Epoch ms: machine time of logs and outbox, the engine's of records and of what people did. */
  at: number;
  where: string;
  what: string;
  /** Id of the trace that it names; absent where it names none. */
  trace?: string;
}

/** What a search goes by, once the first finds are in. */
export interface Sought {
  /** All traces that belong to it. */
  traces: Set<string>;
  reports: Set<string>;
  /** Where one trace was asked for: steps of others, found by their report, are left out. */
  only?: string;
}

/** `a=1 b=x`, without what is not there. */
export const told = (facts: Record<string, unknown>): string =>
  Object.entries(facts)
    .filter(([, value]) => value !== undefined && value !== null && value !== '')
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(' ');
