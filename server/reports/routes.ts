/** HTTP of a sender: post, follow, and say something later. */
import { DuplicateOf } from '../../domain/api/duplicates.ts';
import {
  Feedback,
  IdempotencyHeaders,
  NewReport,
  ReportParams,
  ReportReceipt,
  ReportView,
  Supplement,
  Withdrawal,
} from '../../domain/api/reports.ts';
import { readReportCode } from '../../domain/report-code.ts';
import type { App, House } from '../house.ts';
import { emptyBody } from '../plugins/empty-body.ts';
import { auditLook, needReport } from '../plugins/reach.ts';
import type { DuePromise } from '../plugins/sender/promise.ts';
import { giveFeedback, supplement, withdraw } from '../plugins/sender/say.ts';
import { submissions } from '../plugins/sender/submit.ts';
import { needActor } from '../plugins/session.ts';
import { bearerOf, openedBy, openedBySender } from '../plugins/token.ts';
import { reportView } from '../views/report.ts';
import { linkDuplicate } from './link.ts';

type Params = { code: string };

export function reportRoutes(app: App, house: House, promise: DuePromise): void {
  const submit = submissions(house, promise);
  const tags = ['reports'];

  app.post<{ Body: NewReport; Headers: { 'idempotency-key': string } }>(
    '/api/reports',
    {
      bodyLimit: 128 * 1024,
      schema: {
        tags,
        summary: 'Send a report',
        body: NewReport,
        headers: IdempotencyHeaders,
        response: { 201: ReportReceipt },
      },
    },
    async (request, reply) => {
      const key = request.headers['idempotency-key'].toLowerCase();
      const receipt = await submit({ body: request.body, key, address: request.ip });
      return reply.code(201).header('location', `/api/reports/${receipt.code}`).send(receipt);
    },
  );

  app.get<{ Params: Params }>(
    '/api/reports/:code',
    { schema: { tags, summary: 'Follow a report', params: ReportParams, response: { 200: ReportView } } },
    async (request) => {
      const token = bearerOf(request);
      if (token) return reportView(await openedBy(house, request.params.code, token));
      const actor = needActor(request);
      const code = readReportCode(request.params.code) ?? request.params.code;
      const report = needReport(actor, await house.store.reports.find(code));
      await auditLook(house, actor, report, 'report');
      return reportView(report);
    },
  );

  const says = { params: ReportParams, response: { 202: {} } };
  app.post<{ Params: Params; Body: Supplement }>(
    '/api/reports/:code/supplement',
    { schema: { ...says, tags, summary: 'Add what was missing', body: Supplement }, preValidation: emptyBody },
    async (request, reply) => {
      const report = await openedBySender(house, request, request.params.code);
      await supplement(house, report._id, request.body);
      return reply.code(202).send({});
    },
  );
  app.post<{ Params: Params; Body: Withdrawal }>(
    '/api/reports/:code/withdrawal',
    { schema: { ...says, tags, summary: 'Take the report back', body: Withdrawal }, preValidation: emptyBody },
    async (request, reply) => {
      const report = await openedBySender(house, request, request.params.code);
      await withdraw(house, report._id, request.body);
      return reply.code(202).send({});
    },
  );
  app.post<{ Params: Params; Body: Feedback }>(
    '/api/reports/:code/feedback',
    {
      schema: { ...says, tags, summary: 'Rate the reply, or comment on it', body: Feedback },
      preValidation: emptyBody,
    },
    async (request, reply) => {
      const report = await openedBySender(house, request, request.params.code);
      await giveFeedback(house, report._id, request.body);
      return reply.code(202).send({});
    },
  );

  app.put<{ Params: Params; Body: DuplicateOf }>(
    '/api/reports/:code/duplicate-of',
    { schema: { tags, summary: 'Link to the report that it repeats', params: ReportParams, body: DuplicateOf } },
    async (request, reply) => {
      await linkDuplicate(house, needActor(request), request.params.code, request.body.code);
      return reply.code(204).send();
    },
  );
}
