/** HTTP of the task list. */
import { AgencyTaskList, AgencyTaskQuery, CompletionHeaders } from '../../domain/api/agency-tasks.ts';
import { ColleagueList } from '../../domain/api/delegations.ts';
import { Others } from '../../domain/api/duplicates.ts';
import {
  Assignment,
  AssignmentResults,
  Assignments,
  CandidateList,
  Completion,
  Draft,
  PresenceSaid,
  TaskDetail,
  TaskList,
  TaskParams,
  TaskQuery,
} from '../../domain/api/tasks.ts';
import { languageOf } from '../../domain/text/texts.ts';
import type { App, House } from '../house.ts';
import { emptyBody } from '../plugins/empty-body.ts';
import { needActor, needRight } from '../plugins/session.ts';
import { agencyTasks } from './agency.ts';
import { assignMany } from './bulk.ts';
import { candidatesOf } from './candidates.ts';
import { claim, handOver, release } from './claim.ts';
import { complete } from './complete.ts';
import { taskDetail } from './detail.ts';
import { saveDraft } from './draft.ts';
import { formTexts } from './form-texts.ts';
import { listTasks } from './list.ts';
import { othersOf } from './nearby.ts';
import { peopleSeen } from './people.ts';
import { sayPresence } from './presence.ts';

type Params = { key: string };

export function taskRoutes(app: App, house: House): void {
  const tags = ['tasks'];
  const texts = formTexts(house.settings.bpmnDir);
  app.get<{ Querystring: TaskQuery }>(
    '/api/tasks',
    { schema: { tags, summary: 'Tasks that I may see', querystring: TaskQuery, response: { 200: TaskList } } },
    async (request) => listTasks(house, needRight(request, 'task.see'), request.query),
  );

  app.get<{ Querystring: AgencyTaskQuery }>(
    '/api/agency/tasks',
    {
      schema: {
        tags,
        summary: 'The open tasks of my groups, whole, for software of an agency',
        querystring: AgencyTaskQuery,
        response: { 200: AgencyTaskList },
      },
    },
    async (request) =>
      agencyTasks(house, needRight(request, 'task.claim'), request.query, {
        language: languageOf(request.headers['accept-language']),
        texts,
      }),
  );

  app.get<{ Params: Params }>(
    '/api/tasks/:key',
    { schema: { tags, summary: 'One task', params: TaskParams, response: { 200: TaskDetail } } },
    async (request, reply) => {
      const actor = needRight(request, 'task.see');
      const detail = await taskDetail(house, actor, request.params.key, {
        language: languageOf(request.headers['accept-language']),
        texts,
      });
      return reply.header('etag', `"${detail.version}"`).send(detail);
    },
  );

  app.get<{ Params: Params }>(
    '/api/tasks/:key/nearby',
    {
      schema: { tags, summary: 'Reports that may be the same thing', params: TaskParams, response: { 200: Others } },
    },
    async (request) => othersOf(house, needRight(request, 'task.see'), request.params.key),
  );

  app.put<{ Params: Params; Body: Assignment }>(
    '/api/tasks/:key/assignee',
    {
      schema: { tags, summary: 'Claim, or hand over', params: TaskParams, body: Assignment },
      preValidation: emptyBody,
    },
    async (request, reply) => {
      const actor = needActor(request);
      const { username = actor.username } = request.body;
      if (username === actor.username) await claim(house, actor, request.params.key);
      else await handOver(house, actor, request.params.key, username);
      return reply.code(204).send();
    },
  );

  app.delete<{ Params: Params }>(
    '/api/tasks/:key/assignee',
    { schema: { tags, summary: 'Release', params: TaskParams } },
    async (request, reply) => {
      await release(house, needActor(request), request.params.key);
      return reply.code(204).send();
    },
  );

  app.get(
    '/api/tasks/people',
    { schema: { tags, summary: 'Whose work I see, by name', response: { 200: ColleagueList } } },
    async (request) => {
      const language = languageOf(request.headers['accept-language']);
      return { items: await peopleSeen(house, needRight(request, 'task.see'), language), next: null };
    },
  );

  app.post<{ Body: Assignments }>(
    '/api/tasks/assignments',
    {
      schema: {
        tags,
        summary: 'Claim, hand over or release several at once',
        body: Assignments,
        response: { 200: AssignmentResults },
      },
    },
    async (request) => {
      const actor = needRight(request, 'task.claim');
      return { items: await assignMany(house, actor, request.body, languageOf(request.headers['accept-language'])) };
    },
  );

  app.get<{ Params: Params }>(
    '/api/tasks/:key/candidates',
    {
      schema: { tags, summary: 'To whom it may be handed over', params: TaskParams, response: { 200: CandidateList } },
    },
    async (request) => {
      const actor = needRight(request, 'task.hand-over');
      return { items: await candidatesOf(house, actor, request.params.key), next: null };
    },
  );

  app.put<{ Params: Params; Body: PresenceSaid }>(
    '/api/tasks/:key/presence',
    { schema: { tags, summary: 'I am looking at it', params: TaskParams, body: PresenceSaid } },
    async (request, reply) => {
      await sayPresence(house, needRight(request, 'task.see'), request.params.key, request.body.state);
      return reply.code(204).send();
    },
  );

  app.delete<{ Params: Params }>(
    '/api/tasks/:key/presence',
    { schema: { tags, summary: 'I no longer look at it', params: TaskParams } },
    async (request, reply) => {
      await sayPresence(house, needRight(request, 'task.see'), request.params.key, 'gone');
      return reply.code(204).send();
    },
  );

  app.put<{ Params: Params; Body: Draft }>(
    '/api/tasks/:key/draft',
    {
      schema: { tags, summary: 'Keep what is filled in so far', params: TaskParams, body: Draft },
      bodyLimit: 256 * 1024,
    },
    async (request, reply) => {
      const actor = needActor(request);
      const ifMatch = request.headers['if-match'];
      const version = await saveDraft(house, actor, request.params.key, request.body, ifMatch);
      return reply.code(204).header('etag', `"${version}"`).send();
    },
  );

  app.post<{ Params: Params; Body: Completion; Headers: { 'idempotency-key'?: string } }>(
    '/api/tasks/:key/completion',
    {
      schema: { tags, summary: 'Complete', params: TaskParams, headers: CompletionHeaders, body: Completion },
      bodyLimit: 256 * 1024,
    },
    async (request, reply) => {
      const repeatKey = request.headers['idempotency-key'];
      await complete(house, needActor(request), request.params.key, request.body, repeatKey);
      return reply.code(204).send();
    },
  );
}
