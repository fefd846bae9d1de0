/** The newest forecast, for every server to show: one document, replaced by each that is reckoned. */
import type { Connection } from 'mongoose';
import { Schema } from 'mongoose';
import { schemaOf } from './schema.ts';

export interface KeptForecast<Result = unknown> {
  _id: 'newest';
  /** Business time that it was reckoned for, and machine time when it was done. */
  at: number;
  doneAt: number;
  result: Result;
  /** Anonymous id → report. */
  codes: Record<string, { code: string; instanceKey: string }>;
}

const schema = schemaOf<KeptForecast>('forecasts', {
  _id: { type: String, required: true },
  at: { type: Number, required: true },
  doneAt: { type: Number, required: true },
  result: { type: Schema.Types.Mixed, required: true },
  codes: { type: Schema.Types.Mixed, required: true },
});

export function forecastsOf(connection: Connection) {
  const model = connection.model<KeptForecast>('Forecast', schema);
  return {
    model,
    newest: <Result>(): Promise<KeptForecast<Result> | null> =>
      model.findById('newest').lean<KeptForecast<Result>>().exec(),
    async keep(forecast: Omit<KeptForecast, '_id'>): Promise<void> {
      await model.collection.replaceOne({ _id: 'newest' as never }, forecast, { upsert: true });
    },
  };
}
export type Forecasts = ReturnType<typeof forecastsOf>;
