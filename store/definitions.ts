/**
 * What is deployed: process definitions with their XML and what is read from it, forms, tables, and counters per element.
 * Written by the projection only.
 */
import type { Connection } from 'mongoose';
import { Schema } from 'mongoose';
import { schemaOf } from './schema.ts';

export interface DefinitionElement {
  name: string;
  type: string;
  stage: string | null;
  article: string | null;
  /** The `budget` input mapping as written, e.g. `2h`. */
  budget: string | null;
  /** The `clockStart` input mapping as written, e.g. `=receivedAt`. */
  clockStart: string | null;
  formId: string | null;
  /** Name of the message that a catching event waits for. */
  message: string | null;
  /** A timer's expression as written, e.g. `=dueAt`; absent on definitions that were read before it was kept. */
  timer?: string | null;
  /** The `clockDue` input mapping as written: a step that runs on a clock which another has opened. */
  clockDue?: string | null;
  /** Targets of the output mappings of an element that has a budget: what it opens. */
  opens?: string[];
  /** Inside a non-interrupting event sub-process: watches are not tokens of the procedure. */
  watch: boolean;
}

export interface Definition {
  /** processDefinitionKey. */
  _id: string;
  processId: string;
  version: number;
  resourceName: string;
  xml: string;
  name: string;
  /** By element id. */
  elements: Record<string, DefinitionElement>;
  deployedAt: number;
  deleted: boolean;
}

const definitionSchema = schemaOf<Definition>('definitions', {
  _id: { type: String, required: true },
  processId: { type: String, required: true },
  version: { type: Number, required: true },
  resourceName: { type: String, default: '' },
  xml: { type: String, required: true },
  name: { type: String, default: '' },
  elements: { type: Schema.Types.Mixed, default: {} },
  deployedAt: { type: Number, required: true },
  deleted: { type: Boolean, default: false },
});
definitionSchema.index({ processId: 1, version: -1 });

export interface Form {
  /** formKey. */
  _id: string;
  formId: string;
  version: number;
  /** The form-js schema. */
  schema: Record<string, unknown>;
  /** The file's name and its text as it was deployed. */
  resourceName: string;
  source: string;
  deployedAt: number;
  deleted: boolean;
}

const formSchema = schemaOf<Form>('forms', {
  _id: { type: String, required: true },
  formId: { type: String, required: true },
  version: { type: Number, required: true },
  schema: { type: Schema.Types.Mixed, required: true },
  resourceName: { type: String, default: '' },
  source: { type: String, default: '' },
  deployedAt: { type: Number, required: true },
  deleted: { type: Boolean, default: false },
});
formSchema.index({ formId: 1, version: -1 });

/** A DMN file: decisions that belong together. */
export interface Table {
  /** decisionRequirementsKey. */
  _id: string;
  version: number;
  /** Ids of its decisions. */
  decisionIds: string[];
  resourceName: string;
  source: string;
  deployedAt: number;
  deleted: boolean;
}

const tableSchema = schemaOf<Table>('tables', {
  _id: { type: String, required: true },
  version: { type: Number, required: true },
  decisionIds: { type: [String], required: true },
  resourceName: { type: String, default: '' },
  source: { type: String, required: true },
  deployedAt: { type: Number, required: true },
  deleted: { type: Boolean, default: false },
});
tableSchema.index({ decisionIds: 1, version: -1 });

/** Tokens and incidents of an element, kept by the projection and never counted. */
export interface ElementCount {
  /** `<definitionKey>:<elementId>`. */
  _id: string;
  definitionKey: string;
  elementId: string;
  active: number;
  incidents: number;
  completed: number;
  terminated: number;
}

const countSchema = schemaOf<ElementCount>('counts', {
  _id: { type: String, required: true },
  definitionKey: { type: String, required: true },
  elementId: { type: String, required: true },
  active: { type: Number, default: 0 },
  incidents: { type: Number, default: 0 },
  completed: { type: Number, default: 0 },
  terminated: { type: Number, default: 0 },
});
countSchema.index({ definitionKey: 1 });

/** Records of one deployment are stamped one after the other, never so far apart. */
const sameDeploymentMs = 100;

export function definitionsOf(connection: Connection) {
  const model = connection.model<Definition>('Definition', definitionSchema);
  const forms = connection.model<Form>('Form', formSchema);
  const tables = connection.model<Table>('Table', tableSchema);
  const counts = connection.model<ElementCount>('ElementCount', countSchema);
  return {
    model,
    forms,
    tables,
    counts,
    find: (key: string): Promise<Definition | null> => model.findById(key).lean<Definition>().exec(),
    /** The version in force of a process id. */
    latest: (processId: string): Promise<Definition | null> =>
      model.findOne({ processId, deleted: false }).sort({ version: -1 }).lean<Definition>().exec(),
    /** Every version that was ever deployed, newest first, without the diagram. */
    versionsOf: (
      processId: string,
      limit: number,
    ): Promise<Pick<Definition, '_id' | 'version' | 'deployedAt' | 'deleted'>[]> =>
      model
        .find({ processId })
        .select({ version: 1, deployedAt: 1, deleted: 1 })
        .sort({ version: -1 })
        .limit(limit)
        .lean<Definition[]>()
        .exec(),
    findForm: (formKey: string): Promise<Form | null> => forms.findById(formKey).lean<Form>().exec(),
    latestForm: (formId: string): Promise<Form | null> =>
      forms.findOne({ formId, deleted: false }).sort({ version: -1 }).lean<Form>().exec(),
    /** The form, or the table with the decision, that a diagram deployed at this time was bound to. */
    formAt: (formId: string, deployedAt: number): Promise<Form | null> =>
      forms
        .findOne({ formId, deployedAt: { $lte: deployedAt + sameDeploymentMs } })
        .sort({ version: -1 })
        .lean<Form>()
        .exec(),
    tableAt: (decisionId: string, deployedAt: number): Promise<Table | null> =>
      tables
        .findOne({ decisionIds: decisionId, deployedAt: { $lte: deployedAt + sameDeploymentMs } })
        .sort({ version: -1 })
        .lean<Table>()
        .exec(),
    countsOf: (definitionKey: string): Promise<ElementCount[]> =>
      counts.find({ definitionKey }).lean<ElementCount[]>().exec(),
  };
}
export type Definitions = ReturnType<typeof definitionsOf>;
