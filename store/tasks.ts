/**
 * User tasks as the record stream tells them, ready to be listed: everything a list shows or filters by stands in the
 * document. Only server/records/project writes here. Shard key: `reportCode` hashed.
 */
import type { Connection } from 'mongoose';
import { Schema } from 'mongoose';
import { schemaOf } from './schema.ts';

export type TaskState = 'created' | 'assigned' | 'completed' | 'canceled';
/** The states in which a task is `open`: what indexes name before a date. */
export const openStates: readonly TaskState[] = ['created', 'assigned'];

export interface Task {
  /** userTaskKey, decimal. */
  _id: string;
  /** Element instance key: what workers and deadlines call the task instance. */
  taskInstance: string;
  instanceKey: string;
  definitionKey: string;
  elementId: string;
  /** The element's `stage` header, its id where it has none. */
  stage: string;
  name: string;
  article: string | null;
  reportCode: string;
  /** The report's content, cut; never a sender's detail. */
  summary: string;
  confidential: boolean;
  /** Candidate groups. */
  groups: string[];
  /** The agency of the candidate groups; null for the IOC's and the province's tasks. */
  agency: string | null;
  field: string | null;
  district: string | null;
  assignee: string | null;
  state: TaskState;
  open: boolean;
  /** Epoch ms, engine time. */
  createdAt: number;
  endedAt: number | null;
  /** domain/past-tree.ts: where its span hangs; null while it is open. */
  node?: number | null;
  dueAt: number | null;
  originalDueAt: number | null;
  remindAt: number | null;
  /** When half of its working time will be used: by then somebody should have it. */
  claimBy?: number | null;
  formKey: string | null;
  /** Rises with each record that changes the task. */
  version: number;
  outcome: string | null;
  completedBy: string | null;
  /** The absent person for whom a stand-in completed it. */
  onBehalfOf?: string | null;
  /** Folded words of summary, place and code. */
  search: string;
  history: { at: number; what: string; assignee?: string | null; onBehalfOf?: string; id: string }[];
}

const schema = schemaOf<Task>('tasks', {
  _id: { type: String, required: true },
  taskInstance: { type: String, required: true },
  instanceKey: { type: String, required: true },
  definitionKey: { type: String, required: true },
  elementId: { type: String, required: true },
  stage: { type: String, required: true },
  name: { type: String, required: true },
  article: { type: String, default: null },
  reportCode: { type: String, required: true },
  summary: { type: String, default: '' },
  confidential: { type: Boolean, default: false },
  groups: { type: [String], required: true },
  agency: { type: String, default: null },
  field: { type: String, default: null },
  district: { type: String, default: null },
  assignee: { type: String, default: null },
  state: { type: String, required: true },
  open: { type: Boolean, required: true },
  createdAt: { type: Number, required: true },
  endedAt: { type: Number, default: null },
  node: { type: Number, default: null },
  dueAt: { type: Number, default: null },
  originalDueAt: { type: Number, default: null },
  remindAt: { type: Number, default: null },
  claimBy: { type: Number, default: null },
  formKey: { type: String, default: null },
  version: { type: Number, required: true },
  outcome: { type: String, default: null },
  completedBy: { type: String, default: null },
  onBehalfOf: String,
  search: { type: String, default: '' },
  history: { type: [Schema.Types.Mixed], default: [] },
});
const overdueKeys = { open: 1, definitionKey: 1, dueAt: 1, elementId: 1 } as const;
schema.index({ taskInstance: 1 }, { unique: true });
schema.index({ reportCode: 1, createdAt: 1 });
schema.index({ instanceKey: 1 });
for (const sort of ['dueAt', 'createdAt'] as const) {
  // Equality first (group | assignee | stage | …), then the sort, then the key that makes the cursor exact.
  schema.index({ open: 1, [sort]: 1, _id: 1 }, { name: `open-${sort}` });
  schema.index({ groups: 1, state: 1, [sort]: 1, _id: 1 }, { name: `groups-state-${sort}` });
  schema.index({ state: 1, [sort]: 1, _id: 1 }, { name: `state-${sort}` });
  schema.index({ assignee: 1, state: 1, [sort]: 1, _id: 1 }, { name: `mine-${sort}` });
  schema.index({ stage: 1, state: 1, [sort]: 1, _id: 1 }, { name: `stage-${sort}` });
  // What an agency has done is much, and its people narrow it: what they narrow it by is told by the key alone.
  schema.index(
    { agency: 1, state: 1, [sort]: 1, _id: 1, district: 1, stage: 1, field: 1 },
    { name: `agency-narrowed-${sort}` },
  );
  schema.index({ field: 1, state: 1, [sort]: 1, _id: 1 }, { name: `field-${sort}` });
  schema.index({ district: 1, state: 1, [sort]: 1, _id: 1 }, { name: `district-${sort}` });
}
// Which were open at a past moment.
schema.index({ node: 1, createdAt: 1, endedAt: 1 }, { name: 'past' });
// Open and overdue tasks of a definition, per element: the diagram's counts. `open` stands in it though it is always
// true there: only so are they answered from the index alone.
schema.index(overdueKeys, { partialFilterExpression: { open: true }, name: 'overdue-counts' });
// What needs someone: free for long, and by whom it could be taken.
schema.index({ assignee: 1, claimBy: 1 }, { partialFilterExpression: { open: true }, name: 'free' });
schema.index({ search: 'text' }, { default_language: 'none', name: 'words' });

export function tasksOf(connection: Connection) {
  const model = connection.model<Task>('Task', schema);
  return {
    model,
    find: (key: string): Promise<Task | null> => model.findById(key).lean<Task>().exec(),
    /** By element instance key; null when its record has not come yet (for a worker: not yet created). */
    findByTaskInstance: (taskInstance: string): Promise<Task | null> =>
      model.findOne({ taskInstance }).lean<Task>().exec(),
    ofReport: (reportCode: string): Promise<Task[]> =>
      model.find({ reportCode }).sort({ createdAt: 1, _id: 1 }).lean<Task[]>().exec(),
    openOfInstances: (instanceKeys: string[]): Promise<Task[]> =>
      model
        .find({ instanceKey: { $in: instanceKeys }, open: true })
        .sort({ createdAt: 1, _id: 1 })
        .lean<Task[]>()
        .exec(),
    /** How many are open and past their date at each element of these definitions. `now`: business time, epoch ms. */
    async overdue(
      definitionKeys: readonly string[],
      now: number,
    ): Promise<{ definitionKey: string; elementId: string; overdue: number }[]> {
      const found = await model
        .aggregate<{ _id: { definitionKey: string; elementId: string }; overdue: number }>([
          { $match: { open: true, definitionKey: { $in: definitionKeys }, dueAt: { $ne: null, $lt: now } } },
          { $group: { _id: { definitionKey: '$definitionKey', elementId: '$elementId' }, overdue: { $sum: 1 } } },
        ])
        .hint(overdueKeys);
      return found.map(({ _id, overdue }) => ({ ..._id, overdue }));
    },
    openOfReport: (reportCode: string): Promise<Task[]> =>
      model.find({ reportCode, open: true }).sort({ createdAt: 1, _id: 1 }).lean<Task[]>().exec(),
  };
}
export type Tasks = ReturnType<typeof tasksOf>;
