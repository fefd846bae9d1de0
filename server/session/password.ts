/** A password is set by who has the one-time link; whoever was logged in under that name is logged out. */
import { NewPassword } from '../../domain/api/people.ts';
import type { App, House } from '../house.ts';
import { countOrRefuse } from '../plugins/limits.ts';
import { idOfPasswordToken } from '../plugins/password-link.ts';
import { Problem } from '../problem.ts';
import { hashPassword } from './passwords.ts';

const attempts = { what: 'set-password', windowMs: 15 * 60_000, most: 30 };

export function passwordRoutes(app: App, house: House): void {
  const { store, settings } = house;
  app.post<{ Body: NewPassword }>(
    '/api/password',
    {
      schema: { tags: ['session'], summary: 'Set a password by a one-time link', body: NewPassword },
      bodyLimit: 4_096,
    },
    async (request, reply) => {
      const { origin } = request.headers;
      if (origin !== undefined && origin !== settings.publicUrl) throw new Problem('wrong-origin');
      await countOrRefuse(house, attempts, request.ip);
      const { token, password } = request.body;
      const id = idOfPasswordToken(settings.secret, token);
      const link = id && (await store.passwordLinks.open(id, house.machineNow()));
      if (!id || !link) throw new Problem('not-found');
      const { username } = link;
      if (password.toLowerCase().includes(username))
        throw new Problem('invalid', { errors: [{ pointer: '/password', code: 'contains-name' }] });
      const passwordHash = await hashPassword(password);
      await house.store.transaction(async (session) => {
        if (!(await store.passwordLinks.use(id, house.machineNow(), session))) throw new Problem('not-found');
        const set = { $set: { passwordHash } };
        const person = { _id: username, active: true };
        if ((await store.people.model.updateOne(person, set, { session })).matchedCount === 0)
          throw new Problem('not-found');
        await store.sessions.model.deleteMany({ username }, { session });
        const entry = { who: username, what: 'set-password', data: { madeBy: link.by } };
        await store.audit.append(entry, house.machineNow(), session);
      });
      return reply.code(204).send();
    },
  );
}
