/**
 * What each row of the rights' table calls: a path with things that are there (or with ids of nothing, where the right
 * is asked before the thing), and a body that is well-formed, so that nothing but the right decides.
 */
/** What the table's house has, by what a path calls it. */
export interface Things {
  code: string;
  confidentialCode: string;
  task: string;
  confidentialTask: string;
  instance: string;
  confidentialInstance: string;
  incident: string;
  definition: string;
  file: string;
  template: string;
  view: string;
  delegation: string;
  /** A push subscription as a browser makes one. */
  device: object;
}

export interface Call {
  path: string;
  body?: object;
  headers?: Record<string, string>;
}

const nothing = '0'.repeat(32);
const others: Readonly<Record<string, string>> = {
  username: 'nobody',
  clause: '8.3',
  version: '1',
  n: '1',
  period: '2026-01',
  token: 'x'.repeat(43),
  kind: 'people',
  format: 'json',
};

/** The call of a row: what is said of it below, and for the rest what its path names. */
export function callOf(name: string, things: Things): Call {
  const [route] = name.split(' #') as [string];
  const path = route.slice(route.indexOf(' ') + 1);
  const said = special(things)[name] ?? {};
  return { path: filled(path, things), ...said };
}

function filled(path: string, things: Things): string {
  return path.replace(/:(\w+)/g, (_, name: string) => {
    if (name === 'code') return things.code;
    if (name === 'definitionKey') return things.definition;
    if (name === 'key' && path.startsWith('/api/tasks')) return things.task;
    if (name === 'key' && path.startsWith('/api/instances')) return things.instance;
    if (name === 'key' && path.startsWith('/api/incidents')) return things.incident;
    return others[name] ?? (name === 'key' ? '1' : nothing);
  });
}

const day = { startsAt: '2026-03-02T08:00:00+07:00', endsAt: '2026-03-03T08:00:00+07:00', reason: 'x' };
const report = { sender: { name: 'An', phone: '0905123456' }, content: 'x', place: { text: 'x' } };
const names = [{ vi: 'x', en: 'x', from: '2020-11-01' }];
const wording = { title: 'x', text: 'x', binds: 'people', why: 'x', validFrom: '2020-01-01', source: 'x', reason: 'x' };
const shift = { role: 'ioc-duty', username: 'x', from: '2026-03-02T07:00:00+07:00', to: '2026-03-02T17:00:00+07:00' };
const calendar = { intervals: [{ from: '07:00', to: '17:00' }], holidays: [], workingDays: [] };
const succession = { agency: 'nowhere', on: '2027-01-01', to: 'syt', except: [] };
const template = { name: 'Mẫu chung', text: 'Đã tiếp nhận {code}.', shared: true };
const filter = { state: 'open' };
const hook = { url: 'https://agency.example.vn/hook', events: ['task.created'] };
const stay = { note: 'x', running: { choice: 'stay' } };
const files = [{ name: 'a.bpmn', content: '<a/>' }];
const choices = {
  inPage: true,
  push: true,
  mail: 'each',
  quietHours: null,
  what: { newTask: true, approval: true, handedOver: true, reminder: true, overdue: true },
};
const form = { 'content-type': 'application/x-www-form-urlencoded' };

/** Pages are asked for as browsers do. */
const page = { accept: 'text/html' };

function special(things: Things): Readonly<Record<string, Partial<Call>>> {
  const { code, view, template: shared, delegation, device } = things;
  return {
    'POST /api/reports': { body: {} },
    'GET /api/reports/:code #confidential': { path: `/api/reports/${things.confidentialCode}` },
    'GET /api/reports/:code/way #confidential': { path: `/api/reports/${things.confidentialCode}/way` },
    'POST /api/reports/:code/supplement': { body: { content: 'x' } },
    'POST /api/reports/:code/withdrawal': { body: {} },
    'POST /api/reports/:code/feedback': { body: { comment: 'x' } },
    'PUT /api/reports/:code/duplicate-of': { body: { code: null } },
    'PUT /api/reports/:code/push': { body: device },
    'GET /open311/v2/services/:id': { path: '/open311/v2/services/transport.json' },
    'GET /open311/v2/requests/:id': { path: '/open311/v2/requests/x.json' },
    'GET /open311/v2/tokens/:id': { path: '/open311/v2/tokens/x.json' },
    'POST /open311/v2/requests': { body: {}, headers: form },
    'POST /open311/v2/requests.:format': { body: {}, headers: form },
    'OPTIONS /open311/v2/*': { path: '/open311/v2/requests' },
    'POST /api/mails/:id/report': { body: report },
    'POST /api/mails/:id/dismissal': { body: { reason: 'x' } },
    'POST /api/mail-drafts/:id/report': { body: report },
    'POST /api/files': { body: {} },
    'PATCH /api/files/:id': {
      headers: { 'tus-resumable': '1.0.0', 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
    },
    'DELETE /api/files/:id': { headers: { 'tus-resumable': '1.0.0' } },
    'GET /api/files/:id': { path: `/api/files/${things.file}` },
    'GET /api/nearby': { path: '/api/nearby?near=15.5,108.4' },
    'POST /api/nearby/:code/followers': { body: { email: 'x@example.vn' } },
    'DELETE /api/published/:code': { body: { reason: 'x' } },
    'POST /api/session': { body: { username: 'nobody.at.all', password: 'x' } },
    'PUT /api/account': { body: { phone: '0905123456' } },
    'PUT /api/account/password': { body: { next: 'một mật khẩu khác' } },
    'POST /api/account/second-factor': { body: {} },
    'PUT /api/account/second-factor': { body: { code: 'abcdef' } },
    'POST /api/account/second-factor/recovery-codes': { body: { code: '000000' } },
    'DELETE /api/account/second-factor': { body: { code: '000000' } },
    'POST /api/password': { body: { token: `${nothing}.${'A'.repeat(43)}`, password: 'x'.repeat(12) } },
    'GET /api/tasks/:key #confidential': { path: `/api/tasks/${things.confidentialTask}` },
    'PUT /api/tasks/:key/assignee': { body: {} },
    'PUT /api/tasks/:key/assignee #another': { body: { username: 'officer' } },
    'POST /api/tasks/assignments': { body: { keys: ['1'] } },
    'PUT /api/tasks/:key/presence': { body: { state: 'viewing' } },
    'PUT /api/tasks/:key/draft': { body: {} },
    'POST /api/tasks/:key/completion': { body: { outcome: 'done', result: 'x' } },
    'POST /api/tasks/views': { body: { name: 'x', filter, unit: 'agency:sgtvt' } },
    'POST /api/tasks/views #ioc': { body: { name: 'x', filter, unit: 'ioc' } },
    'PUT /api/tasks/views/:id': { path: `/api/tasks/views/${view}`, body: { name: 'x', filter, order: 0 } },
    'POST /api/templates': { body: template },
    'PUT /api/templates/:id': { path: `/api/templates/${shared}`, body: template },
    'DELETE /api/templates/:id': { path: `/api/templates/${'A'.repeat(20)}` },
    'POST /api/delegations': { body: { standIn: 'nobody', ...day } },
    'DELETE /api/delegations/:id': { path: `/api/delegations/${delegation}` },
    'POST /api/connections/keys': { body: { agency: 'sgtvt', name: 'x', scopes: ['tasks:read'] } },
    'POST /api/connections/webhooks': { body: { agency: 'sgtvt', ...hook } },
    'PUT /api/connections/webhooks/:id': { body: { ...hook, state: 'paused' } },
    'POST /api/connections/webhooks/:id/replay': { body: { from: '2026-03-02T08:00:00+07:00' } },
    'PUT /api/notices/read': { body: {} },
    'PUT /api/notices/settings': { body: choices },
    'PUT /api/push/subscription': { body: device },
    'PUT /api/directory/calendar': { body: { ...calendar, note: 'x' } },
    'POST /api/directory/calendar/preview': { body: calendar },
    'GET /api/directory/agencies/:id': { path: '/api/directory/agencies/syt' },
    'PUT /api/directory/agencies/:id': {
      path: '/api/directory/agencies/syt',
      body: { names, validFrom: '2020-11-01', kind: 'department' },
    },
    'GET /api/directory/areas/:id': { path: '/api/directory/areas/tamky' },
    'PUT /api/directory/areas/:id': {
      path: '/api/directory/areas/tamky',
      body: {
        names,
        validFrom: '2020-11-01',
        validTo: null,
        kind: 'district',
        parent: null,
        point: null,
        agencies: [{ agency: 'nowhere', from: '2020-11-01' }],
        successors: [],
      },
    },
    'GET /api/directory/fields/:id': { path: '/api/directory/fields/water' },
    'PUT /api/directory/fields/:id': {
      path: '/api/directory/fields/water',
      body: { names, validFrom: '2020-11-01', validTo: null, row: 9, about: { vi: 'x', en: 'x' }, agency: null },
    },
    'POST /api/directory/successions/preview': { body: succession },
    'POST /api/directory/successions': { body: { ...succession, movePeople: true, reason: 'x' } },
    'POST /api/directory/people': { body: { username: 'moi', name: 'x', groups: ['king'] } },
    'PUT /api/directory/people/:username': { body: { name: 'x', groups: [], active: true } },
    'POST /api/directory/roster': { body: shift },
    'PUT /api/directory/roster/:id': { body: shift },
    'POST /api/directory/roster/rows': {
      body: {
        role: 'ioc-duty',
        from: '2026-03-02',
        until: '2026-03-01',
        week: [{ weekday: 1, username: 'x', from: '07:00', to: '17:00' }],
      },
    },
    'POST /api/directory/roster/swap': { body: { one: 'c'.repeat(32), other: view } },
    'GET /api/directory/exports/:file #people': { path: '/api/directory/exports/people.csv' },
    'GET /api/directory/exports/:file #roster': { path: '/api/directory/exports/roster.xlsx' },
    'GET /api/directory/exports/:file #holidays': { path: '/api/directory/exports/holidays.csv' },
    'GET /api/directory/exports/:file #areas': { path: '/api/directory/exports/areas.csv' },
    'POST /api/directory/imports/:kind #roster': { path: '/api/directory/imports/roster' },
    'POST /api/directory/routing/release': { body: { note: 'x' } },
    'POST /api/articles/:clause/wordings': { body: wording },
    'POST /api/articles/:clause/repeal': { body: { validTo: '2020-01-01', source: 'x', reason: 'x' } },
    'POST /api/disclosures': { body: { reportCode: 'QN-26-0000', authority: 'x', ground: 'x' } },
    'PUT /api/retention/:id': {
      path: '/api/retention/nothing',
      body: { afterDays: 1, ground: '', active: false, version: 0 },
    },
    'POST /api/erasures': { body: { rule: 'sender-details' } },
    'POST /api/erasures/:id/execution': { body: { hash: '0'.repeat(64) } },
    'GET /api/instances/:key #confidential': { path: `/api/instances/${things.confidentialInstance}` },
    'POST /api/instances/:key/cancellation': { body: { reason: 'x' } },
    'POST /api/instances/:key/modification': { body: { activate: [], terminate: [], reason: 'x' } },
    'POST /api/instances/:key/migration': { body: { to: '1', reason: 'x' } },
    'POST /api/watch/forecast': { body: {} },
    'GET /api/statistics/reports': { path: '/api/statistics/reports?figure=received' },
    'GET /api/statistics/report.pdf': { path: '/api/statistics/report.pdf?period=2099-01' },
    'GET /api/statistics/report.xlsx': { path: '/api/statistics/report.xlsx?period=2099-01' },
    'POST /api/statistics/reports/:period': { path: '/api/statistics/reports/2026-03', body: {} },
    'POST /api/statistics/reports/:period/verification': { body: {} },
    'POST /api/statistics/reports/:period/errata': { body: { figure: { name: 'open' }, why: 'x' } },
    'PUT /api/statistics/merit/:code': {
      path: '/api/statistics/merit/QN-26-0000-0000-0',
      body: { mark: 'valuable', why: 'x' },
    },
    'DELETE /api/statistics/merit/:code': { path: '/api/statistics/merit/QN-26-0000-0000-0' },
    'POST /api/models': { body: { name: 'x', from: 'in-force' } },
    'PUT /api/models/:id': { body: { name: 'x' } },
    'PUT /api/models/:id/files': { body: { files: [] } },
    'POST /api/models/:id/import': { body: { files } },
    'POST /api/models/:id/versions': { body: { note: 'x' } },
    'POST /api/models/:id/versions/:n/restoration': { body: {} },
    'POST /api/models/:id/rehearsals': {
      body: { source: { kind: 'surge', reports: 1, days: 1 }, runs: 1, seed: 1 },
    },
    'POST /api/models/check': { body: { files: [{ name: 'x.form', content: '{"id":"x"}' }] } },
    'POST /api/models/:id/releases': { body: stay },
    'POST /api/releases': { body: { rollBackTo: '1', ...stay } },
    'POST /api/releases/:id/return': { body: { reason: 'x' } },
    'POST /api/models/:id/migration-preview': { body: {} },
    'POST /api/migrations/preview': { body: { to: '1' } },
    'POST /api/migrations': { body: { to: '1', reason: 'x' } },
    'POST /api/models/try': { body: { files, steps: [], startAt: day.startsAt, confidential: false } },
    'GET /p/:code': { path: `/p/${code}` },
    'GET /api/docs/static/*': { path: '/api/docs/static/swagger-ui.css' },
    'GET /*': { path: '/', headers: page },
    'GET /* #staff': { path: '/watch', headers: page },
    'GET /* #private link': { path: `/r/${code}`, headers: page },
    'GET /* #no page': { path: '/wp-admin', headers: page },
  };
}
