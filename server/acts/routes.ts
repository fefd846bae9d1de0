/** What the duty officer may do to one running instance by hand, and what was done to it. */
import { ActList, type ActView, Cancellation, Migration, Modification } from '../../domain/api/acts.ts';
import { InstanceParams } from '../../domain/api/instances.ts';
import { type Action, may } from '../../domain/rights.ts';
import type { Instance } from '../../store/instances.ts';
import type { Actor, App, House, Request } from '../house.ts';
import { needReason } from '../plugins/keep-act.ts';
import { migrateInstance } from '../plugins/migrate-instance.ts';
import { namesOf } from '../plugins/names.ts';
import { agenciesOf } from '../plugins/reach.ts';
import { needRight } from '../plugins/session.ts';
import { Problem } from '../problem.ts';
import { wire } from '../views/time.ts';
import { cancelInstance } from './cancel.ts';
import { moveInstance } from './move.ts';

type OfInstance = { Params: { key: string } };

export function actRoutes(app: App, house: House): void {
  const tags = ['instances'];
  const { store } = house;
  const params = InstanceParams;

  async function needInstance(request: Request, action: Action): Promise<{ actor: Actor; instance: Instance }> {
    const actor = needRight(request, action);
    const instance = await store.instances.find((request.params as { key: string }).key);
    if (!instance) throw new Problem('not-found');
    return { actor, instance };
  }

  app.get<OfInstance>(
    '/api/instances/:key/acts',
    { schema: { tags, summary: 'What was done to it by hand', params, response: { 200: ActList } } },
    async (request) => {
      const { actor, instance } = await needInstance(request, 'instance.see');
      const report = instance.reportCode ? await store.reports.find(instance.reportCode) : null;
      if (!may(actor.groups, 'instance.see', { agencies: report ? agenciesOf(report) : [] }))
        throw new Problem('not-found');
      const acts = await store.acts.ofInstance(instance._id);
      const nameOf = await namesOf(
        house,
        acts.map(({ by }) => by),
      );
      const items = acts.map(
        ({ what, by, at, reason, data }): ActView => ({ what, by, byName: nameOf(by), at: wire(at), reason, data }),
      );
      return { items };
    },
  );

  app.post<OfInstance & { Body: Cancellation }>(
    '/api/instances/:key/cancellation',
    { schema: { tags, summary: 'End it', params, body: Cancellation } },
    async (request, reply) => {
      const { actor, instance } = await needInstance(request, 'instance.change');
      await cancelInstance(house, actor, instance, request.body.reason);
      return reply.code(204).send();
    },
  );

  app.post<OfInstance & { Body: Modification }>(
    '/api/instances/:key/modification',
    { schema: { tags, summary: 'Let elements begin and end', params, body: Modification } },
    async (request, reply) => {
      const { actor, instance } = await needInstance(request, 'instance.change');
      await moveInstance(house, actor, instance, request.body);
      return reply.code(204).send();
    },
  );

  app.post<OfInstance & { Body: Migration }>(
    '/api/instances/:key/migration',
    { schema: { tags, summary: 'Let it go on by another version', params, body: Migration } },
    async (request, reply) => {
      const { actor, instance } = await needInstance(request, 'instance.migrate');
      const { to: key, mapping = {} } = request.body;
      const reason = needReason(request.body.reason);
      const to = await store.definitions.find(key);
      if (!to || to.deleted || to.processId !== instance.processId)
        throw new Problem('invalid', { errors: [{ pointer: '/to', code: 'unknown-code' }] });
      const moved = await migrateInstance(house, { instance, to, mapping, by: actor.username, reason });
      if (moved.is === 'ended' || moved.is === 'there') throw new Problem('no-use-now');
      if (moved.is === 'refused') throw new Problem('engine-refused', { engine: moved.words });
      if (moved.is === 'hindered') {
        const errors = moved.by.map(({ element, why }) => ({ pointer: `/mapping/${element}`, code: `cannot-${why}` }));
        throw new Problem('invalid', { errors });
      }
      return reply.code(204).send();
    },
  );
}
