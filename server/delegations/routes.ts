/** HTTP of absences. */
import { ColleagueList, DelegationList, DelegationParams, NewDelegation } from '../../domain/api/delegations.ts';
import type { App, House } from '../house.ts';
import { needActor, needRight } from '../plugins/session.ts';
import { Problem } from '../problem.ts';
import { colleaguesOf, delegate, endDelegation, hasWork, listDelegations } from './delegate.ts';

export function delegationRoutes(app: App, house: House): void {
  const tags = ['delegations'];
  app.get(
    '/api/delegations',
    { schema: { tags, summary: 'Absences that concern me', response: { 200: DelegationList } } },
    async (request) => ({ items: await listDelegations(house, needActor(request)), next: null }),
  );

  app.get(
    '/api/delegations/candidates',
    { schema: { tags, summary: 'Who may stand in for me', response: { 200: ColleagueList } } },
    async (request) => ({ items: await colleaguesOf(house, needRight(request, 'delegation.make')), next: null }),
  );

  app.post<{ Body: NewDelegation }>(
    '/api/delegations',
    { schema: { tags, summary: 'Be stood in for', body: NewDelegation } },
    async (request, reply) => {
      const actor = needRight(request, 'delegation.make');
      if (!hasWork(actor)) throw new Problem('missing-right');
      const id = await delegate(house, actor, request.body);
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
