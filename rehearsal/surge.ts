/**
 * Reports that a day of storm, or a month of growth, would bring: made up by a seed from assumptions
 * (domain/rehearsal/surge.ts), which are shown with every result.
 */
import { districts } from '../domain/districts.ts';
import { fields } from '../domain/fields.ts';
import type { Codes, ReportHistory, Step } from '../domain/rehearsal/histories.ts';
import { assumedSurge, type SurgeAssumptions } from '../domain/rehearsal/surge.ts';
import { randomOf } from './random.ts';

export interface Surge {
  readonly reports: number;
  /** Epoch ms of the first day, and how many days they are spread over; reception is open day and night. */
  readonly from: number;
  readonly days: number;
  readonly seed: number;
  readonly assumptions?: SurgeAssumptions;
}

const dayMs = 86_400_000;

/** Oldest first; the same surge gives the same reports. */
export function surge({ reports, from, days, seed, assumptions = assumedSurge }: Surge): ReportHistory[] {
  const random = randomOf(seed);
  const times = Array.from({ length: reports }, () => Math.round(from + random() * days * dayMs)).toSorted(
    (a, b) => a - b,
  );
  return times.map((receivedAt, n) => ({
    id: `R${n + 1}`,
    receivedAt,
    confidential: random() < 0.03,
    steps: [...stepsOf(random, assumptions)],
  }));
}

function* stepsOf(random: () => number, { durations, shares }: SurgeAssumptions): Generator<Step> {
  const chance = (share: number): boolean => random() < share;
  const one = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const task = (stage: string, group: string, outcome: string, codes: Codes = {}): Step => {
    const { median, spread } = durations[stage]!;
    const workingMinutes = Math.max(1, Math.round(median * Math.exp(spread * normal(random))));
    return { kind: 'task', stage, group, outcome, codes, workingMinutes, afterHoursMs: 0 };
  };
  const { id: field, agency: ofField } = one(fields);
  const district = one(districts).id;
  const agency = ofField ?? district;
  const [officer, leader] = [`agency:${agency}:officer`, `agency:${agency}:leader`];
  const route = () => task('routing', 'ioc-duty', 'routed', { leadAgency: agency, coordinatingAgencies: [] });

  if (chance(shares.rejected)) return yield task('intake', 'ioc-intake', 'rejected');
  if (chance(shares.incomplete)) {
    yield task('intake', 'ioc-intake', 'incomplete');
    if (!chance(shares.supplemented)) return;
    yield { kind: 'message', name: 'supplement', codes: {}, afterMs: Math.round((0.2 + random() * 3) * dayMs) };
  }
  yield task('intake', 'ioc-intake', 'accepted', { field, district });
  yield route();
  if (chance(shares.outOfScope)) {
    yield task('scope', officer, 'out-of-scope');
    yield route();
  }
  yield task('scope', officer, 'in-scope');
  yield task('instruction', leader, 'instructed');
  if (chance(shares.extended)) {
    yield task('handling', officer, 'extension-requested', { days: 5 });
    yield task('extension', leader, 'granted', { days: 5 });
  }
  yield task('handling', officer, 'done');
  if (chance(shares.returned)) {
    yield task('approval', leader, 'returned');
    yield task('handling', officer, 'done');
  }
  yield task('approval', leader, 'approved');
  yield task('publication', officer, 'public');
  if (chance(shares.rated)) {
    const codes = { rating: one(['satisfied', 'acceptable', 'unsatisfied']), hasComment: false };
    yield { kind: 'message', name: 'feedback', codes, afterMs: Math.round(random() * 10 * dayMs) };
  }
}

/** A standard normal number (Box and Muller). */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
