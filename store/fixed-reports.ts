/**
 * The period's reports as they were fixed (article 13.9): each figure with its definition, value, number of rows and their
 * hash; the whole sealed by a hash and chained to the report fixed before it. Nothing of it is changed afterwards: a
 * correction is an erratum beside it, chained in turn. `figure-rows` keeps the rows themselves, so that a difference
 * can be told row by row; codes, times and numbers only, never erased.
 */
import type { ClientSession, Connection } from 'mongoose';
import { Schema } from 'mongoose';
import type { Division, FigureDefinition, FixedFigure } from '../domain/api/statistics.ts';
import type { Row, RowKind } from '../domain/statistics/rows.ts';
import { schemaOf } from './schema.ts';

export interface Sum {
  value: number | null;
  of: number | null;
  rows: number;
  hash: string;
}

export interface KeptErratum {
  number: number;
  /** Business time. */
  at: number;
  by: string;
  why: string;
  name: string;
  division: Division | null;
  cell: string | null;
  before: Sum;
  after: Sum;
  differences: { row: string; before: string | null; after: string | null }[];
  differing: number;
  /** The hash of the erratum before, or of the report. */
  previous: string;
  hash: string;
}

export interface FixedReport {
  /** `2026-10`, `2026-Q3`. */
  _id: string;
  /** 1, 2, 3, … in the order of fixing. */
  number: number;
  /** Epoch ms. */
  from: number;
  to: number;
  /** Nothing later was counted. */
  cut: number;
  /** Business time. */
  fixedAt: number;
  fixedBy: string;
  definitions: FigureDefinition[];
  figures: FixedFigure[];
  /** Under which name the rows are kept, and the SHA-256 of all of them. */
  evidence: string;
  evidenceHash: string;
  previous: string;
  hash: string;
  errata: KeptErratum[];
}

interface RowChunk {
  /** `<evidence>:<kind>:<n>`. */
  _id: string;
  evidence: string;
  kind: RowKind;
  n: number;
  rows: Row[];
}

const schema = schemaOf<FixedReport>('fixed-reports', {
  _id: { type: String, required: true },
  number: { type: Number, required: true },
  from: { type: Number, required: true },
  to: { type: Number, required: true },
  cut: { type: Number, required: true },
  fixedAt: { type: Number, required: true },
  fixedBy: { type: String, required: true },
  definitions: { type: [Schema.Types.Mixed], required: true },
  figures: { type: [Schema.Types.Mixed], required: true },
  evidence: { type: String, required: true },
  evidenceHash: { type: String, required: true },
  previous: { type: String, default: '' },
  hash: { type: String, required: true },
  errata: { type: [Schema.Types.Mixed], default: [] },
});
schema.index({ number: 1 }, { unique: true });

const chunks = schemaOf<RowChunk>('figure-rows', {
  _id: { type: String, required: true },
  evidence: { type: String, required: true },
  kind: { type: String, required: true },
  n: { type: Number, required: true },
  rows: { type: [Schema.Types.Mixed], required: true },
});
chunks.index({ evidence: 1, kind: 1, n: 1 });

/** Keeps a chunk far below the size of a document. */
const rowsAChunk = 2_000;

export function fixedReportsOf(connection: Connection) {
  const model = connection.model<FixedReport>('FixedReport', schema);
  const rows = connection.model<RowChunk>('FigureRows', chunks);
  return {
    model,
    rows,
    find: (period: string): Promise<FixedReport | null> => model.findById(period).lean<FixedReport>().exec(),
    /** All of them in the order of fixing, without their figures. */
    chain: (): Promise<Omit<FixedReport, 'definitions' | 'figures'>[]> =>
      model
        .find()
        .sort({ number: 1 })
        .select({ definitions: 0, figures: 0 })
        .lean<Omit<FixedReport, 'definitions' | 'figures'>[]>()
        .exec(),
    /** Rejects with code 11000 when the period, or the number, is taken. */
    async add(report: FixedReport, session: ClientSession): Promise<void> {
      await model.collection.insertOne(report as never, { session });
    },
    /** False when somebody else has added an erratum meanwhile. */
    async addErratum(period: string, erratum: KeptErratum, session: ClientSession): Promise<boolean> {
      const filter = { _id: period, errata: { $size: erratum.number - 1 } };
      const { modifiedCount } = await model.updateOne(filter, { $push: { errata: erratum } }, { session });
      return modifiedCount === 1;
    },
    async keepRows(evidence: string, all: Readonly<Record<RowKind, Row[]>>): Promise<void> {
      for (const [kind, list] of Object.entries(all) as [RowKind, Row[]][])
        for (let n = 0; n * rowsAChunk < list.length; n++) {
          const part = list.slice(n * rowsAChunk, (n + 1) * rowsAChunk);
          await rows.collection.insertOne({ _id: `${evidence}:${kind}:${n}`, evidence, kind, n, rows: part } as never);
        }
    },
    async rowsOfKind(evidence: string, kind: RowKind): Promise<Row[]> {
      const found = await rows.find({ evidence, kind }).sort({ n: 1 }).lean<RowChunk[]>().exec();
      return found.flatMap((chunk) => chunk.rows);
    },
    async rowsOf(evidence: string): Promise<Record<RowKind, Row[]>> {
      const kept: Record<RowKind, Row[]> = { reports: [], steps: [], extensions: [], returns: [] };
      const found = await rows.find({ evidence }).sort({ kind: 1, n: 1 }).lean<RowChunk[]>().exec();
      for (const chunk of found) kept[chunk.kind].push(...chunk.rows);
      return kept;
    },
  };
}
export type FixedReports = ReturnType<typeof fixedReportsOf>;
