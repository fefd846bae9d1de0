/** What is and was deployed, as files: GET /api/models/definitions, /api/models/definitions/{key}. */
import { type Static, Type } from 'typebox';
import { EngineKey, List, Time } from './common.ts';
import { ModelFile } from './models.ts';

export const DefinitionParams = Type.Object({ key: EngineKey });

export const DefinitionItem = Type.Object({
  definitionKey: EngineKey,
  version: Type.Integer(),
  deployedAt: Time,
  /** New reports start on it. */
  inForce: Type.Boolean(),
});
export type DefinitionItem = Static<typeof DefinitionItem>;
export const DefinitionList = List(DefinitionItem);

/** The diagram with the forms and tables that it was bound to. */
export const DefinitionDetail = Type.Interface([DefinitionItem], { files: Type.Array(ModelFile) });
export type DefinitionDetail = Static<typeof DefinitionDetail>;
