/** Process instances and the elements they passed, as the record stream tells them. Written by the projection only. */
import { type Connection, Schema } from 'mongoose';
import { schemaOf } from './schema.ts';

export interface Instance {
  /** processInstanceKey. */
  _id: string;
  definitionKey: string;
  processId: string;
  version: number;
  reportCode: string | null;
  /** Where the thing is: as the intake says, or else the sender. Absent on instances projected before it was kept. */
  district?: string | null;
  state: 'active' | 'completed' | 'terminated';
  startedAt: number;
  endedAt: number | null;
  /** Elements that hold a token, with how many; watches on deadlines are not tokens of the procedure. */
  standing: Record<string, number>;
  /** Due date of its open tasks: the earliest; null when none is due. */
  dueAt: number | null;
  /** Open incidents. */
  incidents: number;
  /** Root variables that the procedure names (codes, dates and numbers only), as JSON values. */
  variables: Record<string, unknown>;
}

const instanceSchema = schemaOf<Instance>('instances', {
  _id: { type: String, required: true },
  definitionKey: { type: String, default: '' },
  processId: { type: String, default: '' },
  version: { type: Number, default: 0 },
  reportCode: { type: String, default: null },
  district: { type: String, default: null },
  state: { type: String, required: true },
  startedAt: { type: Number, required: true },
  endedAt: { type: Number, default: null },
  standing: { type: Schema.Types.Mixed, default: {} },
  dueAt: { type: Number, default: null },
  incidents: { type: Number, default: 0 },
  variables: { type: Schema.Types.Mixed, default: {} },
});
instanceSchema.index({ state: 1, startedAt: -1, _id: -1 });
instanceSchema.index({ startedAt: -1, _id: -1 });
instanceSchema.index({ reportCode: 1 });
// How many run on a version; and lists by due date.
instanceSchema.index({ definitionKey: 1 }, { partialFilterExpression: { state: 'active' }, name: 'running' });
instanceSchema.index({ state: 1, dueAt: 1, _id: 1 });
for (const filter of ['variables.leadAgency', 'district', 'variables.field', 'definitionKey'])
  instanceSchema.index({ [filter]: 1, state: 1, startedAt: -1, _id: -1 }, { name: `${filter}-started` });
instanceSchema.index({ incidents: 1, startedAt: -1 }, { partialFilterExpression: { incidents: { $gt: 0 } } });

/** One element instance: entered, left or terminated. Flows are not kept. */
export interface ElementInstance {
  /** Element instance key. */
  _id: string;
  instanceKey: string;
  definitionKey: string;
  elementId: string;
  type: string;
  /** Key of the scope that it runs in. */
  scope: string;
  state: 'active' | 'completed' | 'terminated';
  startedAt: number;
  endedAt: number | null;
  /** Position of its first record: the order of the way. */
  position: number;
  /** Of a deadline's watch: the task that it watches, and that task's instance. */
  watches?: { task?: string; taskInstance?: string };
}

const elementSchema = schemaOf<ElementInstance>('elements', {
  _id: { type: String, required: true },
  instanceKey: { type: String, required: true },
  definitionKey: { type: String, default: '' },
  elementId: { type: String, required: true },
  type: { type: String, required: true },
  scope: { type: String, default: '' },
  state: { type: String, required: true },
  startedAt: { type: Number, required: true },
  endedAt: { type: Number, default: null },
  position: { type: Number, required: true },
  watches: Schema.Types.Mixed,
});
elementSchema.index({ instanceKey: 1, position: 1 });
elementSchema.index(
  { definitionKey: 1, elementId: 1, startedAt: 1 },
  { partialFilterExpression: { state: 'active' }, name: 'standing-since' },
);

export function instancesOf(connection: Connection) {
  const model = connection.model<Instance>('Instance', instanceSchema);
  const elements = connection.model<ElementInstance>('ElementInstance', elementSchema);
  return {
    model,
    elements,
    find: (key: string): Promise<Instance | null> => model.findById(key).lean<Instance>().exec(),
    elementsOf: (instanceKey: string): Promise<ElementInstance[]> =>
      elements.find({ instanceKey }).sort({ position: 1 }).lean<ElementInstance[]>().exec(),
    /** What of it is there now, scopes included. */
    activeElementsOf: (instanceKey: string): Promise<ElementInstance[]> =>
      elements.find({ instanceKey, state: 'active' }).sort({ position: 1 }).lean<ElementInstance[]>().exec(),
  };
}
export type Instances = ReturnType<typeof instancesOf>;
