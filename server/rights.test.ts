/** Route × person: who gets in, who is told 401, 403 or 404. One table for the whole server. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aDevice } from '../test/house/push-service.ts';
import { Stream } from './testing/records.ts';
import { monday, openTestHouse, type TestHouse } from './testing/test-house.ts';

let house: TestHouse;
let code: string;
let token: string;
let key: string;
let instance: string;
let incident: string;
let shared: string;
const template = { name: 'Mẫu chung', text: 'Đã tiếp nhận {code}.', shared: true };
const view = 'a'.repeat(32);
const delegation = 'b'.repeat(32);
const model = 'c'.repeat(32);
const definition = '2251799813685249';
const people: Record<string, Record<string, string>> = {};

beforeAll(async () => {
  house = await openTestHouse();
  const payload = { sender: { name: 'An', phone: '0905123456' }, content: 'Rác thải', place: { text: 'Tam Kỳ' } };
  const { body } = await house.ask('POST', '/api/reports', { payload, headers: { 'idempotency-key': randomUUID() } });
  code = body.code;
  token = body.accessToken;
  const stream = new Stream(monday, 1);
  instance = stream.instance;
  stream.process(
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="field-report"/></definitions>',
    'field-report',
  );
  stream.start(code);
  stream.root('leadAgency', 'sgtvt');
  key = stream.task('handling', ['agency:sgtvt:officer'], monday + 1_000).key;
  incident = stream.add('INCIDENT', 'CREATED', {
    elementId: 'handling',
    errorType: 'JOB_NO_RETRIES',
    errorMessage: 'x',
    jobKey: -1,
  });
  await house.records(stream.take());
  const filter = { state: 'open' };
  await house.store.views.add({
    _id: view,
    owner: 'agency:sgtvt',
    name: 'x',
    filter,
    order: 0,
    createdBy: 'leader',
    createdAt: 0,
  });
  await house.store.delegations.add({
    _id: delegation,
    absent: 'officer',
    standIn: 'leader',
    startsAt: monday + 86_400_000,
    endsAt: monday + 2 * 86_400_000,
    reason: 'x',
    createdAt: monday,
    endedBy: null,
  });
  const groups: Record<string, string[]> = {
    intake: ['ioc-intake'],
    duty: ['ioc-duty'],
    province: ['province'],
    officer: ['agency:sgtvt:officer'],
    leader: ['agency:sgtvt:leader'],
    'other officer': ['agency:syt:officer'],
    admin: ['admin'],
    watch: ['watch'],
    analyst: ['analyst'],
    dashboards: ['leader-province'],
  };
  for (const [name, own] of Object.entries(groups)) people[name] = await house.as(name.replace(' ', '.'), ...own);
  people.nobody = {};
  people.sender = { authorization: `Bearer ${token}` };
  people['wrong token'] = { authorization: 'Bearer falsch' };
  shared = (await house.ask('POST', '/api/templates', { payload: template, headers: people.leader! })).body.id;
});
afterAll(() => house?.close());

const who = [
  'nobody',
  'sender',
  'wrong token',
  'intake',
  'duty',
  'province',
  'officer',
  'leader',
  'other officer',
  'admin',
  'watch',
  'analyst',
  'dashboards',
];

const choices = {
  inPage: true,
  push: true,
  mail: 'each',
  quietHours: null,
  what: { newTask: true, approval: true, handedOver: true, reminder: true, overdue: true },
};
const device = aDevice('https://push.example.com/device').subscription;

/** A call of the studio: for analysts alone. */
const analysts = (status: number): number[] => who.map((name, n) => (n < 3 ? 401 : name === 'analyst' ? status : 403));

// biome-ignore format: a table is read by its columns
const table: [string, string, () => string, object | undefined, number[]][] = [
  //                                                                             nobody sender wrong  intake duty province officer leader other admin watch analyst dashboards
  ['follow a report',  'GET',    () => `/api/reports/${code}`,           undefined, [401,  200,   404,   200,   200,  200,     200,    200,   404,  404,  200,  404,    200]],
  ['see its way',      'GET',    () => `/api/reports/${code}/way`,       undefined, [401,  200,   404,   200,   200,  200,     200,    200,   404,  404,  200,  404,    200]],
  ['add to a report',  'POST',   () => `/api/reports/${code}/supplement`, { content: 'x' }, [401, 409, 404, 401, 401, 401,    401,    401,   401,  401,  401,  401,    401]],
  ['list tasks',       'GET',    () => '/api/tasks',                     undefined, [401,  401,   401,   200,   200,  200,     200,    200,   200,  403,  200,  403,    200]],
  ['read a task',      'GET',    () => `/api/tasks/${key}`,              undefined, [401,  401,   401,   200,   200,  404,     200,    200,   404,  403,  200,  403,    200]],
  ['claim it',         'PUT',    () => `/api/tasks/${key}/assignee`,     {},        [401,  401,   401,   403,   403,  404,     503,    403,   404,  404,  403,  404,    403]],
  ['claim several',    'POST',   () => '/api/tasks/assignments',         { keys: ['1'] }, [401, 401, 401,    200,   200,  200,     200,    200,   200,  403,  403,  403,    403]],
  ['hand over to whom','GET',    () => `/api/tasks/${key}/candidates`,   undefined, [401,  401,   401,   403,   403,  404,     200,    200,   404,  403,  403,  403,    403]],
  ['be seen at it',    'PUT',    () => `/api/tasks/${key}/presence`,     { state: 'viewing' }, [401, 401, 401, 204, 204, 404, 204, 204,   404,  403,  204,  403,    204]],
  ['leave it',         'DELETE', () => `/api/tasks/${key}/presence`,     undefined, [401,  401,   401,   204,   204,  404,     204,    204,   404,  403,  204,  403,    204]],
  ['know by name',     'GET',    () => '/api/tasks/people',              undefined, [401,  401,   401,   200,   200,  200,     200,    200,   200,  403,  200,  403,    200]],
  ['list views',       'GET',    () => '/api/tasks/views',               undefined, [401,  401,   401,   200,   200,  200,     200,    200,   200,  403,  200,  403,    200]],
  ['share a view',     'POST',   () => '/api/tasks/views',               { name: 'x', filter: { state: 'open' }, unit: 'agency:sgtvt' }, [401, 401, 401, 403, 403, 403, 403, 201, 403, 403, 403, 403, 403]],
  ['share one of ioc', 'POST',   () => '/api/tasks/views',               { name: 'x', filter: { state: 'open' }, unit: 'ioc' }, [401, 401, 401, 403, 201, 403, 403, 403, 403, 403, 403, 403, 403]],
  ['change a view',    'PUT',    () => `/api/tasks/views/${view}`,       { name: 'x', filter: { state: 'open' }, order: 0 }, [401, 401, 401, 404, 404, 404, 403, 204, 404, 403, 404, 403, 404]],
  ['forget no view',   'DELETE', () => `/api/tasks/views/${'0'.repeat(32)}`, undefined, [401, 401, 401,   404,   404,  404,     404,    404,   404,  403,  404,  403,    404]],
  ['list absences',    'GET',    () => '/api/delegations',               undefined, [401,  401,   401,   200,   200,  200,     200,    200,   200,  200,  200,  200,    200]],
  ['who stands in',    'GET',    () => '/api/delegations/candidates',    undefined, [401,  401,   401,   200,   200,  200,     200,    200,   200,  403,  403,  403,    403]],
  ['be away',          'POST',   () => '/api/delegations',               { standIn: 'nobody', startsAt: '2026-03-02T08:00:00+07:00', endsAt: '2026-03-03T08:00:00+07:00', reason: 'x' }, [401, 401, 401, 422, 422, 422, 422, 422, 422, 403, 403, 403, 403]],
  ['end an absence',   'DELETE', () => `/api/delegations/${delegation}`, undefined, [401,  401,   401,   404,   204,  404,     204,    204,   404,  204,  404,  404,    404]],
  ['complete it',      'POST',   () => `/api/tasks/${key}/completion`,   { outcome: 'done', result: 'x' }, [401, 401, 401, 403, 403, 404, 409, 403, 404, 404, 403, 404,  403]],
  ['draft it',         'PUT',    () => `/api/tasks/${key}/draft`,        {},        [401,  401,   401,   409,   409,  404,     409,    409,   404,  404,  409,  404,    409]],
  ['see others nearby','GET',    () => `/api/tasks/${key}/nearby`,       undefined, [401,  401,   401,   200,   200,  404,     200,    200,   404,  403,  200,  403,    200]],
  ['link a repetition','PUT',    () => `/api/reports/${code}/duplicate-of`, { code: null }, [401, 401, 401, 204, 204, 403,    204,    204,   404,  404,  403,  404,    403]],
  ['list templates',   'GET',    () => '/api/templates',                 undefined, [401,  401,   401,   200,   200,  200,     200,    200,   200,  403,  403,  403,    403]],
  ['keep a template',  'POST',   () => '/api/templates',                 template,  [401,  401,   401,   403,   201,  201,     403,    201,   403,  403,  403,  403,    403]],
  ['change a template','PUT',    () => `/api/templates/${shared}`,       template,  [401,  401,   401,   404,   404,  404,     403,    200,   404,  403,  403,  403,    403]],
  ['drop a template',  'DELETE', () => '/api/templates/AAAAAAAAAAAAAAAAAAAA', undefined, [401, 401, 401,    404,   404,  404,     404,    404,   404,  403,  403,  403,    403]],
  ['list instances',   'GET',    () => '/api/instances',                 undefined, [401,  401,   401,   200,   200,  200,     403,    200,   403,  200,  200,  403,    200]],
  ['read an instance', 'GET',    () => `/api/instances/${instance}`,     undefined, [401,  401,   401,   200,   200,  200,     403,    200,   403,  200,  200,  403,    200]],
  ['see its history',  'GET',    () => `/api/instances/${instance}/history`, undefined, [401, 401, 401,   200,   200,  200,     403,    200,   403,  200,  200,  403,    200]],
  ['see acts on it',   'GET',    () => `/api/instances/${instance}/acts`, undefined, [401, 401,   401,   200,   200,  200,     403,    200,   403,  200,  200,  403,    200]],
  ['end it by hand',   'POST',   () => `/api/instances/${instance}/cancellation`, { reason: 'x' }, [401, 401, 401, 403, 503, 403, 403,    403,   403,  503,  403,  403,    403]],
  ['move it by hand',  'POST',   () => `/api/instances/${instance}/modification`, { activate: [], terminate: [], reason: 'x' }, [401, 401, 401, 403, 422, 403, 403, 403, 403, 422, 403, 403, 403]],
  ['migrate it',       'POST',   () => `/api/instances/${instance}/migration`, { to: '1', reason: 'x' }, [401, 401, 401, 403, 422, 403, 403,    403,   403,  422,  403,  422,    403]],
  ['see the diagram',  'GET',    () => `/api/diagrams/${definition}`,    undefined, [401,  401,   401,   200,   200,  200,     200,    200,   200,  200,  200,  200,    200]],
  ['see the counts',   'GET',    () => `/api/diagrams/${definition}/counts`, undefined, [401, 401, 401,   200,   200,  200,     200,    200,   200,  200,  200,  200,    200]],
  ['see the board',    'GET',    () => '/api/watch/board',               undefined, [401,  401,   401,   200,   200,  200,     200,    200,   200,  200,  200,  200,    200]],
  ['see what passes',  'GET',    () => '/api/watch/passages',            undefined, [401,  401,   401,   200,   200,  200,     200,    200,   200,  200,  200,  200,    200]],
  ['see who is needed','GET',    () => '/api/watch/needs',               undefined, [401,  401,   401,   200,   200,  200,     403,    200,   403,  200,  200,  403,    200]],
  ['see it on a map',  'GET',    () => '/api/watch/map',                 undefined, [401,  401,   401,   200,   200,  200,     403,    200,   403,  200,  200,  403,    200]],
  ['list timers',      'GET',    () => '/api/timers',                    undefined, [401,  401,   401,   200,   200,  200,     403,    200,   403,  200,  200,  403,    200]],
  ['list incidents',   'GET',    () => '/api/incidents',                 undefined, [401,  401,   401,   200,   200,  403,     403,    403,   403,  200,  200,  403,    403]],
  ['group incidents',  'GET',    () => '/api/incidents/groups',          undefined, [401,  401,   401,   200,   200,  403,     403,    403,   403,  200,  200,  403,    403]],
  ['try again',        'POST',   () => `/api/incidents/${incident}/resolution`, undefined, [401, 401, 401, 503, 503, 403,     403,    403,   403,  503,  503,  403,    403]],
  ['read the law',     'GET',    () => '/api/articles',                  undefined, [200,  200,   200,   200,   200,  200,     200,    200,   200,  200,  200,  200,    200]],
  ['read a clause',    'GET',    () => '/api/articles/8.3',              undefined, analysts(200)],
  ['enter a wording',  'POST',   () => '/api/articles/8.3/wordings',     { title: 'x', text: 'x', binds: 'people', why: 'x', validFrom: '2020-01-01', source: 'x', reason: 'x' }, analysts(422)],
  ['repeal a clause',  'POST',   () => '/api/articles/8.3/repeal',       { validTo: '2020-01-01', source: 'x', reason: 'x' }, analysts(422)],
  ['take down',        'DELETE', () => `/api/published/${code}`,         { reason: 'x' }, [401, 401, 401,   404,   404,  403,     403,    403,   403,  404,  403,  403,    403]],
  ['who am I',         'GET',    () => '/api/session',                   undefined, [401,  401,   401,   200,   200,  200,     200,    200,   200,  200,  200,  200,    200]],
  ['list my notices',  'GET',    () => '/api/notices',                   undefined, [401,  401,   401,   200,   200,  200,     200,    200,   200,  200,  200,  200,    200]],
  ['read my notices',  'PUT',    () => '/api/notices/read',              {},        [401,  401,   401,   204,   204,  204,     204,    204,   204,  204,  204,  204,    204]],
  ['see my choices',   'GET',    () => '/api/notices/settings',          undefined, [401,  401,   401,   200,   200,  200,     200,    200,   200,  200,  200,  200,    200]],
  ['choose',           'PUT',    () => '/api/notices/settings',          choices,   [401,  401,   401,   204,   204,  204,     204,    204,   204,  204,  204,  204,    204]],
  ['read the push key','GET',    () => '/api/push/key',                  undefined, [200,  200,   200,   200,   200,  200,     200,    200,   200,  200,  200,  200,    200]],
  ['list my devices',  'GET',    () => '/api/push/subscription',         undefined, [401,  401,   401,   200,   200,  200,     200,    200,   200,  200,  200,  200,    200]],
  ['push to me',       'PUT',    () => '/api/push/subscription',         device,    [401,  401,   401,   204,   204,  204,     204,    204,   204,  204,  204,  204,    204]],
  ['push me no more',  'DELETE', () => '/api/push/subscription',         undefined, [401,  401,   401,   204,   204,  204,     204,    204,   204,  204,  204,  204,    204]],
  ['push my report',   'PUT',    () => `/api/reports/${code}/push`,      device,    [401,  204,   404,   401,   401,  401,     401,    401,   401,  401,  401,  401,    401]],
  ['see its devices',  'GET',    () => `/api/reports/${code}/push`,      undefined, [401,  200,   404,   401,   401,  401,     401,    401,   401,  401,  401,  401,    401]],
  ['push it no more',  'DELETE', () => `/api/reports/${code}/push`,      undefined, [401,  204,   404,   401,   401,  401,     401,    401,   401,  401,  401,  401,    401]],
  ['unfollow',         'POST',   () => `/api/unsubscribe/${'x'.repeat(43)}`, undefined, [204, 204,   204,   204,   204,  204,     204,    204,   204,  204,  204,  204,    204]],
  ['see the forecast', 'GET',    () => '/api/watch/forecast',            undefined, [401,  401,   401,   200,   200,  200,     403,    403,   403,  200,  200,  403,    200]],
  ['reckon it anew',   'POST',   () => '/api/watch/forecast',            {},        [401,  401,   401,   202,   202,  202,     403,    403,   403,  202,  202,  403,    202]],
  ['list deployed',    'GET',    () => '/api/models/definitions',        undefined, analysts(200)],
  ['read a deployed',  'GET',    () => '/api/models/definitions/1',      undefined, analysts(404)],
  ['see contradictions','GET',   () => `/api/models/${'0'.repeat(32)}/contradictions`, undefined, analysts(404)],
  ['of what is in force','GET',  () => '/api/models/in-force/contradictions', undefined, analysts(200)],
  ['see what is touched','GET',  () => `/api/models/${'0'.repeat(32)}/touched`, undefined, analysts(404)],
  ['list drafts',      'GET',    () => '/api/models',                    undefined, analysts(200)],
  ['begin a draft',    'POST',   () => '/api/models',                    { name: 'x', from: 'in-force' }, analysts(201)],
  ['read a draft',     'GET',    () => `/api/models/${'0'.repeat(32)}`,  undefined, analysts(404)],
  ['try a draft',      'POST',   () => '/api/models/try',                { files: [{ name: 'a.bpmn', content: '<a/>' }], steps: [], startAt: '2026-03-02T08:00:00+07:00', confidential: false }, analysts(200)],
  ['rename a draft',   'PUT',    () => `/api/models/${'0'.repeat(32)}`,  { name: 'x' }, analysts(404)],
  ['import into it',   'POST',   () => `/api/models/${'0'.repeat(32)}/import`, { files: [{ name: 'a.bpmn', content: '<a/>' }] }, analysts(404)],
  ['list its versions','GET',    () => `/api/models/${'0'.repeat(32)}/versions`, undefined, analysts(404)],
  ['keep a version',   'POST',   () => `/api/models/${'0'.repeat(32)}/versions`, { note: 'x' }, analysts(404)],
  ['read a version',   'GET',    () => `/api/models/${'0'.repeat(32)}/versions/1`, undefined, analysts(404)],
  ['go back to it',    'POST',   () => `/api/models/${'0'.repeat(32)}/versions/1/restoration`, {}, analysts(404)],
  ['read its log',     'GET',    () => `/api/models/${'0'.repeat(32)}/log`, undefined, analysts(404)],
  ['be seen in it',    'PUT',    () => `/api/models/${'0'.repeat(32)}/presence`, undefined, analysts(404)],
  ['leave a draft',    'DELETE', () => `/api/models/${'0'.repeat(32)}/presence`, undefined, analysts(204)],
  ['rehearse a draft', 'POST',   () => `/api/models/${'0'.repeat(32)}/rehearsals`, { source: { kind: 'surge', reports: 1, days: 1 }, runs: 1, seed: 1 }, analysts(404)],
  ['list rehearsals',  'GET',    () => `/api/models/${'0'.repeat(32)}/rehearsals`, undefined, analysts(404)],
  ['ask its options',  'GET',    () => `/api/models/${'0'.repeat(32)}/rehearsals/options`, undefined, analysts(404)],
  ['read a rehearsal', 'GET',    () => `/api/rehearsals/${'0'.repeat(32)}`, undefined, analysts(404)],
  ['call one off',     'DELETE', () => `/api/rehearsals/${'0'.repeat(32)}`, undefined, analysts(404)],
  ['save a draft',     'PUT',    () => `/api/models/${'0'.repeat(32)}/files`, { files: [] }, analysts(404)],
  ['ask for a release','POST',   () => `/api/models/${model}/releases`, { note: 'x', running: { choice: 'stay' } }, [401, 401, 401, 403, 403, 403, 403, 403, 403, 403, 403, 404, 403]],
  ['ask for the way back', 'POST', () => '/api/releases', { rollBackTo: '1', note: 'x', running: { choice: 'stay' } }, [401, 401, 401, 403, 403, 403, 403, 403, 403, 403, 403, 404, 403]],
  ['list releases',    'GET',    () => '/api/releases',                  undefined, [401,  401,   401,   403,   403,  403,     403,    403,   403,  403,  403,  200,    403]],
  ['list versions',    'GET',    () => '/api/releases/versions',         undefined, [401,  401,   401,   403,   403,  403,     403,    403,   403,  403,  403,  200,    403]],
  ['see a release',    'GET',    () => `/api/releases/${model}`,         undefined, [401,  401,   401,   403,   403,  403,     403,    403,   403,  403,  403,  404,    403]],
  ['approve it',       'POST',   () => `/api/releases/${model}/approval`, undefined, [401, 401,   401,   403,   403,  403,     403,    403,   403,  403,  403,  404,    403]],
  ['send it back',     'POST',   () => `/api/releases/${model}/return`,  { reason: 'x' }, [401, 401, 401, 403, 403, 403,     403,    403,   403,  403,  403,  404,    403]],
  ['take it back',     'DELETE', () => `/api/releases/${model}`,         undefined, [401,  401,   401,   403,   403,  403,     403,    403,   403,  403,  403,  404,    403]],
  ['what would move to a draft', 'POST', () => `/api/models/${model}/migration-preview`, {}, [401, 401, 401, 403, 403, 403, 403, 403,   403,  403,  403,  404,    403]],
  ['what would move by a release', 'GET', () => `/api/releases/${model}/migration-preview`, undefined, [401, 401, 401, 403, 403, 403, 403, 403, 403, 403, 403, 404, 403]],
  ['what would move to a version', 'POST', () => '/api/migrations/preview', { to: '1' }, [401, 401, 401, 403, 422, 403,     403,    403,   403,  422,  403,  422,    403]],
  ['move all that run','POST',   () => '/api/migrations',                { to: '1', reason: 'x' }, [401, 401, 401, 403, 422, 403, 403, 403, 403, 422,  403,  422,    403]],
  ['list migrations',  'GET',    () => '/api/migrations',                undefined, [401,  401,   401,   403,   200,  403,     403,    403,   403,  200,  403,  200,    403]],
  ['see a migration',  'GET',    () => `/api/migrations/${model}`,       undefined, [401,  401,   401,   403,   404,  403,     403,    403,   403,  404,  403,  404,    403]],
  ['its reports',      'GET',    () => `/api/migrations/${model}/items`, undefined, [401,  401,   401,   403,   404,  403,     403,    403,   403,  404,  403,  404,    403]],
  ['stop it',          'POST',   () => `/api/migrations/${model}/stop`,  undefined, [401,  401,   401,   403,   404,  403,     403,    403,   403,  404,  403,  404,    403]],
  ['check a draft',    'POST',   () => `/api/models/${'0'.repeat(32)}/check`, undefined, analysts(404)],
  ['check files',      'POST',   () => '/api/models/check', { files: [{ name: 'x.form', content: '{"id":"x"}' }] }, analysts(200)],
  ['see the calendar', 'GET',    () => '/api/calendar',                  undefined, [200,  200,   200,   200,   200,  200,     200,    200,   200,  200,  200,  200,    200]],
  ['read published',   'GET',    () => '/api/published',                 undefined, [200,  200,   200,   200,   200,  200,     200,    200,   200,  200,  200,  200,    200]],
  ['map settings',     'GET',    () => '/api/map',                       undefined, [200,  200,   200,   200,   200,  200,     200,    200,   200,  200,  200,  200,    200]],
  ['published points', 'GET',    () => '/api/published/points',          undefined, [200,  200,   200,   200,   200,  200,     200,    200,   200,  200,  200,  200,    200]],
  ['public figures',   'GET',    () => '/api/published/figures',         undefined, [200,  200,   200,   200,   200,  200,     200,    200,   200,  200,  200,  200,    200]],
  ['look nearby',      'GET',    () => '/api/nearby?near=15.5,108.4',    undefined, [200,  200,   200,   200,   200,  200,     200,    200,   200,  200,  200,  200,    200]],
  ['read the contract','GET',    () => '/api/openapi.json',              undefined, [200,  200,   200,   200,   200,  200,     200,    200,   200,  200,  200,  200,    200]],
];

describe.each(table)('%s', (_, method, url, payload, statuses) => {
  test.each(who.map((name, index) => [name, statuses[index]!] as const))('%s: %i', async (name, status) => {
    // Who has the right reaches the engine, which is away in this test: 503.
    house.engine.down = true;
    const options = { headers: people[name]!, ...(payload === undefined ? {} : { payload }) };
    expect((await house.ask(method as 'GET', url(), options)).status).toBe(status);
  });
});

test('a write with a cookie from another page is refused everywhere', async () => {
  const { cookie } = people.officer as { cookie: string };
  for (const [, method, url, payload] of table.filter(([, verb]) => verb !== 'GET')) {
    const headers = { cookie, origin: 'https://elsewhere.example' };
    const answer = await house.ask(method as 'PUT', url(), { headers, ...(payload === undefined ? {} : { payload }) });
    expect(answer.status).toBe(403);
  }
});

test('every route of the contract has a row here or needs none', () => {
  const paths = Object.keys((house.app as unknown as { swagger(): { paths: object } }).swagger().paths);
  const known = table.map(([, , url]) => url().split('?')[0]!);
  const open = ['/api/reports', '/api/files', '/healthz', '/readyz', '/api/stream', '/api/session'];
  const covered = (path: string) =>
    open.some((one) => path === one || path.startsWith(`${one}/`)) ||
    known.some((one) => new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`).test(one)) ||
    /assignee|followers|published|withdrawal|feedback/.test(path);
  expect(paths.filter((path) => !covered(path))).toEqual([]);
});
