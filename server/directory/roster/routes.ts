/** HTTP of the roster. */
import { Made } from '../../../domain/api/common.ts';
import {
  DutyParams,
  NewDuty,
  Roster,
  RosterMade,
  RosterPattern,
  RosterQuery,
  RosterSwap,
} from '../../../domain/api/roster.ts';
import type { App, House, Request } from '../../house.ts';
import { seenVersion } from '../../plugins/if-match.ts';
import { needRight } from '../../plugins/session.ts';
import { Problem } from '../../problem.ts';
import { addDuty, changeDuty, makeRows, readRoster, removeDuty, swapDuties } from './roster.ts';

type Params = { Params: { id: string } };

/** @throws 400: a row is changed by who has seen it */
function needVersion(request: Request): number {
  const seen = seenVersion(request.headers['if-match']);
  if (seen === undefined) throw new Problem('bad-request', { errors: [{ pointer: '/if-match', code: 'required' }] });
  return seen;
}

export function rosterRoutes(app: App, house: House): void {
  const tags = ['directory'];

  app.get<{ Querystring: RosterQuery }>(
    '/api/directory/roster',
    { schema: { tags, summary: 'Who is on duty when, and gaps', querystring: RosterQuery, response: { 200: Roster } } },
    async (request) => {
      needRight(request, 'roster.see');
      return readRoster(house, request.query);
    },
  );

  app.post<{ Body: NewDuty }>(
    '/api/directory/roster',
    { schema: { tags, summary: 'Put a person on duty', body: NewDuty, response: { 201: Made } } },
    async (request, reply) => {
      const id = await addDuty(house, needRight(request, 'roster.edit'), request.body);
      return reply.code(201).header('location', `/api/directory/roster/${id}`).send({ id });
    },
  );

  app.put<Params & { Body: NewDuty }>(
    '/api/directory/roster/:id',
    { schema: { tags, summary: 'Change a row', params: DutyParams, body: NewDuty } },
    async (request, reply) => {
      const actor = needRight(request, 'roster.edit');
      await changeDuty(house, actor, request.params.id, request.body, needVersion(request));
      return reply.code(204).send();
    },
  );

  app.delete<Params>(
    '/api/directory/roster/:id',
    { schema: { tags, summary: 'Remove a row', params: DutyParams } },
    async (request, reply) => {
      const actor = needRight(request, 'roster.edit');
      await removeDuty(house, actor, request.params.id, needVersion(request));
      return reply.code(204).send();
    },
  );

  app.post<{ Body: RosterPattern }>(
    '/api/directory/roster/rows',
    { schema: { tags, summary: 'Make rows by a weekly pattern', body: RosterPattern, response: { 201: RosterMade } } },
    async (request, reply) =>
      reply.code(201).send(await makeRows(house, needRight(request, 'roster.edit'), request.body)),
  );

  app.post<{ Body: RosterSwap }>(
    '/api/directory/roster/swap',
    { schema: { tags, summary: 'Two rows change their people', body: RosterSwap } },
    async (request, reply) => {
      const actor = needRight(request, 'roster.edit');
      await swapDuties(house, actor, request.body.one, request.body.other);
      return reply.code(204).send();
    },
  );
}
