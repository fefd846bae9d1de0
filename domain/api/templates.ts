/** Reply templates: GET, POST /api/templates, PUT, DELETE /api/templates/{id}. */
import { type Static, Type } from 'typebox';
import { List, StageId, Time } from './common.ts';

export const templateLimits = { name: 80, text: 10_000 } as const;

/** What a person writes. `shared`: for everyone of the unit; otherwise for oneself. Without `stage`: for every stage. */
export const NewTemplate = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: templateLimits.name }),
    text: Type.String({ minLength: 1, maxLength: templateLimits.text }),
    stage: Type.Optional(StageId),
    outcome: Type.Optional(Type.String({ pattern: '^[a-z-]{1,40}$', maxLength: 40 })),
    shared: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type NewTemplate = Static<typeof NewTemplate>;

export const Template = Type.Object({
  id: Type.String(),
  name: Type.String(),
  text: Type.String(),
  stage: Type.Optional(Type.String()),
  outcome: Type.Optional(Type.String()),
  shared: Type.Boolean(),
  /** Whether the person who asks may change it. */
  mayEdit: Type.Boolean(),
  /** User name of who wrote it last. */
  by: Type.String(),
  at: Time,
});
export type Template = Static<typeof Template>;
export const TemplateList = List(Template);
export type TemplateList = Static<typeof TemplateList>;
export const TemplateParams = Type.Object({ id: Type.String({ pattern: '^[A-Za-z0-9_-]{16,64}$', maxLength: 64 }) });
