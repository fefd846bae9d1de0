/** The audit log for those who keep it: list, table, and whether it is whole. */

import { pipeline, Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import { AuditFilter, AuditList, AuditQuery, AuditVerification } from '../../domain/api/audit.ts';
import { asDocument } from '../../domain/api/common.ts';
import type { App, House } from '../house.ts';
import { needRight } from '../plugins/session.ts';
import { auditRows, listAudit } from './list.ts';
import { auditVerifier } from './verify.ts';

export function auditRoutes(app: App, house: House): void {
  const tags = ['audit'];
  const verify = auditVerifier(house);

  app.get<{ Querystring: AuditQuery }>(
    '/api/audit',
    {
      schema: {
        tags,
        summary: 'What is on record, newest first',
        querystring: AuditQuery,
        response: { 200: AuditList },
      },
    },
    async (request): Promise<AuditList> => {
      needRight(request, 'audit.see');
      return listAudit(house, request.query);
    },
  );

  app.get<{ Querystring: AuditFilter }>(
    '/api/audit/export',
    {
      schema: {
        tags,
        summary: 'The same as CSV; that it was taken is on record too',
        querystring: AuditFilter,
        response: { 200: asDocument('text/csv') },
      },
    },
    async (request, reply) => {
      const { username } = needRight(request, 'audit.see');
      const entry = { who: username, what: 'export-audit', data: { filter: request.query } };
      const { _id } = await house.store.audit.append(entry, house.machineNow());
      // Cells that a spreadsheet would run are told apart by a mark in front of them.
      const table = stringify({ bom: true, escape_formulas: true, record_delimiter: 'windows' });
      // What breaks off on either side ends the answer: a table that is cut short must not look whole.
      pipeline(Readable.from(auditRows(house, request.query)), table, () => {});
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="audit-${_id}.csv"`)
        .header('cache-control', 'no-store')
        .send(table);
    },
  );

  app.get(
    '/api/audit/verification',
    { schema: { tags, summary: 'Whether the log is whole', response: { 200: AuditVerification } } },
    async (request): Promise<AuditVerification> => {
      needRight(request, 'audit.see');
      return verify();
    },
  );
}
