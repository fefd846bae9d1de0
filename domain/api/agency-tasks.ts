/** GET /api/agency/tasks: the open tasks of one's groups with report, form, deadline and article. */
import { type Static, Type } from 'typebox';
import { List, paging, StageId } from './common.ts';
import { TaskDetail } from './tasks.ts';

export const AgencyTaskQuery = Type.Object(
  {
    stage: Type.Optional(StageId),
    after: paging.after,
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50 })),
  },
  { additionalProperties: false },
);
export type AgencyTaskQuery = Static<typeof AgencyTaskQuery>;

export const AgencyTaskList = List(TaskDetail);
export type AgencyTaskList = Static<typeof AgencyTaskList>;

/** Optional header of a completion: a repeat with the same key and body is answered as the first was. */
export const CompletionHeaders = Type.Object({
  'idempotency-key': Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_-]{8,64}$', maxLength: 64 })),
});
