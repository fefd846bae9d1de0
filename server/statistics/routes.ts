/** Figures for leaders and the operations centre (articles 11, 13.9). */
import { asDocument } from '../../domain/api/common.ts';
import {
  Counted,
  DocumentQuery,
  DrillQuery,
  Erratum,
  Extensions,
  ExtensionsQuery,
  FixedParams,
  FixedReport,
  FixedReports,
  MarkParams,
  Merit,
  MeritQuery,
  NewErratum,
  NewMark,
  Statistics,
  StatisticsQuery,
  Verification,
  VerificationRequest,
} from '../../domain/api/statistics.ts';
import { lastMonth } from '../../domain/statistics/periods.ts';
import type { App, House } from '../house.ts';
import { emptyBody } from '../plugins/empty-body.ts';
import { needRight } from '../plugins/session.ts';
import { countFigures } from './count.ts';
import { reportContent } from './document/content.ts';
import { reportPdf } from './document/pdf.ts';
import { reportWorkbook } from './document/xlsx.ts';
import { drill } from './drill.ts';
import { listExtensions } from './extensions.ts';
import { erratumView, fixedView, fixReport, summaryView } from './fix.ts';
import { dropMark, putMark, readMerit } from './merit.ts';
import { agenciesOf, needWhole, readQuestion } from './question.ts';
import { addErratum, needFixed, verify } from './verify.ts';

export function statisticsRoutes(app: App, house: House): void {
  const tags = ['statistics'];

  app.get<{ Querystring: StatisticsQuery }>(
    '/api/statistics',
    {
      schema: {
        tags,
        summary: 'Figures of a period, divided by month, quarter, field, agency, district or stage',
        querystring: StatisticsQuery,
        response: { 200: Statistics },
      },
    },
    async (request) => {
      const actor = needRight(request, 'statistics.see');
      return countFigures(house, await readQuestion(house, actor, request.query), request.query.by);
    },
  );

  app.get<{ Querystring: DrillQuery }>(
    '/api/statistics/reports',
    {
      schema: {
        tags,
        summary: 'The reports behind a figure',
        querystring: DrillQuery,
        response: { 200: Counted },
      },
    },
    async (request) => {
      const actor = needRight(request, 'statistics.see');
      return drill(house, actor, await readQuestion(house, actor, request.query), request.query);
    },
  );

  app.get<{ Querystring: ExtensionsQuery }>(
    '/api/statistics/extensions',
    {
      schema: {
        tags,
        summary: 'Each request for more time, with who decided and why',
        querystring: ExtensionsQuery,
        response: { 200: Extensions },
      },
    },
    async (request) => {
      const actor = needRight(request, 'statistics.see');
      return listExtensions(house, await readQuestion(house, actor, request.query), request.query);
    },
  );

  const documents = {
    pdf: { type: 'application/pdf', summary: "A period's report to the provincial committee (PDF)", make: reportPdf },
    xlsx: {
      type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      summary: "A period's report as a workbook",
      make: reportWorkbook,
    },
  };
  for (const [kind, { type, summary, make }] of Object.entries(documents))
    app.get<{ Querystring: DocumentQuery }>(
      `/api/statistics/report.${kind}`,
      { schema: { tags, summary, querystring: DocumentQuery, response: { 200: asDocument(type) } } },
      async (request, reply) => {
        const actor = needRight(request, 'statistics.see');
        const period = request.query.period ?? lastMonth(await house.clock.now());
        const file = await make(await reportContent(house, period, agenciesOf(actor)));
        return reply
          .header('content-disposition', `attachment; filename="bao-cao-${period}.${kind}"`)
          .header('cache-control', 'no-store')
          .type(type)
          .send(file);
      },
    );

  app.get(
    '/api/statistics/fixed',
    { schema: { tags, summary: 'Reports of periods that are fixed, newest first', response: { 200: FixedReports } } },
    async (request) => {
      needWhole(request);
      return { items: (await house.store.fixedReports.chain()).reverse().map(summaryView) };
    },
  );

  app.get<{ Params: FixedParams }>(
    '/api/statistics/reports/:period',
    {
      schema: {
        tags,
        summary: 'A fixed report: each figure with its definition and the hash of what it was made from',
        params: FixedParams,
        response: { 200: FixedReport },
      },
    },
    async (request) => {
      needWhole(request);
      return fixedView(await needFixed(house, request.params.period));
    },
  );

  app.post<{ Params: FixedParams }>(
    '/api/statistics/reports/:period',
    { schema: { tags, summary: "Fix a period's report", params: FixedParams, response: { 201: FixedReport } } },
    async (request, reply) => {
      const actor = needRight(request, 'statistics.fix');
      const report = await fixReport(house, actor, request.params.period);
      return reply.code(201).send(fixedView(report));
    },
  );

  app.post<{ Params: FixedParams; Body: VerificationRequest }>(
    '/api/statistics/reports/:period/verification',
    {
      schema: {
        tags,
        summary: 'Run a fixed report again',
        params: FixedParams,
        body: VerificationRequest,
        response: { 200: Verification },
      },
      preValidation: emptyBody,
    },
    async (request) => {
      needWhole(request);
      return verify(house, request.params.period, request.body);
    },
  );

  app.post<{ Params: FixedParams; Body: NewErratum }>(
    '/api/statistics/reports/:period/errata',
    {
      schema: {
        tags,
        summary: 'Correct a figure of a fixed report beside it',
        params: FixedParams,
        body: NewErratum,
        response: { 201: Erratum },
      },
    },
    async (request, reply) => {
      const actor = needRight(request, 'statistics.fix');
      const erratum = await addErratum(house, actor, request.params.period, request.body);
      return reply.code(201).send(erratumView(erratum));
    },
  );

  app.get<{ Querystring: MeritQuery }>(
    '/api/statistics/merit',
    {
      schema: {
        tags,
        summary: 'Merit, reports of value, refusals by ground, untrue reports (article 15)',
        querystring: MeritQuery,
        response: { 200: Merit },
      },
    },
    async (request) => {
      const actor = needRight(request, 'merit.see');
      return readMerit(house, actor, await readQuestion(house, actor, request.query));
    },
  );

  app.put<{ Params: MarkParams; Body: NewMark }>(
    '/api/statistics/merit/:code',
    { schema: { tags, summary: 'Mark a report as of value, or as untrue', params: MarkParams, body: NewMark } },
    async (request, reply) => {
      await putMark(house, needRight(request, 'statistics.fix'), request.params.code, request.body);
      return reply.code(204).send();
    },
  );

  app.delete<{ Params: MarkParams }>(
    '/api/statistics/merit/:code',
    { schema: { tags, summary: "Take a report's mark back", params: MarkParams } },
    async (request, reply) => {
      await dropMark(house, needRight(request, 'statistics.fix'), request.params.code);
      return reply.code(204).send();
    },
  );
}
