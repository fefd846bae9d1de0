/** How warm a stage is on the diagram. Pure. */
import type { StageResult } from '../../../domain/rehearsal/result.ts';

/** Working minutes that nine in ten tasks wait less than: from here on a stage is warm, and hot. */
const warm = 120;
const hot = 600;

/** Heat by what people wait, not by rank: where nothing waits long, nothing is red. */
export function heatOf({ waiting90 }: Pick<StageResult, 'waiting90'>): 'calm' | 'warm' | 'hot' | null {
  if (!waiting90) return null;
  if (waiting90.median >= hot) return 'hot';
  return waiting90.median >= warm ? 'warm' : 'calm';
}
