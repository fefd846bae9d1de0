/** How much a job may take, and which lane it waits in: what people wait for at the screen never stands behind a month. */
import type { JobName } from '../../domain/sandbox.ts';

export interface Limits {
  lane: 'quick' | 'long' | 'watch';
  timeoutMs: number;
  /** Of the whole process. */
  memoryMb: number;
}

export const limits: Readonly<Record<JobName, Limits>> = {
  forecast: { lane: 'watch', timeoutMs: 300_000, memoryMb: 1_024 },
  outline: { lane: 'quick', timeoutMs: 20_000, memoryMb: 512 },
  try: { lane: 'quick', timeoutMs: 20_000, memoryMb: 512 },
  rehearse: { lane: 'long', timeoutMs: 15 * 60_000, memoryMb: 1_536 },
  law: { lane: 'quick', timeoutMs: 20_000, memoryMb: 512 },
  read: { lane: 'quick', timeoutMs: 10_000, memoryMb: 384 },
  trial: { lane: 'quick', timeoutMs: 20_000, memoryMb: 512 },
  check: { lane: 'quick', timeoutMs: 20_000, memoryMb: 512 },
};

/** Processes at once, by lane. */
export const lanes: Readonly<Record<Limits['lane'], number>> = { quick: 2, long: 1, watch: 1 };
/** Who would wait behind so many others is told to come again. */
export const longestQueue = 20;
