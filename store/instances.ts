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
  /** domain/past-tree.ts: where its span hangs; null while it runs. */
  node?: number | null;
  /** Versions that it ran on before, oldest first. */
  was?: { definitionKey: string; version: number; until: number }[];
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
  node: { type: Number, default: null },
  was: { type: [Schema.Types.Mixed], default: undefined },
  standing: { type: Schema.Types.Mixed, default: {} },
  dueAt: { type: Number, default: null },
  incidents: { type: Number, default: 0 },
  variables: { type: Schema.Types.Mixed, default: {} },
});
instanceSchema.index({ state: 1, startedAt: -1, _id: -1 });
instanceSchema.index({ startedAt: -1, _id: -1 });
instanceSchema.index({ reportCode: 1 });
// Which ran at a past moment, and those of them that ran on another version then.
instanceSchema.index({ node: 1, startedAt: 1, endedAt: 1, definitionKey: 1 }, { name: 'past' });
instanceSchema.index(
  { 'was.until': 1 },
  { partialFilterExpression: { 'was.until': { $exists: true } }, name: 'migrated' },
);
// How many run on a version; and lists by due date.
instanceSchema.index({ definitionKey: 1 }, { partialFilterExpression: { state: 'active' }, name: 'running' });
instanceSchema.index({ state: 1, dueAt: 1, _id: 1 });
for (const filter of ['variables.leadAgency', 'district', 'variables.field', 'definitionKey'])
  instanceSchema.index({ [filter]: 1, state: 1, startedAt: -1, _id: -1 }, { name: `${filter}-started` });
// Whose opinion was asked for: beside the leading agency's, or its list would be read from everybody's.
instanceSchema.index(
  { 'variables.coordinatingAgencies': 1, state: 1, startedAt: -1, _id: -1 },
  { name: 'coordinating-started' },
);
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
  /** domain/past-tree.ts: where its span hangs; null while it is there. */
  node?: number | null;
  /** What it was on earlier versions, oldest first. */
  was?: { definitionKey: string; elementId: string; until: number }[];
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
  node: { type: Number, default: null },
  was: { type: [Schema.Types.Mixed], default: undefined },
  position: { type: Number, required: true },
  watches: Schema.Types.Mixed,
});
elementSchema.index({ instanceKey: 1, position: 1 });
// What stood where at a past moment: answered from the index alone, but for those that were migrated since.
elementSchema.index({ node: 1, startedAt: 1, endedAt: 1, definitionKey: 1, elementId: 1, type: 1 }, { name: 'past' });
elementSchema.index(
  { 'was.until': 1 },
  { partialFilterExpression: { 'was.until': { $exists: true } }, name: 'migrated' },
);
// `state` stands in it though it is always the same there: only so is what stands answered from the index alone.
elementSchema.index(
  { state: 1, definitionKey: 1, elementId: 1, startedAt: 1 },
  { partialFilterExpression: { state: 'active' }, name: 'standing-now' },
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
    /** How many run on each version of a process. */
    runningByVersion: (processId: string): Promise<{ definitionKey: string; reports: number }[]> =>
      model.aggregate([
        { $match: { state: 'active', processId } },
        { $group: { _id: '$definitionKey', reports: { $sum: 1 } } },
        { $project: { _id: 0, definitionKey: '$_id', reports: 1 } },
      ]),
    /** Elements of a version that are there now, scopes included, each with the number of its instances. */
    standingAt: (definitionKey: string): Promise<{ elementId: string; reports: number }[]> =>
      elements.aggregate([
        { $match: { definitionKey, state: 'active' } },
        { $group: { _id: { elementId: '$elementId', instanceKey: '$instanceKey' } } },
        { $group: { _id: '$_id.elementId', reports: { $sum: 1 } } },
        { $project: { _id: 0, elementId: '$_id', reports: 1 } },
        { $sort: { reports: -1, elementId: 1 } },
      ]),
    /** How many instances of a version stand at one of these elements. */
    async countAt(definitionKey: string, elementIds: string[]): Promise<number> {
      const [found] = await elements.aggregate<{ n: number }>([
        { $match: { definitionKey, state: 'active', elementId: { $in: elementIds } } },
        { $group: { _id: '$instanceKey' } },
        { $count: 'n' },
      ]);
      return found?.n ?? 0;
    },
    /** Which they are, oldest first, with the elements of these at which each stands. */
    async listAt(
      definitionKey: string,
      elementIds: string[],
      limit: number,
    ): Promise<{ instanceKey: string; reportCode: string | null; elementIds: string[] }[]> {
      if (limit <= 0) return [];
      return elements.aggregate([
        { $match: { definitionKey, state: 'active', elementId: { $in: elementIds } } },
        { $group: { _id: '$instanceKey', elementIds: { $addToSet: '$elementId' } } },
        { $sort: { _id: 1 } },
        { $limit: limit },
        { $lookup: { from: 'instances', localField: '_id', foreignField: '_id', as: 'instance' } },
        {
          $project: {
            _id: 0,
            instanceKey: '$_id',
            elementIds: 1,
            reportCode: { $ifNull: [{ $first: '$instance.reportCode' }, null] },
          },
        },
      ]);
    },
    /** Those that run on another version of the process, oldest first, as a cursor. */
    runningElsewhere: (processId: string, definitionKey: string) =>
      model
        .find({ state: 'active', processId, definitionKey: { $ne: definitionKey } } as never)
        .select({ _id: 1, reportCode: 1, version: 1 })
        .sort({ startedAt: 1, _id: 1 })
        .lean<Pick<Instance, '_id' | 'reportCode' | 'version'>[]>()
        .cursor(),
    /** All that run, oldest first, with what tells where they stand. */
    running: (processId: string) =>
      model
        .find({ state: 'active', processId })
        .select({ reportCode: 1, version: 1, definitionKey: 1, standing: 1, startedAt: 1, variables: 1, dueAt: 1 })
        .sort({ startedAt: 1, _id: 1 })
        .lean<Instance[]>()
        .cursor(),
    /** What of it is there now, scopes included. */
    activeElementsOf: (instanceKey: string): Promise<ElementInstance[]> =>
      elements.find({ instanceKey, state: 'active' }).sort({ position: 1 }).lean<ElementInstance[]>().exec(),
  };
}
export type Instances = ReturnType<typeof instancesOf>;
