/** Drafts of the procedure: GET, POST /api/models; GET /api/models/{id}; PUT /api/models/{id}/files. */
import { type Static, Type } from 'typebox';
import { EngineKey, List, Time } from './common.ts';

export const modelLimits = { name: 120, files: 60, bytes: 1_000_000 } as const;

const ModelId = Type.String({ pattern: '^[A-Za-z0-9_-]{16,64}$', maxLength: 64 });
export const ModelParams = Type.Object({ id: ModelId });

/** A plain file as it is deployed: `field-report.bpmn`, `routing.dmn`, `forms/intake.form`. */
export const ModelFile = Type.Object(
  {
    name: Type.String({ pattern: '^(?:[A-Za-z0-9_-]+/)?[A-Za-z0-9_.-]+\\.(?:bpmn|dmn|form)$', maxLength: 120 }),
    content: Type.String({ maxLength: modelLimits.bytes }),
  },
  { additionalProperties: false },
);
export type ModelFile = Static<typeof ModelFile>;

const BasedOn = Type.Union([Type.Object({ definitionKey: EngineKey, version: Type.Integer() }), Type.Null()]);

export const ModelItem = Type.Object({
  id: Type.String(),
  name: Type.String(),
  /** The deployed definition that it was begun from. */
  basedOn: BasedOn,
  /** Rises with each save; what `If-Match` names. */
  version: Type.Integer(),
  createdAt: Time,
  createdBy: Type.String(),
  changedAt: Time,
  changedBy: Type.String(),
  /** Put away: not in the list of those that are worked on. */
  archived: Type.Optional(Type.Boolean()),
  /** Names of those who have it open just now. */
  present: Type.Optional(Type.Array(Type.String())),
});
export type ModelItem = Static<typeof ModelItem>;
export const ModelList = List(ModelItem);
export type ModelList = Static<typeof ModelList>;

export const ModelDetail = Type.Interface([ModelItem], { files: Type.Array(ModelFile) });
export type ModelDetail = Static<typeof ModelDetail>;

/** `from`: `in-force`, the id of another draft (`version`: as it was kept then), or `files` that are brought along. */
export const NewModel = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: modelLimits.name }),
    from: Type.Union([Type.Literal('in-force'), Type.Literal('files'), ModelId]),
    version: Type.Optional(Type.Integer({ minimum: 1 })),
    files: Type.Optional(Type.Array(ModelFile, { minItems: 1, maxItems: modelLimits.files })),
  },
  { additionalProperties: false },
);
export type NewModel = Static<typeof NewModel>;

/** The files that changed, whole; others stay. `removed`: names of files that go. */
export const FileChanges = Type.Object(
  {
    files: Type.Array(ModelFile, { maxItems: modelLimits.files }),
    removed: Type.Optional(Type.Array(Type.String({ maxLength: 120 }), { maxItems: modelLimits.files })),
  },
  { additionalProperties: false },
);
export type FileChanges = Static<typeof FileChanges>;

export const Saved = Type.Object({ version: Type.Integer(), changedAt: Time, changedBy: Type.String() });
export type Saved = Static<typeof Saved>;

export const ModelChange = Type.Object(
  {
    name: Type.Optional(Type.String({ minLength: 1, maxLength: modelLimits.name })),
    archived: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type ModelChange = Static<typeof ModelChange>;

export const ModelQuery = Type.Object({ archived: Type.Optional(Type.Boolean()) }, { additionalProperties: false });
export type ModelQuery = Static<typeof ModelQuery>;

/** Files that are brought along, whole: they take the places of those with the same names. */
export const ImportedFiles = Type.Object(
  { files: Type.Array(ModelFile, { minItems: 1, maxItems: modelLimits.files }) },
  { additionalProperties: false },
);
export type ImportedFiles = Static<typeof ImportedFiles>;

export const VersionParams = Type.Object({ id: ModelId, n: Type.Integer({ minimum: 1 }) });
export const NewVersion = Type.Object(
  { note: Type.String({ minLength: 1, maxLength: 500 }) },
  { additionalProperties: false },
);
export const VersionItem = Type.Object({ n: Type.Integer(), note: Type.String(), at: Time, by: Type.String() });
export type VersionItem = Static<typeof VersionItem>;
export const VersionList = List(VersionItem);
export const VersionDetail = Type.Interface([VersionItem], { files: Type.Array(ModelFile) });
export type VersionDetail = Static<typeof VersionDetail>;

export const LogLine = Type.Object({
  what: Type.String(),
  at: Time,
  /** Of several saves in a row: the first. */
  since: Time,
  by: Type.String(),
  note: Type.String(),
  files: Type.Array(Type.String()),
});
export type LogLine = Static<typeof LogLine>;
export const LogList = List(LogLine);

/** Who else has the draft open. */
export const Others = Type.Object({
  others: Type.Array(Type.Object({ username: Type.String(), name: Type.String() })),
});
export type Others = Static<typeof Others>;
