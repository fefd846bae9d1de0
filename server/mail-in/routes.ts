/** HTTP of incoming mails: the list and what staff do with one, and the page on which a sender completes a mail. */
import {
  MailDismissal,
  MailDraft,
  MailList,
  MailParams,
  MailQuery,
  MailReport,
  MailView,
} from '../../domain/api/mails.ts';
import { ReportReceipt } from '../../domain/api/reports.ts';
import type { App, House, Request } from '../house.ts';
import { makeCursor, readCursor } from '../plugins/cursor.ts';
import type { DuePromise } from '../plugins/sender/promise.ts';
import { submissions } from '../plugins/sender/submit.ts';
import { needRight } from '../plugins/session.ts';
import { bearerOf } from '../plugins/token.ts';
import { Problem } from '../problem.ts';
import { dismissMail, lookAtMail, mailItem, makeByHand } from './by-hand.ts';
import { completeDraft, readDraft } from './draft.ts';

export function mailInRoutes(app: App, house: House, promise: DuePromise): void {
  const { mails } = house.store;
  const { secret } = house.settings;
  const submit = submissions(house, promise);
  const tags = ['mails'];

  app.get<{ Querystring: MailQuery }>(
    '/api/mails',
    { schema: { tags, summary: 'Incoming mails, newest first', querystring: MailQuery, response: { 200: MailList } } },
    async (request): Promise<MailList> => {
      needRight(request, 'mail.see');
      const { after, limit = 50, state } = request.query;
      const from = after === undefined ? undefined : readCursor(secret, 'mails', after);
      const page = { limit: limit + 1, ...(from ? { after: { at: Number(from[0]), id: String(from[1]) } } : {}) };
      const [found, counts] = await Promise.all([mails.list(state ? [state] : null, page), mails.counts()]);
      const items = found.slice(0, limit);
      const last = items.at(-1);
      const next = found.length > limit && last ? makeCursor(secret, 'mails', [last.receivedAt, last._id]) : null;
      return { items: items.map(mailItem), next, counts };
    },
  );

  const one = { tags, params: MailParams };
  app.get<{ Params: MailParams }>(
    '/api/mails/:id',
    { schema: { ...one, summary: 'Open a mail (text alone; on the audit log)', response: { 200: MailView } } },
    async (request) => lookAtMail(house, needRight(request, 'mail.see'), request.params.id),
  );
  app.post<{ Params: MailParams; Body: MailReport }>(
    '/api/mails/:id/report',
    { schema: { ...one, summary: 'Make it a report by hand', body: MailReport, response: { 201: ReportReceipt } } },
    async (request, reply) => {
      const actor = needRight(request, 'mail.see');
      const { code, receivedAt } = await makeByHand(house, submit, actor, request.params.id, request.body);
      // The sender's key is the sender's.
      return reply.code(201).send({ code, accessToken: '', receivedAt });
    },
  );
  app.post<{ Params: MailParams; Body: MailDismissal }>(
    '/api/mails/:id/dismissal',
    { schema: { ...one, summary: 'It is no report', body: MailDismissal, response: { 204: {} } } },
    async (request, reply) => {
      await dismissMail(house, needRight(request, 'mail.see'), request.params.id, request.body.reason);
      return reply.code(204).send();
    },
  );

  app.get<{ Params: MailParams }>(
    '/api/mail-drafts/:id',
    { schema: { ...one, summary: 'What was understood of my mail', response: { 200: MailDraft } } },
    async (request) => readDraft(house, request.params.id, needKey(request)),
  );
  app.post<{ Params: MailParams; Body: MailReport }>(
    '/api/mail-drafts/:id/report',
    {
      bodyLimit: 128 * 1024,
      schema: { ...one, summary: 'Complete my mail', body: MailReport, response: { 201: ReportReceipt } },
    },
    async (request, reply) =>
      reply.code(201).send(await completeDraft(house, submit, request.params.id, needKey(request), request.body)),
  );
}

/** @throws 401 */
function needKey(request: Request): string {
  const token = bearerOf(request);
  if (!token) throw new Problem('not-logged-in');
  return token;
}
