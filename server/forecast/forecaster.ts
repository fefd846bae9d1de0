/** Reckons one forecast at a time, when somebody looks and the newest has grown old. */
import type { Forecast } from '../../domain/rehearsal/forecast.ts';
import type { KeptForecast } from '../../store/forecasts.ts';
import type { House } from '../house.ts';
import { questionOf } from './question.ts';

/** So long a forecast is good for, by either clock (ms). */
const goodForMs = 15 * 60_000;
/** Fewer runs say nothing. */
const leastRuns = 20;

export interface Forecaster {
  /** The newest there is; starts another where it is old or missing, or `anew` says so. */
  look(anew?: boolean): Promise<{
    kept: KeptForecast<Forecast> | null;
    reckoning: boolean;
    runs: number;
    failed: boolean;
  }>;
  /** Resolves when nothing is being reckoned. */
  settled(): Promise<void>;
}

export function createForecaster(house: House, complain: (error: unknown) => void = () => {}): Forecaster {
  const { store, sandbox, clock, machineNow } = house;
  const budgetMs = house.settings.forecastMs;
  let running: Promise<void> | undefined;
  let runs = 0;
  let failed = false;

  async function reckon(): Promise<void> {
    const at = await clock.now();
    const { input, codes } = await questionOf(store, at);
    const onProgress = (told: { runs: number }): void => {
      runs = told.runs;
    };
    const result = await sandbox.run('forecast', { ...input, budgetMs, leastRuns }, { onProgress });
    const named = Object.fromEntries(
      [...result.reports.map(({ id }) => id), ...result.unsure].map((id) => [id, codes[id]!]),
    );
    await store.forecasts.keep({ at, doneAt: machineNow(), result, codes: named });
  }

  function start(): void {
    runs = 0;
    failed = false;
    running = reckon()
      .catch((error: unknown) => {
        failed = true;
        complain(error);
      })
      .finally(() => {
        running = undefined;
      });
  }

  return {
    async look(anew = false) {
      const kept = await store.forecasts.newest<Forecast>();
      const now = await clock.now();
      const old = !kept || Math.abs(now - kept.at) > goodForMs || machineNow() - kept.doneAt > goodForMs;
      // One that failed is tried again when somebody asks for it, not at every look.
      if (!running && (anew || (old && !failed))) start();
      return { kept, reckoning: running !== undefined, runs, failed };
    },
    settled: async () => running,
  };
}
