/** The check of a draft: POST /api/models/{id}/check (as it is saved), POST /api/models/check (files as they are given). */
import { type Static, Type } from 'typebox';
import { type CheckResult, checkKinds, type Finding, findingCodes, severities } from '../checks.ts';
import { Time } from './common.ts';
import { ModelFile, modelLimits } from './models.ts';

export const FilesToCheck = Type.Object(
  { files: Type.Array(ModelFile, { minItems: 1, maxItems: modelLimits.files }) },
  { additionalProperties: false },
);
export type FilesToCheck = Static<typeof FilesToCheck>;

const FindingShape = Type.Object({
  kind: Type.Enum([...checkKinds]),
  code: Type.Enum(Object.values(findingCodes).flat()),
  severity: Type.Enum([...severities]),
  file: Type.String(),
  element: Type.Optional(Type.String()),
  line: Type.Optional(Type.Integer()),
  column: Type.Optional(Type.Integer()),
  article: Type.Optional(Type.String()),
  data: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
});

export const CheckAnswer = Type.Object({
  /** Errors first. */
  findings: Type.Array(FindingShape),
  /** How many more there were. */
  left: Type.Integer(),
  at: Time,
  /** Of the draft that was checked as it is saved. */
  version: Type.Optional(Type.Integer()),
});
export type CheckAnswer = CheckResult & { at: string; version?: number };
export type { Finding };
