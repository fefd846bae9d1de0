/** HTTP of people, their groups, and the points of contact of each agency. */
import {
  FocalPointList,
  NewPerson,
  PasswordLink,
  PersonChange,
  PersonDetail,
  PersonList,
  PersonMade,
  PersonParams,
  PersonQuery,
} from '../../../domain/api/people.ts';
import type { Person } from '../../../store/people.ts';
import type { App, House } from '../../house.ts';
import { seenVersion } from '../../plugins/if-match.ts';
import { needRight } from '../../plugins/session.ts';
import { Problem } from '../../problem.ts';
import { addPerson, changePerson } from './change.ts';
import { focalPoints } from './focal-points.ts';
import { makePasswordLink } from './link.ts';
import { listPeople } from './list.ts';
import { heldTask, personItem, tasksHeldBy } from './person.ts';

type Params = { Params: { username: string } };

export function peopleRoutes(app: App, house: House): void {
  const tags = ['directory'];
  const { people, sessions } = house.store;

  async function detail(person: Person): Promise<PersonDetail> {
    const [held, open] = await Promise.all([
      tasksHeldBy(house, person._id),
      sessions.model.countDocuments({ username: person._id, expiresAt: { $gt: new Date(house.machineNow()) } }),
    ]);
    return { ...personItem(person), holds: held.map(heldTask), sessions: open };
  }

  app.get<{ Querystring: PersonQuery }>(
    '/api/directory/people',
    { schema: { tags, summary: 'People and groups', querystring: PersonQuery, response: { 200: PersonList } } },
    async (request) => {
      needRight(request, 'directory.edit');
      return listPeople(house, request.query);
    },
  );

  app.post<{ Body: NewPerson }>(
    '/api/directory/people',
    { schema: { tags, summary: 'Add a person', body: NewPerson, response: { 201: PersonMade } } },
    async (request, reply) => {
      const actor = needRight(request, 'directory.edit');
      await addPerson(house, actor, request.body);
      const { username } = request.body;
      return reply.code(201).header('location', `/api/directory/people/${username}`).send({ username });
    },
  );

  app.get<Params>(
    '/api/directory/people/:username',
    { schema: { tags, summary: 'One person', params: PersonParams, response: { 200: PersonDetail } } },
    async (request, reply) => {
      needRight(request, 'directory.edit');
      const person = await people.find(request.params.username);
      if (!person) throw new Problem('not-found');
      reply.header('etag', `"${person.version ?? 0}"`);
      return detail(person);
    },
  );

  app.put<Params & { Body: PersonChange }>(
    '/api/directory/people/:username',
    {
      schema: {
        tags,
        summary: 'Change a person, or close the account',
        params: PersonParams,
        body: PersonChange,
        response: { 200: PersonDetail },
      },
    },
    async (request, reply) => {
      const actor = needRight(request, 'directory.edit');
      const seen = seenVersion(request.headers['if-match']);
      const person = await changePerson(house, actor, request.params.username, request.body, seen);
      reply.header('etag', `"${person.version ?? 0}"`);
      return detail(person);
    },
  );

  app.post<Params>(
    '/api/directory/people/:username/password-link',
    {
      schema: {
        tags,
        summary: 'A one-time link that sets a password',
        params: PersonParams,
        response: { 201: PasswordLink },
      },
    },
    async (request, reply) => {
      const actor = needRight(request, 'directory.edit');
      return reply.code(201).send(await makePasswordLink(house, actor, request.params.username));
    },
  );

  app.get(
    '/api/directory/focal-points',
    { schema: { tags, summary: 'Leader and officer of each agency', response: { 200: FocalPointList } } },
    async (request) => {
      needRight(request, 'directory.edit');
      return { items: await focalPoints(house), next: null };
    },
  );
}
