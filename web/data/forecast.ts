/** How many running reports will be late. */
import type { ForecastAnswer } from '../../domain/api/forecast.ts';
import { ask } from './http.ts';

export type { ForecastAnswer, ForecastView } from '../../domain/api/forecast.ts';

export const readForecast = (signal?: AbortSignal): Promise<ForecastAnswer> =>
  ask('/api/watch/forecast', signal ? { signal } : {});

export const reckonForecast = (): Promise<ForecastAnswer> => ask('/api/watch/forecast', { method: 'POST', body: {} });
