/** The forecast, for the operations centre and the province. */
import { ForecastAnswer, type ForecastView } from '../../domain/api/forecast.ts';
import type { Forecast } from '../../domain/rehearsal/forecast.ts';
import type { KeptForecast } from '../../store/forecasts.ts';
import type { App, House } from '../house.ts';
import { needRight } from '../plugins/session.ts';
import { wire, wireOrNull } from '../views/time.ts';
import { createForecaster, type Forecaster } from './forecaster.ts';

export function forecastRoutes(app: App, house: House): Forecaster {
  const tags = ['watch'];
  const forecaster = createForecaster(house, (error) => app.log.warn({ err: error }, 'forecast'));
  const answer = async (anew: boolean): Promise<ForecastAnswer> => {
    const { kept, ...state } = await forecaster.look(anew);
    return { forecast: kept ? viewOf(kept) : null, ...state };
  };

  app.get(
    '/api/watch/forecast',
    { schema: { tags, summary: 'How many running reports will be late', response: { 200: ForecastAnswer } } },
    async (request) => {
      needRight(request, 'forecast.see');
      return answer(false);
    },
  );

  app.post(
    '/api/watch/forecast',
    { schema: { tags, summary: 'Reckon it anew', response: { 202: ForecastAnswer } } },
    async (request, reply) => {
      needRight(request, 'forecast.see');
      return reply.code(202).send(await answer(true));
    },
  );
  return forecaster;
}

function viewOf({ at, result, codes }: KeptForecast<Forecast>): ForecastView {
  const { runs, lateNow, horizons, reports, helps, unsure, precedents, assumed } = result;
  return {
    asOf: wire(at),
    runs,
    lateNow,
    horizons: horizons.map((one) => ({ ...one, at: wire(one.at) })),
    reports: reports.flatMap(({ id, stage, group, dueAt, shares }) => {
      const known = codes[id];
      return known ? [{ ...known, stage, group, dueAt: wireOrNull(dueAt), shares: [...shares] }] : [];
    }),
    helps: [...helps],
    unsure: unsure.flatMap((id) => codes[id]?.code ?? []),
    precedents,
    assumed,
  };
}
