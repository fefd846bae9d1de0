/** HTTP of the way: for the sender with the report's token, and for staff who may see the report. */
import { ReportParams } from '../../domain/api/reports.ts';
import { Way } from '../../domain/api/way.ts';
import { readReportCode } from '../../domain/report-code.ts';
import type { App, House } from '../house.ts';
import { auditLook, needReport } from '../plugins/reach.ts';
import { needActor } from '../plugins/session.ts';
import { bearerOf, openedBy } from '../plugins/token.ts';
import { waysOf } from './way.ts';

export function wayRoutes(app: App, house: House, processId: string): void {
  const ways = waysOf(house.store, processId);
  app.get<{ Params: { code: string } }>(
    '/api/reports/:code/way',
    {
      schema: {
        tags: ['reports'],
        summary: 'The way of a report on the deployed diagram, in plain words',
        params: ReportParams,
        response: { 200: Way },
      },
    },
    async (request) => {
      const token = bearerOf(request);
      const now = await house.clock.now();
      if (token) return ways.of(await openedBy(house, request.params.code, token), now);
      const actor = needActor(request);
      const code = readReportCode(request.params.code) ?? request.params.code;
      const report = needReport(actor, await house.store.reports.find(code));
      await auditLook(house, actor, report, 'way');
      return ways.of(report, now);
    },
  );
}
