/** HTTP of absences. */
import { Made } from '../../domain/api/common.ts';
import {
  CandidatesQuery,
  ColleagueList,
  DelegationList,
  DelegationParams,
  NewDelegation,
} from '../../domain/api/delegations.ts';
import type { App, House } from '../house.ts';
import { needActor, needRight } from '../plugins/session.ts';
import { Problem } from '../problem.ts';
import { absentPerson, colleaguesOf, delegate, endDelegation, hasWork, listDelegations } from './delegate.ts';

export function delegationRoutes(app: App, house: House): void {
  const tags = ['delegations'];
  app.get(
    '/api/delegations',
    { schema: { tags, summary: 'Absences that concern me', response: { 200: DelegationList } } },
    async (request) => ({ items: await listDelegations(house, needActor(request)), next: null }),
  );

  app.get<{ Querystring: CandidatesQuery }>(
    '/api/delegations/candidates',
    {
      schema: {
        tags,
        summary: 'Who may stand in for me, or for another',
        querystring: CandidatesQuery,
        response: { 200: ColleagueList },
      },
    },
    async (request) => {
      const { absent } = request.query;
      const actor = needRight(request, absent ? 'delegation.set' : 'delegation.make');
      return { items: await colleaguesOf(house, await absentPerson(house, actor, absent)), next: null };
    },
  );

  app.post<{ Body: NewDelegation }>(
    '/api/delegations',
    {
      schema: {
        tags,
        summary: 'Be stood in for, or have another stood in for',
        body: NewDelegation,
        response: { 201: Made },
      },
    },
    async (request, reply) => {
      const { absent, ...given } = request.body;
      const actor = needRight(request, absent ? 'delegation.set' : 'delegation.make');
      const person = await absentPerson(house, actor, absent);
      if (!hasWork(person)) throw new Problem('missing-right');
      const id = await delegate(house, person, given, actor.username);
      return reply.code(201).header('location', `/api/delegations/${id}`).send({ id });
    },
  );

  app.delete<{ Params: { id: string } }>(
    '/api/delegations/:id',
    { schema: { tags, summary: 'End an absence early', params: DelegationParams } },
    async (request, reply) => {
      await endDelegation(house, needActor(request), request.params.id);
      return reply.code(204).send();
    },
  );
}
