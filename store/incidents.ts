/** Incidents: where an instance stopped and why. Written by the projection only. */
import type { Connection } from 'mongoose';
import { schemaOf } from './schema.ts';

export interface Incident {
  /** incidentKey. */
  _id: string;
  instanceKey: string;
  definitionKey: string;
  elementId: string;
  elementInstanceKey: string;
  /** Null for incidents without a job. */
  jobKey: string | null;
  errorType: string;
  message: string;
  reportCode: string | null;
  state: 'open' | 'resolved';
  createdAt: number;
  resolvedAt: number | null;
  /** domain/past-tree.ts: where its span hangs; null while it is open. */
  node?: number | null;
}

const schema = schemaOf<Incident>('incidents', {
  _id: { type: String, required: true },
  instanceKey: { type: String, required: true },
  definitionKey: { type: String, default: '' },
  elementId: { type: String, default: '' },
  elementInstanceKey: { type: String, default: '' },
  jobKey: { type: String, default: null },
  errorType: { type: String, default: '' },
  message: { type: String, default: '' },
  reportCode: { type: String, default: null },
  state: { type: String, required: true },
  createdAt: { type: Number, required: true },
  resolvedAt: { type: Number, default: null },
  node: { type: Number, default: null },
});
schema.index({ instanceKey: 1, createdAt: 1 });
schema.index({ state: 1, createdAt: -1, _id: -1 });
// Which stood open at a past moment.
schema.index({ node: 1, createdAt: 1, resolvedAt: 1 }, { name: 'past' });

export function incidentsOf(connection: Connection) {
  const model = connection.model<Incident>('Incident', schema);
  return {
    model,
    find: (key: string): Promise<Incident | null> => model.findById(key).lean<Incident>().exec(),
    ofInstance: (instanceKey: string): Promise<Incident[]> =>
      model.find({ instanceKey }).sort({ createdAt: 1, _id: 1 }).lean<Incident[]>().exec(),
  };
}
export type Incidents = ReturnType<typeof incidentsOf>;
