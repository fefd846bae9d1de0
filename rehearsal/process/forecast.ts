/** The forecast, as a job of this process. */
import type { JobOf } from '../../domain/sandbox.ts';
import { forecast as reckon } from '../forecast.ts';

export const forecast: JobOf<'forecast'> = (input, { progress }) =>
  reckon(input, { machineNow: () => performance.now(), progress });
