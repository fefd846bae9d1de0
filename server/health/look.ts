/**
 * How this server and what it needs stand. What changes slowly is kept for a few seconds, so that a balancer that asks
 * every second costs two short questions; a question that hangs counts as no answer.
 */
import { type HealthPart, type Trouble, troubles } from '../../domain/health.ts';
import type { House } from '../house.ts';
import {
  askDatabase,
  backupCheck,
  type Check,
  databaseChecks,
  type Found,
  ownChecks,
  slowChecks,
  type Watched,
} from './checks.ts';

export interface Looked {
  /** Nobody should be kept away: no trouble is `ill`. */
  ready: boolean;
  found: Found[];
  /** The database could be asked, and so every part was. */
  whole: boolean;
}

export interface Look {
  now(): Promise<Looked>;
  /** With the backup, and nothing of a moment ago. */
  thorough(): Promise<Looked>;
}

const keptMs = 5_000;
const patienceMs = 3_000;

export const partOf = (trouble: Trouble): HealthPart => troubles[trouble].part;

export function createLook(house: House, watched: Watched): Look {
  let kept: { at: number; found: Promise<Found[]> } | undefined;
  const ask = async (checks: readonly Check[]): Promise<Found[]> => {
    const answers = await Promise.all(checks.map((check) => within(check(house, watched).catch(() => null))));
    return answers.filter((one) => one !== null);
  };
  const slowly = (): Promise<Found[]> => {
    if (!kept || house.machineNow() - kept.at > keptMs) kept = { at: house.machineNow(), found: ask(slowChecks) };
    return kept.found;
  };

  async function look(slow: () => Promise<Found[]>): Promise<Looked> {
    const [own, away] = await Promise.all([ask(ownChecks), within(askDatabase(house), { trouble: 'database-away' })]);
    const rest = away ? [away] : (await Promise.all([ask(databaseChecks), slow()])).flat();
    const found = [...own, ...rest];
    return { found, whole: !away, ready: found.every(({ trouble }) => troubles[trouble].grade !== 'ill') };
  }
  return {
    now: () => look(slowly),
    thorough: () => look(() => ask([...slowChecks, backupCheck])),
  };
}

async function within(answer: Promise<Found | null>, late: Found | null = null): Promise<Found | null> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<Found | null>((resolve) => {
    timer = setTimeout(() => resolve(late), patienceMs);
  });
  return Promise.race([answer, patience]).finally(() => clearTimeout(timer));
}
